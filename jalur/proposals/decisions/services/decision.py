"""Decisions on one proposal. The office offers, which holds the opening and the seats, all of them or none; the candidate says
yes or no herself, or her word is written down at the counter."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging.services import tell
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import Threshold
from jalur.foundation.workflow.locks import deed, lock, side_by_side
from jalur.journey.candidates.holdings import Holding
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import services as job_orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.kit.dates import day_of
from jalur.kit.refusals import refusal
from jalur.proposals.decisions import rules
from jalur.proposals.decisions.messages import OFFERED
from jalur.proposals.models import (
    AT_THE_COUNTER,
    WAITING_FOR_THE_OFFICE,
    Answered,
    Proposal,
    ProposalState,
    RefusalReason,
)
from jalur.proposals.shared.rules import PUBLISHING
from jalur.proposals.workflow import PROPOSAL, step_rows

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_NOTE = 300


def decision(service: Callable[P, R]) -> Callable[P, R]:
    """A deed on one proposal: beside other decisions, never beside a plan that is being published or taken back."""

    @deed
    @wraps(service)
    def decided(*args: P.args, **options: P.kwargs) -> R:
        side_by_side(PUBLISHING)
        return service(*args, **options)

    return decided


@decision
def offer(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Hold the opening and every seat of the path for the candidate until she answers, at most to her last day.

    Raises Refused, or ValidationError with a sentence that says what is gone; then nothing has changed.
    """
    with PROPOSAL.step("offer", actor=actor, subject=proposal, today=today) as locked:
        intakes = hold_path(actor, locked, today)
        locked.offered_by_id, locked.offered_at = actor.user_id, timezone.now()
        locked.answer_by = rules.last_day_to_answer(
            today,
            within=days_to_answer(today),
            starts=[intake.starts for intake in intakes],
            ready_by=locked.order.ready_by,
        )
        locked.wrong_guesses = 0
        forget_decision(locked)
        at = locked.offered_at.isoformat()
        tell(OFFERED, to=locked.candidate.person, about=locked, once=at, day=locked.answer_by)
    return locked


@decision
def accept(*, actor: Actor, proposal: Proposal, how: Answered = Answered.SIGNED_IN, today: date) -> Proposal:
    """The candidate's own yes. Of an offer all is held already; a path that is only proposed is taken now, all or nothing."""
    said = {"how": how.value}
    with PROPOSAL.step("accept", actor=actor, subject=proposal, today=today, detail=said) as locked:
        if locked.state == ProposalState.PROPOSED:
            hold_path(actor, locked, today)
        decided_by(locked, actor, today, how)
    return locked


@decision
def decline(
    *,
    actor: Actor,
    proposal: Proposal,
    reason: str,
    note: str = "",
    how: Answered = Answered.SIGNED_IN,
    today: date,
) -> Proposal:
    """The candidate's own no, with a reason of `RefusalReason`; what was held for her is given back."""
    said = {"how": how.value}
    with PROPOSAL.step(
        "decline", actor=actor, subject=proposal, reason=reason, today=today, detail=said
    ) as locked:
        take_no(actor, locked, reason, note, _("offer declined"))
        decided_by(locked, actor, today, how)
    return locked


@decision
def record_yes(
    *, actor: Actor, proposal: Proposal, reason: str, said_on: date | None = None, today: date
) -> Proposal:
    """Write down the candidate's yes, given at the counter in a way of `AT_THE_COUNTER`; said_on: when, today if not said."""
    with PROPOSAL.step("record_yes", actor=actor, subject=proposal, reason=reason, today=today) as locked:
        check_said_on(locked, said_on, today)
        decided_by(locked, actor, today, Answered(reason), said_on)
    return locked


