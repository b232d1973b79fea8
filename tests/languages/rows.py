"""An entry test as the sweeps look at it, on either side."""

from datetime import date
from typing import Any


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
