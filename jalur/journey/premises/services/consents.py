"""Recording that a guardian has agreed that somebody under 18 sleeps at a centre, and that this was taken back."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.locks import deed
from jalur.journey.premises.models import BedConsent
from jalur.journey.premises.rules import CONSENT_PAPERS, is_child
from jalur.journey.premises.workflow import CONSENT
from jalur.kit.refusals import refusal


@deed
def record_consent(
    *, actor: Actor, consent: BedConsent, today: date, paper: Accepted | None = None
) -> BedConsent:
    """A guardian has agreed in writing; the paper is kept as a file of it."""
    if consent.signed_on > today:
        raise refusal("signed_on", "future", _("This day has not come yet."))
    if not is_child(consent.candidate.person.birth_date, today):
        sentence = _("She or he is 18 or older and needs no guardian's consent. Check the number.")
        raise refusal("candidate", "adult", sentence)
    with CONSENT.step("record", actor=actor, subject=consent, today=today):
        consent.full_clean()
    if paper is not None:
        files.keep(actor=actor, kind=kind_of(CONSENT_PAPERS), owner=consent, accepted=paper)
    return consent


def attach_paper(*, actor: Actor, consent: BedConsent, paper: Accepted) -> BedConsent:
    """The signed paper of a consent that was recorded without it."""
    with CONSENT.step("attach", actor=actor, subject=consent) as locked:
        files.keep(actor=actor, kind=kind_of(CONSENT_PAPERS), owner=locked, accepted=paper)
    return locked


def take_consent_back(*, actor: Actor, consent: BedConsent) -> BedConsent:
    """It counts no longer for new nights; beds that stood on it stay and are told as needs, for somebody to decide."""
    with CONSENT.step("take_back", actor=actor, subject=consent) as locked:
        pass
    return locked
