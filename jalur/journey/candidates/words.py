"""How candidates read on a screen."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.geography.queries import place_label
from jalur.foundation.organisations.words import where
from jalur.journey.candidates import holdings, rules
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.candidates.workflow import HELD
from jalur.kit import formats
from jalur.kit.components import Notice, Row, Tag


def office_of(candidate: Candidate) -> str:
    """Where the candidate goes: the office that registered her, with its address, else the labour office of her regency."""
    if candidate.registered_by is not None:
        return where(candidate.registered_by)
    regency = place_label(candidate.person.residence_id[:5])
    return _("the labour office of %(regency)s") % {"regency": regency or candidate.person.residence}


def notices_of(verb: str, candidate: Candidate) -> list[Notice]:
    """What to know before a step is taken."""
    if verb == "withdraw":
        held = holdings.called(candidate)
        return [Notice("; ".join(held), _("Given back at the same time"), "warn")] if held else []
    if verb not in {"opt_in", "opt_out"}:
        return []
    text = _(
        "A program looks for one path: training that leads to one job. It uses age, sex, "
        "schooling, place, competencies, wishes and the starting day, and nothing else. It only "
        "proposes; people decide, and every proposal gives its reasons. Whoever opts out loses "
        "no right and no service: the office looks for classes and jobs in person."
    )
    return [Notice(text, _("What a plan does with a file"))]


def evidence_note(held: HeldCompetency) -> str:
    """Who issued the evidence, and how long it is valid."""
    until = _("until %(day)s") % {"day": formats.day(held.expires_on, "short")} if held.expires_on else ""
    return " · ".join(filter(None, (held.evidence_note, until, what_to_bring(held))))


def evidence_rows(held: HeldCompetency) -> list[Row]:
    """What an official looks at before saying anything about it."""
    return [Row(_("Evidence"), held.get_evidence_display(), hint=evidence_note(held))]


def what_to_bring(held: HeldCompetency) -> str:
    """What the person does so that it counts; "" when it is not her turn."""
    if held.review:
        return held.review_note
    if held.confirmed_at is None and held.evidence == rules.OWN_STATEMENT:
        return _("Bring a certificate, a school report, a test result or a work reference.")
    return ""


def evidence_tag(held: HeldCompetency, on: date) -> Tag:
    """Whether a competency held counts for the plan, and if not, why."""
    if held.expires_on is not None and held.expires_on <= on:
        return Tag(_("expired"), "bad")
    return HELD.tag(held)
