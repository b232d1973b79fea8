"""Writing classes, from open to finished or cancelled."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import Ask, UnchangedError
from jalur.journey.candidates import services as candidates
from jalur.journey.training import guards
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.journey.training.rights import Right
from jalur.journey.training.services.enrolments import move_files
from jalur.journey.training.workflow import ENROLMENT, INTAKE
from jalur.kit.database import refused_in_words
from jalur.kit.refusals import in_row, refusal

# What of a class stands as promised once somebody has a seat.
PROMISED = {"programme", "place", "reach", "starts", "ends"}


def open_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """A new class, open for enrolment at once."""
    with INTAKE.step("open", actor=actor, subject=intake, today=today):
        intake.full_clean()
    return intake


@deed
def open_many(*, actor: Actor, intakes: Sequence[Intake], today: date) -> Sequence[Intake]:
    """Classes in bulk, for a spreadsheet or the example country. All or nothing; a faulty row is named."""
    for position, intake in enumerate(intakes, start=1):
        access.check(actor, Right.EDIT_INTAKE, intake)
        with in_row(position):
            if refused := guards.class_is_possible(intake, Ask(actor, today)):
                raise refused
            intake.clean_fields(exclude=["programme", "place"])
    with refused_in_words(Intake):
        Intake.objects.bulk_create(intakes, batch_size=1000)
    subjects = [(intake, None, intake.place_id) for intake in intakes]
    history.record_many(actor=actor, event="training:intake:opened", subjects=subjects)
    return intakes


def change_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """Make a class that is open for enrolment as given. Once somebody has a seat, days, place and reach stay as promised."""
    with INTAKE.step("change", actor=actor, subject=intake, today=today) as locked:
        changed = locked.take_over(intake)
        if not changed:
            raise UnchangedError
        if locked.taken and PROMISED.intersection(changed):
            sentence = _(
                "People already have seats in this class, so its days, place and reach cannot change. Cancel it and open another."
            )
            raise refusal("starts", "promised", sentence)
        if locked.left < 0:
            sentence = _("%(taken)s seats are taken already. Choose at least that many.")
            raise refusal("seats", "taken", sentence % {"taken": locked.taken})
        locked.full_clean()
    return locked


def start_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """The class begins: training starts for everybody who has a seat, and nobody is enrolled any more."""
    with INTAKE.step("start", actor=actor, subject=intake, today=today) as locked:
        move_files(actor, {"start_training": _seats_held(locked)})
    return locked


def finish_intake(*, actor: Actor, intake: Intake, not_yet: Collection[UUID], today: date) -> Intake:
    """The class has ended: those in `not_yet` (enrolments) fell short, everybody else completed it and holds what it taught."""
    with INTAKE.step("finish", actor=actor, subject=intake, today=today) as locked:
        seats = _seats_held(locked)
        if unknown := set(not_yet) - {seat.pk for seat in seats}:
            sentence = _("Tick only people in this class; %(count)s of those you ticked are not.")
            raise refusal("not_yet", "not_here", sentence % {"count": len(unknown)})
        short = [seat for seat in seats if seat.pk in not_yet]
        passed = [seat for seat in seats if seat.pk not in not_yet]
        with (
            ENROLMENT.step_many("fall_short", actor=actor, subjects=short),
            ENROLMENT.step_many("complete", actor=actor, subjects=passed),
        ):
            pass
        move_files(actor, {"stop_training": short, "finish_training": passed})
        candidates.earn(
            actor=actor,
            files=[seat.candidate_id for seat in passed],
            codes=list(locked.programme.teaches.values_list("pk", flat=True)),
            note=f"{locked.number}, {locked.programme.provider.name}",
            on=locked.ends,
        )
    return locked


def cancel_intake(*, actor: Actor, intake: Intake, reason: str) -> Intake:
    """The class does not take place: every seat is given back, and each person's history says so."""
    with INTAKE.step("cancel", actor=actor, subject=intake, reason=reason) as locked:
        with ENROLMENT.step_many("lose", actor=actor, subjects=_seats_held(locked)) as lost:
            for seat in lost:
                seat.left_reason = _("the class was cancelled")
        move_files(actor, {"stop_training": lost})
        locked.taken = 0
    return locked


def _seats_held(intake: Intake) -> list[Enrolment]:
    return list(intake.enrolments.filter(state=EnrolmentState.ENROLLED).order_by("pk"))
