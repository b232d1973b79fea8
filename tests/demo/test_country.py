"""The example country is the same every time, plainly invented, and calibrated on what was published."""

import dataclasses
from collections import Counter

import pghistory.core
import pytest

from demo.country import CANDIDATES, INTAKES, REGENCIES, TODAY, WOMEN_SHARE, build


@pytest.fixture(scope="module")
def country():
    return build()


def test_it_is_the_same_every_time(country):
    assert dataclasses.asdict(country) == dataclasses.asdict(build())


def test_it_has_the_size_that_is_promised(country):
    assert len(country.people) == CANDIDATES == 3000
    assert len(country.intakes) == INTAKES == 120
    assert 380 <= len(country.orders) <= 420
    places = {person.village[:5] for person in country.people}
    assert places == {regency for regencies in REGENCIES.values() for regency in regencies}


def test_nobody_in_it_can_be_real(country):
    assert all("Contoh" in person.name for person in country.people)
    # Registers count a day's births up from 0001; these count down from 9999.
    assert all(person.national_id[-4:] > "9900" for person in country.people)
    assert len({person.national_id for person in country.people}) == CANDIDATES
    assert all("ontoh" in provider["name"] for provider in country.providers)
    assert all("Contoh" in order.employer for order in country.orders)


def test_shares_follow_the_published_figures(country):
    women = sum(person.sex == "F" for person in country.people) / CANDIDATES
    assert women == pytest.approx(WOMEN_SHARE, abs=0.03)
    openings = Counter()
    for order in country.orders:
        openings[order.standard[:2]] += order.openings
    # Placements of 2024 (data/placements): Hong Kong and Taiwan first, Malaysia third, then Japan, Singapore, Korea.
    assert [code for code, _ in openings.most_common(3)] == ["TW", "HK", "MY"]
    assert {code for code, _ in openings.most_common(6)} == {"TW", "HK", "MY", "JP", "SG", "KR"}


def test_some_may_be_trained_but_not_yet_placed(country):
    young = [person for person in country.people if (TODAY - person.birth_date).days < 18 * 365]
    assert young
    assert all(person.village.startswith("36") for person in young)


@pytest.mark.django_db
def test_it_loads_once(settings):
    from django.core.management import call_command

    from demo.load import is_loaded
    from demo.management.commands.demo_load import Command
    from jalur.foundation.accounts.models import User
    from jalur.journey.candidates.models import Candidate, Slip
    from jalur.journey.job_orders import queries
    from jalur.journey.job_orders.models import JobOrder, OrderVersion

    settings.TODAY = TODAY
    call_command(Command())
    assert not is_loaded(), "without --apply nothing is written"
    call_command(Command(), "--apply")
    versions = pghistory.core.event_models()
    assert versions
    assert {table.__name__ for table in versions if table.objects.filter(pgh_context=None).exists()} == set()
    assert Candidate.objects.count() == CANDIDATES
    states = Counter(JobOrder.objects.values_list("state", flat=True))
    assert {state: count for state, count in states.items() if state != "open"} == {
        "held": 4,
        "draft": 1,
        "submitted": 2,
        "refused": 1,
        "closed": 1,
    }
    assert OrderVersion.objects.filter(state="agreed").count() == 1
    assert OrderVersion.objects.filter(state="waiting").count() == 1
    waiting = JobOrder.objects.filter(state="submitted").order_by("submitted_at")
    assert [queries.kinds_seen(order) for order in waiting] == [["contract", "registration"], []]
    for order in JobOrder.objects.filter(state="open").select_related("employer")[:40]:
        assert queries.kinds_seen(order) == [duty.kind for duty in queries.checks_asked(order, TODAY)]
    assert User.objects.of_phone("+6281100009999").person.candidate
    assert Slip.objects.filter(state="open").count() == 1
    assert JobOrder.objects.get(held_because="licence").held_because == "licence"
    call_command(Command(), "--apply")
    assert Candidate.objects.count() == CANDIDATES


@pytest.mark.django_db(transaction=True)
def test_a_visitor_finds_a_published_plan_a_draft_and_a_what_if(settings):
    from django.core.management import call_command
    from procrastinate.contrib.django.models import ProcrastinateJob

    from demo import tasks
    from demo.management.commands.demo_load import Command
    from demo.plans import make_plans
    from jalur.journey.candidates.models import Candidate
    from jalur.proposals.models import Proposal, Run

    settings.TODAY = TODAY
    call_command(Command(), "--apply")
    assert ProcrastinateJob.objects.filter(task_name=tasks.make_plans.name, queue_name="planner").count() == 1
    make_plans()
    plans = {run.name: run for run in Run.objects.with_status()}
    assert {name: run.status for name, run in plans.items()} == {
        "Rencana Mojowarno, 29 Desember 2025": "published",
        "Rencana Kabupaten Jombang, 12 Januari 2026": "published",
        "Rencana Jombang, perempuan didahulukan": "draft",
        "Andaian Jombang dengan anggaran Rp500 juta": "what_if",
    }
    assert {run.place_id for run in plans.values()} == {"35.17", "35.17.07"}
    # What the README promises: Bu Wulan plans, offers; Sari is asked herself.
    assert Candidate.objects.get(person__account__email="sari@contoh.example").proposals.exists()
    # Something of each kind of answer, and what waits for one.
    states = Counter(Proposal.objects.values_list("state", flat=True))
    answers = {state: states[state] for state in ("offered", "accepted", "refused", "expired")}
    assert answers == {"offered": 3, "accepted": 1, "refused": 2, "expired": 1}
    make_plans()
    assert Run.objects.count() == 4
