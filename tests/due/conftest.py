"""Offices above one another, and a request of Sari's that waits for them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine

from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Correction
from tests.cast import make_user

MONDAY = datetime(2026, 1, 12, 3, tzinfo=UTC)  # ten in the morning in Jombang


@pytest.fixture
def monday(settings):
    """The clock stands, and runs nowhere by itself."""
    settings.TODAY = None
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def province(cast):
    """An officer of the province's labour office."""
    office = Organisation.objects.create(
        name="Disnakertrans Jatim (contoh)", kind="labour_office", place_id="35"
    )
    user = make_user("pusat@contoh.example", "Bu Endang")
    Membership.objects.create(
        user=user,
        organisation=office,
        role="labour_officer",
        is_administrator=True,
        valid_from=date(2025, 1, 1),
    )
    return SimpleNamespace(user=user, organisation=office)


@pytest.fixture
def request_of_sari(cast, monday) -> Correction:
    """Asked on Monday, to be answered by Wednesday (data/due/periods.csv)."""
    return people.ask_correction(
        actor=cast.sari.actor,
        person=cast.sari.person,
        today=MONDAY.date(),
        name="Sari Contoh",
        paper="id_card",
    )
