"""Who is below the standard: seen when a class closes, looked after until the standard is met."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates.holdings import Holding
from jalur.journey.training import messages, queries
from jalur.journey.training.models import Enrolment, Intake, Shortfall, ShortfallState
from jalur.journey.training.workflow import SHORTFALL
from jalur.kit.dates import today as day_in_force
from jalur.kit.refusals import refusal

TO_DECIDE = timedelta(weeks=4)
"""How long whoever looks after it has to say what comes next; data/due/periods.csv says by whom that was set."""


def note_results(
    *, actor: Actor, intake: Intake, short: Sequence[Enrolment], passed: Sequence[Enrolment], today: date
) -> None:
    """What the results of a class make of everybody in it; in the body of the step that closes it."""
    later = queries.passed_later(intake, [seat.candidate_id for seat in short])
    for seat in short:
        if seat.candidate_id in later:
            continue
        known = queries.shortfall_of(seat.candidate_id, intake.programme_id)
        row = known or Shortfall(candidate_id=seat.candidate_id, programme_id=intake.programme_id)
        _place(row, seat, intake, today)
        with SHORTFALL.step("fall_again" if known else "fall", actor=actor, subject=row, today=today) as seen:
            _place(seen, seat, intake, today)
    met = queries.met_by(intake.programme, [seat.candidate_id for seat in passed])
    with SHORTFALL.step_many("pass", actor=actor, subjects=met, today=today) as rows:
        for row in rows:
            row.ended_on, row.stopped_because = today, ""


def _place(row: Shortfall, seat: Enrolment, intake: Intake, today: date) -> None:
    """Seen anew in a seat: what was to come next has come."""
    row.enrolment, row.since = seat, intake.ends
    row.next_step, row.decide_by = "", today + TO_DECIDE


def decide_next(
    *, actor: Actor, shortfall: Shortfall, next_step: str, decide_by: date, today: date
) -> Shortfall:
    """What comes next, and when it is looked at again."""
    with SHORTFALL.step("decide", actor=actor, subject=shortfall, today=today) as row:
        if not next_step:
            raise refusal("next_step", "missing", _("Say what comes next."))
        if (row.next_step, row.decide_by) == (next_step, decide_by):
            raise UnchangedError
        row.next_step, row.decide_by = next_step, decide_by
    return row


def hand_over(
    *, actor: Actor, shortfall: Shortfall, owner: User, handed_over_because: str, today: date
) -> Shortfall:
    """Somebody else of the institute looks after it, and is told."""
    with SHORTFALL.step(
        "hand_over", actor=actor, subject=shortfall, reason=handed_over_because, today=today
    ) as row:
        if queries.owner_of(row, today) == owner:
            raise refusal("owner", "same", _("This person looks after it already. Choose somebody else."))
        row.owner = owner
        if owner.pk != actor.user_id:
            tell(messages.LOOKED_AFTER, to=owner, about=row, once=f"{owner.pk.hex[:20]} {today.isoformat()}")
    return row


def pass_back(*, actor: Actor, shortfall: Shortfall, today: date) -> Shortfall:
    """Whoever looked after it has left: the manager does."""
    with SHORTFALL.step("pass_back", actor=actor, subject=shortfall, today=today) as row:
        row.owner, row.handed_over_because = None, ""
    return row


def meet_standard(*, actor: Actor, shortfall: Shortfall, reason: str, today: date) -> Shortfall:
    """It was seen elsewhere, as by an assessment."""
    with SHORTFALL.step("meet", actor=actor, subject=shortfall, reason=reason, today=today) as row:
        row.ended_on = today
    return row


def stop(*, actor: Actor, shortfall: Shortfall, reason: str, today: date) -> Shortfall:
    """She wants no more of it."""
    with SHORTFALL.step("stop", actor=actor, subject=shortfall, reason=reason, today=today) as row:
        row.ended_on = today
    return row


def resume(*, actor: Actor, shortfall: Shortfall, today: date) -> Shortfall:
    """She goes on after all."""
    with SHORTFALL.step("resume", actor=actor, subject=shortfall, today=today) as row:
        row.ended_on, row.stopped_because = None, ""
        row.next_step, row.decide_by = "", today + TO_DECIDE
    return row


@deed
def leave_behind(*, actor: Actor, rows: Sequence[Shortfall], why: str) -> None:
    """Who leaves the path stops on the way to every standard."""
    with SHORTFALL.step_many("leave", actor=actor, subjects=rows, reason=why) as left:
        for row in left:
            row.ended_on = day_in_force()


BELOW = Holding(
    model=Shortfall,
    is_held=lambda rows: rows.filter(state=ShortfallState.BELOW),
    called=SHORTFALL.called,
    give_back=leave_behind,
)
