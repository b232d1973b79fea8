"""The one way in which a record goes from state to state: lock, right, state, guards, body, save, record."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _
from psycopg import sql

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import kinds
from jalur.foundation.history import services as history
from jalur.foundation.workflow.deadlines import keeper
from jalur.foundation.workflow.locks import ORDER, atomic, lock
from jalur.foundation.workflow.steps import SAME, Ask, Guard, Offer, Step, UnchangedError
from jalur.kit.components import Tag, Tone
from jalur.kit.database import refused_in_words
from jalur.kit.dates import today as day_in_force
from jalur.kit.reading import says_something
from jalur.kit.refusals import refusal

M = TypeVar("M", bound=models.Model)

WRONG_STATE = "wrong_state"
NO_REASON = "reason"


@dataclass(frozen=True)
class _Taken:
    """A step under way: what follows from it names its event."""

    event: str
    event_id: UUID


_under_way: ContextVar[tuple[_Taken, ...]] = ContextVar("under_way", default=())
_declared: "dict[str, Workflow[Any]]" = {}


@contextmanager
def _taking(taken: _Taken) -> Iterator[None]:
    """While the body runs, other steps may follow from this one."""
    token = _under_way.set((*_under_way.get(), taken))
    try:
        yield
    finally:
        _under_way.reset(token)


@dataclass
class _Look:
    """What is to be looked at once its row is locked, before anything else; once."""

    record: models.Model
    look: Callable[[Any], None] | None


_looked: ContextVar[_Look | None] = ContextVar("looked", default=None)


@contextmanager
def looked_at(record: models.Model, look: Callable[[Any], None]) -> Iterator[None]:
    """Inside, the first step of the record shows its locked row to `look`, which raises when it is not what the caller has seen."""
    token = _looked.set(_Look(record, look))
    try:
        yield
    finally:
        _looked.reset(token)


def _table_of(model: type[models.Model], name: str) -> type[models.Model]:
    """The model that a foreign key refers to."""
    table = model._meta.get_field(name).related_model
    assert isinstance(table, type)
    assert issubclass(table, models.Model)
    return table


@dataclass(frozen=True)
class Workflow(Generic[M]):
    """The states of one kind of record and the steps between them.

    thing: `room:thing`, and the name of the page's address, which finds a record by its field `key`; title: what that page is
    titled, called: how a sentence names the record. along: foreign keys whose rows are locked with the record.
    related: read along. person: the key of whose file it belongs to, place: the region it lies in, detail: codes for the history;
    each from the record. state_field: where the state is kept; columns: what steps of many write (the state, and what the
    body sets), beside the reason.
    is_public: of each of its events, as in history.kinds.EventKind.
    names: of each of its events, as in history.kinds.EventKind.
    rests: what stands before its state wherever that is shown, as long as it rests.
    settled: state → sentence for whoever asks for a step that this state does not know.
    """

    thing: str
    model: type[M]
    states: type[models.TextChoices]
    tones: Mapping[str, Tone]
    called: Callable[[M], str]
    key: str = "pk"
    title: Callable[[M], str] = str
    steps: tuple[Step, ...] = ()
    along: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    person: Callable[[M], UUID | None] = lambda _record: None
    place: Callable[[M], str] = lambda _record: ""
    detail: Callable[[M], dict[str, Any]] = lambda _record: {}
    state_field: str = "state"
    columns: tuple[str, ...] = ("state",)
    is_public: bool = False
    rests: Callable[[M], Tag | None] = lambda _record: None
    settled: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, kinds.Names] = field(default_factory=dict)

    # -- what the table says -------------------------------------------------------------------------------------------

    def state_of(self, subject: M) -> str:
        """The state a record is in; "" before it is saved."""
        return "" if subject._state.adding else str(getattr(subject, self.state_field))

    def row(self, verb: str, state: str) -> Step | None:
        """The step that a verb means in a state; None when that state knows none."""
        return next((step for step in self.steps if step.verb == verb and state in step.sources), None)

    def rows(self, verb: str) -> list[Step]:
        """Every row of a verb; a verb that the table does not know is a programming error."""
        rows = [step for step in self.steps if step.verb == verb]
        if not rows:
            raise LookupError(f"{self.thing} knows no step {verb}")
        return rows

    def due_in(self, state: str) -> Step | None:
        """The step that has a deadline while a record is in this state."""
        return next((step for step in self.steps if step.due and state in step.sources), None)

    def timed(self) -> frozenset[str]:
        """The states in which something is due."""
        return frozenset(state for step in self.steps if step.due for state in step.sources)

    def tag(self, subject: M) -> Tag:
        """The state of a record in words, with its tone; before it goes what rests whatever its state says."""
        return self.rests(subject) or self.tags()[str(getattr(subject, self.state_field))]

    def tags(self) -> dict[str, Tag]:
        """State → its words in the reader's language, with its tone."""
        return {state.value: Tag(str(state.label), self.tones[state]) for state in self.states}

    # -- asking without acting -----------------------------------------------------------------------------------------

    def offers(self, actor: Actor, subject: M, *verbs: str, today: date | None = None) -> list[Offer]:
        """The steps that the record's state knows and the actor has the right to, each with what stands in its way.

        verbs: only these are asked for.
        """
        ask = Ask(actor, today or day_in_force())
        state = self.state_of(subject)
        return [
            Offer(step, tuple(refused for guard in step.guards if (refused := guard(subject, ask))))
            for step in self.steps
            if state in step.sources and (not verbs or step.verb in verbs)
            if step.right and access.covers(actor, step.right, subject)
        ]

    def offer(self, verb: str, actor: Actor, subject: M, *, today: date | None = None) -> Offer | None:
        """The same for one verb; None when the state knows no such step or the actor has no right to it."""
        return next(iter(self.offers(actor, subject, verb, today=today)), None)

    # -- acting --------------------------------------------------------------------------------------------------------

    @contextmanager
    def step(
        self,
        verb: str,
        *,
        actor: Actor,
        subject: M,
        reason: str = "",
        today: date | None = None,
        detail: dict[str, Any] | None = None,
    ) -> Iterator[M]:
        """Take a step: the body gets the locked record, changes it, and takes what follows in other rooms.

        Raises access.Refused without the right, ValidationError with one coded sentence when state, reason or a guard stands in
        the way, or when the database refuses the record; nothing has changed then. A body that raises UnchangedError ends the step
        quietly, with nothing saved or recorded.
        """
        ask = Ask(actor, today or day_in_force(), reason.strip())
        with suppress(UnchangedError), atomic(), history.deeds_of(actor):
            locked = self._hold(verb, actor, subject)
            if (looked := _looked.get()) is not None and looked.look is not None and looked.record == locked:
                look, looked.look = looked.look, None
                look(locked)
            row = self._checked(verb, ask, locked)
            taken, cause = _Taken(row.event, uuid4()), self._cause_of(row)
            with _taking(taken):
                yield locked
            if row.target == SAME and row.right:
                access.check(actor, row.right, locked)
            self._pass(row.leaves, locked, ask)
            self._set(locked, row, ask)
            with refused_in_words(self.model):
                locked.save(force_insert=locked._state.adding)
            history.record(
                actor=actor,
                event=row.event,
                subject=locked,
                person_id=self.person(locked),
                place=self.place(locked),
                detail={**self.detail(locked), **(detail or {}), **_code_of(row, ask)},
                cause_id=cause,
                event_id=taken.event_id,
            )
            self._settle([locked])

    @contextmanager
    def step_many(
        self, verb: str, *, actor: Actor, subjects: Iterable[M], reason: str = "", today: date | None = None
    ) -> Iterator[list[M]]:
        """The same step for many records, in a few statements, all of them or none; rows of `along` are the caller's to lock.

        The body may set what `columns` names. Steps that follow from it belong to the step around it.
        """
        ask = Ask(actor, today or day_in_force(), reason.strip())
        with atomic(), history.deeds_of(actor):
            locked = lock(self.model, [one.pk for one in subjects], related=self.related)
            rows = {row.event: row for row in (self._checked(verb, ask, one) for one in locked)}
            if not locked:
                yield []
                return
            (row,) = rows.values()
            yield locked
            for one in locked:
                self._set(one, row, ask)
            with refused_in_words(self.model):
                columns = {*self.columns, *([row.reason.name] if row.reason else [])}
                self.model._default_manager.bulk_update(locked, columns, batch_size=1000)
            history.record_many(
                actor=actor,
                event=row.event,
                subjects=[(one, self.person(one), self.place(one)) for one in locked],
                detail=_code_of(row, ask),
                cause_id=self._cause_of(row),
            )
            self._settle(locked)

    def step_rows(
        self,
        verb: str,
        *,
        actor: Actor,
        rows: models.QuerySet[M],
        person: str,
        place: str,
        also: Mapping[str, UUID | None] | None = None,
    ) -> int:
        """A consequence for however many rows, in one statement: what a nation's plan makes of the proposals before it.

        Only for a step without right, reason and guards, inside a step that it may follow from. person, place: paths from a row.
        also: columns that refer to another row, and to which.
        Rows that somebody moved on meanwhile stay as they are. Gives how many were taken, each with its event.
        """
        (row,) = self.rows(verb)
        if row.right or row.reason or row.guards or row.target in self.timed():
            raise LookupError(f"{self.thing}: {verb} has to be taken row by row")
        cause, also = self._cause_of(row), also or {}
        read, params = rows.order_by().values_list("pk", person, place).query.sql_with_params()
        write = sql.SQL(
            """
            WITH asked (id, person, place) AS MATERIALIZED ({read}),
            moved AS (
                UPDATE {table} SET {state} = %s{also} FROM asked
                WHERE {table}.id = asked.id AND {table}.{state} = ANY(%s) RETURNING asked.*
            )
            INSERT INTO history_event (id, created_at, at, event, user_id, role, organisation_id, subject_table,
                                       subject_key, person_id, place_code, detail, cause_id)
            SELECT gen_random_uuid(), now(), now(), %s, %s, %s, %s, %s, moved.id::text, moved.person, moved.place, '{{}}', %s
            FROM moved
            """
        ).format(
            read=sql.SQL(read),
            table=sql.Identifier(self.model._meta.db_table),
            state=sql.Identifier(self.state_field),
            also=sql.SQL("").join(sql.SQL(", {} = %s").format(sql.Identifier(column)) for column in also),
        )
        about = (row.event, actor.user_id, actor.role, actor.organisation_id, self.model._meta.label_lower)
        with atomic(), history.deeds_of(actor), connection.cursor() as cursor:
            if timed := row.sources & self.timed():
                keeper().forget(
                    self, rows.filter(**{f"{self.state_field}__in": timed}).values_list("pk", flat=True)
                )
            cursor.execute(
                write.as_string(cursor.cursor),
                (*params, row.target, *also.values(), sorted(row.sources), *about, cause),
            )
            return int(cursor.rowcount)

    def _settle(self, records: list[M]) -> None:
        if self.timed():
            keeper().settle(self, records)

    def _cause_of(self, row: Step) -> UUID | None:
        """The event of the innermost step under way that this one may follow from; a consequence has one, or it is an error."""
        causes = (
            taken for taken in reversed(_under_way.get()) if not row.causes or taken.event in row.causes
        )
        cause = next(causes, None)
        if cause is None and not row.right:
            raise RuntimeError(f"{self.thing}: {row.verb} only follows from {sorted(row.causes)}")
        return cause.event_id if cause else None

    def _hold(self, verb: str, actor: Actor, subject: M) -> M:
        """The record locked, after a first look at the right: whoever has none locks nothing."""
        if not any(not row.right or access.covers(actor, row.right, subject) for row in self.rows(verb)):
            raise access.Refused(self.rows(verb)[0].right)
        locked = self._with_what_it_hangs_on(subject)
        if locked is None:
            raise access.Refused(self.rows(verb)[0].right)
        return locked

    def _with_what_it_hangs_on(self, subject: M) -> M | None:
        """The record and the rows of `along`, locked in the one order; a record that is not saved yet stands for itself."""
        tables: list[tuple[str, type[models.Model]]] = [
            ("", self.model),
            *((name, _table_of(self.model, name)) for name in self.along),
        ]
        locked: M | None = subject if subject._state.adding else None
        rows: dict[str, models.Model | None] = {}
        for name, table in sorted(tables, key=lambda one: ORDER.index(one[1]._meta.label_lower)):
            if name:
                related = tuple(
                    path.removeprefix(f"{name}__") for path in self.related if path.startswith(f"{name}__")
                )
                rows[name] = next(iter(lock(table, [getattr(subject, f"{name}_id")], related=related)), None)
            elif not subject._state.adding:
                locked = next(iter(lock(self.model, [subject.pk], related=self.related)), None)
        for name, row in rows.items():
            if locked is None or row is None or getattr(locked, f"{name}_id") != row.pk:
                return None  # gone, or moved elsewhere while the caller held an old copy
            setattr(locked, name, row)
        return locked

    def _checked(self, verb: str, ask: Ask, locked: M) -> Step:
        """The step, once right, state, reason and guards of the locked record allow it."""
        row = self.row(verb, self.state_of(locked))
        for right in {row.right} if row else {one.right for one in self.rows(verb)}:
            if right:
                access.check(ask.actor, right, locked)
        if row is None:
            raise self.wrong_state(locked)
        self._cause_of(row)
        if row.reason and not self._is_reason(row, ask.reason):
            raise refusal(row.reason.name, NO_REASON, str(row.reason.missing))
        self._pass(row.guards, locked, ask)
        return row

    def _pass(self, guards: Iterable[Guard], locked: M, ask: Ask) -> None:
        for guard in guards:
            if (refused := guard(locked, ask)) is not None:
                raise refused

    def _set(self, locked: M, row: Step, ask: Ask) -> None:
        if row.target != SAME:
            setattr(locked, self.state_field, row.target)
        if row.reason:
            setattr(locked, row.reason.name, ask.reason[: row.reason.longest])

    def _is_reason(self, row: Step, reason: str) -> bool:
        assert row.reason is not None
        return reason in row.reason.choices if row.reason.choices else says_something(reason)

    def wrong_state(self, subject: M) -> ValidationError:
        """What whoever asks for a step is told that this state does not know."""
        state = self.state_of(subject)
        sentence = self.settled.get(state) or _(
            "%(what)s is now: %(state)s. Somebody may have decided just now; look at it again."
        ) % {"what": self.called(subject), "state": self.states(state).label if state else ""}
        return refusal(self.state_field, WRONG_STATE, str(sentence))


def _code_of(row: Step, ask: Ask) -> dict[str, Any]:
    return {"reason": ask.reason} if row.reason and row.reason.choices else {}


def declare(workflow: Workflow[M], *steps: Step) -> Workflow[M]:
    """A room's table with its rows, known to the history, which reads its events, and to the tests, which walk every table."""
    table = replace(workflow, steps=steps)
    _declared[table.thing] = table
    for step in steps:
        reason = {"reason": step.reason.choices} if step.reason and step.reason.choices else {}
        kinds.declare(
            kinds.EventKind(
                step.event,
                step.text,
                is_public=table.is_public,
                fields=step.fields,
                codes={**step.codes, **reason},
                names=table.names,
            )
        )
    return table


def declared() -> "list[Workflow[Any]]":
    """Every room's tables."""
    return [_declared[thing] for thing in sorted(_declared)]
