"""Why a seat or a class is refused, in one plain sentence each. No sentence tells anything about a person."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Education
from jalur.journey.training.models import Intake
from jalur.journey.training.rules import ClassFacts, Obstacle
from jalur.kit import formats


def no_seat(intake: Intake) -> ValidationError:
    """Somebody else took the last seat."""
    sentence = _("No seat is left in class %(number)s. Nothing has changed; choose another class.")
    return ValidationError({"intake": ValidationError(sentence % {"number": intake.number}, code="no_seat")})


def already_enrolled(intake: Intake) -> ValidationError:
    """The candidate has a seat there already."""
    sentence = _("This candidate already has a seat in class %(number)s.") % {"number": intake.number}
    return ValidationError({"intake": ValidationError(sentence, code="enrolled")})


def not_open(intake: Intake) -> ValidationError:
    """The class takes nobody any more."""
    said = {"number": intake.number, "state": intake.get_state_display()}
    sentence = _("Class %(number)s is %(state)s and takes nobody any more. Choose another class.") % said
    return ValidationError({"intake": ValidationError(sentence, code="not_open")})


def started(intake: Intake) -> ValidationError:
    """The first day has passed."""
    said = {"number": intake.number, "day": formats.day(intake.starts)}
    sentence = _("Class %(number)s started on %(day)s. Choose a later class.") % said
    return ValidationError({"intake": ValidationError(sentence, code="started")})


def withdrawn() -> ValidationError:
    """The candidate has left the path."""
    sentence = _("This candidate has withdrawn. Register the candidate again first.")
    return ValidationError({"candidate": ValidationError(sentence, code="withdrawn")})


def unfit(intake: Intake, facts: ClassFacts, found: Sequence[Obstacle]) -> ValidationError:
    """Everything that stands in the way of this seat, a sentence each."""
    said = {
        "day": formats.day(facts.starts),
        "youngest": facts.min_age,
        "oldest": facts.max_age,
        "schooling": "" if facts.min_education is None else str(Education(facts.min_education).label),
        "place": str(intake.place),
    }
    sentences = {
        "not_available": _(
            "The class starts on %(day)s, before the candidate can start. Change that day first."
        ),
        "too_young": _("The class takes people who have completed %(youngest)s years by %(day)s."),
        "too_old": _("The class takes people who have completed at most %(oldest)s years on %(day)s."),
        "education": _("The class asks for at least this schooling: %(schooling)s."),
        "out_of_reach": _(
            "The class in %(place)s is out of reach from the candidate's home. Choose one nearer."
        ),
        "overlap": _(
            "The candidate has a seat in another class on some of these days. Give that seat back first."
        ),
        "prerequisites": _("Before this class the candidate must hold: %(named)s."),
    }
    errors = []
    for obstacle in found:
        named = {**said, "named": "; ".join(_titles(obstacle.missing))}
        errors.append(ValidationError(sentences[obstacle.code] % named, code=obstacle.code))
    return ValidationError({"intake": errors})


def _titles(codes: Sequence[str]) -> list[str]:
    titles = competencies.competency_labels(codes)
    return [titles.get(code, code) for code in codes]
