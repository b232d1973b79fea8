"""Random steps over every room's tables: drawn, taken on real rows, and looked at in the database afterwards.

The guards of the rooms have tests of their own; here each answers yes or no as it was drawn, so that every row is reached.
"""

import copy
import random
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from jalur.foundation.accounts.access import ANONYMOUS, SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.workflow.locks import ORDER, OutOfOrder, atomic, lock
from jalur.foundation.workflow.workflow import Workflow, declared
from jalur.kit.refusals import codes_of, refusal
from tests.access.conftest import undone
from tests.access.example import put_away
from tests.access.examples import SUBJECTS
from tests.workflow.oracle import NOBODYS, Asked, Rights, tell

OTHER = {"near": "far", "far": "near"}
GIVEN_BACK = {"withdrawn", "released"}
MOST_GUARDS = 8
YES = (True,) * MOST_GUARDS


@dataclass(frozen=True)
class Deed:
    """What was done: the records, in the order of their keys, and the step around them ("" for none)."""

    asked: dict[Any, Asked]
    records: dict[Any, models.Model]
    event: str


@dataclass
class Walk:
    cast: Any
    world: Any
    dice: random.Random
    endings: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        members = {"nobody": None, **vars(self.cast)}
        self.actors = {key: member.actor if member else ANONYMOUS for key, member in members.items()}
        self.actors["system"] = SYSTEM
        self.answers, self.guarded = YES, None
        self.tables = [self.with_answers(table) for table in declared()]
        self.causes = {
            step.event: (table, step) for table in self.tables for step in table.steps if step.right
        }
        self.originals = {
            (thing, side): type(record)._default_manager.get(pk=record.pk)
            for thing, name in SUBJECTS.items()
            for side in OTHER
            for record in [getattr(getattr(self.world, side), name)]
        }
        keys = {place: record.pk for place, record in self.originals.items()}
        self.rights = Rights(members, self.world.facts, SUBJECTS, keys)

    def with_answers(self, table: Workflow[Any]) -> Workflow[Any]:
        steps = [
            replace(step, guards=tuple(map(self.guard, range(len(step.guards)))), leaves=())
            for step in table.steps
        ]
        return replace(table, steps=tuple(steps))

    def guard(self, position: int) -> Any:
        def answer(record: models.Model, _ask: Any) -> ValidationError | None:
            self.guarded = copy.copy(record)
            return None if self.answers[position] else refusal("state", f"guard {position}", "No.")

        return answer

    # -- drawing -------------------------------------------------------------------------------------------------------

    def take_one(self, waited: Collection[tuple[str, str]] = ()) -> None:
        """Draw a step, take it, compare what came of it with what the table says, and undo it. waited: only of these, by thing and verb."""
        dice = self.dice
        every = [(table, step) for table in self.tables for step in table.steps]
        table, step = dice.choice(
            [one for one in every if not waited or (one[0].thing, one[1].verb) in waited]
        )
        at = dice.choice(list(OTHER))
        fit = [
            key for key in self.actors if step.right and self.rights.holds(key, step.right, table.thing, at)
        ]
        key = dice.choice(fit) if fit and dice.random() < 0.7 else dice.choice(list(self.actors))
        state = self.draw_state(table, step)
        many = bool(state) and dice.random() < 0.15
        event = self.draw_cause(table, step)
        held = held_by(*self.causes[event]) if event else []
        if event and max(held) > first_rank(table):
            # Inside a step that holds later rows already only the records themselves can be locked, or new ones made beside them.
            many = bool(state)
            if not state and not set(ranks(table)[1:]) <= set(held):
                event = ""
        if many and event and self.causes[event][0] is table:
            event = ""  # both records of the table are asked for already
        # An organisation reaches itself by its own key: no copy with that key can seem to be another's.
        is_plain = many or not state or "id" in table.model.SCOPES.values()
        asked = Asked(
            table=table,
            verb=step.verb,
            state=state,
            at=at,
            seen_at=at if is_plain or dice.random() < 0.9 else OTHER[at],
            reason=self.draw_reason(step),
            answers=tuple(dice.random() < 0.85 for _ in YES),
            around=frozenset({event} - {""}),
        )
        with undone():
            sides = OTHER if many else (at,)
            records = {side: self.put(table, side, state) for side in sides}
            inner = sorted(records, key=lambda side: records[side].pk)
            deed = Deed(
                {
                    records[side].pk: replace(asked, at=side, **({"seen_at": side} if many else {}))
                    for side in inner
                },
                {records[side].pk: records[side] for side in inner},
                event,
            )
            self.take(key, deed, many=many)

    def draw_state(self, table: Workflow[Any], step: Any) -> str:
        if self.dice.random() < 0.7:
            return self.dice.choice(sorted(step.sources))
        makes = any("" in step.sources for step in table.steps)
        return self.dice.choice([*table.states.values, *([""] if makes else [])])

    def draw_reason(self, step: Any) -> str:
        good = list(step.reason.choices) if step.reason and step.reason.choices else ["Contoh", "x" * 400]
        return self.dice.choice(good if self.dice.random() < 0.8 else ["", "  ", "no such code"])

    def draw_cause(self, inner: Workflow[Any], step: Any) -> str:
        """The event of a step to take this one inside of: one it may follow from, or any that locks nothing later."""
        if self.dice.random() < (0.15 if step.causes else 0.8):
            return ""
        if step.causes and self.dice.random() < 0.8:
            return self.dice.choice(sorted(step.causes))
        fit = [
            event for event, (table, _step) in self.causes.items() if last_rank(table) <= first_rank(inner)
        ]
        return self.dice.choice(["", *sorted(fit)])

    # -- taking --------------------------------------------------------------------------------------------------------

    def take(self, key: str, deed: Deed, *, many: bool) -> None:
        one = next(iter(deed.asked.values()))
        table, actor = one.table, self.actors[key]
        told = [tell(self.rights, key, asked) for asked in deed.asked.values()]
        expected = next((ending for ending in told if ending != "taken"), "taken")
        seen = [self.as_seen(asked, deed.records[pk]) for pk, asked in deed.asked.items()]
        before, begun = self.stored(table, deed), timezone.now()
        came = "taken"
        try:
            with transaction.atomic(), self.around(deed.event, one, deed.records):
                self.answers, self.guarded = one.answers, None
                options: dict[str, Any] = {"actor": actor, "reason": one.reason}
                if many:
                    with table.step_many(one.verb, subjects=seen, **options):
                        pass
                else:
                    with table.step(one.verb, subject=seen[0], **options):
                        pass
        except Refused:
            came = "refused"
        except ValidationError as refused:
            (came,) = codes_of(refused)
        except OutOfOrder:
            raise
        except RuntimeError:
            came = "stray"
        finally:
            self.answers = YES
        what = f"{table.thing} {one.verb} by {key}: {deed}"
        assert came == expected, f"{came}, expected {expected}: {what}"
        self.endings[table.thing, one.verb, came] += 1
        if self.guarded is not None and one.state and not many:
            row = before[self.guarded.pk]
            assert {name: getattr(self.guarded, name) for name in row} == row, f"guarded another row: {what}"
        self.look(table, actor, deed, before, begun, is_taken=came == "taken")

    def look(self, table: Any, actor: Any, deed: Deed, before: Any, begun: Any, *, is_taken: bool) -> None:
        """What the database holds: the step and one event for each record, or nothing at all."""
        after = self.stored(table, deed)
        events = list(Event.objects.filter(at__gte=begun).order_by("at"))
        one = next(iter(deed.asked.values()))
        if not is_taken:
            assert (after, events) == (before, []), deed
            return
        outer = [
            event
            for event in events
            if event.event == deed.event and event.subject_key not in map(str, deed.asked)
        ]
        assert len(events) == len(deed.asked) + len(outer), deed
        assert len(outer) == bool(deed.event), deed
        step = next(step for step in table.steps if step.verb == one.verb and one.state in step.sources)
        for pk, asked in deed.asked.items():
            (event,) = (event for event in events if event.subject_key == str(pk))
            facts = self.world.facts[asked.at].get(SUBJECTS[table.thing], NOBODYS)
            assert (event.event, event.subject_table) == (step.event, table.model._meta.label_lower)
            assert (event.user_id, event.role, event.person_id) == (actor.user_id, actor.role, facts.person)
            follows = bool(outer) and (not step.causes or deed.event in step.causes)
            assert event.cause_id == (outer[0].pk if follows else None), deed
            record = table.model._default_manager.get(pk=pk)
            assert getattr(record, table.state_field) == (step.target or asked.state), deed
            if step.reason:
                assert getattr(record, step.reason.name) == asked.reason.strip()[: step.reason.longest]
        if not outer or self.causes[deed.event][0] is not table:
            assert all(after[pk] == before[pk] for pk in before.keys() - deed.asked.keys()), deed

    # -- records -------------------------------------------------------------------------------------------------------

    def put(self, table: Workflow[Any], side: str, state: str) -> models.Model:
        """The record of a side in a state; a new one beside it for "", which nobody has saved yet."""
        record = copy.copy(self.originals[table.thing, side])
        if not state:
            # What was given back stands in no new one's way.
            self.put(table, side, next(iter(GIVEN_BACK & set(table.states.values)), table.states.values[-1]))
            if is_one_of_its_kind(table.model):
                put_away(record)
            record.pk, record._state.adding = uuid4(), True
            for column in record._meta.concrete_fields:
                if column.one_to_one and column.null:
                    setattr(record, column.attname, None)
                elif is_told_apart_by(column):
                    setattr(record, column.attname, another_value(column))
            return record
        setattr(record, table.state_field, state)
        for step in table.steps:
            if step.reason:
                setattr(record, step.reason.name, "")
        # What only follows from another step writes its reason in its body, which is empty here.
        follows = {
            step.target for step in table.steps if step.causes and state in step.sources and not step.reason
        }
        for step in table.steps:
            if step.reason and step.target in {state, *follows}:
                setattr(record, step.reason.name, next(iter(step.reason.choices), "Contoh"))
        record.save()
        return record

    def as_seen(self, asked: Asked, record: models.Model) -> models.Model:
        """What the caller holds: an old copy in any state, or even one of another record with this one's key."""
        if not asked.state:
            return record
        seen = copy.copy(self.originals[asked.table.thing, asked.seen_at])
        seen.pk = record.pk
        setattr(seen, asked.table.state_field, self.dice.choice(asked.table.states.values))
        return seen

    @contextmanager
    def around(self, event: str, asked: Asked, records: dict[Any, models.Model]) -> Iterator[None]:
        """Inside the step that records the event, taken by the system; what it locks later than the records waits for them."""
        if not event:
            yield
        else:
            table, step = self.causes[event]
            side = OTHER[asked.at] if table.thing == asked.table.thing else asked.at
            record = self.put(table, side, min(step.sources))
            reason = next(iter(step.reason.choices), "Contoh") if step.reason else ""
            with atomic():
                if asked.state and max(held_by(table, step)) > ranks(asked.table)[0]:
                    lock(asked.table.model, records)
                with table.step(step.verb, actor=SYSTEM, subject=record, reason=reason):
                    yield

    def stored(self, table: Workflow[Any], deed: Deed) -> dict[Any, dict[str, Any]]:
        """Key → columns of the table's records, as the database holds them."""
        keys = {self.originals[table.thing, side].pk for side in OTHER} | set(deed.records)
        rows = table.model._default_manager.filter(pk__in=keys).order_by("pk").values()
        return {row["id"]: row for row in rows}


