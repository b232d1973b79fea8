"""Agreeing to be found, and its end: from the moment of it nobody finds her, and what was asked ends with it."""

from collections.abc import Sequence
from datetime import date

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.locks import deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates.holdings import Holding
from jalur.journey.candidates.models import Candidate
from jalur.journey.talent_pool import rules
from jalur.journey.talent_pool.models import (
    STANDING,
    Consent,
    ConsentState,
    Purpose,
    Request,
    RequestState,
)
from jalur.journey.talent_pool.workflow import CONSENT, REQUEST
from jalur.kit import dates


@deed
def give_consent(*, actor: Actor, consent: Consent, today: date) -> Consent:
    """She agrees, herself or by somebody of an office with her. The entry gets a number that nothing else bears."""
    # As her file stands now: whoever has just withdrawn joins nothing.
    consent.candidate = lock(Candidate, [consent.candidate_id], related=("person__residence",))[0]
    consent.number = rules.new_pool_number()
    consent.given_on = today
    consent.recorded_by_id = None if actor.role == Role.CANDIDATE else actor.organisation_id
    with CONSENT.step("give", actor=actor, subject=consent, today=today):
        consent.full_clean()
    return consent


@deed
def extend_consent(*, actor: Actor, consent: Consent, today: date) -> Consent:
    """Another last day, or other purposes; requests of seekers who may not see her any more end."""
    with CONSENT.step("extend", actor=actor, subject=consent, today=today) as locked:
        same = (locked.until, sorted(locked.purposes)) == (consent.until, sorted(consent.purposes))
        if same:
            raise UnchangedError
        locked.until, locked.purposes = consent.until, consent.purposes
        locked.full_clean()
        gone = [one for one in Purpose if one not in locked.purposes]
        if gone:
            _let_fall(actor, locked, [RequestState.WAITING], today, *gone)
    return locked


@deed
def take_consent_back(*, actor: Actor, consent: Consent, today: date) -> Consent:
    """Out of the pool at once; requests that wait, and those she agreed to, tell nobody of her any more."""
    with CONSENT.step("take_back", actor=actor, subject=consent, today=today) as locked:
        locked.ended_on = today
        _let_fall(actor, locked, STANDING, today)
    return locked


@deed
def expire_consent(*, actor: Actor, consent: Consent, today: date) -> Consent:
    """Its last day has passed. What she agreed to herself stays agreed; what waits ends."""
    with CONSENT.step("expire", actor=actor, subject=consent, today=today) as locked:
        locked.ended_on = today
        _let_fall(actor, locked, [RequestState.WAITING], today)
    return locked


def _let_fall(actor: Actor, consent: Consent, states: Sequence[str], today: date, *purposes: Purpose) -> None:
    """End what was asked on the strength of a consent; purposes: only what was asked for these."""
    found = Request.objects.filter(consent=consent, state__in=states).select_related("seeker").order_by("pk")
    rows = [one for one in found if not purposes or _asks_for(one) in purposes]
    if not rows:
        return
    with REQUEST.step_many("fall_away", actor=actor, subjects=rows, today=today):
        pass


def _asks_for(request: Request) -> Purpose:
    is_mission = request.seeker.kind == OrganisationKind.MISSION
    return Purpose.PROGRAMMES if is_mission else Purpose.COMPANIES


def end_consents(*, actor: Actor, rows: Sequence[Consent], why: str) -> None:  # noqa: ARG001 - every room's give-back is asked alike
    """Whoever leaves the path is in no pool."""
    today = dates.today()
    with CONSENT.step_many("end", actor=actor, subjects=rows) as ended:
        for one in ended:
            one.ended_on = today


def end_requests(*, actor: Actor, rows: Sequence[Request], why: str) -> None:  # noqa: ARG001 - as above
    with REQUEST.step_many("fall_away", actor=actor, subjects=rows):
        pass


HELD_REQUESTS = Holding(
    model=Request,
    is_held=lambda rows: rows.filter(state__in=STANDING),
    called=REQUEST.title,
    give_back=end_requests,
)
HELD_CONSENT = Holding(
    model=Consent,
    is_held=lambda rows: rows.filter(state=ConsentState.GIVEN),
    called=CONSENT.called,
    give_back=end_consents,
)
