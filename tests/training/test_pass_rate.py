"""The pass rate is learned from results; where a kind of programme has none it is called the institute's estimate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from bench.pass_rates import WORLDS, covered, measure, off
from jalur.foundation.accounts.access import SYSTEM
from jalur.journey.training import queries, services
from jalur.journey.training.models import Enrolment
from jalur.journey.training.pass_rates import Record, Results, learned
from jalur.journey.training.services.pass_rates import LEARN
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, make_candidate, open_class


@pytest.fixture
def programme(cast, settings):
    settings.TODAY = TODAY
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


def planned():
    """Class → the rate that plans count with, once the worker has learned."""
    services.learn_pass_rates(actor=SYSTEM)
    rates = queries.for_planning(TODAY)
    return dict(zip(rates["id"], rates["pass_rate"], strict=True))


def shown(client, address):
    return " ".join(client.get(f"/training/{address}/").content.decode().split())


@pytest.mark.django_db
def test_an_estimate_is_called_one_and_says_whose(cast, client, programme):
    open_class(cast, programme=programme, number="K-BARU")
    assert planned() == {"K-BARU": 0.85}
    assert "Perkiraan LPK Cakap Contoh" in shown(client, "intakes/K-BARU")


@pytest.mark.django_db
def test_results_move_the_rate_of_the_programme_and_of_its_kind_alone(cast, client, sign_in, programme):
    open_class(cast, programme=programme, number="K-BARU")
    open_class(cast, programme=add_programme(cast, "SEJENIS"), number="K-SEJENIS")
    open_class(cast, programme=add_programme(cast, "BAHASA", teaches=["KO-A1"]), number="K-BAHASA")
    finish(cast, programme, "K-1", passed=2, short=4)
    assert ProcrastinateJob.objects.get(task_name=LEARN).status == "todo"
    rates = planned()
    assert rates["K-BARU"] < rates["K-SEJENIS"] < rates["K-BAHASA"] == 0.85
    page = shown(client, "intakes/K-BARU")
    assert "2 dari 6 lulus (1 kelas)." in page
    assert "LPK Cakap Contoh memperkirakan 85%." in page
    assert f"{rates['K-BARU']:.0%}, antara" in page
    assert f"{rates['K-BARU']:.0%}, antara" in shown(client, f"programmes/{programme.code}")
    assert "Belum ada yang menyelesaikan kelas program ini." in shown(client, "intakes/K-SEJENIS")


@pytest.mark.parametrize("world", WORLDS)
def test_nine_in_ten_intervals_hold_the_true_rate(world):
    """And five results are better than the plain share of five; than the typed rate too, but for institutes that know."""
    seen = measure(WORLDS[world], rounds=25)
    assert 0.84 <= covered(seen) <= 0.97
    learned_off, typed_off, plain_off = off(seen[5])
    assert learned_off < plain_off
    assert learned_off <= typed_off + 0.01


shares = st.floats(0.05, 1)
counts = st.integers(0, 40).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people)))
records = st.builds(
    lambda kind, estimate, count: Record(kind, estimate, Results(*count, 1)),
    st.sampled_from("ab"),
    shares,
    counts,
)


@given(st.dictionaries(st.text("xyz", min_size=1), records, max_size=6))
def test_a_rate_is_a_share_inside_of_its_interval(records):
    found = learned(records)
    kinds = {record.kind for record in records.values() if record.results.people}
    assert found.keys() == {code for code, record in records.items() if record.kind in kinds}
    for one in found.values():
        assert 0 < one.low <= one.rate <= one.high < 1


@given(shares, st.integers(1, 30))
def test_more_who_passed_raise_it_and_more_results_narrow_it(estimate, people):
    def alone(passed, people):
        return learned({"x": Record("a", estimate, Results(passed, people, 1))})["x"]

    assert alone(people, people).rate > alone(0, people).rate
    half = alone(people, 2 * people)
    many = alone(50 * people, 100 * people)
    assert many.high - many.low < half.high - half.low


def test_many_results_outweigh_everything_else():
    others = {str(one): Record("a", 0.95, Results(95, 100, 5)) for one in range(10)}
    found = learned({"x": Record("a", 0.95, Results(600, 1000, 50)), **others})
    assert abs(found["x"].rate - 0.6) < 0.02
