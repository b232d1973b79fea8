"""Letterheads and who signs."""

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.letters import guards
from jalur.foundation.letters.models import Letterhead, Signatory
from jalur.foundation.letters.queries import letterhead_of
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.workflow import LETTERHEAD_CHANGED, SIGNATORY
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.database import refused_in_words


@deed
def keep_letterhead(*, actor: Actor, letterhead: Letterhead) -> Letterhead:
    """Set up or change what stands above the letters of the actor's organisation, and how they are numbered."""
    access.check(actor, Right.EDIT_LETTERHEAD, letterhead)
    if (refused := guards.letterhead_is_complete(letterhead)) is not None:
        raise refused
    held = letterhead
    if (standing := letterhead_of(letterhead.organisation_id)) is not None:
        (held,) = lock(Letterhead, [standing.pk], related=("organisation",))
        if not held.take_over(letterhead):
            return held
    with refused_in_words(Letterhead):
        held.save()
    record(
        actor=actor,
        event=LETTERHEAD_CHANGED,
        subject=held.organisation,
        place=held.organisation.place_id or "",
    )
    return held


def add_signatory(*, actor: Actor, signatory: Signatory) -> Signatory:
    with SIGNATORY.step("add", actor=actor, subject=signatory) as added:
        pass
    return added


def change_signatory(*, actor: Actor, signatory: Signatory) -> Signatory:
    with SIGNATORY.step("change", actor=actor, subject=signatory) as held:
        held.take_over(signatory)
    return held


def end_signatory(*, actor: Actor, signatory: Signatory) -> Signatory:
    with SIGNATORY.step("end", actor=actor, subject=signatory) as held:
        pass
    return held
