"""What the measurement of claims is made of still opens its classes. In full: `python -m bench.claims`."""

import pytest

from bench import claims
from jalur.journey.training.models import Intake


@pytest.mark.django_db
def test_its_classes_open_with_one_seat_or_one_bed(settings):
    settings.TODAY = claims.TODAY
    make_class, sessions = claims.populate(2)
    made = [make_class(with_bed=with_bed).pk for with_bed in (False, True)]
    rows = Intake.objects.filter(pk__in=made).order_by("seats")
    assert [(one.with_bed, one.seats) for one in rows] == [(False, 1), (True, 2)]
    assert len(sessions) == 2
