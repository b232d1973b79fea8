"""What the example of a list of orders names: an employer, an agency, and enough published orders to compare a pay with."""

from tests.job_orders.factories import make_employer, make_partner, new_order


def of_example(cast):
    make_partner("KR")
    employer = make_employer(cast)
    employer.registration = "610-81-00000"
    employer.save()
    for number in range(5):
        published(cast, employer, number)


def published(cast, employer, number, **changes):
    """An open order, as the database has it."""
    from jalur.journey.job_orders.models import State

    order = new_order(
        cast, employer=employer, number=f"JO-{number}", title="Juru las", state=State.OPEN, **changes
    )
    order.destination_id = employer.country_id
    order.save(force_insert=True)
    return order


def a_change(order):
    """More pay for an open order, which waits for the attaché."""
    from jalur.journey.job_orders.models import OrderVersion

    return OrderVersion.objects.create(
        order=order,
        state="waiting",
        before={"monthly_pay": f"{order.monthly_pay:.2f}"},
        after={"monthly_pay": f"{order.monthly_pay + 200:.2f}"},
    )
