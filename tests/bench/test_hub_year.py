"""The year that `python -m bench hub-year` writes past the services is one the product could have had."""

import pytest

from tests.browser.conftest import country  # noqa: F401 - the fixture


@pytest.mark.slow
def test_classes_of_the_year_load_and_every_page_finds_its_subject(country):  # noqa: F811 - the fixture
    from bench import bookings, hub_year
    from bench import hub_year_rows as rows
    from jalur.journey.attendance.models import Mark
    from jalur.journey.training.models import Enrolment, Intake
    from jalur.kit.dates import today

    hub = rows.furnish(today())
    slots = rows.slots(today())
    over = sorted((slot for slot in slots if slot.ends < today()), key=lambda slot: slot.ends, reverse=True)
    running = [slot for slot in slots if slot.starts < today() - 2 * rows.WEEK and slot.ends > today()]
    coming = [slot for slot in slots if slot.starts > today() and not slot.boards]
    rows.load(hub, [*over[:5], *running[:2], *coming[:1]])
    classes = Intake.objects.filter(number__startswith="K-T")
    assert classes.count() == 8
    assert Enrolment.objects.filter(intake__in=classes).count() >= 8 * rows.COMING
    assert Mark.objects.filter(session__intake__in=classes).count() > 1_000
    assert not any(bookings.overlaps().values()), bookings.overlaps()
    hub_year.members(hub)
    for side, given in hub_year.subjects(hub).items():
        assert None not in vars(given).values(), side
