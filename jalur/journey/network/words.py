"""How readiness and what is free read on a screen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.organisations.models import Organisation
from jalur.journey.network import rules
from jalur.journey.network.models import Finding, Layer, Loan, Result
from jalur.journey.premises.rules import Hours
from jalur.kit import formats
from jalur.kit.components import Action, Figure, Row, Tag
from jalur.kit.facts import facts
from jalur.kit.links import link

TONES = {Result.MET: "done", Result.NOT_YET: "bad", Result.NOT_APPLICABLE: "none"}


def result_tag(finding: Finding | None) -> Tag:
    if finding is None:
        return Tag(_("not looked at yet"), "wait")
    return Tag(str(finding.get_result_display()), TONES[Result(finding.result)])  # type: ignore[arg-type]  # tones of the table above


def layer_figures(layers: Sequence[rules.Standing]) -> list[Figure]:
    """A bar for each layer: what of it is met, and whether it counts."""
    return [
        Figure(
            str(Layer(one.layer).label),
            f"{one.met}/{one.asked}",
            trend=layer_state(one),
            trend_tone="done" if one.counts else "warn",
            definition=_("A layer counts once all of it is met and every layer before it counts."),
            share=one.share,
        )
        for one in layers
    ]


def layer_state(one: rules.Standing) -> str:
    """Whether a layer counts, in words."""
    if one.counts:
        return _("counts")
    if one.before:
        return _("does not count yet: %(layer)s comes first") % {"layer": Layer(one.before).label}
    return _("something is missing")


def finding_facts(finding: Finding) -> list[Row]:
    """What the evidence is compared with."""
    return [
        Row(_("Institution"), finding.organisation.name),
        Row(_("What was looked at"), str(finding.item)),
        *facts(finding, "result", "note", "found_on", "valid_until"),
    ]


def seats_in_words(seats: Sequence[Mapping[str, Any]]) -> str:
    """ "Las 12, Listrik 8": never a sum, as programmes may share a workshop or an instructor."""
    return ", ".join(f"{one['title']} {formats.number(one['seats'])}" for one in seats)


def party(label: str, organisation: Organisation) -> Row:
    """An institution with its place, and the way to its page."""
    way = Action(_("Open"), link("organisations:organisation", organisation.pk), "quiet")
    return Row(label, organisation.name, way, str(organisation.place or ""))


def loan_days(loan: Loan) -> str:
    """ "9 Feb 2026", or from when until when."""
    if loan.first == loan.last:
        return formats.day(loan.first)
    return _("%(first)s to %(last)s") % {"first": formats.day(loan.first), "last": formats.day(loan.last)}


def free_hours(record: Any, days: Sequence[date], off: Collection[date]) -> tuple[int, int]:
    """Hours of workshops and of instructors that are not booked on these days. record: as `queries.with_capacity` gives it."""
    hours = Hours()
    if record.opens_at is not None:
        hours = Hours(
            record.opens_at,
            record.closes_at,
            record.break_starts_at,
            record.break_ends_at,
            bool(record.on_saturday_at),
        )
    closed = {*off, *record.own_days_off}
    day_long = hours.length / timedelta(hours=1)
    open_hours = sum(day_long for day in days if hours.is_open_on(day, closed))
    workshop = record.workshops * open_hours - record.workshop_booked / timedelta(hours=1)
    away = record.lent / timedelta(days=7)
    taught = record.weekly_hours * len(days) / 7 - away - record.taught / timedelta(hours=1)
    return max(round(workshop), 0), max(round(taught), 0)
