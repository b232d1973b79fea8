"""What one more seat is worth, on a map and in a sentence."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.kit import formats
from jalur.kit.components import (
    Area,
    Map,
)
from jalur.proposals.models import IntakePrice, Run
from jalur.proposals.shared.rules import TINY


def map_of_seats(run: Run, prices: list[IntakePrice]) -> Map | None:
    """The dearest seat of each regency: where one more seat is worth most."""
    best: dict[str, IntakePrice] = {}
    for price in prices:
        code = price.intake.place_id[:5]
        if price.price > TINY and (code not in best or price.price > best[code].price):
            best[code] = price
    if not best:
        return None
    areas = [
        Area(
            code=code,
            name=price.intake.place.name,
            value=price.price,
            text=f"{formats.number(price.price, 2)}: {price.intake.programme.title}",
        )
        for code, price in sorted(best.items(), key=lambda row: (-row[1].price, row[0]))
    ]
    return Map(
        key="seats",
        title=_("Where one more seat is worth most"),
        boundaries=reverse("geography:boundaries", args=["regencies"]),
        areas=areas,
        unit=_("placements for one more seat, in the most valuable class"),
        places=2,
        focus=tuple(best),
        definition=_(
            "What the value of the best plan would grow by if this class had one seat more. Where no "
            "class is named a seat more would help nobody now. True for a few seats; for a whole new "
            "class make a new plan."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def seat_worth(price: IntakePrice) -> str:
    """ "One more seat of Welding 3G in Lumajang from 2 February 2026 is worth 0.93 placements"."""
    return _("One more seat of %(programme)s in %(place)s from %(day)s is worth %(price)s placements.") % {
        "programme": price.intake.programme.title,
        "place": price.intake.place.name,
        "day": formats.day(price.intake.starts),
        "price": formats.number(price.price, 2),
    }
