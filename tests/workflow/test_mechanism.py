"""The mechanism on records in memory: what is asked in which order, and what is left when something stands in the way."""

from contextlib import suppress
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.accounts.access import Actor, Refused, Role
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.workflow import workflow as mechanism
from jalur.foundation.workflow.steps import SAME, Ask, Offer, Reason, UnchangedError
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Intake
from jalur.kit import database
from jalur.kit.components import Tag
from jalur.kit.refusals import codes_of
from tests.workflow.memory import (
    ACTOR,
    DAY,
    FOLLOWING,
    GRANT,
    HALT,
    WAKE,
    Meal,
    State,
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


# -- one step ------------------------------------------------------------------------------------------------------


def test_a_step_looks_locks_asks_changes_saves_and_records(world):
    stale = world.put(Meal(note="as the page had it"))
    world.rows[1].note = "as the database has it"
    locked = take(flow(), stale, body=lambda meal: world.journal.append(("body", meal.note)))
    assert world.journal == [
        ("covers", GRANT),
        ("lock", "training.enrolment", [1], ()),
        ("check", GRANT),
        ("body", "as the database has it"),
        ("save", 1, False),
        ("record", "event:grant"),
    ]
    assert (locked.state, world.rows[1].state, stale.state) == ("granted", "granted", "asked")
    assert world.actors == [ACTOR]
    (event,) = world.events
    assert event.pop("event_id").version == 4
    assert event == {
        "actor": ACTOR,
        "event": "event:grant",
        "subject": locked,
        "person_id": None,
        "place": "",
        "detail": {},
        "cause_id": None,
    }


def test_a_change_keeps_the_state_and_asks_again_of_what_the_body_made(world):
    meal, workflow = world.put(Meal()), flow(step(target=SAME))
    locked = take(workflow, meal, body=lambda meal: setattr(meal, "note", "changed"))
    assert (locked.state, world.rows[1].note) == ("asked", "changed")
    assert [entry for entry in world.journal if entry[0] in {"check", "save"}] == [
        ("check", GRANT),
        ("check", GRANT),
        ("save", 1, False),
    ]
    world.events.clear()
    world.journal.clear()
    with pytest.raises(Refused):
        take(workflow, locked, body=lambda meal: setattr(meal, "rights", ()))
    assert not world.events
    assert not [entry for entry in world.journal if entry[0] == "save"]


def test_nothing_to_do_saves_and_records_nothing(world):
    meal = world.put(Meal())
    with flow().step("grant", actor=ACTOR, subject=meal) as locked:
        raise UnchangedError
    assert locked.pk == meal.pk
    nothing_changed(world, meal)


def test_many_may_change_and_keep_their_state(world):
    meals = [world.put(Meal(pk)) for pk in (1, 2)]
    with flow(step(target=SAME)).step_many("grant", actor=ACTOR, subjects=meals) as locked:
        pass
    assert [meal.state for meal in locked] == ["asked", "asked"]


def test_each_step_has_an_event_of_its_own(world):
    for pk in (1, 2):
        take(flow(), world.put(Meal(pk)))
    first, second = world.events
    assert first["event_id"] != second["event_id"]


def test_the_record_says_whose_file_place_and_codes_an_event_has(world):
    workflow = flow(
        person=lambda meal: f"person of {meal.pk}",
        place=lambda meal: f"place of {meal.pk}",
        detail=lambda meal: {"pk": meal.pk, "from": "table"},
    )
    take(workflow, world.put(Meal()), detail={"from": "caller", "more": 1})
    (event,) = world.events
    assert (event["person_id"], event["place"]) == ("person of 1", "place of 1")
    assert event["detail"] == {"pk": 1, "from": "caller", "more": 1}


def test_what_hangs_together_is_locked_in_the_one_order_and_read_along(world):
    workflow = flow(
        along=("candidate", "intake"), related=("intake__venue", "candidate__person__residence", "candidate")
    )
    locked = take(workflow, world.put(Meal()))
    assert [entry for entry in world.journal if entry[0] == "lock"] == [
        ("lock", "training.intake", [5], ("venue",)),
        ("lock", "training.enrolment", [1], workflow.related),
        ("lock", "candidates.candidate", [7], ("person__residence",)),
    ]
    assert (locked.intake.pk, locked.intake.table) == (5, Intake)
    assert (locked.candidate.pk, locked.candidate.table) == (7, Candidate)


def test_a_new_record_stands_for_itself(world):
    workflow = flow(step(source=""), along=("intake",))
    new = world.put(Meal(is_new=True))
    assert workflow.state_of(new) == ""
    assert take(workflow, new) is new
    assert [entry for entry in world.journal if entry[0] in {"lock", "save"}] == [
        ("lock", "training.intake", [5], ()),
        ("save", 1, True),
    ]
    assert (new.intake.pk, new.state) == (5, "granted")


def test_the_state_may_stand_in_another_field(world):
    workflow = flow(state_field="stage")
    locked = take(workflow, world.put(Meal(stage="asked", state="untouched")))
    assert (locked.stage, locked.state) == ("granted", "untouched")
    with pytest.raises(ValidationError) as refused:
        take(workflow, locked)
    assert list(refused.value.error_dict) == ["stage"]


def test_without_the_right_nothing_is_even_locked(world):
    for actor, meal in [(ACTOR, Meal(rights=(HALT,))), (Actor(Role.CANDIDATE), Meal())]:
        with pytest.raises(Refused) as refused:
            take(flow(), world.put(meal), actor=actor)
        assert refused.value.action == GRANT
        assert world.journal == [("covers", GRANT)]
        world.journal.clear()


def test_the_right_is_asked_again_of_the_locked_record(world):
    meal = world.put(Meal())
    world.rows[1].rights = ()
    with pytest.raises(Refused) as refused:
        take(flow(), meal, body=pytest.fail)
    assert refused.value.action == GRANT
    nothing_changed(world, meal)


def test_a_record_that_is_gone_is_refused_like_one_out_of_reach(world):
    meal = world.put(Meal())
    del world.rows[1]
    with pytest.raises(Refused) as refused:
        take(flow(along=("candidate",)), meal, body=pytest.fail)
    assert refused.value.action == GRANT


@pytest.mark.parametrize("facts", [{"candidate_id": None}, {"candidate_id": 8}])
def test_a_record_that_moved_elsewhere_meanwhile_is_refused(world, facts):
    workflow, meal = flow(along=("candidate", "intake")), world.put(Meal())
    vars(world.rows[1]).update(facts)
    with pytest.raises(Refused) as refused:
        take(workflow, meal, body=pytest.fail)
    assert refused.value.action == GRANT
    with pytest.raises(Refused):
        take(workflow, world.put(Meal(2, **facts, intake_id=None)), body=pytest.fail)


def test_one_verb_may_ask_for_another_right_in_another_state(world):
    workflow = flow(step(), step(source="halted", right=WAKE))
    assert take(workflow, world.put(Meal(1, rights=(GRANT,)))).state == "granted"
    assert take(workflow, world.put(Meal(2, "halted", rights=(WAKE,)))).state == "granted"
    with pytest.raises(Refused) as refused:
        take(workflow, world.put(Meal(3, "halted", rights=(GRANT,))))
    assert refused.value.action == WAKE
    # in a state that knows no such step, only who has every right of the verb is told the state
    with pytest.raises(Refused):
        take(workflow, world.put(Meal(4, "granted", rights=(GRANT,))))
    with pytest.raises(ValidationError):
        take(workflow, world.put(Meal(5, "granted")))


def sentence(refused):
    ((name, errors),) = refused.value.error_dict.items()
    return name, codes_of(refused.value), errors[0].messages[0]


def test_another_state_is_told_in_words(world):
    meal = world.put(Meal(state="granted"))
    workflow = flow(settled={"halted": "The meal has been halted."})
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        take(workflow, meal, body=pytest.fail)
    name, codes, text = sentence(refused)
    assert (name, codes) == ("state", ["wrong_state"])
    assert text == "Meal 1 is now: Granted. Somebody may have decided just now; look at it again."
    nothing_changed(world, meal)
    with pytest.raises(ValidationError) as refused:
        take(workflow, world.put(Meal(2, "halted")))
    assert sentence(refused) == ("state", ["wrong_state"], "The meal has been halted.")


def test_a_new_record_has_no_state_to_tell(world):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        take(flow(), world.put(Meal(state="granted", is_new=True)))
    _name, codes, text = sentence(refused)
    assert codes == ["wrong_state"]
    assert text == "Meal 1 is now: . Somebody may have decided just now; look at it again."


def test_an_unknown_verb_is_a_programming_error(world):
    for ask in (lambda: flow().rows("burn"), lambda: take(flow(), world.put(Meal()), "burn")):
        with pytest.raises(LookupError, match=r"^kitchen:meal knows no step burn$"):
            ask()


def test_a_reason_in_own_words_is_trimmed_cut_and_kept(world):
    workflow = flow(step(reason=Reason("note", "Why", "Say why.", longest=6)))
    for given_ in ("", "  "):
        with pytest.raises(ValidationError) as refused:
            take(workflow, world.put(Meal()), reason=given_, body=pytest.fail)
        assert sentence(refused) == ("note", ["reason"], "Say why.")
    locked = take(workflow, world.rows[1], reason="  hunger is great ")
    assert locked.note == "hunger"
    assert world.events[0]["detail"] == {}


def test_a_reason_is_one_of_the_choices(world):
    workflow = flow(step(reason=Reason("note", "Why", "Choose.", {"late": "Too late", "cold": "Cold"})))
    for given_ in ("", "early"):
        with pytest.raises(ValidationError) as refused:
            take(workflow, world.put(Meal()), reason=given_)
        assert sentence(refused) == ("note", ["reason"], "Choose.")
    locked = take(workflow, world.rows[1], reason="cold")
    assert (locked.note, world.events[0]["detail"]) == ("cold", {"reason": "cold"})


def test_without_a_reason_asked_for_none_is_kept(world):
    assert take(flow(), world.put(Meal(note="before")), reason="because").note == "before"


def test_guards_look_at_the_locked_record_and_the_first_refuses(world):
    asked = []
    workflow = flow(step(guards=(guard(None, asked=asked), guard("cold", asked=asked), guard("late"))))
    meal = world.put(Meal(note="as the page had it"))
    world.rows[1].note = "as the database has it"
    with pytest.raises(ValidationError) as refused:
        take(workflow, meal, reason=" hunger ", body=pytest.fail)
    assert codes_of(refused.value) == ["cold"]
    assert [(subject.note, ask) for subject, ask in asked] == [
        ("as the database has it", Ask(ACTOR, DAY, "hunger"))
    ] * 2
    nothing_changed(world, Meal(note="as the database has it"))
    asked.clear()
    with pytest.raises(ValidationError):
        take(workflow, meal, today=DAY + timedelta(days=1))
    assert asked[0][1] == Ask(ACTOR, DAY + timedelta(days=1), "")


def test_a_body_that_fails_leaves_nothing(world):
    meal = world.put(Meal())
    with pytest.raises(ZeroDivisionError):
        take(flow(), meal, body=lambda _meal: 1 / 0)
    nothing_changed(world, meal)


def test_what_the_database_refuses_is_told_in_its_sentence(world, monkeypatch):
    meal, failure = world.put(Meal()), IntegrityError("unique")
    world.refuses = failure
    sentences = {(failure, Meal): ValidationError("There is one already.", code="one_meal")}
    monkeypatch.setattr(database, "as_sentence", lambda error, model: sentences[error, model])
    with pytest.raises(ValidationError) as refused:
        take(flow(), meal)
    assert (refused.value.code, refused.value.__cause__) == ("one_meal", failure)
    assert not world.events


# -- asking --------------------------------------------------------------------------------------------------------


def test_an_offer_is_what_state_and_right_allow_with_what_stands_in_the_way(world):
    asked = []
    grant = step(guards=(guard("cold", asked=asked), guard(None), guard("late")))
    halt, wake = step("halt", "asked granted", "halted"), step("wake", "halted", "asked")
    workflow = flow(grant, halt, wake, FOLLOWING)
    meal = world.put(Meal())
    first, second = workflow.offers(ACTOR, meal)
    assert (first.step, [codes_of(one) for one in first.refusals]) == (grant, [["cold"], ["late"]])
    assert (second, first.is_free, second.is_free) == (Offer(halt), False, True)
    assert asked == [(meal, Ask(ACTOR, DAY, ""))]
    assert workflow.offer("halt", ACTOR, meal) == Offer(halt)
    assert workflow.offers(ACTOR, meal, "halt", "wake") == [Offer(halt)]
    assert len(asked) == 1, "what stands in the way of other steps was asked"
    assert workflow.offer("wake", ACTOR, meal) is None
    workflow.offers(ACTOR, meal, today=date(2026, 2, 1))
    workflow.offer("grant", ACTOR, meal, today=date(2026, 3, 1))
    assert [ask.today for _meal, ask in asked[-2:]] == [date(2026, 2, 1), date(2026, 3, 1)]
    assert workflow.offers(Actor(), meal) == []
    assert [one.step for one in workflow.offers(ACTOR, Meal(rights=(HALT,)))] == [halt]
    assert world.rows[1].state == "asked"
    assert not world.events


def test_a_state_has_its_words_and_tone():
    workflow = flow(tones={"asked": "waiting", "granted": "done", "halted": "none"})
    assert workflow.tags() == {
        "asked": Tag("Asked for", "waiting"),
        "granted": Tag("Granted", "done"),
        "halted": Tag("Halted", "none"),
    }
    assert workflow.tag(Meal(state="granted")) == Tag("Granted", "done")


def test_a_row_is_found_by_verb_and_state():
    grant, halt, again = step(), step("halt", "asked granted", "halted"), step(source="halted")
    workflow = flow(grant, halt, again)
    found = {(verb, state): workflow.row(verb, state) for verb in ("grant", "halt") for state in State.values}
    assert found == {
        ("grant", "asked"): grant,
        ("grant", "granted"): None,
        ("grant", "halted"): again,
        ("halt", "asked"): halt,
        ("halt", "granted"): halt,
        ("halt", "halted"): None,
    }
    assert workflow.rows("grant") == [grant, again]


def test_a_table_declares_its_events_and_is_walked_in_order(monkeypatch):
    kinds = []
    assert isinstance(mechanism.declared(), list)
    monkeypatch.setattr(mechanism, "_declared", {})
    monkeypatch.setattr(mechanism, "kinds", SimpleNamespace(EventKind=EventKind, declare=kinds.append))
    choices = {"late": "Too late"}
    later = mechanism.Workflow("kitchen:tray", Meal, State, {}, str)
    rows = (
        step(fields=("note",), reason=Reason("note", "Why", "Choose.", choices)),
        step("halt", reason=Reason("note", "Why", "Say why.")),
    )
    bare = mechanism.Workflow("kitchen:meal", Meal, State, {}, str, is_public=True)
    trays = mechanism.declare(later, step("wake"))
    meals = mechanism.declare(bare, *rows)
    assert (meals.steps, meals.thing, trays.steps) == (rows, "kitchen:meal", (step("wake"),))
    assert mechanism.declared() == [meals, trays]
    assert kinds == [
        EventKind("event:wake", "wake", False, (), {}),
        EventKind("event:grant", "grant", True, ("note",), {"reason": choices}),
        EventKind("event:halt", "halt", True, (), {}),
    ]


def test_what_a_table_leaves_out():
    workflow = mechanism.Workflow("kitchen:meal", Meal, State, {}, str)
    assert (workflow.along, workflow.related, workflow.state_field, workflow.columns, workflow.settled) == (
        (),
        (),
        "state",
        ("state",),
        {},
    )
    assert (workflow.steps, workflow.is_public) == ((), False)
    assert (workflow.key, workflow.title) == ("pk", str)
    assert (workflow.person(Meal()), workflow.place(Meal()), workflow.detail(Meal())) == (None, "", {})


# -- any table, any steps ------------------------------------------------------------------------------------------

VERBS = st.sampled_from(["grant", "halt", "wake"])
STATES = st.sampled_from(State.values)
TABLES = st.lists(st.tuples(VERBS, STATES, STATES, st.booleans()), min_size=1, max_size=6).map(
    lambda rows: {(verb, source): (target, is_guarded) for verb, source, target, is_guarded in rows}
)


@given(TABLES, st.lists(st.tuples(VERBS, st.booleans()), max_size=12))
def test_any_steps_leave_the_state_and_events_that_the_table_gives(table, wishes):
    rows = [
        step(verb, source, target, guards=(guard("no" if is_guarded else None),))
        for (verb, source), (target, is_guarded) in table.items()
    ]
    verbs = {verb for verb, _source in table}
    with planted() as world:
        world.put(Meal())
        workflow, state, events = flow(*rows), "asked", []
        for verb, is_allowed in wishes:
            if verb not in verbs:
                continue
            world.rows[1].rights = (f"kitchen:meal:{verb}",) if is_allowed else ()
            with suppress(Refused, ValidationError):
                take(workflow, world.rows[1], verb)
            target, is_guarded = table.get((verb, state), (state, True))
            if is_allowed and not is_guarded:
                state = target
                events.append(f"event:{verb}")
            assert world.rows[1].state == state
        assert [event["event"] for event in world.events] == events
