"""Every write of this room: check, lock, change, record. Locks go candidate, class, seat."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.geography.models import Level, Place
from jalur.foundation.history import services as history
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.models import State as CandidateState
from jalur.journey.training import queries, refusals, rules, workflow
from jalur.journey.training.models import (
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Programme,
    TravelPair,
)
from jalur.kit.database import as_sentence, violated_constraint
from jalur.kit.dates import completed_years
from jalur.kit.numbers import new_number
from jalur.kit.workflow import Transition, step

# What can stand in an address; "new" is the page that adds one.
CODE = re.compile(r"(?!new$)[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True)
class ProgrammeDetails:
    """What a programme says of itself; `teaches` and `prerequisites` are competency codes, `hours` is JP."""

    provider: Organisation
    code: str
    title: str
    teaches: tuple[str, ...]
    prerequisites: tuple[str, ...] = ()
    hours: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    min_education: int | None = None


@dataclass(frozen=True)
class IntakeDetails:
    """What a class says of itself; `cost` is whole rupiah a seat, `pass_rate` a share above 0 and at most 1."""

    programme: Programme
    place: Place
    reach: str
    seats: int
    starts: date
    ends: date
    cost: Decimal = Decimal(0)
    pass_rate: Decimal = Decimal(1)
    number: str = ""


@transaction.atomic
def add_programme(*, actor: Actor, details: ProgrammeDetails) -> Programme:
    """A new programme of an institute."""
    programme = Programme()
    _fill_programme(programme, details)
    access.check(actor, "training:programme:edit", programme)
    _save_programme(programme, details)
    history.record(
        actor=actor, event="training:programme:added", subject=programme, detail={"code": programme.code}
    )
    return programme


@transaction.atomic
def change_programme(*, actor: Actor, programme: Programme, details: ProgrammeDetails) -> Programme:
    """Change a programme. Classes that already run keep their seats; what they teach follows the programme."""
    access.check(actor, "training:programme:edit", programme)
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    _fill_programme(locked, details)
    access.check(actor, "training:programme:edit", locked)
    _save_programme(locked, details)
    history.record(
        actor=actor, event="training:programme:changed", subject=locked, detail={"code": locked.code}
    )
    return locked


@transaction.atomic
def close_programme(*, actor: Actor, programme: Programme, today: date) -> Programme:
    """No new classes from today on. Refused while a class is open for enrolment or running."""
    access.check(actor, "training:programme:edit", programme)
    locked = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if locked.closed_on:
        raise ValidationError({"programme": _("This programme is closed already.")})
    if locked.intakes.filter(state__in=(IntakeState.PLANNED, IntakeState.RUNNING)).exists():
        sentence = _(
            "This programme still has classes that are open or running. Finish or cancel those first."
        )
        raise ValidationError({"programme": sentence})
    locked.closed_on = today
    locked.save(update_fields=["closed_on"])
    history.record(
        actor=actor, event="training:programme:closed", subject=locked, detail={"code": locked.code}
    )
    return locked


@transaction.atomic
def open_intake(*, actor: Actor, details: IntakeDetails, today: date) -> Intake:
    """A new class, open for enrolment at once."""
    intake = Intake(state=IntakeState.PLANNED)
    _fill_intake(intake, details)
    access.check(actor, "training:intake:edit", intake)
    _refuse_impossible_class(intake, today)
    intake.full_clean(exclude=["number"])
    intake.number = details.number or new_number("K")
    intake.save(force_insert=True)
    history.record(
        actor=actor,
        event="training:intake:opened",
        subject=intake,
        place=intake.place_id,
        detail={"number": intake.number},
    )
    return intake


@transaction.atomic
def open_many(*, actor: Actor, many: Sequence[IntakeDetails], today: date) -> list[Intake]:
    """Classes in bulk, for a spreadsheet or the example country. All or nothing; a faulty row is named."""
    intakes = []
    for position, details in enumerate(many, start=1):
        intake = Intake(state=IntakeState.PLANNED)
        _fill_intake(intake, details)
        access.check(actor, "training:intake:edit", intake)
        intake.number = details.number or new_number("K")
        try:
            _refuse_impossible_class(intake, today)
            intake.clean_fields(exclude=["programme", "place"])
        except ValidationError as refusal:
            said = "; ".join(refusal.messages)
            raise ValidationError(_("Row %(row)s: %(said)s") % {"row": position, "said": said}) from refusal
        intakes.append(intake)
    try:
        with transaction.atomic():
            Intake.objects.bulk_create(intakes, batch_size=1000)
    except IntegrityError as failure:
        raise as_sentence(failure, Intake) from failure
    history.record_many(
        actor=actor,
        event="training:intake:opened",
        subjects=[(intake, None, intake.place_id) for intake in intakes],
    )
    return intakes


@transaction.atomic
def change_intake(*, actor: Actor, intake: Intake, details: IntakeDetails, today: date) -> Intake:
    """Change a class that is open for enrolment. Once somebody has a seat, days, place and reach stay as promised."""
    access.check(actor, "training:intake:edit", intake)
    locked = _locked(intake)
    if locked.state != IntakeState.PLANNED:
        raise refusals.not_open(locked)
    promised = (locked.programme_id, locked.place_id, locked.reach, locked.starts, locked.ends)
    _fill_intake(locked, details)
    now = (locked.programme_id, locked.place_id, locked.reach, locked.starts, locked.ends)
    if locked.taken and promised != now:
        sentence = _(
            "People have seats in this class: days, place and reach stay. Cancel it and open another."
        )
        raise ValidationError({"starts": sentence})
    if locked.seats < locked.taken:
        sentence = _("%(taken)s seats are taken already. Choose at least that many.") % {
            "taken": locked.taken
        }
        raise ValidationError({"seats": sentence})
    access.check(actor, "training:intake:edit", locked)
    _refuse_impossible_class(locked, today)
    locked.full_clean(exclude=["number"])
    locked.save()
    history.record(
        actor=actor,
        event="training:intake:changed",
        subject=locked,
        place=locked.place_id,
        detail={"number": locked.number},
    )
    return locked


@transaction.atomic
def start_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """The class begins; nobody is enrolled any more."""
    access.check(actor, "training:intake:edit", intake)
    locked, taken = _take_step(intake, "start")
    if today < locked.starts:
        raise ValidationError({"intake": _("This class has not reached its first day yet.")})
    return _finish_step(actor, locked, taken)


@transaction.atomic
def finish_intake(*, actor: Actor, intake: Intake, not_yet: Collection[UUID], today: date) -> Intake:
    """The class has ended: those in `not_yet` (enrolments) fell short, everybody else enrolled has completed it."""
    access.check(actor, "training:intake:edit", intake)
    locked, taken = _take_step(intake, "finish")
    if today < locked.ends:
        raise ValidationError({"intake": _("This class has not reached its last day yet.")})
    enrolled = _enrolled(locked)
    if unknown := set(not_yet) - {one.pk for one in enrolled}:
        raise ValidationError(
            {"not_yet": _("Tick only people of this class (%(count)s are not).") % {"count": len(unknown)}}
        )
    for row, chosen in (
        (workflow.FALL_SHORT, [one for one in enrolled if one.pk in not_yet]),
        (workflow.COMPLETE, [one for one in enrolled if one.pk not in not_yet]),
    ):
        Enrolment.objects.filter(pk__in=[one.pk for one in chosen]).update(state=row.target)
        _record_seats(actor, row.event, chosen)
        for one in chosen:
            verb = "finish_training" if row is workflow.COMPLETE else "stop_training"
            _advance(actor, one.candidate, verb)
    return _finish_step(actor, locked, taken)


@transaction.atomic
def cancel_intake(*, actor: Actor, intake: Intake, reason: str) -> Intake:
    """The class does not take place: every seat is given back, and each person's history says so."""
    access.check(actor, "training:intake:edit", intake)
    if not reason.strip():
        raise ValidationError({"cancel_reason": _("Say why the class is cancelled.")})
    locked, taken = _take_step(intake, "cancel")
    enrolled = _enrolled(locked)
    Enrolment.objects.filter(pk__in=[one.pk for one in enrolled]).update(
        state=EnrolmentState.WITHDRAWN, left_reason=_("the class was cancelled")
    )
    _record_seats(actor, "training:enrolment:withdrawn", enrolled)
    for one in enrolled:
        _advance(actor, one.candidate, "stop_training")
    locked.taken = 0
    locked.cancel_reason = reason.strip()[:200]
    return _finish_step(actor, locked, taken)


