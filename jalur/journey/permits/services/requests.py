"""What is asked about a permit in force, and the ministry's answer."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.due.queries import Owner
from jalur.foundation.due.services import tell_people
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.permits import messages
from jalur.journey.permits.models import Permit, Request, RequestKind, State
from jalur.journey.permits.rights import Right
from jalur.journey.permits.services.deciding import let_last, take_away
from jalur.journey.permits.services.telling import tell_company, tell_ministry
from jalur.journey.permits.workflow import PERMIT, REQUEST
from jalur.kit.refusals import refusal


@deed
def ask_extension(*, actor: Actor, permit: Permit, until: date, reason: str, today: date) -> Request:
    """The company asks that its permit be valid longer; one that has run out can be extended too."""
    access.check(actor, Right.APPLY_PERMIT, permit)
    return _ask(
        actor, "ask", Request(permit=permit, kind=RequestKind.EXTENSION, until=until, reason=reason), today
    )


@deed
def propose_revocation(*, actor: Actor, permit: Permit, reason: str, today: date) -> Request:
    """A labour office proposes that a permit be revoked (PP 59/2021 art. 47-48); nothing happens to it before the ministry agrees."""
    return _ask(actor, "propose", Request(permit=permit, kind=RequestKind.REVOCATION, reason=reason), today)


def _ask(actor: Actor, verb: str, request: Request, today: date) -> Request:
    request.office_id = actor.organisation_id  # type: ignore[assignment]  # without an office the right is missing
    [request.permit] = lock(Permit, [request.permit.pk], related=PERMIT.related)
    if request.permit.state != State.GRANTED:
        raise refusal("reason", "not_granted", _("This permit is not granted, or was revoked."))
    with REQUEST.step(verb, actor=actor, subject=request, today=today):
        request.full_clean()
    tell_ministry(messages.ASKED, request)
    return request


@deed
def agree_request(*, actor: Actor, request: Request, today: date) -> Request:
    """The permit lasts longer, or is revoked: its orders stand still at once and openings held are kept."""
    with REQUEST.step("agree", actor=actor, subject=request, today=today) as locked:
        if locked.kind == RequestKind.EXTENSION:
            with PERMIT.step("extend", actor=actor, subject=locked.permit, today=today) as permit:
                permit.valid_until = locked.until
                let_last(actor=actor, permit=permit, today=today)
        else:
            reason = locked.reason[:300]
            with PERMIT.step(
                "revoke", actor=actor, subject=locked.permit, reason=reason, today=today
            ) as permit:
                permit.revoked_on = today
                take_away(actor=actor, permit=permit, today=today)
    if locked.kind == RequestKind.REVOCATION:
        tell_company(messages.REVOKED, permit, once=str(locked.pk))
    _answer(locked)
    return locked


@deed
def refuse_request(*, actor: Actor, request: Request, reason: str, today: date) -> Request:
    with REQUEST.step("refuse", actor=actor, subject=request, reason=reason, today=today) as locked:
        pass
    _answer(locked)
    return locked


def _answer(request: Request) -> None:
    is_company = request.office.kind == OrganisationKind.PLACEMENT_COMPANY
    role = Role.COMPANY_OFFICER if is_company else Role.LABOUR_OFFICER
    tell_people(Owner(role, request.office_id), messages.ANSWERED, about=request)