def is_one_of_its_kind(model: type[models.Model]) -> bool:
    """Whether a second row beside one refers to something else in any case."""
    if any(column.one_to_one and not column.null for column in model._meta.concrete_fields):
        return True
    return any(
        rule.condition is None and all(model._meta.get_field(name).is_relation for name in rule.fields)
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
    )


def is_told_apart_by(column: Any) -> bool:
    """Whether no two rows may hold the same text, bytes or count there."""
    is_text = isinstance(column, models.CharField | models.BinaryField | models.PositiveIntegerField)
    is_text = is_text and not column.choices
    constraints = column.model._meta.constraints
    rules = [rule for rule in constraints if isinstance(rule, models.UniqueConstraint)]
    once = {name for rule in rules for name in rule.fields} | {
        part.name
        for rule in rules
        for told_by in rule.expressions
        for part in (told_by.flatten() if hasattr(told_by, "flatten") else [told_by])
        if isinstance(part, models.F)
    }
    return is_text and (column.unique or column.name in once)


def another_value(column: Any) -> Any:
    """One that no other row holds."""
    if isinstance(column, models.PositiveIntegerField):
        return uuid4().int % 10**9
    return uuid4().bytes if isinstance(column, models.BinaryField) else uuid4().hex[:8]


def ranks(table: Workflow[Any]) -> list[int]:
    """Where in the order of locks the tables stand whose rows a step holds."""
    along = [table.model._meta.get_field(name).related_model for name in table.along]
    return [ORDER.index(model._meta.label_lower) for model in (table.model, *along)]


def first_rank(table: Workflow[Any]) -> int:
    return min(ranks(table))


def last_rank(table: Workflow[Any]) -> int:
    return max(ranks(table))


def held_by(table: Workflow[Any], step: Any) -> list[int]:
    """The same for one step, as `around` takes it; what it makes is nobody's to wait for."""
    return ranks(table)[1:] if min(step.sources) == "" and table.along else ranks(table)
