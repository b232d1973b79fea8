"""A hub that asks a provider to join and to lend, and what an office found at the provider: for the two sides of the world."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

TODAY = date(2026, 1, 12)


def network(keeper: Any, provider: Any, mark: str) -> dict[str, Any]:
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.network.models import Finding, Item, Loan, Member, Share, SharedSeat, Transfer
    from jalur.journey.premises.models import BookedUnit, Booking, Resource
    from jalur.journey.training.models import Enrolment, Intake, Programme

    hub = Organisation.objects.create(
        name=f"UPTD Contoh {mark}", kind="training_centre", place_id=provider.place_id
    )
    item = Item.objects.create(
        code=f"contoh-{mark.lower()}",
        aspect="facilities",
        position=1,
        name=f"Alat {mark}",
        name_en=f"Tools {mark}",
    )
    tools = Resource.objects.create(organisation=hub, kind="equipment", name=f"Alat hub {mark}", units=4)
    teacher = Resource.objects.get(organisation=provider, kind="instructor", name=f"Penjaga {mark}")
    seat = Enrolment.objects.get(intake__number=f"K-{mark}")
    there = Programme.objects.create(code=f"H-{mark}", title="Las lanjut", provider=hub)
    there.teaches.set(seat.intake.programme.teaches.all())
    to = Intake.objects.create(
        number=f"KH-{mark}",
        programme=there,
        place_id=hub.place_id,
        reach="province",
        seats=4,
        starts=TODAY + timedelta(days=40),
        ends=TODAY + timedelta(days=70),
        cost=0,
        pass_rate=1,
    )
    starts = datetime.combine(TODAY + timedelta(days=20), time(), UTC)
    held = Booking.objects.create(
        organisation=provider, title="Las bersama PJ", starts=starts, ends=starts + timedelta(days=3)
    )
    BookedUnit.objects.create(booking=held, resource=tools, during=(held.starts, held.ends))
    share = Share.objects.create(
        number=f"KB-{mark}",
        intake=seat.intake,
        centre=hub,
        seats=2,
        left=1,
        until=TODAY + timedelta(days=5),
        note="Las 3G",
    )
    Intake.objects.filter(pk=seat.intake_id).update(kept=share.left)
    SharedSeat.objects.create(share=share, enrolment=seat)
    # What a transfer and a loan need in their later states stands there from the first on.
    return {
        "hub": hub,
        "hub_class": to,
        "share": share,
        "transfer": Transfer.objects.create(
            enrolment=seat, to=to, sender=provider, receiver=provider, seat=seat, purpose="Bengkel rusak"
        ),
        "hub_tools": tools,
        "loan": Loan.objects.create(
            number=f"PJ-{mark}",
            lender=provider,
            borrower=hub,
            resource=teacher,
            booking=held,
            lent=tools,
            first=TODAY + timedelta(days=20),
            last=TODAY + timedelta(days=22),
            purpose="Kelas las",
        ),
        "item": item,
        "member": Member.objects.create(hub=hub, centre=provider),
        "finding": Finding.objects.create(
            organisation=provider, item=item, result="met", found_on=TODAY, assessor=keeper
        ),
    }