@transaction.atomic
def enrol(*, actor: Actor, intake: Intake, candidate: Candidate, today: date) -> Enrolment:
    """Give a candidate a seat. Of many who want the last one, one gets it and the others are refused in plain words.

    Raises ValidationError with every obstacle: age and schooling, prerequisites, reach, days that overlap.
    """
    enrolment = Enrolment(intake=intake, candidate=candidate)
    access.check(actor, "training:enrolment:enrol", enrolment)
    locked = _lock_candidate(candidate)
    intake = Intake.objects.select_related("programme", "place").get(pk=intake.pk)
    _refuse_unfit(intake, locked, today)
    if not take_seat(intake.pk):
        intake.refresh_from_db()
        raise refusals.no_seat(intake) if intake.state == IntakeState.PLANNED else refusals.not_open(intake)
    try:
        with transaction.atomic():
            enrolment.save(force_insert=True)
    except IntegrityError as failure:
        if violated_constraint(failure) == "enrolment_once":
            raise refusals.already_enrolled(intake) from failure
        raise
    _record_seats(actor, "training:enrolment:enrolled", [enrolment])
    _advance(actor, locked, "start_training")
    return enrolment


def take_seat(intake_id: UUID) -> bool:
    """Count one more seat as taken if one is left, in a single statement; says whether it did."""
    left = Intake.objects.filter(pk=intake_id, state=IntakeState.PLANNED, taken__lt=F("seats"))
    return bool(left.update(taken=F("taken") + 1))


