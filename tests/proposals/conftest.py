import pytest

from tests.proposals import stub
from tests.proposals.factories import TODAY, small_region


@pytest.fixture
def region(cast):
    return small_region()


@pytest.fixture
def plain_planner(monkeypatch):
    """First come, first served instead of the planner: quick, and certain in what it gives."""
    from jalur import planner
    from jalur.planner import baselines

    monkeypatch.setitem(vars(planner), "make_plan", stub.make_plan)
    monkeypatch.setattr(baselines, "first_come_reaches", lambda _tables: {"value": 0.0, "placed": 0})


@pytest.fixture
def run_of(cast, plain_planner):
    """A finished run for a place, published, as Bu Wulan makes it; a draft on demand."""
    from jalur.foundation.geography.models import Place
    from jalur.proposals import services
    from jalur.proposals.models import Run
    from jalur.proposals.runs.rules import Wanted
    from tests.cast import JOMBANG

    def finished(place=JOMBANG, actor=None, publish=True, is_what_if=False, name="", **wanted):
        actor = actor or cast.wulan.actor
        run = services.start_run(
            actor=actor,
            place=Place.objects.get(code=place) if place else None,
            wanted=Wanted(**wanted),
            today=TODAY,
            name=name,
            is_what_if=is_what_if,
        )
        services.perform_run(run.pk)
        run.refresh_from_db()
        if publish and run.has_plan and run.proposals.exists():
            services.publish(actor=actor, run=run, today=TODAY)
        return Run.objects.get(pk=run.pk)

    return finished


@pytest.fixture
def the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def run(region, run_of):
    return run_of()


@pytest.fixture
def proposal(run):
    return run.proposals.get(candidate__number="J-0001")
