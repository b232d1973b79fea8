"""What stands in the way of a version, a comment or an answer, in one plain sentence each."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.workflow.steps import Ask
from jalur.journey.curricula import queries
from jalur.journey.curricula.models import OPEN, Party, PartyState, Remark, Version, VersionState
from jalur.kit import formats
from jalur.kit.refusals import refusal


def has_parts(version: Version, ask: Ask) -> ValidationError | None:  # noqa: ARG001 - every guard is asked alike
    """There is something to discuss or to teach."""
    if version.parts.exists():
        return None
    return refusal("parts", "empty", _("The curriculum has no parts yet. Add the first one."))


def no_remark_is_open(version: Version, ask: Ask) -> ValidationError | None:  # noqa: ARG001 - every guard is asked alike
    """Whoever commented reads what was done before it counts."""
    count = queries.open_remarks(version)
    if not count:
        return None
    sentence = ngettext(
        "%(count)s comment is still open. Say what was done about it first.",
        "%(count)s comments are still open. Say what was done about each first.",
        count,
    )
    return refusal("remarks", "open_remarks", sentence % {"count": formats.number(count)})


def no_other_is_worked_on(version: Version, ask: Ask) -> ValidationError | None:  # noqa: ARG001 - every guard is asked alike
    """One new version at a time."""
    other = Version.objects.filter(curriculum=version.curriculum_id, state__in=OPEN).exclude(pk=version.pk)
    if (found := other.first()) is None:
        return None
    sentence = _("Version %(number)s of this curriculum is being worked on already. Go on with that one.")
    return refusal("state", "worked_on", sentence % {"number": found.number})


def takes_part(remark: Remark, ask: Ask) -> ValidationError | None:
    """Who wrote the curriculum and who is invited to it comment, while it is discussed."""
    if remark.version.state not in OPEN:
        sentence = _("This version is no longer worked on. Ask the institute to start a new one.")
        return refusal("text", "not_worked_on", sentence)
    if queries.takes_part(remark.version, ask.actor.organisation_id):
        return None
    sentence = _(
        "Only the institute and those it has invited comment on a version. Ask it for an invitation."
    )
    return refusal("text", "not_invited", sentence)


def is_worked_on(remark: Remark, ask: Ask) -> ValidationError | None:  # noqa: ARG001 - every guard is asked alike
    """What stood in a comment when a version was agreed or set aside stays."""
    if remark.version.state in OPEN:
        return None
    sentence = _("This version is no longer worked on; its comments stay as they are.")
    return refusal("settlement", "not_worked_on", sentence)


def is_of_the_institute(remark: Remark, ask: Ask) -> ValidationError | None:
    """Another institute that was invited does not settle what it said itself."""
    if ask.actor.organisation_id == remark.version.curriculum.provider_id:
        return None
    sentence = _("The institute whose curriculum it is says what was done about a comment.")
    return refusal("settlement", "not_yours", sentence)


def somebody_has_not_answered(version: Version, ask: Ask) -> ValidationError | None:  # noqa: ARG001 - every guard is asked alike
    """Whoever has answered stays; a version that cannot wait for her says so."""
    if version.parties.filter(state=PartyState.INVITED).exists():
        return None
    sentence = _("Everybody invited has answered. Only an invitation without an answer can be withdrawn.")
    return refusal("party", "answered", sentence)


def is_discussed(party: Party, ask: Ask) -> ValidationError | None:  # noqa: ARG001 - every guard is asked alike
    """An answer counts for a version that is being discussed."""
    if party.version.state == VersionState.DISCUSSION:
        return None
    return refusal("state", "not_discussed", _("This version is not under discussion any more."))