@decision
def record_no(
    *,
    actor: Actor,
    proposal: Proposal,
    how: str,
    reason: str,
    note: str = "",
    said_on: date | None = None,
    today: date,
) -> Proposal:
    """Write down the candidate's no, given at the counter in a way of `AT_THE_COUNTER`; what was held is given back."""
    said = {"how": how}
    with PROPOSAL.step(
        "record_no", actor=actor, subject=proposal, reason=reason, today=today, detail=said
    ) as locked:
        if how not in AT_THE_COUNTER:
            raise refusal("how", "missing", _("Say how the answer was given."))
        check_said_on(locked, said_on, today)
        take_no(actor, locked, reason, note, _("offer declined"))
        decided_by(locked, actor, today, Answered(how), said_on)
    return locked


@decision
def take_back(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Take back an offer that has no answer yet, with all that is held for it."""
    with PROPOSAL.step("take_back", actor=actor, subject=proposal, today=today) as locked:
        give_back(actor, locked, _("offer taken back"))
        forget_offer(locked)
    return locked


@decision
def expire(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Give back what an offer held whose last day has passed without an answer."""
    with PROPOSAL.step("expire", actor=actor, subject=proposal, today=today) as locked:
        give_back(actor, locked, _("offer not answered in time"))
    return locked


@decision
def refuse(*, actor: Actor, proposal: Proposal, reason: str, note: str = "", today: date) -> Proposal:
    """The office drops a proposal, with a reason of `RefusalReason`. Nothing was taken, so nothing is given back."""
    with PROPOSAL.step("refuse", actor=actor, subject=proposal, reason=reason, today=today) as locked:
        take_no(actor, locked, reason, note)
        decided_by(locked, actor, today)
    return locked


@decision
def undo(*, actor: Actor, proposal: Proposal, today: date) -> Proposal:
    """Take a decision back on the day it was made: what an acceptance holds is given back."""
    verb = "undo_overtaken" if is_overtaken(proposal) else "undo"
    was = {"was": proposal.state}
    with PROPOSAL.step(verb, actor=actor, subject=proposal, today=today, detail=was) as locked:
        if locked.state == ProposalState.ACCEPTED:
            give_back(actor, locked, _("acceptance undone on the same day"))
        forget_offer(locked)
        forget_decision(locked)
    return locked


def check_said_on(proposal: Proposal, said_on: date | None, today: date) -> None:
    """An answer was given while the offer stood: not before it was made, and not in the future."""
    if said_on is None:
        return
    if said_on > today:
        raise refusal("said_on", "future", _("That day is in the future."))
    if proposal.offered_at is not None and said_on < day_of(proposal.offered_at):
        sentence = _("On that day nothing had been offered yet.")
        raise refusal("said_on", "before_offer", sentence)


def decided_by(
    proposal: Proposal, actor: Actor, today: date, how: Answered | None = None, said_on: date | None = None
) -> None:
    """Who wrote the decision down, on which working day; and how and when the candidate gave hers."""
    proposal.decided_by_id, proposal.decided_at, proposal.decided_on = actor.user_id, timezone.now(), today
    proposal.answered_how = how.value if how else ""
    proposal.answered_on = (said_on or today) if how else None


def forget_offer(proposal: Proposal) -> None:
    proposal.offered_by_id = proposal.offered_at = proposal.answer_by = None


def forget_decision(proposal: Proposal) -> None:
    proposal.refusal_reason = proposal.refusal_note = proposal.answered_how = ""
    proposal.decided_by_id = proposal.decided_at = proposal.decided_on = proposal.answered_on = None


def take_no(actor: Actor, proposal: Proposal, reason: str, note: str, why: str = "") -> None:
    """Check and keep what was said in own words; give back what is held, if anything is."""
    check_words(reason, note)
    proposal.refusal_note = note.strip()
    if proposal.state == ProposalState.OFFERED:
        give_back(actor, proposal, why)


def check_words(reason: str, note: str) -> None:
    """Own words are needed where no reason of the list fits, and are short."""
    if reason == RefusalReason.OTHER and not note.strip():
        raise refusal("note", "missing", _("Write the other reason in a few words."))
    if len(note) > LONGEST_NOTE:
        raise refusal("note", "too_long", _("Write at most 300 characters."))


def days_to_answer(today: date) -> int | None:
    """What the rulebook says; None when it says nothing."""
    within = rulebook.threshold(Threshold.Key.OFFER_ANSWERED_WITHIN, today)
    return within.number if within else None


def hold_path(actor: Actor, proposal: Proposal, today: date) -> list[Intake]:
    """Take the opening and every seat of the path, all or none; other proposals to the candidate are overtaken."""
    intakes = lock_path(proposal)
    candidate, order = proposal.candidate, proposal.order
    try:
        for intake in intakes:
            training.enrol(actor=actor, intake=intake, candidate=candidate, today=today)
        job_orders.reserve_opening(actor=actor, order=order, candidate=candidate, today=today)
    except ValidationError as refused:
        raise gone(refused) from refused
    others = Proposal.objects.filter(candidate=candidate, state__in=WAITING_FOR_THE_OFFICE)
    step_rows("overtake", actor=actor, rows=others.exclude(pk=proposal.pk))
    return intakes


def lock_path(proposal: Proposal) -> list[Intake]:
    """Classes, then the candidate's file, then the order: held before any of them moves. Classes come in path order."""
    keys = list(proposal.steps.order_by("position").values_list("intake_id", flat=True))
    intakes = {intake.pk: intake for intake in lock(Intake, keys)}
    (proposal.candidate,) = lock(Candidate, [proposal.candidate_id], related=("person",))
    (proposal.order,) = lock(JobOrder, [proposal.order_id])
    return [intakes[key] for key in keys]


def gone(refused: ValidationError) -> ValidationError:
    """What stands in the way of taking a path, with the assurance that nothing was taken."""
    params = {"sentence": " ".join(refused.messages)}
    sentence = _("This path can't be taken any more. %(sentence)s No opening and no seat was taken.") % params
    return refusal("proposal", "gone", sentence)


def give_back(actor: Actor, proposal: Proposal, reason: str) -> None:
    """Every seat and the opening of a path, held in the one order before any of them moves."""
    path = proposal.steps.values("intake_id")
    seats = Enrolment.objects.filter(
        candidate=proposal.candidate_id, intake_id__in=path, state=EnrolmentState.ENROLLED
    )
    held = Reservation.objects.held().filter(order=proposal.order_id, candidate=proposal.candidate_id)
    lock(Intake, seats.values_list("intake_id", flat=True))
    lock(Enrolment, seats.values_list("pk", flat=True))
    lock(Candidate, [proposal.candidate_id])
    lock(JobOrder, [proposal.order_id])
    lock(Reservation, held.values_list("pk", flat=True))
    for enrolment in seats.order_by("-intake__starts", "pk"):
        training.withdraw(actor=actor, enrolment=enrolment, reason=reason)
    for reservation in held.order_by("pk"):
        job_orders.release_opening(actor=actor, reservation=reservation, reason=reason)


def is_overtaken(proposal: Proposal) -> bool:
    """Whether a plan published later has looked at the same candidate."""
    others = Proposal.objects.filter(candidate_id=proposal.candidate_id)
    others = others.exclude(state__in=(ProposalState.DRAFT, ProposalState.OVERTAKEN))
    if proposal.published_in is None:
        return others.filter(run__created_at__gt=proposal.run.created_at).exists()
    return others.filter(published_in__created_at__gt=proposal.published_in.created_at).exists()


def let_lapse(*, actor: Actor, rows: Sequence[Proposal], why: str) -> None:  # noqa: ARG001 - every room's part is asked alike
    """Proposals to people who left the path hold no longer."""
    step_rows("lapse", actor=actor, rows=Proposal.objects.filter(pk__in=[proposal.pk for proposal in rows]))


SETTLED = (ProposalState.DRAFT, ProposalState.REFUSED, ProposalState.OVERTAKEN, ProposalState.LAPSED)
HELD = Holding(
    model=Proposal,
    is_held=lambda rows: rows.exclude(state__in=SETTLED),
    called=lambda proposal: _("The proposed path to %(job)s") % {"job": proposal.order.title},
    give_back=let_lapse,
)
