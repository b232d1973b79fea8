"""What every table shares: a key, a birthday, a privacy declaration, and periods that know when they are in force."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Privacy(StrEnum):
    """Kinds of personal data in the terms of UU 27/2022 art. 4."""

    NONE = "none"
    GENERAL = "general"
    SPECIFIC = "specific"


class Model(models.Model):
    """Base of every table. Each subclass declares `PRIVACY` and, when it is not NONE, how long its rows are `KEPT`."""

    PRIVACY: ClassVar[Privacy]
    KEPT: ClassVar[str] = ""
    # Scope -> lookup path(s) from this model to what the scope is about; see accounts.access.
    SCOPES: ClassVar[dict[Any, str | tuple[str, ...]]] = {}
    # Foreign keys to what a row lies between: whoever reaches all of them reaches it.
    BETWEEN: ClassVar[tuple[str, ...]] = ()
    # The right to see a row, for accounts.access.VisibleQuerySet.
    SEEN_BY: ClassVar[str] = ""
    # SCOPES for queries where a nearer column, which the database itself keeps, holds a copy.
    COPIES: ClassVar[dict[Any, str]] = {}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        abstract = True

    def take_over(self, asked: Self) -> list[str]:
        """What people may change of a record becomes as in `asked`; numbers, states and counts stay as they are.

        Gives the names of what is another now.
        """
        changed = [
            field
            for field in self._meta.concrete_fields
            if field.editable and getattr(self, field.attname) != getattr(asked, field.attname)
        ]
        for field in changed:
            setattr(self, field.name, getattr(asked, field.name))
        return [field.name for field in changed]


def is_key(text: str) -> bool:
    """Whether the text can be the key of a row."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> Self:
        """Rows whose period holds the day `on`: valid_from inclusive, valid_to exclusive, null is open."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        return self.filter(started & not_ended)


class Dated(models.Model):
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until (first day no longer valid)"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


def lying_in(field: str, region: str) -> Q:
    """Rows whose `field` holds the code of a region or of a place below it; every row for "".

    Both lie in one stretch of the field's index; said with "or" alone they are read as a heap of rows.
    """
    if not region:
        return Q()
    below = Q(**{field: region}) | Q(**{f"{field}__startswith": f"{region}."})
    return Q(**{f"{field}__startswith": region}) & below


def period_is_ordered(name: str) -> models.CheckConstraint:
    """The constraint of a `Dated` table: a period ends after it starts."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message=_("The end of a period must be after its start."),
    )


def period_may_be_empty(name: str) -> models.CheckConstraint:
    """The same where a row can be taken back on its first day or before it: it was never in force then."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message=_("The end of a period must not lie before its start."),
    )


class Sourced(models.Model):
    """A statement of fact that names where it comes from; unverified until somebody has read the source itself."""

    source = models.TextField(_("source"), blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    verified = models.BooleanField(_("checked against the source"), default=False)

    class Meta:
        abstract = True


def violated_constraint(error: IntegrityError) -> str:
    """The name of the constraint the database refused by; "" when it names none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def as_sentence(error: IntegrityError, table: type[models.Model]) -> ValidationError | IntegrityError:
    """The sentence of the constraint that was violated, when the table declares it; else the error itself.

    What is there already is said at the first field of the constraint.
    """
    name = violated_constraint(error)
    for constraint in table._meta.constraints:
        if constraint.name == name:
            sentence = ValidationError(constraint.get_violation_error_message(), code=name)
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
                return ValidationError({constraint.fields[0]: sentence})
            return sentence
    return error


@contextmanager
def refused_in_words(table: type[models.Model]) -> Iterator[None]:
    """What a constraint of the table refuses inside the block is told in its sentence; nothing is written then."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as failure:
        raise as_sentence(failure, table) from failure


def check_at_once(*, but: Any) -> None:
    """Make this transaction check foreign keys statement by statement: the first line of a bulk write.

    pghistory's trigger raises and catches an error for every row, and PostgreSQL then walks the queue of deferred
    checks: 30,000 rows took 46 s instead of 5. but: the foreign key that may still wait for what it names, as the event of a
    step around this one is written last.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE condeferrable AND contype = 'f' AND (conrelid, attname) <> (%s::regclass, %s) ORDER BY conname",
            [but.model._meta.db_table, but.column],
        )
        names = ", ".join(connection.ops.quote_name(name) for (name,) in cursor.fetchall())
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table by COPY, of which `bulk_create` takes a multiple of the time; every row has its key already.

    A deed that keeps field history has written something before: pghistory tells the transaction whose deed it is with the
    first statement that is no SELECT, and does not see a COPY.
    """
    if not rows:
        return
    table = type(rows[0])._meta
    fields = [field for field in table.concrete_fields if not field.generated]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"COPY {connection.ops.quote_name(table.db_table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
            copy.write_row(values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def learn_sizes(*tables: type[models.Model]) -> None:
    """After a bulk write: without it the next join guesses from empty tables (reading 3,000 took 53 s, then 0.2 s)."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


class Cited(Sourced):
    """A `Sourced` in two languages: `source` is Indonesian, `source_en` says the same in English where it must."""

    source_en = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def cited(self) -> str:
        """The source in the language of the screen, or in the other one where that is missing."""
        first, second = self.source, self.source_en
        if get_language() == "en":
            first, second = second, first
        return first or second


def try_out(act: Callable[[], object]) -> None:
    """Do something and undo it: what would stand in its way is raised, and nothing has changed."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
