"""The pass rate comes from results as soon as there are enough; until then it is called the institute's estimate."""

import pytest

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.rulebook.models import Threshold
from jalur.journey.training import queries, services
from jalur.journey.training.models import Enrolment
from jalur.journey.training.rules import Results
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, make_candidate, open_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast, settings):
    settings.TODAY = TODAY
    Threshold.objects.filter(key="pass_rate_measured_from").delete()
    Threshold.objects.create(key="pass_rate_measured_from", number=5, unit="people")
    return add_programme(cast)


def finish(cast, programme, number, *, passed, short):
    """A class that ended with so many who passed and fell short."""
    intake = open_class(cast, programme=programme, number=number)
    for place in range(passed + short):
        candidate = make_candidate(f"J-{number}-{place}")
        services.enrol(actor=SYSTEM, intake=intake, candidate=candidate, today=TODAY)
    services.start_intake(actor=cast.hendra.actor, intake=intake, today=STARTS)
    not_yet = list(Enrolment.objects.filter(intake=intake).values_list("pk", flat=True)[:short])
    services.close_intake(actor=cast.hendra.actor, intake=intake, not_yet=not_yet, today=ENDS)


def planned(programme):
    rates = queries.for_planning(TODAY)
    return dict(zip(rates["id"], rates["pass_rate"], strict=True))


def shown(client, address):
    return " ".join(client.get(f"/training/{address}/").content.decode().split())


def test_an_estimate_is_called_one_and_says_whose(cast, client, programme):
    open_class(cast, programme=programme, number="K-BARU")
    page = shown(client, "intakes/K-BARU")
    assert "Perkiraan LPK Cakap Contoh" in page
    assert planned(programme) == {"K-BARU": 0.85}


def test_results_count_once_there_are_enough(cast, client, programme):
    open_class(cast, programme=programme, number="K-BARU")
    open_class(cast, programme=add_programme(cast, "LAIN"), number="K-LAIN")
    finish(cast, programme, "K-1", passed=2, short=1)
    page = shown(client, "intakes/K-BARU")
    assert "2 dari 3 lulus (1 kelas)" in page
    assert "perkiraan LPK Cakap Contoh, yaitu 85%, sampai 5 orang memiliki hasil" in page
    assert planned(programme) == {"K-BARU": 0.85, "K-LAIN": 0.85}
    finish(cast, programme, "K-2", passed=1, short=1)
    page = shown(client, "intakes/K-BARU")
    assert "3 dari 5 lulus (2 kelas)" in page
    assert "Rencana memakai angka ini." in page
    assert planned(programme) == {"K-BARU": 0.6, "K-LAIN": 0.85}
    assert "3 dari 5 lulus (2 kelas)" in shown(client, f"programmes/{programme.code}")


@pytest.mark.parametrize(
    ("results", "least", "rate"),
    [
        (Results(8, 10, 2), 10, 0.8),
        (Results(8, 10, 2), 11, None),
        (Results(8, 10, 2), None, None),
        (Results(0, 0, 0), 0, None),
        (Results(0, 10, 1), 10, 0.01),
    ],
)
def test_a_rate_needs_enough_results(results, least, rate):
    assert results.rate(least) == rate
