"""Classes of an institute that may not teach stand still: plans leave them out, nobody new takes a seat; and go on as they were."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.rules import standing_of
from jalur.foundation.rulebook.queries import licences_asked
from jalur.foundation.workflow import dependants
from jalur.foundation.workflow.consequences import Moves
from jalur.journey.training.models import Enrolment, EnrolmentQuerySet, EnrolmentState, HeldBecause, Intake
from jalur.journey.training.workflow import ENROLMENT, INTAKE

# A licence that was in force and is no more. An institute of which none is recorded teaches on: nobody has looked yet.
LAPSED = frozenset({"revoked", "suspended", "expired"})


def stopped_by_law(on: date) -> dict[UUID, str]:
    """Class → why its institute may not teach on a day: it is closed, or the licence that the rulebook asks for has lapsed."""
    live = Intake.objects.current()
    providers = Organisation.objects.filter(pk__in=live.values("programme__provider"))
    duties, stopped = licences_asked(), dict[UUID, str]()
    for provider in providers.prefetch_related("licences").order_by("pk"):
        if not provider.is_open(on):
            stopped[provider.pk] = HeldBecause.CLOSED
        elif standing_of(provider.kind, provider.licences.all(), duties, on).state in LAPSED:
            stopped[provider.pk] = HeldBecause.LICENCE
    rows = live.filter(programme__provider__in=stopped).values_list("pk", "programme__provider")
    return {intake: stopped[provider] for intake, provider in rows}


def moves(today: date) -> Moves:
    """Hold the classes that the law of the day stops, let go on those that it no longer stops."""
    stopped = stopped_by_law(today)
    held = Intake.objects.current().exclude(held_because="").values_list("pk", flat=True)
    return dependants.moves(
        Intake.objects.filter(pk__in={*stopped, *held}).order_by("pk"),
        stopped,
        hold=_hold,
        go_on=_let_go_on,
        today=today,
        beside=lambda moving: {Enrolment: list(_seats(moving).values_list("pk", flat=True))},
    )


def _hold(intake: Intake, because: str, today: date) -> None:
    with INTAKE.step("hold", actor=SYSTEM, subject=intake, reason=because, today=today) as locked:
        if locked.held_since is not None:
            return
        locked.held_since = today
        _tell("keep", locked)
        for room in dependants.of(Intake):
            room.hold(SYSTEM, locked)


def _let_go_on(intake: Intake, today: date) -> None:
    with INTAKE.step("go_on", actor=SYSTEM, subject=intake, today=today) as locked:
        locked.held_since, locked.held_because = None, ""
        _tell("go_on", locked)
        for room in dependants.of(Intake):
            room.reopen(SYSTEM, locked, today)


def _tell(verb: str, intake: Intake) -> None:
    """In the history of everybody who has a seat."""
    with ENROLMENT.step_many(verb, actor=SYSTEM, subjects=_seats([intake])):
        pass


def _seats(intakes: Sequence[Intake]) -> EnrolmentQuerySet:
    return Enrolment.objects.filter(intake__in=intakes, state=EnrolmentState.ENROLLED).order_by("pk")
