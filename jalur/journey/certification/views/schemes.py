"""Schemes: by what people are assessed, unit by unit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.journey.certification import queries
from jalur.journey.certification.filters import SchemeFilter
from jalur.journey.certification.models import Scheme, Unit
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import SchemeTable
from jalur.kit import dates, formats, parts
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Row
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_SCHEME)
def schemes(request: HttpRequest) -> HttpResponse:
    bring = Action(_("Read in schemes"), link("imports:certification_schemes"), "primary", icon="upload")
    return list_page(
        request,
        queryset=Scheme.objects.visible_to(request.actor).select_related("body"),
        table=SchemeTable,
        filters=SchemeFilter,
        export_name="skema",
        title=_("Schemes of assessment"),
        lead=_("By what people are assessed: units, elements and criteria, each version from day to day."),
        actions=[bring] if access.may(request.actor, Right.RECORD_SCHEME) else [],
        empty=Empty(
            _("No scheme is recorded yet"),
            _("An assessment body reads its schemes in from a spreadsheet."),
            icon="list-check",
        ),
    )


@require_safe
@access.requires(Right.VIEW_SCHEME)
def scheme(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Scheme.objects.visible_to(request.actor).select_related("body")
    one = get_object_or_404(rows, pk=pk)
    units = queries.units_of(one)
    unchecked = Notice(
        _("Where it is from was not checked. Compare it with the document of the assessment body."),
        tone="warn",
    )
    apply = Action(
        _("Apply for this assessment"), link("certification:new_assessment", query=f"scheme={pk}"), "primary"
    )
    beside = parts.page_parts("certification:scheme", request.actor, one, dates.today())
    own = [apply] if request.actor.person_id is not None else []
    return render(
        request,
        "detail.html",
        {
            "title": one.title,
            "caption": f"{one.code}, {_('version')} {one.version}",
            "crumbs": [Crumb(_("Schemes of assessment"), reverse("certification:schemes"))],
            "actions": [*own, *(action for part in beside for action in part.actions)],
            "notices": [] if one.verified else [unchecked],
            "summary_title": _("The scheme"),
            "rows": [
                Row(_("Assessment body (LSP)"), one.body.name),
                *facts(one, "kind", "valid_from", "valid_to"),
                Row(
                    _("The result counts for"), _("%(count)s months") % {"count": formats.number(one.months)}
                ),
                Row(
                    _("An appeal is possible for"),
                    _("%(count)s days") % {"count": formats.number(one.appeal_days)},
                ),
                Row(
                    _("Surveillance and notice of the end after"),
                    _("%(first)s and %(second)s months")
                    % {
                        "first": formats.number(one.surveillance_months),
                        "second": formats.number(one.notice_months),
                    },
                ),
                Row(_("What it gives"), ", ".join(str(each) for each in one.covers.order_by("kind", "code"))),
                *facts(one, "source"),
            ],
            "grids": [*(_unit(unit) for unit in units), *(grid for part in beside for grid in part.grids)],
        },
    )


def _unit(unit: Unit) -> Grid:
    rows: list[list[object]] = [
        [element.title, "; ".join(element.criteria)] for element in unit.elements.all()
    ]
    criteria, hint = _("Criteria (KUK)"), ""
    if unit.is_observed:
        criteria = _("Behaviours that are observed")
        hint = _("%(kind)s: found by observed behaviour, not by a test.") % {"kind": unit.get_kind_display()}
    return Grid(f"{unit.code} {unit.title}", [_("Element"), criteria], rows, hint=hint)
