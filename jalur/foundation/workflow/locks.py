"""One transaction for one deed, and the one order in which its rows are locked: whoever keeps it never waits in a circle."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history

M = TypeVar("M", bound=Model)
P = ParamSpec("P")
R = TypeVar("R")

ORDER = (
    "imports.import",
    "competencies.destinationstandard",
    "rulebook.destinationrule",
    "organisations.organisation",
    "organisations.licence",
    "organisations.invitation",
    "organisations.membership",
    "connections.connection",
    "hooks.hook",
    "hooks.notice",
    "employers.employer",
    "employers.verification",
    "employers.problem",
    "permits.permit",
    "permits.paper",
    "permits.request",
    "people.person",
    "people.correction",
    "people.duplicate",
    "curricula.version",
    "curricula.party",
    "curricula.remark",
    "training.programme",
    "proposals.run",
    "proposals.publication",
    "proposals.publicationjob",
    "proposals.study",
    "proposals.bulkdecision",
    "proposals.bulkitem",
    "proposals.proposal",
    "training.intake",
    "training.enrolment",
    "training.shortfall",
    "certification.assessor",
    "certification.testplace",
    "certification.coverage",
    "certification.assessmentday",
    "certification.submission",
    "certification.appeal",
    "certification.assessment",
    "certification.unitresult",
    "certificates.issuing",
    "certificates.certificate",
    "certificates.series",
    "certification.outsideresult",
    "certification.blankdelivery",
    "certification.blank",
    "candidates.candidate",
    "candidates.heldcompetency",
    "candidates.slip",
    "languages.entrytest",
    "vacancies.vacancy",
    "talent_pool.consent",
    "talent_pool.request",
    "premises.bedconsent",
    "network.member",
    "network.finding",
    "network.loan",
    "premises.teachinglicence",
    "job_orders.joborder",
    "job_orders.orderversion",
    "job_orders.ordercheck",
    "job_orders.reservation",
    "premises.booking",
    "premises.resource",
    "forecasts.forecast",
    "network.share",
    "network.transfer",
    "funding.payment",
    "funding.budgetline",
    "credentials.signingkey",
    "credentials.statuslist",
    "credentials.statusentry",
    "tasks.task",
    "notes.note",
    "letters.letterhead",
    "letters.signatory",
    "letters.mailing",
    "letters.letter",
    "letters.series",
    "exports.export",
    "imports.importjob",
    "messaging.message",
)
"""Tables in the order in which their rows are locked: a list that is read in, law, what is decided, then class, seats, files, openings."""


class OutOfOrder(RuntimeError):
    """A row was to be locked after one that comes later: two people doing so at once could wait for each other."""


@dataclass
class _Deed:
    """The transaction under way: the last table of ORDER in which it holds rows, and those rows."""

    rank: int = -1
    held: set[tuple[str, str]] = field(default_factory=set)


_deed: ContextVar[_Deed | None] = ContextVar("deed", default=None)


@contextmanager
def atomic() -> Iterator[None]:
    """All or nothing, as `transaction.atomic`; the outermost one is the deed whose locks keep the order."""
    if _deed.get() is not None:
        with transaction.atomic():
            yield
        return
    token = _deed.set(_Deed())
    try:
        with transaction.atomic():
            yield
    finally:
        _deed.reset(token)


def deed(service: Callable[P, R]) -> Callable[P, R]:
    """A service of this `actor`: all of it or nothing, and the field history knows who, in a request or outside of any."""

    @wraps(service)
    def done(*args: P.args, **options: P.kwargs) -> R:
        actor = options["actor"]
        assert isinstance(actor, Actor)
        with atomic(), history.deeds_of(actor):
            return service(*args, **options)

    return done


def rank(model: type[Model]) -> int:
    """The place of its table in ORDER."""
    return ORDER.index(model._meta.label_lower)


def are_held(rows: Iterable[Model]) -> bool:
    """Whether the deed under way has locked all of these rows."""
    deed = _deed.get()
    return deed is not None and {(row._meta.label_lower, str(row.pk)) for row in rows} <= deed.held


def lock(model: type[M], keys: Iterable[object], *, related: tuple[str, ...] = ()) -> list[M]:
    """The rows with these keys as the database has them now, held until the deed ends, in the order of their keys.

    Rows that merely refer to them stay free. `related` is read along, not locked. OutOfOrder when a row of a later table is
    held already, unless the deed holds all of these too; RuntimeError outside `atomic`, where a lock is gone at once.
    """
    deed = _deed.get()
    if deed is None:
        raise RuntimeError(
            f"a lock on {model._meta.label} outside a deed: open one with workflow.locks.atomic"
        )
    table, keys = model._meta.label_lower, list(keys)
    wanted = {(table, str(key)) for key in keys}
    place = rank(model)
    if place < deed.rank and not wanted <= deed.held:
        raise OutOfOrder(f"{table} is locked after {ORDER[deed.rank]}")
    deed.rank = max(deed.rank, place)
    deed.held |= wanted
    rows = model._default_manager.select_for_update(of=("self",), no_key=True)
    return list(rows.select_related(*related).filter(pk__in=keys).order_by("pk"))


def lock_all(keys: Mapping[type[Model], Iterable[object]]) -> None:
    """Lock rows of several tables in the one order, before any of them moves."""
    for model in sorted(keys, key=rank):
        lock(model, keys[model])


def in_turn(key: str) -> None:
    """Wait until every other transaction that took its turn under this key has ended; what they wrote is then to be seen."""
    _wait("SELECT pg_advisory_xact_lock(hashtext(%s))", key)


def side_by_side(key: str) -> None:
    """Go on beside others of this kind, but never beside a transaction that took its turn under this key."""
    _wait("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", key)


def _wait(statement: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
