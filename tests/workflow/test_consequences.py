"""What follows from a step, and the same step for many records, in memory."""

import copy
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.workflow import workflow as mechanism
from jalur.foundation.workflow.steps import Ask, Reason
from jalur.kit import database
from tests.workflow.memory import (
    ACTOR,
    DAY,
    FOLLOWING,
    GRANT,
    HALT,
    Meal,
    flow,
    guard,
    nothing_changed,
    planted,
    step,
    take,
)


@pytest.fixture
def world():
    with planted() as world:
        yield world


# -- what follows --------------------------------------------------------------------------------------------------


def test_a_consequence_carries_the_event_it_follows_from(world):
    workflow = flow(step(), FOLLOWING)
    first, second = world.put(Meal(1), Meal(2, rights=())), world.rows[2]
    take(workflow, first, body=lambda _meal: take(workflow, second, "halt"))
    consequence, cause = world.events
    assert (consequence["event"], consequence["cause_id"]) == ("event:halt", cause["event_id"])
    assert cause["cause_id"] is None
    assert (world.rows[1].state, world.rows[2].state) == ("granted", "halted")


def test_a_consequence_may_follow_further_down_and_names_what_it_follows_from(world):
    workflow = flow(step(), step("serve", right=GRANT), FOLLOWING)
    world.put(Meal(1), Meal(2), Meal(3))

    def serve(_meal):
        take(workflow, world.rows[2], "serve", body=lambda _meal: take(workflow, world.rows[3], "halt"))

    take(workflow, world.rows[1], body=serve)
    halt, served, grant = world.events
    assert (halt["cause_id"], served["cause_id"], grant["cause_id"]) == (
        grant["event_id"],
        grant["event_id"],
        None,
    )


def test_the_innermost_of_several_causes_is_the_cause(world):
    workflow = flow(step(), step("wake", target="asked"), FOLLOWING, step("serve", right=GRANT))
    world.put(Meal(1), Meal(2), Meal(3), Meal(4))

    def wake(_meal):
        take(workflow, world.rows[2], "wake", body=follow)

    def follow(_meal):
        take(workflow, world.rows[3], "halt")
        take(workflow, world.rows[4], "serve")

    take(workflow, world.rows[1], body=wake)
    halt, served, woken, _granted = world.events
    assert halt["cause_id"] == served["cause_id"] == woken["event_id"]


def test_a_step_of_its_own_right_names_only_a_cause_that_its_row_knows(world):
    workflow = flow(step(), step("serve", right=GRANT, causes=frozenset({"event:wake"})))
    world.put(Meal(1), Meal(2))
    take(workflow, world.rows[1], body=lambda _meal: take(workflow, world.rows[2], "serve"))
    assert [event["cause_id"] for event in world.events] == [None, None]


@pytest.mark.parametrize("around", [None, "serve"])
def test_a_consequence_by_itself_is_a_programming_error(world, around):
    workflow = flow(step(), step("serve", right=GRANT), FOLLOWING)
    world.put(Meal(1), Meal(2))
    alone = r"^kitchen:meal: halt only follows from \['event:grant', 'event:wake'\]$"

    def halt(_meal=None):
        take(workflow, world.rows[2], "halt")

    with pytest.raises(RuntimeError, match=alone):
        take(workflow, world.rows[1], around, body=halt) if around else halt()
    nothing_changed(world, Meal(1), Meal(2))


def test_after_a_step_that_failed_nothing_follows_from_it(world):
    workflow = flow(step(), FOLLOWING)
    world.put(Meal(1), Meal(2))
    with pytest.raises(ZeroDivisionError):
        take(workflow, world.rows[1], body=lambda _meal: 1 / 0)
    with pytest.raises(RuntimeError):
        take(workflow, world.rows[2], "halt")


# -- many at once --------------------------------------------------------------------------------------------------


def take_many(workflow, meals, verb="grant", body=None, **more):
    with workflow.step_many(verb, actor=ACTOR, subjects=meals, **more) as locked:
        if body:
            body(locked)
    return locked


def test_many_are_locked_at_once_checked_each_and_saved_together(world):
    world.put(Meal(1), Meal(2), Meal(3))
    asked = []
    workflow = flow(
        step(guards=(guard(None, asked=asked),), reason=Reason("note", "Why", "Say why.", longest=6)),
        related=("candidate",),
        columns=("state", "note"),
        person=lambda meal: f"person of {meal.pk}",
        place=lambda meal: f"place of {meal.pk}",
    )
    meals = [copy.copy(world.rows[pk]) for pk in (1, 3)]
    locked = take_many(
        workflow, meals, reason=" hunger is great", body=lambda rows: world.journal.append(len(rows))
    )
    assert world.journal == [
        ("lock", "training.enrolment", [1, 3], ("candidate",)),
        ("check", GRANT),
        ("check", GRANT),
        2,
        ("bulk_update", [1, 3], {"state", "note"}, 1000),
        ("record_many", "event:grant"),
    ]
    assert [(meal.state, meal.note) for meal in locked] == [("granted", "hunger")] * 2
    assert world.rows[2].state == "asked"
    assert asked == [(world.rows[pk], Ask(ACTOR, DAY, "hunger is great")) for pk in (1, 3)]
    assert world.events == [
        {
            "actor": ACTOR,
            "event": "event:grant",
            "subjects": [(world.rows[pk], f"person of {pk}", f"place of {pk}") for pk in (1, 3)],
            "detail": {},
            "cause_id": None,
        }
    ]
    with pytest.raises(ValidationError):
        take_many(
            flow(step(guards=(guard("late", asked=asked),))), [world.put(Meal(4))], today=date(2026, 2, 1)
        )
    assert asked[-1][1] == Ask(ACTOR, date(2026, 2, 1), "")


