"""That a mission has convinced itself of an employer or a partner agency."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.history import services as history
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.employers import guards, queries
from jalur.journey.employers.models import Employer, State, Verification
from jalur.journey.employers.rights import Right
from jalur.journey.employers.rules import VERIFICATION_PAPERS
from jalur.kit.refusals import refusal


@deed
def verify_employer(
    *,
    actor: Actor,
    about: Employer | Organisation,
    verification: Verification,
    file: Accepted | None = None,
    today: date,
) -> Verification:
    """A new verification of an employer or a partner agency; earlier ones stay. Without a last day the rulebook's counts.

    file: the report or a photo of the paper.
    """
    if isinstance(about, Employer):
        verification.employer = about
        [about] = lock(Employer, [about.pk])
        if about.state != State.CURRENT:
            raise refusal("way", "merged", _("This entry was joined with another one. Go on there."))
    else:
        verification.partner = about
    verification.country, verification.verified_by_id = guards.country_of(about), actor.user_id
    access.check(actor, Right.VERIFY_EMPLOYER, verification)
    if verification.verified_on > today:
        raise refusal("verified_on", "future", _("That day is in the future."))
    if refused := guards.way_is_open(verification, today):
        raise refused
    if verification.valid_until is None:
        verification.valid_until = queries.counts_until(verification.verified_on)
    verification.full_clean()
    verification.save()
    history.record(
        actor=actor,
        event="employers:employer:verified",
        subject=about,
        detail={"way": verification.way, "until": verification.valid_until.isoformat()},
    )
    if file is not None:
        files.keep(actor=actor, kind=kind_of(VERIFICATION_PAPERS), owner=verification, accepted=file)
    return verification
