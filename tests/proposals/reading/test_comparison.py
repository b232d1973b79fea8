"""Two plans beside each other, against the plainest reading of the words."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalur.journey.job_orders.models import Reservation
from jalur.proposals.models import Proposal, ProposalStep, Run
from jalur.proposals.reading import comparison, queries
from tests.cast import LUMAJANG_VILLAGE
from tests.proposals.factories import TODAY, make_candidate, make_competency, make_intake, make_order

PEOPLE, ORDERS, CLASSES = "abcdef", ("o1", "o2"), ("i1", "i2")
PLANS = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.tuples(st.sampled_from(ORDERS), st.lists(st.sampled_from(CLASSES), max_size=3).map(tuple)),
)
KINDS = ("joined", "left", "other_order", "other_classes", "same", "held")


@pytest.fixture
def make_plan(cast):
    """A plan of {person: (order, classes)}."""
    competency = make_competency("T-ONE")
    people = {name: make_candidate(name) for name in PEOPLE}
    orders = {number: make_order(number, requires=[competency]) for number in ORDERS}
    intakes = {number: make_intake(number, teaches=[competency]) for number in CLASSES}

    def made(paths):
        run = Run.objects.create(
            place=None, state="done", as_of=TODAY, value=1, bound=1, gap=0, placed=len(paths)
        )
        for person, (order, classes) in paths.items():
            proposal = Proposal.objects.create(
                run=run,
                candidate=people[person],
                order=orders[order],
                value=1,
                classes=len(classes),
                first_intake=intakes[classes[0]] if classes else None,
            )
            for position, number in enumerate(classes, start=1):
                ProposalStep.objects.create(proposal=proposal, intake=intakes[number], position=position)
        return run

    made.people = people
    made.hold = lambda name: Reservation.objects.create(order=orders["o1"], candidate=people[name])
    return made


def compared(actor, first, second, most=200):
    """The difference as (how many, candidate numbers of the first of them) of each kind."""
    difference = queries.difference(first, second, actor, most=most)
    names = dict(Proposal.objects.order_by("pk").values_list("pk", "candidate__number"))
    moves = {kind: getattr(difference, kind) for kind in KINDS}
    for kind, found in moves.items():
        for move in found.first:
            assert (move.before is None, move.after is None) == (
                kind == "joined",
                kind in ("left", "held"),
            )
            for key, run in ((move.before, first), (move.after, second)):
                assert key is None or Proposal.objects.get(pk=key).run_id == run.pk
    return {
        kind: (found.people, [names[move.after or move.before] for move in found.first])
        for kind, found in moves.items()
    }


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PLANS, second=PLANS, held=st.sets(st.sampled_from(PEOPLE)))
def test_everybody_of_two_plans_is_told_once_and_rightly(cast, make_plan, first, second, held):
    with transaction.atomic():
        for person in held:
            make_plan.hold(person)
        told = compared(cast.wulan.actor, make_plan(first), make_plan(second))
        transaction.set_rollback(True)
    in_both = [person for person in sorted(first) if person in second]
    expected = {
        "joined": [person for person in sorted(second) if person not in first],
        "left": [person for person in sorted(first) if person not in second and person not in held],
        "held": [person for person in sorted(first) if person not in second and person in held],
        "other_order": [person for person in in_both if first[person][0] != second[person][0]],
        "other_classes": [
            person
            for person in in_both
            if first[person][0] == second[person][0] and first[person][1] != second[person][1]
        ],
        "same": [person for person in in_both if first[person] == second[person]],
    }
    assert told == {kind: (len(people), people) for kind, people in expected.items()}


@pytest.fixture
def two_plans(make_plan):
    first = {"a": ("o1", ("i1",)), "b": ("o1", ()), "c": ("o1", ("i1", "i2")), "d": ("o1", ())}
    second = {
        "a": ("o1", ("i1",)),
        "b": ("o2", ()),
        "c": ("o1", ("i1", "i1")),
        "e": ("o1", ()),
        "f": ("o1", ()),
    }
    return make_plan(first), make_plan(second)


@pytest.mark.django_db
def test_two_plans_tell_who_moved(cast, two_plans):
    assert compared(cast.wulan.actor, *two_plans, most=1) == {
        "same": (1, ["a"]),
        "joined": (2, ["e"]),
        "left": (1, ["d"]),
        "other_order": (1, ["b"]),
        "other_classes": (1, ["c"]),
        "held": (0, []),
    }


@pytest.mark.django_db
def test_who_holds_an_offer_or_a_job_has_lost_nothing(cast, make_plan, two_plans):
    make_plan.hold("d")
    told = compared(cast.wulan.actor, *two_plans)
    assert (told["left"], told["held"]) == ((0, []), (1, ["d"]))


@pytest.mark.django_db
def test_nobody_out_of_reach_is_told(cast, make_plan, two_plans):
    person = make_plan.people["d"].person
    type(person).objects.filter(pk=person.pk).update(residence=LUMAJANG_VILLAGE)
    assert compared(cast.wulan.actor, *two_plans)["left"] == (0, [])
    assert compared(cast.gatot.actor, *two_plans) == {
        **dict.fromkeys(KINDS, (0, [])),
        "left": (1, ["d"]),
    }


@pytest.mark.django_db
def test_moves_are_told_in_words_who_lost_the_path_first(cast, two_plans):
    difference = queries.difference(*two_plans, cast.wulan.actor, most=200)
    moves = comparison.moves(difference, most=4)
    assert [(move["number"], move["before"], move["after"]) for move in moves] == [
        ("d", "o1", "–"),
        ("e", "–", "o1"),
        ("f", "–", "o1"),
        ("b", "o1", "o2"),
    ]
    lost = two_plans[0].proposals.get(number="d")
    assert (moves[0]["name"], moves[0]["url"]) == (lost.name, reverse("proposals:proposal", args=[lost.pk]))
    assert comparison.moves(difference, most=200)[-1] | {"what": ""} == {
        "name": "Calon c",
        "number": "c",
        "url": reverse("proposals:proposal", args=[two_plans[1].proposals.get(number="c").pk]),
        "what": "",
        "before": "i1 → i2 → o1",
        "after": "i1 → i1 → o1",
    }


@pytest.mark.django_db
def test_whoever_holds_something_counts_as_placed(cast, two_plans):
    """Most people of the first plan have said yes since: the second one, which places two, is no loss of two."""
    first, second = two_plans
    for run, held in ((first, 0), (second, 4)):
        run.counts = {"held": held, "held_value": float(held)}
    told = {row.label: row.change for row in comparison.rows(first, second)}
    assert [change for label, change in told.items() if label.startswith("…")] == ["+5"]
    assert told["Nilai, bersama yang sudah dipegang"] == "+4,0"