@transaction.atomic
def withdraw(*, actor: Actor, enrolment: Enrolment, reason: str) -> Enrolment:
    """Give a seat back. A second time changes nothing and is refused."""
    access.check(actor, "training:enrolment:withdraw", enrolment)
    if not reason.strip():
        raise ValidationError({"left_reason": _("Say why the seat is given back.")})
    candidate = _lock_candidate(enrolment.candidate)
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=enrolment.intake_id)
    given_back = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.ENROLLED).update(
        state=EnrolmentState.WITHDRAWN, left_reason=reason.strip()[:200]
    )
    if not given_back:
        raise ValidationError(
            {"left_reason": _("This seat is no longer held: it was given back, or the class is over.")}
        )
    Intake.objects.filter(pk=intake.pk).update(taken=F("taken") - 1)
    enrolment.refresh_from_db()
    _record_seats(actor, "training:enrolment:withdrawn", [enrolment])
    _advance(actor, candidate, "stop_training")
    return enrolment


@transaction.atomic
def load_travel_pairs(
    *, actor: Actor, pairs: Iterable[tuple[str, str]], source: str, verified: bool = False
) -> int:
    """Replace the pairs of this source by these (home, venue) regency codes; gives how many there are now."""
    access.check(actor, "training:travel_pair:load")
    wanted = sorted(set(pairs))
    known = set(Place.objects.filter(level=Level.REGENCY).values_list("code", flat=True))
    if unknown := sorted({code for pair in wanted for code in pair} - known):
        raise ValidationError(
            {"home": _("There is no regency with the code %(code)s.") % {"code": unknown[0]}}
        )
    TravelPair.objects.filter(source=source).delete()
    made = [
        TravelPair(home_id=home, venue_id=venue, source=source, verified=verified) for home, venue in wanted
    ]
    TravelPair.objects.bulk_create(made, batch_size=5000, ignore_conflicts=True)
    count = TravelPair.objects.filter(source=source).count()
    if made:
        history.record(
            actor=actor, event="training:travel_pair:loaded", subject=made[0], detail={"count": count}
        )
    return count


def _fill_programme(programme: Programme, details: ProgrammeDetails) -> None:
    programme.provider = details.provider
    programme.code, programme.title = details.code.strip(), details.title.strip()
    programme.hours = details.hours
    programme.min_age, programme.max_age = details.min_age, details.max_age
    programme.min_education = details.min_education


def _save_programme(programme: Programme, details: ProgrammeDetails) -> None:
    if not details.teaches:
        raise ValidationError({"teaches": _("Choose at least one competency that the programme teaches.")})
    if not CODE.fullmatch(programme.code):
        sentence = _("Write the code with letters, digits, dots and hyphens only, for example LAS-KR-01.")
        raise ValidationError({"code": sentence})
    programme.full_clean()
    programme.save()
    for field, codes in (("teaches", details.teaches), ("prerequisites", details.prerequisites)):
        known = set(competencies.competency_labels(codes))
        if unknown := sorted(set(codes) - known):
            sentence = _("There is no competency %(code)s. Choose from the list.") % {"code": unknown[0]}
            raise ValidationError({field: sentence})
        getattr(programme, field).set(known)


