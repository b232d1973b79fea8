"""An entry test as the sweeps look at it, on either side."""

from datetime import date
from typing import Any

from tests.job_orders.factories import make_candidate


def entry_test(candidate: Any, centre: Any, mark: str) -> Any:
    from jalur.journey.languages.models import EntryTest

    return EntryTest.objects.create(
        candidate=candidate,
        scale_id="JLPT",
        level_id="JLPT-N5",
        taken_on=date(2026, 1, 5),
        points=62,
        maximum=100,
        given_by=centre,
        note=f"Catatan {mark}",
    )


def of_example(_cast: Any) -> None:
    """Whom the example of a list of entry tests names: somebody of Jombang who has no test yet."""
    make_candidate("J-7F3K-92QX")
