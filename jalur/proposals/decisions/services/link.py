"""The link with which a candidate answers without an account: signed, for one offer, opened by what only she can tell."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.refusals import refusal
from jalur.proposals.models import Proposal
from jalur.proposals.rights import Right

MOST_GUESSES = 5
"""So often may a wrong birth date be given to one offer's link; kept in the row, whoever guesses from wherever."""


@deed
def open_link(*, actor: Actor, proposal: Proposal, birth_date: date) -> bool:
    """Whether this is her birth date. A wrong one is counted, also when she comes again elsewhere.

    Raises ValidationError once too many were wrong: then the link opens for nobody any more.
    """
    access.check(actor, Right.OPEN_LINK)
    (locked,) = lock(Proposal, [proposal.pk], related=("candidate__person",))
    if locked.wrong_guesses >= MOST_GUESSES:
        sentence = _("This link is closed after too many wrong dates. Sign in, or come to the labour office.")
        raise refusal("birth_date", "too_many", sentence)
    if birth_date == locked.candidate.person.birth_date:
        return True
    locked.wrong_guesses += 1
    locked.save(update_fields=["wrong_guesses"])
    if locked.wrong_guesses == MOST_GUESSES:
        record(
            actor=actor,
            event="proposals:link:closed",
            subject=locked,
            person_id=locked.candidate.person_id,
            place=locked.home,
        )
    return False
