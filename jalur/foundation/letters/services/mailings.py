"""A letter to everybody in a record: asked for once, written by a worker, each letter a deed of its own."""

import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.history.services import record_many
from jalur.foundation.letters import queries
from jalur.foundation.letters.kinds import LetterKind, kind_of
from jalur.foundation.letters.models import Mailing, Paper, Signatory
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.services.letters import issue, own_letterhead
from jalur.foundation.letters.workflow import DOWNLOADED, MAILING
from jalur.foundation.organisations.queries import actor_again
from jalur.foundation.work import services as work
from jalur.foundation.work.services import begin, end, goes_on, heartbeat, take_up_lost
from jalur.foundation.workflow.locks import deed
from jalur.kit import dates
from jalur.kit.jobs import enqueue
from jalur.kit.refusals import refusal

TASK = "jalur.foundation.letters.tasks.write_letters"


@deed
def start_mailing(
    *, actor: Actor, kind: LetterKind[Any], parent: Any, answers: Mapping[str, Any], check_page: str
) -> Mailing:
    """Ask for a letter to everybody in a record. ValidationError where nobody can be written to."""
    if actor.user_id is None:
        raise Refused(Right.ISSUE_LETTER)
    rows = queries.written_together(actor, kind, parent)
    if not rows:
        raise refusal("letter", "nobody", _("There is nobody here to whom it could be written now."))
    signatory: Signatory = answers["signatory"]
    head = own_letterhead(actor, signatory)
    mailing = Mailing(
        kind=kind.key,
        parent_key=str(parent.pk),
        organisation_id=head.organisation_id,
        asked_by_id=actor.user_id,
        role=actor.role,
        answers={**answers, "signatory": str(signatory.pk)},
        check_page=check_page,
        total=len(rows),
    )
    with MAILING.step("ask", actor=actor, subject=mailing):
        queue(mailing)
    return mailing


def queue(mailing: Mailing) -> None:
    """Hand it to the worker once it is committed."""
    key = str(mailing.pk)
    transaction.on_commit(lambda: enqueue(TASK, "exports", f"mailing {key}", mailing_id=key))


def cancel_mailing(*, actor: Actor, mailing: Mailing) -> Mailing:
    """End one that waits, ask one that runs to stop; what is issued stays."""
    access.check(actor, Right.ISSUE_LETTER, mailing)
    return work.cancel(MAILING, actor=actor, work=mailing)


def perform_mailing(mailing_id: UUID | str) -> None:
    """Write the letters of a waiting mailing. Begun again after a crash, it writes to those who have none of it yet."""
    mailing = begin(MAILING, mailing_id)
    if mailing is None:
        return
    with heartbeat(mailing):
        actor = actor_again(mailing.asked_by, mailing.role, mailing.organisation_id, dates.today())
        if actor is None or not access.covers(actor, Right.ISSUE_LETTER, mailing):
            end(MAILING, "fail", mailing, failure="no_right")
            return
        kind = kind_of(mailing.kind)
        parent = queries.parent_for(actor, kind, mailing.parent_key)
        rows = queries.written_together(actor, kind, parent) if parent is not None else []
        have = set(mailing.letters.values_list("owner_key", flat=True))
        for row in rows:
            if str(row.pk) in have:
                continue
            _write(actor, mailing, kind, row)
            done = mailing.letters.count()
            if not goes_on(mailing, done=done, skipped=max(0, mailing.total - len(rows))):
                break
        end(MAILING, "finish", mailing)


def _write(actor: Actor, mailing: Mailing, kind: LetterKind[Any], row: Any) -> None:
    """One letter; who gave her seat back meanwhile, or has had hers, is passed over."""
    signatory = Signatory.objects.get(pk=mailing.answers["signatory"])
    try:
        issue(
            actor=actor,
            kind=kind,
            owner=row,
            answers={**mailing.answers, "signatory": signatory},
            check_page=mailing.check_page,
            today=dates.today(),
            mailing=mailing,
        )
    except (ValidationError, Refused):
        return


def take_up_lost_mailings() -> int:
    """Queue again what a lost worker left behind, once; then give it up. Returns how many were lost."""
    return take_up_lost(MAILING, queue)


@deed
def download_mailing(*, actor: Actor, mailing: Mailing) -> bytes:
    """All its letters as one PDF to be printed, each recorded in the history of whom it is about."""
    import pikepdf  # only here: nothing else in the web process opens PDFs

    letters = list(mailing.letters.select_related("organisation").order_by("serial"))
    for letter in letters:
        access.check(actor, Right.READ_LETTER, letter)
    record_many(
        actor=actor,
        event=DOWNLOADED,
        subjects=[(one, one.person_id, one.organisation.place_id or "") for one in letters],
        detail={"kind": mailing.kind},
    )
    together = pikepdf.Pdf.new()
    for paper in Paper.objects.filter(letter__in=letters).order_by("letter__serial").iterator(16):
        with pikepdf.Pdf.open(io.BytesIO(paper.pdf())) as pdf:
            together.pages.extend(pdf.pages)
    made = io.BytesIO()
    together.save(made)
    return made.getvalue()
