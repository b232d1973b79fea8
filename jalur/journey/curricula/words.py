"""Curricula in words: facts, parts, who has agreed, comments, what two versions differ in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Kind
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import step_actions
from jalur.journey.curricula import rules
from jalur.journey.curricula.models import OPEN, Part, Party, Remark, Version
from jalur.journey.curricula.queries import Totals
from jalur.journey.curricula.rights import Right
from jalur.journey.curricula.workflow import PARTY, REMARK
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Row, Tag, Text
from jalur.kit.database import is_key
from jalur.kit.dates import day_of
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.search import narrow

MOST_FOUND = 12
CHANGES = {
    "added": Tag(gettext_lazy("added"), "now"),
    "removed": Tag(gettext_lazy("removed"), "bad"),
    "changed": Tag(gettext_lazy("changed"), "warn"),
    "moved": Tag(gettext_lazy("moved"), "none"),
    "same": Tag(gettext_lazy("unchanged"), "none"),
}


def search_organisations(text: str) -> list[tuple[str, str]]:
    """(key, name with place) of organisations that fit what was typed."""
    rows = narrow(Organisation.objects.filter(closed_on=None), ["name", "place__name"], text)
    found = rows.select_related("place", "country").order_by("name", "pk")[:MOST_FOUND]
    return [(str(one.pk), _written(one)) for one in found]


def organisation_label(key: str) -> str | None:
    rows = Organisation.objects.filter(pk=key) if is_key(key) else Organisation.objects.none()
    found = rows.select_related("place", "country").first()
    return _written(found) if found else None


def _written(organisation: Organisation) -> str:
    where = organisation.place or organisation.country
    return f"{organisation.name}, {where}" if where else organisation.name


def hours(minutes: int) -> str:
    """Clock hours, to the half hour at the nearest: "113,5 jam"."""
    return _("%(hours)s hours") % {"hours": formats.number(minutes / 60, 0 if minutes % 60 == 0 else 1)}


def total(totals: Totals) -> str:
    params = {"jp": formats.number(totals.hours), "clock": hours(totals.clock_minutes)}
    return _("%(jp)s JP, %(clock)s by the clock") % params


def version_facts(version: Version, totals: Totals) -> list[Row]:
    weeks = version.weeks
    weekly = rules.weekly(totals.hours, weeks) if weeks else 0
    per_week = _("about %(jp)s JP a week") % {"jp": formats.number(weekly)} if weeks else ""
    return [
        *facts(version.curriculum, "provider"),
        Row(_("Altogether"), total(totals)),
        Row(_("Length of one JP"), version.get_lesson_minutes_display(), about="curriculum#jp"),
        *([Row(_("Planned weeks"), formats.number(weeks), hint=per_week)] if weeks else []),
        *facts(version, "valid_from", "valid_to", "exception", "discarded_because"),
    ]


def by_kind(totals: Totals) -> Grid:
    """How many hours go into skill, language, soft skill and culture."""
    rows = [
        [str(kind.label), totals.by_kind[kind], hours(totals.by_kind[kind] * totals.lesson_minutes)]
        for kind in Kind
        if kind in totals.by_kind
    ]
    return Grid(_("Hours by kind"), [_("Kind"), _("Hours (JP)"), _("By the clock")], rows)


def parts_grid(version: Version, parts: Sequence[Part], *, edits: bool, comments: bool) -> Grid:
    heads = [
        _("Part"),
        _("Kind"),
        _("Hours (JP)"),
        _("How it is taught"),
        _("Leads to"),
        _("Evidence"),
    ]
    rows: list[list[Any]] = []
    for part in parts:
        unit = part.competency
        leads = Text(unit.title, _scheme(part, unit.code)) if unit else _scheme(part, "") or None
        row: list[Any] = [
            Text(
                f"{part.position}. {part.title}",
                part.outcome,
                link("curricula:part", version.code, part.pk) if edits else "",
            ),
            part.get_kind_display(),
            part.hours,
            part.get_mode_display(),
            leads,
            part.evidence,
        ]
        if comments:
            about = link("curricula:new_remark", version.code, query=f"part_key={part.key}")
            row.append(Action(_("Comment"), about, "quiet"))
        rows.append(row)
    return Grid(_("Parts"), [*heads, ""] if comments else heads, rows, _("No part has been added yet."))


def short_parts(parts: Sequence[Part]) -> Grid:
    """What is taught in how many hours, where the rest is a page away."""
    rows = [
        [Text(f"{part.position}. {part.title}", part.outcome), part.get_kind_display(), part.hours]
        for part in parts
    ]
    return Grid(_("Parts"), [_("Part"), _("Kind"), _("Hours (JP)")], rows)


def _scheme(part: Part, code: str) -> str:
    standard = str(part.get_scheme_display()) if part.scheme else ""
    return " · ".join(text for text in (code, standard) if text)


def parties_grid(version: Version) -> Grid:
    """Who was asked, who has agreed and when; whose turn it is can answer here."""
    rows: list[list[Any]] = []
    parties = version.parties.select_related("organisation", "answered_by", "version__curriculum")
    for party in parties.order_by("organisation__name", "pk"):
        answer = Text(party.answered_by.name, party.lacking) if party.answered_by else None
        when = day_of(party.answered_at) if party.answered_at else None
        rows.append([party.organisation.name, PARTY.tag(party), answer, when])
    heads = [_("Organisation"), _("State"), _("Answered by"), _("On")]
    empty = _("Nobody has been invited.") if version.state in OPEN else ""
    return Grid(_("Who agrees"), heads, rows, empty)


def own_party(version: Version, actor: Actor) -> Party | None:
    """The invitation of the actor's organisation, if she may answer it."""
    rows = Party.objects.visible_to(actor).filter(version=version)
    return rows.select_related("organisation", "version__curriculum").first()


