"""A hub that asks a provider to join and to lend, and what an office found at the provider: for the two sides of the world."""

from datetime import date, timedelta
from typing import Any

TODAY = date(2026, 1, 12)


def network(keeper: Any, provider: Any, mark: str) -> dict[str, Any]:
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.network.models import Finding, Item, Loan, Member
    from jalur.journey.premises.models import Resource

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
    return {
        "hub": hub,
        "hub_tools": tools,
        "loan": Loan.objects.create(
            number=f"PJ-{mark}",
            lender=provider,
            borrower=hub,
            resource=teacher,
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