def test_of_many_none_changes_when_one_is_refused(world):
    world.put(Meal(1), Meal(2, "halted"))
    with pytest.raises(ValidationError):
        take_many(flow(), list(world.rows.values()), body=pytest.fail)
    nothing_changed(world, Meal(1), Meal(2, "halted"))


def test_many_keep_the_code_of_their_reason(world):
    workflow = flow(step(reason=Reason("note", "Why", "Choose.", {"cold": "Cold"})))
    take_many(workflow, [world.put(Meal(1))], reason="cold")
    assert (world.events[0]["detail"], world.actors) == ({"reason": "cold"}, [ACTOR])


def test_two_kinds_of_step_are_not_taken_as_one(world):
    workflow = flow(step(), step(source="halted", event="event:grant_again"))
    world.put(Meal(1), Meal(2, "halted"))
    with pytest.raises(ValueError, match="too many values"):
        take_many(workflow, list(world.rows.values()), body=pytest.fail)


def test_what_the_database_refuses_of_many_is_told_in_its_sentence(world, monkeypatch):
    meal, world.refuses = world.put(Meal()), IntegrityError("unique")
    monkeypatch.setattr(database, "as_sentence", lambda error, model: ValidationError("One already."))
    with pytest.raises(ValidationError):
        take_many(flow(), [meal])
    assert not world.events


def test_nobody_is_many_too(world):
    assert take_many(flow(), []) == []
    assert (world.journal, world.events) == ([("lock", "training.enrolment", [], ())], [])


def test_many_write_their_reason_whatever_the_table_says_of_columns(world):
    workflow = flow(step(reason=Reason("note", "Why", "Say why.")))
    take_many(workflow, [world.put(Meal(1))], reason="hunger")
    assert ("bulk_update", [1], {"state", "note"}, 1000) in world.journal


def test_many_follow_from_the_step_around_them(world):
    workflow = flow(step(), FOLLOWING)
    world.put(Meal(1), Meal(2), Meal(3))
    others = [world.rows[2], world.rows[3]]
    take(workflow, world.rows[1], body=lambda _meal: take_many(workflow, others, "halt"))
    many, around = world.events
    assert (many["event"], many["cause_id"]) == ("event:halt", around["event_id"])
    assert [meal.note for meal in others] == ["", ""]


def as_rows(*params):
    """A queryset as far as it is asked: the statement that reads it names what was asked for."""

    def values_list(*paths):
        read = (f"SELECT {', '.join(paths)} WHERE %s", params)
        return SimpleNamespace(query=SimpleNamespace(sql_with_params=lambda: read))

    return SimpleNamespace(order_by=lambda: SimpleNamespace(values_list=values_list))


@pytest.fixture
def executed(monkeypatch):
    """The statements that were sent, each with its values; every one of them takes three rows."""
    sent = []

    @contextmanager
    def cursor():
        execute = lambda statement, params: sent.append((" ".join(statement.split()), params))  # noqa: E731 - a cursor in one line
        yield SimpleNamespace(cursor=None, execute=execute, rowcount="3")

    monkeypatch.setattr(mechanism, "connection", SimpleNamespace(cursor=cursor))
    return sent


def test_a_consequence_for_a_nation_is_one_statement(world, executed):
    workflow = flow(step(), step("halt", "granted asked", "halted", right="", causes=FOLLOWING.causes))
    office = UUID(int=3)
    actor = Actor(Role.LABOUR_OFFICER, user_id=UUID(int=2), organisation_id=office)

    def halt(_meal):
        assert (
            workflow.step_rows("halt", actor=actor, rows=as_rows("today"), person="eater", place="kitchen")
            == 3
        )

    take(workflow, world.put(Meal()), body=halt)
    assert world.actors == [ACTOR, actor]
    ((statement, params),) = executed
    assert "asked (id, person, place) AS MATERIALIZED (SELECT pk, eater, kitchen WHERE %s)" in statement
    assert (
        """UPDATE "meals" SET "state" = %s FROM asked WHERE "meals".id = asked.id AND "meals"."state" = ANY(%s)"""
        in statement
    )
    about = ("event:halt", UUID(int=2), Role.LABOUR_OFFICER, office, "training.enrolment")
    assert params == ("today", "halted", ["asked", "granted"], *about, world.events[0]["event_id"])


@pytest.mark.parametrize(
    "more",
    [{"right": HALT}, {"reason": Reason("note", "Why", "Say why.")}, {"guards": (guard("late"),)}],
)
def test_what_each_row_has_to_be_asked_for_is_no_single_statement(world, executed, more):
    workflow = flow(step("halt", target="halted", **{"right": "", "causes": FOLLOWING.causes, **more}))
    with pytest.raises(LookupError, match=r"^kitchen:meal: halt has to be taken row by row$"):
        workflow.step_rows("halt", actor=ACTOR, rows=as_rows(), person="eater", place="kitchen")
    assert not executed


def test_a_statement_that_follows_from_nothing_is_a_programming_error(world, executed):
    with pytest.raises(RuntimeError, match="kitchen:meal: halt only follows from"):
        flow(FOLLOWING).step_rows("halt", actor=ACTOR, rows=as_rows(), person="eater", place="kitchen")
    assert not executed
