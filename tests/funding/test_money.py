"""Who pays a seat, through the doors people use: never more than there is, freed with the seat, zero cost by the rule of the day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.urls import reverse

from jalur.foundation.accounts.access import Refused
from jalur.foundation.rulebook.models import CostItem, CostRule
from jalur.journey.candidates import services as candidates
from jalur.journey.funding import queries, services
from jalur.journey.funding.models import BudgetLine, Payment
from jalur.journey.funding.rules import SeatCost, costs, rest
from jalur.journey.job_orders import services as job_orders
from jalur.journey.training import services as training
from jalur.kit.refusals import codes_of
from tests.funding.factories import TODAY, enter, make_candidate, open_class
from tests.job_orders.factories import open_order

COST = Decimal(2_500_000)


@pytest.fixture
def world(cast, settings, db):
    """A class with Sari's seat in it, and a line of its centre."""
    settings.TODAY = TODAY
    cast.intake = open_class(cast)
    cast.sari_seat = training.enrol(
        actor=cast.hendra.actor, intake=cast.intake, candidate=cast.sari.person.candidate, today=TODAY
    )
    cast.line = enter(cast.hendra)
    return cast


def pay(world, amount=COST, line="", seat=None, member=None):
    return services.commit(
        actor=(member or world.hendra).actor,
        seat=seat or world.sari_seat,
        line=world.line if line == "" else line,
        amount=amount,
        today=TODAY,
    )


def committed(line):
    line.refresh_from_db()
    return line.committed


def test_what_is_left_to_pay_is_never_below_zero():
    assert rest(Decimal(5), Decimal(3)) == 2
    assert rest(Decimal(5), Decimal(8)) == 0


def test_a_graduate_costs_what_all_seats_cost():
    rows = costs(
        [
            SeatCost("a", "A", True, None, COST),
            SeatCost("a", "A", False, None, COST),
            SeatCost("b", "B", False, None, Decimal(1)),
        ]
    )
    assert [(row.title, row.seats, row.completed, row.per_graduate) for row in rows] == [
        ("A", 2, 1, 2 * COST),
        ("B", 1, 0, None),
    ]
    assert (rows[0].per_seat, rows[0].per_placed) == (COST, None)


def test_a_line_pays_and_holds_so_much_less(world):
    pay(world)
    assert committed(world.line) == COST
    assert queries.rest_of(world.sari_seat) == 0
    with pytest.raises(ValidationError) as refused:
        pay(world, Decimal(1))
    assert codes_of(refused.value) == ["too_much"]


def test_a_line_without_enough_pays_nothing(world):
    small = enter(world.hendra, 1_000_000, number="5.1.03")
    with pytest.raises(ValidationError) as refused:
        pay(world, line=small)
    assert codes_of(refused.value) == ["not_enough"]
    assert (committed(small), Payment.objects.count()) == (0, 0)


