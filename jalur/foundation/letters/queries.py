"""Reads of letters that rooms and this one's screens use."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.letters import rules
from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.letters.models import Letter, Letterhead, Series, Signatory, SignatoryState
from jalur.kit.vault import blind_index

PURPOSE = "letter code"


def letterhead_of(organisation: UUID | None) -> Letterhead | None:
    return Letterhead.objects.filter(organisation=organisation).first()


def signatories_of(organisation: UUID | None) -> Any:
    """Those who sign now."""
    return Signatory.objects.filter(organisation=organisation, state=SignatoryState.IN_OFFICE)


def last_serial(organisation: UUID, year: int) -> int:
    """The last number given in a year."""
    found = Series.objects.filter(organisation=organisation, year=year).values_list("last", flat=True)
    return found.first() or 0


def index_of(code: str) -> bytes:
    return blind_index(code, purpose=PURPOSE)


def letter_with(code: str) -> Letter | None:
    """The letter that carries a code as typed; None where none does, and where whether it exists is nobody's business."""
    known = rules.read_code(code)
    rows = Letter.objects.select_related("organisation")
    return rows.filter(code_index=index_of(known)).first() if known else None


def owner_for(actor: Actor, kind: LetterKind[Any], key: UUID) -> Any | None:
    """The row that a letter is to be written for, if the actor may issue one."""
    rows = access.narrow(kind.model._default_manager.all(), actor, kind.issues)
    return rows.select_related(*kind.related).filter(pk=key).first()


def written_together(actor: Actor, kind: LetterKind[Any], parent: Any) -> list[Any]:
    """Those in a record who can be written to in one go, by this actor, with what a letter reads of each."""
    assert kind.together is not None
    rows = access.narrow(kind.together.rows(parent), actor, kind.issues).select_related(*kind.related)
    return [row for row in rows if kind.guard(row) is None]


def parent_for(actor: Actor, kind: LetterKind[Any], key: UUID | str) -> Any | None:
    """The record to whose rows letters are to be written, if the actor may write to any of them."""
    assert kind.together is not None
    parent = kind.together.model._default_manager.filter(pk=key).first()
    if parent is None or not access.narrow(kind.together.rows(parent), actor, kind.issues).exists():
        return None
    return parent


def letters_of(actor: Actor, kind: LetterKind[Any], owner: Model) -> list[Letter]:
    """The letters of a kind that a row carries and the actor may read, newest first."""
    rows = Letter.objects.visible_to(actor).filter(kind=kind.key, owner_key=str(owner.pk))
    return list(rows.order_by("-dated", "-serial", "pk"))


def count_having(kind: LetterKind[Any], rows: Iterable[Model]) -> int:
    """How many of the rows have a letter of the kind already that was not withdrawn."""
    keys = [str(row.pk) for row in rows]
    have = Letter.objects.filter(kind=kind.key, owner_key__in=keys, withdrawn_on=None)
    return have.order_by().values("owner_key").distinct().count()
