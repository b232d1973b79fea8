"""Records, rights and history in memory, and short words for tables of steps."""

import copy
from contextlib import contextmanager, nullcontext
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import models

from jalur.foundation.accounts.access import Actor, Refused, Role
from jalur.foundation.workflow import workflow as mechanism
from jalur.foundation.workflow.steps import NEW, Step
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Intake
from jalur.kit import database
from jalur.kit.refusals import refusal

DAY = date(2026, 1, 12)
ACTOR = Actor(Role.LABOUR_OFFICER, label="Bu Wulan")
GRANT, HALT, WAKE = "kitchen:meal:grant", "kitchen:meal:halt", "kitchen:meal:wake"


class State(models.TextChoices):
    ASKED = "asked", "Asked for"
    GRANTED = "granted", "Granted"
    HALTED = "halted", "Halted"


class Meal:
    """A record: whatever its table in the database would hold, and `rights`, what may be done to it."""

    _meta = SimpleNamespace(
        label_lower="training.enrolment",
        db_table="meals",
        get_field=lambda name: SimpleNamespace(
            related_model={"intake": Intake, "candidate": Candidate}[name]
        ),
    )

    def __init__(self, pk=1, state="asked", rights=(GRANT, HALT, WAKE), is_new=False, **facts):
        vars(self).update(
            {
                "pk": pk,
                "state": state,
                "rights": rights,
                "note": "",
                "intake_id": 5,
                "candidate_id": 7,
                **facts,
            }
        )
        self._state = SimpleNamespace(adding=is_new)

    def save(self, *, force_insert):
        self.world.save(self, force_insert)


class World:
    """The database, the access table and the history, with a journal of what was asked of them."""

    def __init__(self):
        self.rows, self.journal, self.events, self.actors, self.refuses = {}, [], [], [], None

    def put(self, *meals):
        for meal in meals:
            meal.world = self
            if not meal._state.adding:
                self.rows[meal.pk] = copy.copy(meal)
        return meals[0]

    @contextmanager
    def atomic(self):
        before = {pk: copy.copy(row) for pk, row in self.rows.items()}, list(self.events)
        try:
            yield
        except BaseException:
            self.rows, self.events = before
            raise

    def lock(self, model, keys, *, related=()):
        keys = list(keys)
        self.journal.append(("lock", model._meta.label_lower, keys, related))
        if model is not Meal:
            return [SimpleNamespace(pk=key, table=model) for key in keys if key is not None]
        return [self.rows[key] for key in keys if key in self.rows]

    def covers(self, actor, right, subject):
        self.journal.append(("covers", right))
        return actor == ACTOR and right in subject.rights

    def check(self, actor, right, subject):
        self.journal.append(("check", right))
        if actor != ACTOR or right not in subject.rights:
            raise Refused(right)

    def save(self, meal, force_insert):
        self.journal.append(("save", meal.pk, force_insert))
        if self.refuses:
            raise self.refuses
        self.rows[meal.pk] = meal

    def bulk_update(self, meals, columns, batch_size):
        self.journal.append(("bulk_update", [meal.pk for meal in meals], set(columns), batch_size))
        if self.refuses:
            raise self.refuses

    @contextmanager
    def deeds_of(self, actor):
        self.actors.append(actor)
        yield

    def record(self, **event):
        self.journal.append(("record", event["event"]))
        self.events.append(event)

    def record_many(self, **event):
        self.journal.append(("record_many", event["event"]))
        self.events.append(event)


@contextmanager
def planted():
    world = World()
    Meal._default_manager = SimpleNamespace(bulk_update=world.bulk_update)
    with pytest.MonkeyPatch.context() as only:
        only.setattr(mechanism, "atomic", world.atomic)
        only.setattr(mechanism, "lock", world.lock)
        only.setattr(
            mechanism, "access", SimpleNamespace(Refused=Refused, covers=world.covers, check=world.check)
        )
        only.setattr(mechanism, "history", world)
        only.setattr(database, "transaction", SimpleNamespace(atomic=nullcontext))
        only.setattr(mechanism, "day_in_force", lambda: DAY)
        yield world
    assert mechanism._under_way.get() == ()


def step(verb="grant", source="asked", target="granted", **more):
    facts = {"event": f"event:{verb}", "text": verb, "right": f"kitchen:meal:{verb}", **more}
    return Step(verb, frozenset(source.split()) or NEW, target, **facts)


def flow(*steps, **more):
    facts = {"tones": dict.fromkeys(State.values, "none"), "called": lambda meal: f"Meal {meal.pk}", **more}
    return mechanism.Workflow("kitchen:meal", Meal, State, steps=steps or (step(),), **facts)


def take(workflow, subject, verb="grant", actor=ACTOR, body=None, **more):
    with workflow.step(verb, actor=actor, subject=subject, **more) as locked:
        if body:
            body(locked)
    return locked


def guard(code, *, asked=None):
    """A guard that refuses with the code, and notes what it was asked."""

    def refuse(meal, ask):
        if asked is not None:
            asked.append((meal, ask))
        return refusal("meal", code, code) if code else None

    return refuse


def nothing_changed(world, *meals):
    assert not world.events
    assert not [entry for entry in world.journal if entry[0] in {"save", "bulk_update", "record"}]
    assert {pk: (meal.state, meal.note) for pk, meal in world.rows.items()} == {
        meal.pk: (meal.state, meal.note) for meal in meals
    }


FOLLOWING = step("halt", target="halted", right="", causes=frozenset({"event:grant", "event:wake"}))
