"""How candidates read on a screen."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.journey.candidates import rules
from jalur.journey.candidates.models import HeldCompetency
from jalur.kit import formats
from jalur.kit.components import Notice, Tag


def notices_of(verb: str) -> list[Notice]:
    """What to know before a step is taken."""
    if verb == "withdraw":
        text = _("A seat or an opening already held is given back separately: tell the class and the office.")
        return [Notice(text, tone="warn")]
    if verb not in {"opt_in", "opt_out"}:
        return []
    text = _(
        "A program looks for one trip through training that leads to one job: it uses age, sex, schooling, place,"
        " competencies, wishes and the day of starting, and nothing else. It only proposes; people decide, and every"
        " proposal says why. Whoever opts out loses no right and no service: the office looks for classes and orders"
        " by hand."
    )
    return [Notice(text, _("What a plan does with a file"))]


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
