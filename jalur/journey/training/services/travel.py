"""Writing which regencies lie within daily travel."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Level, Place
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.training.models import TravelPair
from jalur.journey.training.rights import Right
from jalur.kit.refusals import refusal


@deed
def load_travel_pairs(
    *, actor: Actor, pairs: Iterable[tuple[str, str]], source: str, verified: bool = False
) -> int:
    """Replace the pairs of this source by these (home, venue) regency codes; gives how many there are now."""
    access.check(actor, Right.LOAD_TRAVEL_PAIR)
    wanted = sorted(set(pairs))
    known = set(Place.objects.filter(level=Level.REGENCY).values_list("code", flat=True))
    if unknown := sorted({code for pair in wanted for code in pair} - known):
        sentence = _("There is no regency with the code %(code)s.") % {"code": unknown[0]}
        raise refusal("home", "unknown", sentence)
    TravelPair.objects.filter(source=source).delete()
    rows = [
        TravelPair(home_id=home, venue_id=venue, source=source, verified=verified) for home, venue in wanted
    ]
    TravelPair.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)
    count = TravelPair.objects.filter(source=source).count()
    if rows:
        detail = {"count": count}
        history.record(actor=actor, event="training:travel_pair:loaded", subject=rows[0], detail=detail)
    return count