def _fill_intake(intake: Intake, details: IntakeDetails) -> None:
    intake.programme, intake.place = details.programme, details.place
    intake.reach, intake.seats = details.reach, details.seats
    intake.starts, intake.ends = details.starts, details.ends
    intake.cost, intake.pass_rate = details.cost, details.pass_rate


def _refuse_impossible_class(intake: Intake, today: date) -> None:
    if intake.place.level != Level.REGENCY:
        raise ValidationError({"place": _("Choose the regency or city in which the class takes place.")})
    if intake.starts < today:
        raise ValidationError({"starts": _("The first day lies in the past. Choose today or a later day.")})
    if intake.ends < intake.starts:
        raise ValidationError({"ends": _("A class ends on or after the day it starts.")})
    closed = intake.programme.closed_on
    if closed and closed <= today:
        raise ValidationError({"programme": _("This programme is closed. Choose another.")})


def _refuse_unfit(intake: Intake, candidate: Candidate, today: date) -> None:
    if candidate.state == CandidateState.WITHDRAWN:
        raise refusals.withdrawn()
    if intake.state != IntakeState.PLANNED:
        raise refusals.not_open(intake)
    if intake.starts < today:
        raise refusals.started(intake)
    if Enrolment.objects.filter(intake=intake, candidate=candidate, state__in=queries.LIVE).exists():
        raise refusals.already_enrolled(intake)
    if intake.taken >= intake.seats:
        raise refusals.no_seat(intake)
    facts = queries.class_facts(intake)
    person = rules.PersonFacts(
        regency=candidate.person.residence_id[:5],
        age_at_start=completed_years(candidate.person.birth_date, intake.starts),
        education=candidate.education,
        holds=queries.holds_of(candidate, today),
        available_from=candidate.available_from,
        classes=queries.classes_of(candidate),
    )
    pairs = queries.travel_pairs(intake.place_id)
    if found := rules.obstacles(facts, person, pairs=pairs, implications=competencies.implications()):
        raise refusals.unfit(intake, facts, found)


def _lock_candidate(candidate: Candidate) -> Candidate:
    """One decision at a time about a candidate; rows that only refer to the candidate stay free."""
    free = Candidate.objects.select_for_update(of=("self",), no_key=True)
    return free.select_related("person").get(pk=candidate.pk)


def _advance(actor: Actor, candidate: Candidate, verb: str) -> None:
    """Move the candidate's file along with the seat; while another seat is held it stays in training."""
    in_training = candidate.state == CandidateState.IN_TRAINING
    if verb == "start_training":
        due = not in_training
    else:
        seats = Enrolment.objects.filter(candidate=candidate, state=EnrolmentState.ENROLLED)
        due = in_training and not seats.exists()
    if due:
        candidates.advance(actor=actor, candidate=candidate, verb=verb)


def _locked(intake: Intake) -> Intake:
    return (
        Intake.objects.select_for_update(of=("self",)).select_related("programme", "place").get(pk=intake.pk)
    )


def _take_step(intake: Intake, verb: str) -> tuple[Intake, Transition]:
    locked = _locked(intake)
    taken = step(workflow.INTAKE, verb, locked.state)
    if taken is None:
        said = {"number": locked.number, "state": locked.get_state_display()}
        sentence = (
            _("Class %(number)s is now: %(state)s. Somebody may have decided just now; look at it again.")
            % said
        )
        raise ValidationError({"intake": sentence})
    return locked, taken


def _finish_step(actor: Actor, intake: Intake, taken: Transition) -> Intake:
    intake.state = taken.target
    intake.save()
    history.record(
        actor=actor,
        event=taken.event,
        subject=intake,
        place=intake.place_id,
        detail={"number": intake.number},
    )
    return intake


def _enrolled(intake: Intake) -> list[Enrolment]:
    return list(
        Enrolment.objects.filter(intake=intake, state=EnrolmentState.ENROLLED)
        .select_related("candidate__person")
        .order_by("candidate_id")
    )


def _record_seats(actor: Actor, event: str, seats: Sequence[Enrolment]) -> None:
    history.record_many(
        actor=actor,
        event=event,
        subjects=[(one, one.candidate.person_id, one.candidate.person.residence_id) for one in seats],
    )
