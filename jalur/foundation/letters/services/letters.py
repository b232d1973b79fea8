"""Letters are issued, withdrawn and taken along."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.letters import press, rules
from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.letters.models import Letter, Letterhead, Mailing, Nature, Paper, Series, Signatory
from jalur.foundation.letters.queries import index_of, letterhead_of
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.workflow import DOWNLOADED, LETTER
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.refusals import refusal
from jalur.kit.vault import seal_bytes


@deed
def issue(
    *,
    actor: Actor,
    kind: LetterKind[Any],
    owner: Model,
    answers: Mapping[str, Any],
    check_page: str,
    today: date,
    mailing: Mailing | None = None,
) -> Letter:
    """Write a letter for a row, in the name of the actor's organisation: the next number, its code, its paper, all or nothing.

    answers: signatory, nature, enclosure, copies, language, and what the kind asks for. check_page: the address at which anybody
    checks its code. mailing: of which it is one. ValidationError when the row, the letterhead or a sign in its texts stands in the way.
    """
    owner = _held(actor, kind, owner)
    signatory: Signatory = answers["signatory"]
    head = own_letterhead(actor, signatory)
    language = answers.get("language") or kind.languages[0]
    words = press.worded(kind, owner, answers, language)
    draft = Letter(
        kind=kind.key,
        owner_key=str(owner.pk),
        organisation=head.organisation,
        person_id=kind.person(owner),
        year=today.year,
        dated=today,
        nature=answers.get("nature") or Nature.ORDINARY,
        subject=words.subject[:200],
        recipient=(words.recipient[0] if words.recipient else "")[:200],
        language=language,
        signed_by=str(signatory)[:250],
        answers={name: given for name, given in answers.items() if name != "signatory"},
        issued_by_id=actor.user_id,
        mailing=mailing,
    )
    with LETTER.step("issue", actor=actor, subject=draft, today=today) as letter:
        letter.serial = draw_number(actor=actor, organisation=head.organisation_id, year=today.year)
        letter.number = press.written_number(head, letter.serial, today)
        # Whether a confidential letter exists is nobody's business: it has no code that could be asked for.
        code = "" if letter.nature == Nature.CONFIDENTIAL else rules.new_code()
        letter.code_index = index_of(code) if code else None
        order = press.sheet(
            kind,
            words,
            head,
            signatory,
            number=letter.number,
            day=today,
            answers=answers,
            language=language,
            code=code,
            check_page=check_page,
        )
        (sheet,) = press.typeset([order])
    _keep_paper(letter, sheet)
    return letter


def own_letterhead(actor: Actor, signatory: Signatory) -> Letterhead:
    """The letterhead of the actor's organisation, for which somebody of it signs; ValidationError otherwise."""
    head = letterhead_of(actor.organisation_id)
    if head is None:
        sentence = _("Your organisation has no letterhead yet. Set it up first.")
        raise refusal("letter", "no_letterhead", sentence)
    if signatory.organisation_id != head.organisation_id:
        raise refusal("signatory", "other", _("This person does not sign for your organisation."))
    return head


@deed
def draw_number(*, actor: Actor, organisation: UUID, year: int) -> int:
    """The next number of a series, this deed's alone. Given back when the deed does not come about: there are no gaps."""
    access.check(actor, Right.ISSUE_LETTER, Letter(organisation_id=organisation))
    Series.objects.bulk_create([Series(organisation_id=organisation, year=year)], ignore_conflicts=True)
    (key,) = Series.objects.filter(organisation=organisation, year=year).values_list("pk", flat=True)
    (series,) = lock(Series, [key])
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def withdraw(*, actor: Actor, letter: Letter, reason: str, today: date) -> Letter:
    """Take a letter back. It stays, and its number; whoever checks its code reads that it was withdrawn."""
    with LETTER.step("withdraw", actor=actor, subject=letter, reason=reason, today=today) as held:
        held.withdrawn_on = today
    return held


@deed
def download(*, actor: Actor, letter: Letter) -> bytes:
    """The PDF, once it stands in the history that it left the house."""
    access.check(actor, Right.READ_LETTER, letter)
    record(
        actor=actor,
        event=DOWNLOADED,
        subject=letter,
        person_id=letter.person_id,
        place=letter.organisation.place_id or "",
        detail={"kind": letter.kind},
    )
    return letter.paper.pdf()


def _held(actor: Actor, kind: LetterKind[Any], owner: Model) -> Any:
    """The row, locked, once the right to write for it and the row itself allow it."""
    access.check(actor, kind.issues, owner)
    held = next(iter(lock(kind.model, [owner.pk], related=kind.related)), None)
    if held is None:
        raise access.Refused(kind.issues)
    access.check(actor, kind.issues, held)
    if (refused := kind.guard(held)) is not None:
        raise refused
    return held


def _keep_paper(letter: Letter, sheet: press.Sheet) -> None:
    sealed = seal_bytes(sheet.pdf, table="letters.paper", row=str(letter.pk), field="pdf")
    Paper.objects.create(letter=letter, sealed=sealed, pages=sheet.pages, size=len(sheet.pdf))
