"""What stands in the way of a step in this room: None or a refusal; changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.network.models import TEACHING, Finding, Member
from jalur.kit.refusals import refusal

PROVINCE = 2


def joins_its_province(member: Member, ask: Ask) -> ValidationError | None:
    """A hub asks for itself, and institutions of its own province that teach and are open."""
    if member.hub_id != ask.actor.organisation_id:
        return refusal("centre", "not_own", _("A hub asks for its own network alone."))
    centre, hub = member.centre, member.hub
    if {centre.kind, hub.kind} - set(TEACHING) or not centre.is_open(ask.today):
        return refusal("centre", "teaches_nothing", _("Choose an open training centre or provider."))
    if (centre.place_id or "")[:PROVINCE] != (hub.place_id or "-")[:PROVINCE]:
        return refusal("centre", "far", _("A network holds the institutions of one province."))
    return None


def is_asked_oneself(member: Member, ask: Ask) -> ValidationError | None:
    if member.centre_id == ask.actor.organisation_id:
        return None
    return refusal("state", "not_asked", _("The institution that was asked answers."))


def looks_at_another(finding: Finding, ask: Ask) -> ValidationError | None:
    """Nobody finds about herself; only what teaches is looked at."""
    if finding.organisation_id == ask.actor.organisation_id:
        return refusal("result", "oneself", _("Another office has to look at your own institution."))
    if finding.organisation.kind not in TEACHING:
        return refusal("result", "teaches_nothing", _("Only institutions that teach are looked at."))
    return None


def is_asked_for(finding: Finding, ask: Ask) -> ValidationError | None:
    if finding.item.is_in_force(ask.today):
        return None
    return refusal("result", "past", _("This is no longer asked of institutions."))
