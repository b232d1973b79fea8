"""A remedial class: for who is below the standard after another one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import messages, queries
from jalur.journey.training.models import Enrolment, Intake, IntakeState, Shortfall
from jalur.journey.training.rights import Right
from jalur.journey.training.services.beds import give_bed
from jalur.journey.training.services.intakes import open_intake
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import dates
from jalur.kit.refusals import refusal

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Opened:
    """A remedial class with the seats it offered, and who could not be offered one, each with the reason."""

    intake: Intake
    offered: Sequence[Enrolment]
    left_out: Sequence[tuple[Shortfall, str]]


@deed
def open_remedial(
    *, actor: Actor, of: Intake, intake: Intake, people: Collection[str], today: date
) -> Opened:
    """A class that takes up who was not yet competent in another; everybody named (candidate numbers) is offered a seat at once.

    Nobody of them is asked for what must be held before; who has another class on these days is left out.
    """
    (of,) = lock(Intake, [of.pk], related=("programme__provider", "place"))
    access.check(actor, Right.EDIT_INTAKE, of)
    if of.state != IntakeState.CLOSED:
        sentence = _("Record the results of the class first: they say who it is for.")
        raise refusal("intake", "not_closed", sentence)
    rows = [row for row in queries.below_after(of) if row.number in set(people)]
    if not rows:
        raise refusal("people", "nobody", _("Choose at least one person who is below the standard."))
    if intake.seats < len(rows):
        raise refusal("seats", "too_few", _("Give the class a seat for everybody who is chosen."))
    intake.programme, intake.remedial_of = of.programme, of
    intake.minimum, intake.opens_on = 1, None
    opened = open_intake(actor=actor, intake=intake, today=today)
    lock(Intake, [opened.pk])
    lock(Candidate, [row.candidate_id for row in rows])
    return _offer(actor, opened, rows, today)


def _offer(actor: Actor, intake: Intake, rows: Sequence[Shortfall], today: date) -> Opened:
    days = queries.rules_of(intake.programme.provider_id).answer_days
    day = max(today, min(today + timedelta(days=days), intake.starts - DAY))
    offered: list[Enrolment] = []
    left_out: list[tuple[Shortfall, str]] = []
    for row in rows:
        wanted = Enrolment(intake=intake, candidate_id=row.candidate_id)
        try:
            with atomic(), ENROLMENT.step("invite", actor=actor, subject=wanted, today=today) as seat:
                seat.offered_at, seat.answer_by = timezone.now(), day
                seat.intake.taken += 1
                seat.intake.save(update_fields=["taken"])
                give_bed(seat, today, dates.now())
        except ValidationError as refused:
            left_out.append((row, " ".join(refused.messages)))
        else:
            offered.append(seat)
    for seat in offered:
        tell(
            messages.REMEDIAL_OFFERED,
            to=seat.candidate.person,
            about=seat,
            first=intake.starts,
            last=intake.ends,
            day=day,
        )
    intake.refresh_from_db(fields=["taken"])
    return Opened(intake, offered, left_out)
