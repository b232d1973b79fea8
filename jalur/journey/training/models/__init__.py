"""Programmes, classes and seats; and who is below the standard of what a class taught."""

from jalur.journey.training.models.classes import (
    CODE,
    CURRENT,
    GONE,
    HELD,
    HIDDEN,
    IN_LINE,
    LEFT,
    OVER,
    SEATED,
    TAKING,
    UNDECIDED,
    CallPurpose,
    ClassRules,
    Enrolment,
    EnrolmentQuerySet,
    EnrolmentState,
    HeldBecause,
    Intake,
    IntakeQuerySet,
    IntakeState,
    PostponedBecause,
    Programme,
    ProgrammeQuerySet,
    ProgrammeState,
    Reach,
    has_ended,
    is_due,
    is_small,
)
from jalur.journey.training.models.sessions import Session, SessionQuerySet
from jalur.journey.training.models.shortfalls import (
    LOOKING_AFTER,
    NextStep,
    Shortfall,
    ShortfallQuerySet,
    ShortfallState,
    sits_in_a_class,
)
from jalur.journey.training.models.travel import TravelPair