def answers(party: Party | None, actor: Actor) -> list[Action]:
    return step_actions(PARTY, actor, party) if party is not None else []


def remarks_grid(version: Version, remarks: Sequence[Remark], actor: Actor) -> Grid:
    settles = version.state in OPEN and access.covers(actor, Right.EDIT_VERSION, version)
    heads = [_("About"), _("Comment"), _("By whom"), _("On"), _("State")]
    rows: list[list[Any]] = []
    for remark in remarks:
        row: list[Any] = [
            remark.part_title or _("the whole curriculum"),
            Text(remark.text, remark.settlement),
            Text(remark.author.name, remark.organisation.name),
            day_of(remark.created_at),
            REMARK.tag(remark),
        ]
        if settles:
            address = link("curricula:remark_step", remark.pk, "settle")
            row.append(Action(_("Settle"), address, "quiet") if remark.state == "open" else None)
        rows.append(row)
    empty = _("Nobody has commented yet.") if version.state in OPEN else ""
    return Grid(_("Comments"), [*heads, ""] if settles else heads, rows, empty)


def difference_row(difference: rules.Difference) -> list[Any]:
    """What became of one part, with what stood before and stands now."""
    part = difference.after or difference.before
    changed = "; ".join(_field(name, difference) for name in difference.fields)
    was, now = difference.before, difference.after
    return [
        Text(part.title, changed),
        CHANGES[difference.change],
        was.hours if was else None,
        now.hours if now else None,
        _unit(was),
        _unit(now),
    ]


def _unit(part: Part | None) -> Text | None:
    return Text(part.competency.title, part.competency.code) if part and part.competency else None


def _field(name: str, difference: rules.Difference) -> str:
    field = Part._meta.get_field(name)
    return _("%(field)s: %(before)s → %(after)s") % {
        "field": field.verbose_name,
        "before": _value(difference.before, field),
        "after": _value(difference.after, field),
    }


def _value(part: Part, field: Any) -> str:
    value = getattr(part, f"get_{field.name}_display")() if field.choices else getattr(part, field.attname)
    return str(value) if value not in (None, "") else "–"
