"""A hub that asks a provider, and what an office found at the provider: for the two sides of the world."""

from datetime import date
from typing import Any

TODAY = date(2026, 1, 12)


def network(keeper: Any, provider: Any, mark: str) -> dict[str, Any]:
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.network.models import Finding, Item, Member

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
    return {
        "hub": hub,
        "item": item,
        "member": Member.objects.create(hub=hub, centre=provider),
        "finding": Finding.objects.create(
            organisation=provider, item=item, result="met", found_on=TODAY, assessor=keeper
        ),
    }
