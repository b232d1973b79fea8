"""How candidates read on a screen."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.journey.candidates import rules
from jalur.journey.candidates.models import HeldCompetency
from jalur.kit import formats
from jalur.kit.components import Tag


def evidence_note(held: HeldCompetency) -> str:
    """Who issued the evidence, and how long it is valid."""
    until = _("until %(day)s") % {"day": formats.day(held.expires_on, "short")} if held.expires_on else ""
    return " · ".join(filter(None, (held.evidence_note, until)))


def evidence_tag(held: HeldCompetency, on: date) -> Tag:
    """Whether a competency held counts for the plan, and if not, why."""
    if held.expires_on is not None and held.expires_on <= on:
        return Tag(_("expired"), "bad")
    if held.confirmed_at is not None:
        return Tag(_("confirmed"), "done")
    if rules.counts(held, on):
        return Tag(_("counts, not yet seen by an official"), "wait")
    return Tag(_("waiting for an official"), "wait") if rules.waits(held) else Tag(_("does not count"))