def test_the_database_itself_refuses_an_overspent_line(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(pk=world.line.pk).update(committed=world.line.amount + 1)


def test_a_seat_given_back_frees_its_money(world):
    payment = pay(world)
    training.withdraw(actor=world.hendra.actor, enrolment=world.sari_seat, reason="Pindah kota")
    payment.refresh_from_db()
    assert (payment.state, committed(world.line)) == ("freed", 0)


def test_leaving_the_path_and_a_cancelled_class_free_it_too(world):
    pay(world)
    candidates.withdraw(
        actor=world.sari.actor, candidate=world.sari.person.candidate, reason="family", today=TODAY
    )
    assert committed(world.line) == 0
    other = make_candidate("J-LAIN-0001")
    seat = training.enrol(actor=world.hendra.actor, intake=world.intake, candidate=other, today=TODAY)
    pay(world, seat=seat)
    training.cancel_intake(actor=world.hendra.actor, intake=world.intake, reason="Bengkel rusak")
    assert committed(world.line) == 0


def test_a_whole_class_is_settled_at_once_or_not_at_all(world, sign_in):
    for number in range(3):
        one = make_candidate(f"J-KELAS-{number:03}")
        training.enrol(actor=world.hendra.actor, intake=world.intake, candidate=one, today=TODAY)
    desk, address = sign_in(world.hendra), reverse("funding:settle_class", args=[world.intake.number])
    small = enter(world.hendra, 9_000_000, number="5.1.03")
    assert desk.post(address, {"line": str(small.pk)}).status_code == 422
    assert (committed(small), Payment.objects.count()) == (0, 0)
    assert desk.post(address, {"line": str(world.line.pk)}).status_code == 302
    assert committed(world.line) == 4 * COST
    page = desk.get(reverse("funding:of_class", args=[world.intake.number])).content.decode()
    assert "10.000.000" in page


def test_nobody_charges_her_for_work_that_the_rule_names(world):
    item = CostItem.objects.get(pk="PELATIHAN")
    order = open_order(world)
    job_orders.reserve_opening(
        actor=world.wulan.actor, order=order, candidate=world.sari.person.candidate, today=TODAY
    )
    CostRule.objects.filter(item=item).delete()
    pay(world, Decimal(100_000), line=None)
    Payment.objects.all().delete()
    CostRule.objects.create(
        item=item,
        occupation=order.occupation,
        worker_may_pay=False,
        valid_from=date(2020, 7, 15),
        source="Perban 9/2020",
    )
    with pytest.raises(ValidationError) as refused:
        pay(world, Decimal(100_000), line=None)
    assert codes_of(refused.value) == ["zero_cost"]
    assert "Perban 9/2020" in str(refused.value)
    assert not Payment.objects.exists()


def test_whose_work_is_not_known_is_asked_back_before_she_pays(world, sign_in):
    desk, address = sign_in(world.hendra), reverse("funding:of_seat", args=[world.sari_seat.pk])
    body = {"payer": "herself", "amount": "100.000"}
    assert desk.post(address, body).status_code == 422
    assert not Payment.objects.exists()
    assert desk.post(address, {**body, "as_typed": "on"}).status_code == 302
    assert Payment.objects.get().line is None


def test_a_strangers_line_pays_nothing_unless_it_was_opened_to_the_centre(world):
    theirs = enter(world.lestari, source="company")
    with pytest.raises(ValidationError) as refused:
        pay(world, line=theirs)
    assert codes_of(refused.value) == ["not_yours"]
    opened = enter(world.lestari, source="company", number="5.1.09", used_by=world.hendra.organisation)
    pay(world, line=opened)
    assert committed(opened) == COST


def test_the_office_next_door_and_companies_settle_nothing(world, sign_in):
    line = enter(world.gatot, source="apbd_regency")
    for member in (world.gatot, world.lestari, world.sari):
        with pytest.raises(Refused):
            pay(world, line=line, member=member)
    assert not Payment.objects.exists()
    for member in (world.gatot, world.lestari):
        assert sign_in(member).get(reverse("funding:line", args=[world.line.key])).status_code in (403, 404)
    assert sign_in(world.wulan).get(reverse("funding:line", args=[world.line.key])).status_code == 200


def test_seats_of_classes_that_begin_soon_without_a_payer_are_a_need(world, sign_in, settings):
    settings.TODAY = date(2026, 1, 25)
    need = "funding/unpaid/"
    assert need in sign_in(world.hendra).get("/").content.decode()
    pay(world)
    assert need not in sign_in(world.hendra).get("/").content.decode()


def test_she_reads_who_pays_and_that_she_owes_nothing(world, sign_in):
    pay(world)
    page = sign_in(world.sari).get(reverse("portal:case_file", args=[world.sari.person.pk])).content.decode()
    assert world.hendra.organisation.name in page
    assert "Tidak ada utang" in page


def test_a_line_never_shrinks_below_what_is_committed(world):
    pay(world)
    world.line.amount = Decimal(1_000_000)
    with pytest.raises(ValidationError) as refused:
        services.change_line(actor=world.hendra.actor, line=world.line, today=TODAY)
    assert codes_of(refused.value) == ["committed"]
    assert BudgetLine.objects.get(pk=world.line.pk).amount == 10_000_000


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_commit_more_than_there_is(cast, settings):
    """Twelve seats, money for four: four are paid, whoever comes at once; the count is the sum of what was paid."""
    settings.TODAY = TODAY
    intake, line = open_class(cast), enter(cast.hendra, 4 * COST)
    seats = []
    for number in range(12):
        one = make_candidate(f"J-RAMAI-{number:03}")
        seats.append(training.enrol(actor=cast.hendra.actor, intake=intake, candidate=one, today=TODAY))

    def one_pays(seat):
        try:
            services.commit(actor=cast.hendra.actor, seat=seat, line=line, amount=COST, today=TODAY)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=6) as pool:
        paid = sum(pool.map(one_pays, seats))
    line.refresh_from_db()
    total = Payment.objects.filter(line=line, state="committed").aggregate(total=Sum("amount"))["total"]
    assert (paid, line.committed, total) == (4, 4 * COST, 4 * COST)


def test_whom_a_line_was_opened_to_pays_from_it_and_does_not_change_it(world, sign_in):
    opened = enter(world.lestari, source="company", number="5.1.10", used_by=world.hendra.organisation)
    with pytest.raises(ValidationError) as refused:
        services.close_line(actor=world.hendra.actor, line=opened, reason="Contoh", today=TODAY)
    assert codes_of(refused.value) == ["not_yours"]
    page = sign_in(world.hendra).get(f"/funding/lines/{opened.key}/").content.decode()
    assert f"/funding/lines/{opened.key}/change/" not in page
    assert world.lestari.organisation.name in page


def test_a_payment_is_reached_from_its_class_while_more_is_to_pay(world, sign_in):
    payment = pay(world, amount=COST / 2)
    browser, number = sign_in(world.hendra), payment.enrolment.intake.number
    way = f"/funding/payments/{payment.pk}/"
    assert way in browser.get(f"/funding/classes/{number}/").content.decode()
    assert way in browser.get(f"/funding/seats/{payment.enrolment_id}/").content.decode()


def test_the_history_of_a_line_says_what_its_own_institute_did(world, sign_in):
    page = sign_in(world.hendra).get(f"/funding/lines/{world.line.key}/").content.decode()
    assert "Mata anggaran dimasukkan" in page
