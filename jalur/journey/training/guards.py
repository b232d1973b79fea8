"""What stands in the way of a class or a seat, in one plain sentence each. No sentence tells anything about a person.

A guard (steps.Guard) changes nothing: it can be asked before anybody acts.
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts.access import Role
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.words import schooling_words
from jalur.foundation.geography.models import Level
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import State as CandidateState
from jalur.journey.premises import queries as premises
from jalur.journey.premises.models import Booking
from jalur.journey.premises.services import bed_refused
from jalur.journey.training import queries, rules
from jalur.journey.training.models import (
    CURRENT,
    OVER,
    TAKING,
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    PostponedBecause,
    Programme,
    Shortfall,
)
from jalur.journey.training.rules import ClassFacts, Obstacle
from jalur.kit import formats
from jalur.kit.dates import completed_years
from jalur.kit.refusals import codes_of, refusal


def no_class_is_left(programme: Programme, _ask: Ask) -> ValidationError | None:
    """A programme closes after its last class."""
    if not programme.intakes.exclude(state__in=OVER).exists():
        return None
    sentence = _("This programme still has classes that are not closed. Close or cancel them first.")
    return refusal("programme", "has_classes", sentence)


def class_is_possible(intake: Intake, ask: Ask) -> ValidationError | None:
    """Place, days and programme of a class fit together."""
    if intake.place.level != Level.REGENCY:
        sentence = _("Choose the regency or city in which the class takes place.")
        return refusal("place", "no_regency", sentence)
    if intake.starts < ask.today:
        return refusal("starts", "past", _("The first day is in the past. Choose today or a later day."))
    if intake.ends < intake.starts:
        return refusal("ends", "ends_first", _("A class ends on or after the day it starts."))
    if intake.opens_on and intake.opens_on > intake.starts:
        sentence = _("Enrolment opens on the first day of the class at the latest.")
        return refusal("opens_on", "opens_late", sentence)
    if intake.with_bed and (refused := _beds_are_there(intake)):
        return refused
    if intake.minimum and intake.minimum > intake.seats:
        return refusal("minimum", "above_seats", _("No more people can be needed than there are seats."))
    closed = intake.programme.closed_on
    if closed and closed <= ask.today:
        return refusal("programme", "closed", _("This programme is closed. Choose another."))
    return None


def _beds_are_there(intake: Intake) -> ValidationError | None:
    beds = premises.count_beds(intake.programme.provider)
    if not beds:
        sentence = _(
            "Your centre has no dormitory rooms on its list. Add them first, or open the class without beds."
        )
        return refusal("with_bed", "no_beds", sentence)
    if intake.seats <= beds:
        return None
    sentence = ngettext(
        "Your centre has %(count)s bed: a class with beds cannot have more seats.",
        "Your centre has %(count)s beds: a class with beds cannot have more seats.",
        beds,
    )
    return refusal("seats", "above_beds", sentence % {"count": formats.number(beds)})


def enough_people_have_a_seat(intake: Intake, ask: Ask) -> ValidationError | None:
    """A class with fewer than its minimum is postponed, or its institute lowers the number and stands by it."""
    lacking = queries.lacking(intake, ask.today)
    if not lacking:
        return None
    sentence = ngettext(
        "%(lacking)s more person is needed. Postpone the class, or lower its fewest people first.",
        "%(lacking)s more people are needed. Postpone the class, or lower its fewest people first.",
        lacking,
    )
    return refusal("intake", "too_few", sentence % {"lacking": lacking})


def is_postponed_for_what_is_true(intake: Intake, ask: Ask) -> ValidationError | None:
    """Nobody reads that too few came where enough did."""
    if ask.reason != PostponedBecause.TOO_FEW or queries.lacking(intake, ask.today):
        return None
    sentence = _("Enough people have a seat in this class. Choose the reason that is true.")
    return refusal("postponed_because", "enough", sentence)


def first_day_has_come(intake: Intake, ask: Ask) -> ValidationError | None:
    """Nobody is taught before the class begins."""
    if ask.today >= intake.starts:
        return None
    return refusal("intake", "before_first_day", _("This class has not reached its first day yet."))


def last_day_has_come(intake: Intake, ask: Ask) -> ValidationError | None:
    """Results stand when everything has been taught."""
    if ask.today >= intake.ends:
        return None
    return refusal("intake", "before_last_day", _("This class has not reached its last day yet."))


def candidate_goes_on(row: Shortfall, ask: Ask) -> ValidationError | None:
    """As for a seat; and of one programme a person is on one way alone."""
    if queries.shortfall_of(row.candidate_id, row.programme_id):
        sentence = _("She is on the way to this standard already.")
        return refusal("state", "below_already", sentence)
    return candidate_is_on_the_path(row, ask)


def candidate_is_on_the_path(seat: Enrolment | Shortfall, _ask: Ask) -> ValidationError | None:
    """Who has withdrawn registers again first; of two files of one person only the one that was kept takes a seat."""
    if not seat.candidate.is_current:
        sentence = _("This is a person's second file. Use the other one: that one is continued.")
        return refusal("candidate", "merged", sentence)
    if seat.candidate.state != CandidateState.WITHDRAWN:
        return None
    sentence = _("This file has been withdrawn. Reopen it first.")
    return refusal("candidate", "withdrawn", sentence)


def class_takes_people(seat: Enrolment, ask: Ask) -> ValidationError | None:
    """The class is open and its first day has not passed."""
    intake = seat.intake
    if intake.state in (IntakeState.DRAFT, IntakeState.PUBLISHED):
        return refusal("intake", "not_open", _("Enrolment in this class has not opened yet."))
    if intake.state not in TAKING:
        sentence = _("Class %(number)s is %(state)s and no longer takes anybody. Choose another class.")
        params = {"number": intake.number, "state": intake.get_state_display()}
        return refusal("intake", "not_open", sentence % params)
    if intake.is_orphaned(ask.today):
        sentence = _("The institute of class %(number)s has closed. Choose another class.")
        return refusal("intake", "institute_closed", sentence % {"number": intake.number})
    if intake.is_on_hold:
        sentence = _("Class %(number)s is on hold: %(why)s. Choose another class.")
        params = {"number": intake.number, "why": intake.get_held_because_display()}
        return refusal("intake", "on_hold", sentence % params)
    if intake.starts < ask.today:
        sentence = _("Class %(number)s started on %(day)s. Choose a later class.")
        params = {"number": intake.number, "day": formats.day(intake.starts)}
        return refusal("intake", "started", sentence % params)
    return None


def class_can_be_joined_late(seat: Enrolment, ask: Ask) -> ValidationError | None:
    """As for a seat, and a class that runs too: who comes from another one goes on in it."""
    intake = seat.intake
    runs = intake.state == IntakeState.RUNNING and intake.ends > ask.today
    if runs and not intake.is_on_hold and not intake.is_orphaned(ask.today):
        return None
    return class_takes_people(seat, ask)


def has_no_place_yet(seat: Enrolment, _ask: Ask) -> ValidationError | None:
    """A seat for each, or one place in line."""
    params = {"number": seat.intake.number}
    if Enrolment.objects.filter(
        intake=seat.intake, candidate=seat.candidate, state__in=queries.LIVE
    ).exists():
        sentence = _("This candidate has a seat in class %(number)s already.")
        return refusal("intake", "enrolled", sentence % params)
    if seat.intake.enrolments.in_line().filter(candidate=seat.candidate).exists():
        sentence = _("There is already a place on the waiting list of class %(number)s.")
        return refusal("intake", "in_line", sentence % params)
    return None


def seat_is_left(seat: Enrolment, ask: Ask) -> ValidationError | None:
    """Of many who want the last one, one gets it."""
    if refused := has_no_place_yet(seat, ask):
        return refused
    if seat.intake.left <= 0 or seat.intake.enrolments.next_in_line().exists():
        params = {"number": seat.intake.number}
        sentence = _(
            "No seat is left in class %(number)s. Nothing has changed; join its waiting list or choose another class."
        )
        return refusal("intake", "no_seat", sentence % params)
    return None


FULL = frozenset({"no_seat", "no_bed"})
"""Refusals of a seat for which one can wait."""


def bed_goes_with_it(seat: Enrolment, ask: Ask) -> ValidationError | None:
    """In a class that boards nobody has a seat without a bed for all nights."""
    intake = seat.intake
    if not intake.with_bed:
        return None
    stay = queries.nights_of(intake, ask.today)
    return bed_refused(intake.programme.provider, seat.candidate, stay)


def class_is_full(seat: Enrolment, ask: Ask) -> ValidationError | None:
    """Nobody waits for what can be had at once."""
    refused = seat_is_left(seat, ask) or bed_goes_with_it(seat, ask)
    if refused is None:
        sentence = _("A seat is free in class %(number)s. Take it instead of waiting.")
        return refusal("intake", "seat_is_free", sentence % {"number": seat.intake.number})
    return None if FULL.intersection(codes_of(refused)) else refused


def its_last_day_to_answer_has_passed(seat: Enrolment, ask: Ask) -> ValidationError | None:
    if seat.answer_by is not None and seat.answer_by < ask.today:
        return None
    return refusal("state", "in_time", _("The last day to answer has not passed yet."))


def class_is_for_her(seat: Enrolment, _ask: Ask) -> ValidationError | None:
    """A remedial class takes up who is below the standard of its programme, and nobody else."""
    intake = seat.intake
    if intake.remedial_of_id is None or queries.shortfall_of(seat.candidate_id, intake.programme_id):
        return None
    sentence = _(
        "Class %(number)s is a remedial class: it takes people who are not yet competent in this programme. Choose another class."
    )
    return refusal("intake", "not_remedial", sentence % {"number": intake.number})


def candidate_fits(seat: Enrolment, ask: Ask) -> ValidationError | None:
    """Everything that stands between the candidate and this class, a sentence each."""
    intake, candidate = seat.intake, seat.candidate
    facts = queries.class_facts(intake)
    person = rules.PersonFacts(
        regency=candidate.person.residence_id[:5],
        age_at_start=completed_years(candidate.person.birth_date, intake.starts),
        education=candidate.education,
        holds=frozenset(candidates.counting_codes(candidate, ask.today)),
        available_from=candidate.available_from,
        classes=queries.classes_of(candidate),
    )
    obstacles = rules.obstacles(
        facts, person, pairs=queries.travel_pairs(intake.place_id), implications=competencies.implications()
    )
    return _unfit(intake, facts, person, obstacles) if obstacles else None


def _unfit(
    intake: Intake, facts: ClassFacts, person: rules.PersonFacts, obstacles: Sequence[Obstacle]
) -> ValidationError:
    """A sentence for each obstacle, read by the candidate and by officers alike."""
    taken = next((other for other in person.classes if rules.overlaps(facts, other)), None)
    params = {
        "day": formats.day(facts.starts),
        "available": formats.day(person.available_from),
        "youngest": facts.min_age,
        "oldest": facts.max_age,
        "schooling": schooling_words(facts.min_education),
        "place": str(intake.place),
    }
    if taken:
        params |= {"other": taken.number, "from": formats.day(taken.starts), "to": formats.day(taken.ends)}
    sentences = {
        "not_available": _(
            "The class starts on %(day)s, but the file says: can start from %(available)s. Change "
            "that day first."
        ),
        "too_young": _("The class takes people aged %(youngest)s or older on %(day)s."),
        "too_old": _("The class takes people aged %(oldest)s or younger on %(day)s."),
        "education": _("The class requires at least this schooling: %(schooling)s."),
        "out_of_reach": _("The class in %(place)s is too far from home. Choose a nearer one."),
        "overlap": _(
            "There is already a seat in class %(other)s from %(from)s to %(to)s, on some of the same days. Give that "
            "seat back first, or choose a class before or after it."
        ),
        "prerequisites": _("This must be held before the class: %(named)s."),
    }
    errors = []
    for obstacle in obstacles:
        titles = competencies.competency_labels(obstacle.missing)
        named = "; ".join(titles.get(code, code) for code in obstacle.missing)
        sentence = sentences[obstacle.code] % {**params, "named": named}
        errors.append(ValidationError(sentence, code=obstacle.code))
    return ValidationError({"intake": errors})


def session_fits(intake: Intake, booking: Booking) -> ValidationError | None:
    """A class meets on its own days, while it has not finished."""
    if intake.state not in (IntakeState.DRAFT, *CURRENT):
        return refusal("day", "over", _("Class %(number)s is over.") % {"number": intake.number})
    zone = zone_of(intake.place_id)
    days = {moment.astimezone(zone).date() for moment in booking.during}
    if min(days) < intake.starts or max(days) > intake.ends:
        sentence = _("Class %(number)s meets from %(first)s to %(last)s.")
        words = {
            "number": intake.number,
            "first": formats.day(intake.starts),
            "last": formats.day(intake.ends),
        }
        return refusal("day", "outside", sentence % words)
    return None


def sessions_fit(intake: Intake, _ask: Ask) -> ValidationError | None:
    """Meetings that are planned stay within the days of the class."""
    meetings = [row.booking for row in intake.sessions.standing().select_related("booking").order_by("pk")]
    if any(session_fits(intake, booking) for booking in meetings):
        sentence = _("A meeting is planned outside of these days. Move it first.")
        return refusal("starts", "sessions", sentence)
    return None


def looks_after_it(row: Shortfall, ask: Ask) -> ValidationError | None:
    """The manager of the institute, and whoever was named."""
    if ask.actor.role == Role.TRAINING_MANAGER or row.owner_id == ask.actor.user_id:
        return None
    sentence = _("Only the manager and whoever looks after it say what comes next.")
    return refusal("owner", "not_yours", sentence)


def owner_works_there(row: Shortfall, ask: Ask) -> ValidationError | None:
    """Nobody is left in the hands of somebody who is not there."""
    if row.owner_id is None or queries.colleagues(row.programme, ask.today).filter(pk=row.owner_id).exists():
        return None
    return refusal(
        "owner", "elsewhere", _("This person does not work at your institute. Choose somebody else.")
    )


def next_look_is_ahead(row: Shortfall, ask: Ask) -> ValidationError | None:
    if row.decide_by >= ask.today:
        return None
    return refusal("decide_by", "past", _("That day has passed. Choose today or a later one."))


def seat_can_be_called(seat: Enrolment) -> ValidationError | None:
    """Whether somebody can be called to the first day of her class."""
    if seat.state != EnrolmentState.ENROLLED:
        return refusal("state", "no_seat", _("Only somebody who has a seat is called to a class."))
    if seat.intake.state not in TAKING or seat.intake.is_on_hold:
        sentence = _("Only to a class that has not begun, and is not on hold, is anybody called.")
        return refusal("state", "class", sentence)
    return None
