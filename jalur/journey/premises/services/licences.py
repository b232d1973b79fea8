"""What instructors may teach: recording their licences, putting them away, and what a centre makes of a missing one."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.premises import queries, uses
from jalur.journey.premises.models import Booking, Resource, TeachingLicence, TeachingRules
from jalur.journey.premises.rights import Right
from jalur.journey.premises.rules import LICENCE_PAPERS
from jalur.journey.premises.workflow import LICENCE
from jalur.kit.database import refused_in_words
from jalur.kit.refusals import refusal


@deed
def record_licence(
    *, actor: Actor, licence: TeachingLicence, teaches: Iterable[str] = (), paper: Accepted | None = None
) -> TeachingLicence:
    """A licence of an instructor, with the codes that it covers and its paper."""
    with LICENCE.step("record", actor=actor, subject=licence):
        licence.full_clean()
    licence.teaches.set(competencies.known(teaches, field="teaches"))
    if paper is not None:
        files.keep(actor=actor, kind=kind_of(LICENCE_PAPERS), owner=licence, accepted=paper)
    return licence


def replace_licence(*, actor: Actor, licence: TeachingLicence) -> TeachingLicence:
    """It counts no longer."""
    with LICENCE.step("replace", actor=actor, subject=licence) as locked:
        pass
    return locked


@deed
def set_teaching_rules(*, actor: Actor, rules: TeachingRules) -> TeachingRules:
    """From now on; bookings that are made already stay."""
    access.check(actor, Right.EDIT_RESOURCE, rules)
    rules.full_clean()
    with refused_in_words(TeachingRules):
        rules.save()
    history.record(actor=actor, event="premises:teaching_rules:set", subject=rules)
    return rules


def check_teaching(booking: Booking) -> None:
    """Raises where a centre that holds to licences and hours has booked somebody without; for a room that has just said what is taught."""
    held = Resource.objects.filter(booked_units__booking=booking, member__isnull=False)
    if refused := teaching_refused(booking, list(held.distinct().order_by("pk"))):
        raise refused


def teaching_refused(booking: Booking, resources: Sequence[Resource]) -> ValidationError | None:
    """Why a centre that holds to licences and hours does not book these instructors then; None where it is asked back instead."""
    rules = queries.teaching_rules(booking.organisation)
    zone = queries.clock_of(booking.organisation)
    day = booking.starts.astimezone(zone).date()
    if rules.needs_licence:
        taught = uses.taught_at(booking)
        if faults := queries.licence_faults(resources, day, taught):
            return refusal("resources", "licence", " ".join(faults))
    if rules.keeps_hours and (full := queries.full_weeks(resources, booking)):
        return refusal("resources", "hours", " ".join(full))
    return None
