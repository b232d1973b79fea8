"""The code by which somebody is found on a roll."""

import secrets
from datetime import date, timedelta

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.attendance.models import RollCode
from jalur.journey.attendance.rights import Right
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.rules import ALPHABET

LETTERS, LASTS = 8, timedelta(days=120)


@deed
def make_code(*, actor: Actor, candidate: Candidate, today: date) -> RollCode:
    """A new code; the one before is worth nothing from now on."""
    (file,) = lock(Candidate, [candidate.pk])
    access.check(actor, Right.OWN_CODE, RollCode(candidate=file))
    code = "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS))
    made, _is_new = RollCode.objects.update_or_create(
        candidate=file, defaults={"code": code, "expires_on": today + LASTS}
    )
    record(actor=actor, event="attendance:code:made", subject=made, person_id=file.person_id, place=file.home)
    return made


@deed
def drop_code(*, actor: Actor, candidate: Candidate) -> None:
    """Nobody is found by it any more. Without one nothing happens."""
    (file,) = lock(Candidate, [candidate.pk])
    access.check(actor, Right.OWN_CODE, RollCode(candidate=file))
    for code in RollCode.objects.filter(candidate=file):
        record(
            actor=actor,
            event="attendance:code:dropped",
            subject=code,
            person_id=file.person_id,
            place=file.home,
        )
        code.delete()
