"""Asking somebody of the pool, and her answer."""

from datetime import date
from uuid import UUID

from django.db import connection

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.due.queries import Owner
from jalur.foundation.due.services import tell_people
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.locks import deed
from jalur.journey.talent_pool import messages, queries
from jalur.journey.talent_pool.models import Consent, Request
from jalur.journey.talent_pool.workflow import REQUEST
from jalur.kit.numbers import new_number


@deed
def send_request(*, actor: Actor, request: Request, today: date) -> Request:
    """The consent is locked first: whoever takes it back at the same moment is asked nothing, or the request ends with it."""
    request.number = new_number("MT")
    request.candidate = request.consent.candidate
    request.answer_by = queries.answer_by(today)
    with REQUEST.step("send", actor=actor, subject=request, today=today) as made:
        made.full_clean()
    tell(messages.ASKED, to=made.candidate.person, about=made, day=made.answer_by)
    return made


@deed
def agree_to_request(*, actor: Actor, request: Request, today: date) -> Request:
    """From now on whoever asked reads her name and her labour office."""
    with REQUEST.step("agree", actor=actor, subject=request, today=today) as locked:
        locked.answered_on = today
    _tell_seeker(messages.AGREED, locked)
    return locked


@deed
def decline_request(*, actor: Actor, request: Request, today: date) -> Request:
    with REQUEST.step("decline", actor=actor, subject=request, today=today) as locked:
        locked.answered_on = today
    _tell_seeker(messages.DECLINED, locked)
    return locked


def take_request_back(*, actor: Actor, request: Request, today: date) -> Request:
    with REQUEST.step("take_back", actor=actor, subject=request, today=today) as locked:
        pass
    return locked


def lapse_request(*, actor: Actor, request: Request, today: date) -> Request:
    """Nobody answered; it says nothing of why."""
    with REQUEST.step("lapse", actor=actor, subject=request, today=today) as locked:
        pass
    return locked


def note_look(consent: Consent, seeker: UUID | None, today: date) -> None:
    """Somebody of an organisation opened the entry: once a day each, in one statement that waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO talent_pool_look (id, created_at, consent_id, seeker_id, day)
            VALUES (gen_random_uuid(), now(), %s, %s, %s)
            ON CONFLICT (consent_id, day, seeker_id) DO NOTHING
            """,
            [consent.pk, seeker, today],
        )


def _tell_seeker(kind: MessageKind, request: Request) -> None:
    is_mission = request.seeker.kind == OrganisationKind.MISSION
    role = Role.LABOUR_ATTACHE if is_mission else Role.COMPANY_OFFICER
    tell_people(Owner(role, request.seeker_id), kind, about=request)
