"""Standards and scales as screens show them: facts by name, what is asked for by kind, two side by side, ladders."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalur.foundation.competencies.models import Competency, DestinationStandard, Kind, LanguageScale
from jalur.foundation.competencies.words import age_words
from jalur.kit import formats
from jalur.kit.components import Action, Row


@dataclass(frozen=True)
class Rung:
    """One level of a ladder. `implies`, `implied_by`: (competency, checked) outside the scale."""

    level: Competency
    implies: list[tuple[Competency, bool]]
    implied_by: list[tuple[Competency, bool]]


@dataclass(frozen=True)
class Ladder:
    scale: LanguageScale
    rungs: list[Rung]


def ladder_of(scale: LanguageScale) -> Ladder:
    """A scale with its levels already fetched, the highest first."""
    rungs = []
    for level in scale.levels.all():
        over = [
            (implication.implied, implication.verified)
            for implication in level.implications.all()
            if implication.implied.scale_id != scale.pk
        ]
        under = [
            (implication.competency, implication.verified)
            for implication in level.implied_by.all()
            if implication.competency.scale_id != scale.pk
        ]
        rungs.append(Rung(level, over, under))
    return Ladder(scale, rungs)


def period_text(standard: DestinationStandard) -> str:
    start = formats.day(standard.valid_from) if standard.valid_from else _("the beginning")
    if standard.valid_to:
        return _("from %(start)s, no longer in force from %(end)s") % {
            "start": start,
            "end": formats.day(standard.valid_to),
        }
    return _("from %(start)s") % {"start": start}


def facts(standard: DestinationStandard) -> list[Row]:
    months = standard.contract_months
    source = Action(_("Read"), standard.source_url) if standard.source_url else None
    return [
        Row(_("In force"), period_text(standard)),
        Row(_("Route"), standard.get_route_display() or _("every route")),
        Row(_("Age"), age_words(standard), hint=_("Completed years on the day of departure.")),
        Row(_("Who can apply"), standard.get_sex_display()),
        Row(_("Minimum schooling"), standard.get_min_education_display()),
        Row(_("Usual contract"), _("%(months)s months") % {"months": months} if months else ""),
        Row(_("Source"), standard.cited, source),
    ]


def side_by_side(left: DestinationStandard, right: DestinationStandard) -> list[tuple[str, str, str, bool]]:
    """(what, left, right, whether they differ) for every fact."""
    return [
        (one.label, str(one.value), str(other.value), one.value != other.value)
        for one, other in zip(facts(left), facts(right), strict=True)
    ]


def kinds_side_by_side(
    left: DestinationStandard, right: DestinationStandard
) -> list[tuple[str, list[tuple[Competency, bool]], list[tuple[Competency, bool]]]]:
    """Kind → what each asks for, each competency with whether only this side asks for it."""
    one, other = list(left.requirements.all()), list(right.requirements.all())
    codes_one, codes_other = {each.code for each in one}, {each.code for each in other}
    rows = []
    for kind in Kind:
        mine = [(each, each.code not in codes_other) for each in one if each.kind == kind]
        theirs = [(each, each.code not in codes_one) for each in other if each.kind == kind]
        if mine or theirs:
            rows.append((str(kind.label), mine, theirs))
    return rows
