from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies import comparison, queries, services
from jalur.foundation.competencies.filters import CompetencyFilter, OccupationFilter, StandardFilter
from jalur.foundation.competencies.forms import StandardForm, initial_of
from jalur.foundation.competencies.models import (
    Competency,
    DestinationStandard,
    Occupation,
)
from jalur.foundation.competencies.rights import Right
from jalur.foundation.competencies.tables import (
    CHECKED,
    CompetencyTable,
    OccupationTable,
    StandardTable,
    state_of,
)
from jalur.kit import dates
from jalur.kit.components import Action, Crumb, Notice, Row
from jalur.kit.forms import apply_errors, options_response
from jalur.kit.lists import list_page


def _catalogue_crumb() -> Crumb:
    return Crumb(_("Competencies"), reverse("competencies:catalogue"))


def _standards_crumb() -> Crumb:
    return Crumb(_("Destination standards"), reverse("competencies:standard_list"))


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def catalogue(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Competency.objects.visible_to(request.actor).select_related("country"),
        table=CompetencyTable,
        filters=CompetencyFilter,
        export_name="kompetensi",
        title=_("Competencies"),
        lead=_(
            "Units, language levels, soft skills and culture: what courses teach and destinations ask for."
        ),
        actions=[
            Action(_("Language ladders"), reverse("competencies:languages"), icon="translate"),
            Action(_("Occupations"), reverse("competencies:occupation_list"), icon="briefcase"),
        ],
    )


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def competency(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(
        Competency.objects.visible_to(request.actor).select_related("scale", "country", "occupation"), pk=code
    )
    closure = queries.closure()
    counts_as = closure[code] - {code}
    held_by = {one for one, below in closure.items() if code in below} - {code}
    others = {one.code: one for one in Competency.objects.filter(code__in=counts_as | held_by)}
    today = dates.today()
    standards = (
        DestinationStandard.objects.visible_to(request.actor).in_force(today).select_related("country")
    )
    return render(
        request,
        "competencies/competency.html",
        {
            "title": found.title,
            "caption": f"{found.get_kind_display()} · {found.code}",
            "tags": [CHECKED[found.verified]],
            "crumbs": [_catalogue_crumb()],
            "rows": _competency_facts(found),
            "counts_as": [others[one] for one in sorted(counts_as)],
            "held_by": [others[one] for one in sorted(held_by)],
            "asked_by": standards.filter(requirements=found).order_by("country__name_id", "title_id"),
            "helps_with": standards.filter(advantages=found).order_by("country__name_id", "title_id"),
        },
    )


def _competency_facts(found: Competency) -> list[Row]:
    rows = [Row(_("Code"), found.code), Row(_("Kind"), found.get_kind_display())]
    if found.scheme:
        rows.append(Row(_("Kind of standard"), found.get_scheme_display(), hint=found.body))
    if found.country:
        rows.append(Row(_("Destination"), found.country.name))
    if found.occupation:
        rows.append(Row(_("Occupation"), f"{found.occupation.title} ({found.occupation_id})"))
    if found.scale:
        ladder = Action(_("Ladder"), f"{reverse('competencies:languages')}#{found.scale_id}")
        rows.append(
            Row(_("Scale"), found.scale.title, ladder, hint=_("Step %(rank)s") % {"rank": found.rank})
        )
    return [*rows, Row(_("Source"), found.cited, _source_action(found.source_url))]


def _source_action(url: str) -> Action | None:
    return Action(_("Read"), url) if url else None


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def competency_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, queries.search_competencies)


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def languages(request: HttpRequest) -> HttpResponse:
    scales = queries.scales_with_levels()
    groups: dict[str, list] = {}
    for scale in scales:
        groups.setdefault(scale.language, []).append(scale)
    wanted = request.GET.get("language", "")
    shown = {wanted: groups[wanted]} if wanted in groups else groups
    return render(
        request,
        "competencies/languages.html",
        {
            "title": _("Language ladders"),
            "lead": _(
                "The levels of every scale, the highest on top. Holding a level counts as holding those below it."
            ),
            "crumbs": [_catalogue_crumb()],
            "groups": [
                (comparison.language_name(language), [comparison.ladder_of(scale) for scale in several])
                for language, several in sorted(
                    shown.items(), key=lambda pair: comparison.language_name(pair[0])
                )
            ],
            "choices": sorted((comparison.language_name(one), one) for one in groups),
            "wanted": wanted,
        },
    )


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def occupation_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Occupation.objects.select_related("parent"),
        table=OccupationTable,
        filters=OccupationFilter,
        export_name="jabatan",
        title=_("Occupations"),
        lead=_(
            "ISCO-08, as KBJI 2014. This service uses the ESCO classification of the European Commission."
        ),
        crumbs=[_catalogue_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def occupation_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, queries.search_occupations)


@require_safe
@access.requires(Right.VIEW_STANDARD)
def standard_list(request: HttpRequest) -> HttpResponse:
    rows = DestinationStandard.objects.visible_to(request.actor).select_related("country", "occupation")
    actions = [Action(_("Compare two"), reverse("competencies:compare"), icon="layout-split")]
    if access.may(request.actor, Right.EDIT_STANDARD):
        actions.insert(
            0, Action(_("New standard"), reverse("competencies:new_standard"), "primary", icon="plus-lg")
        )
    return list_page(
        request,
        queryset=rows,
        table=StandardTable,
        filters=StandardFilter,
        export_name="standar-negara-tujuan",
        title=_("Destination standards"),
        lead=_(
            "What a destination asks for, by occupation and day. Welding for Korea is not welding for Japan."
        ),
        actions=actions,
    )


@require_safe
@access.requires(Right.VIEW_STANDARD)
def standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _standard(request, pk)
    versions = queries.versions_of(found)
    others = (
        DestinationStandard.objects.visible_to(request.actor)
        .in_force(dates.today())
        .filter(occupation=found.occupation_id)
        .exclude(Q(pk=found.pk) | (Q(series=found.series) & ~Q(series="")))
        .select_related("country")
        .order_by("country__name_id")
    )
    actions = []
    if found.valid_to is None and access.covers(request.actor, Right.EDIT_STANDARD, found):
        actions.append(
            Action(
                _("New version"), reverse("competencies:revise_standard", args=[pk]), "primary", icon="pencil"
            )
        )
    return render(
        request,
        "competencies/standard.html",
        {
            "title": found.title,
            "caption": f"{found.country.name} · {found.occupation.title} ({found.occupation_id})",
            "tags": [state_of(found), CHECKED[found.verified]],
            "crumbs": [_standards_crumb()],
            "actions": actions,
            "notice": None if found.verified else _unchecked(),
            "rows": comparison.facts(found),
            "requirements": comparison.by_kind(found.requirements.all()),
            "advantages": comparison.by_kind(found.advantages.all()),
            "versions": [(one, state_of(one), one.pk == found.pk) for one in versions],
            "others": others,
            "standard": found,
        },
    )


def _unchecked() -> Notice:
    return Notice(
        _("Somebody has to read the source before anybody relies on this. Until then treat it as a guide."),
        title=_("Not checked against the source"),
        tone="warn",
    )


def _standard(request: HttpRequest, pk: UUID) -> DestinationStandard:
    rows = (
        DestinationStandard.objects.visible_to(request.actor)
        .select_related("country", "occupation")
        .prefetch_related(
            Prefetch("requirements", Competency.objects.order_by("code")),
            Prefetch("advantages", Competency.objects.order_by("code")),
        )
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
@access.requires(Right.VIEW_STANDARD)
def compare(request: HttpRequest) -> HttpResponse:
    """Two standards side by side; without a choice, welding for Korea beside welding for Japan."""
    standards = list(
        queries.standards_in_force(dates.today())
        .prefetch_related("advantages")
        .order_by("occupation_id", "country__name_id", "title_id")
    )
    by_key = {str(one.pk): one for one in standards}
    by_series = {one.series: one for one in standards}
    left = by_key.get(request.GET.get("left", "")) or by_series.get("KR-LAS")
    right = by_key.get(request.GET.get("right", "")) or by_series.get("JP-LAS")
    return render(
        request,
        "competencies/compare.html",
        {
            "title": _("Two standards side by side"),
            "crumbs": [_standards_crumb()],
            "standards": standards,
            "left": left,
            "right": right,
            "rows": comparison.side_by_side(left, right) if left and right else [],
            "kinds": comparison.kinds_side_by_side(left, right) if left and right else [],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_STANDARD)
def new_standard(request: HttpRequest) -> HttpResponse:
    form = StandardForm(request.POST or None)
    return _standard_form(request, form, None, _("New destination standard"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_STANDARD)
def revise_standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    before = _standard(request, pk)
    form = StandardForm(request.POST or None, fixed=True, initial=initial_of(before))
    return _standard_form(request, form, before, _("New version: %(title)s") % {"title": before.title})


def _standard_form(
    request: HttpRequest, form: StandardForm, before: DestinationStandard | None, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if before is not None:
            values |= {"country_id": before.country_id, "occupation_id": before.occupation_id}
        try:
            made = services.adopt_standard(
                actor=request.actor,
                values=values,
                requirements=form.cleaned_data["requirements"],
                advantages=form.cleaned_data["advantages"],
                replaces=before,
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(
                request, _("The standard is recorded. Every open file is held against it from its first day.")
            )
            return redirect("competencies:standard", pk=made.pk)
    return render(
        request,
        "competencies/standard_form.html",
        {
            "title": title,
            "lead": _("What is stored stays as it is; this becomes a version of its own."),
            "crumbs": [_standards_crumb()],
            "form": form,
            "cancel": reverse("competencies:standard", args=[before.pk])
            if before
            else reverse("competencies:standard_list"),
        },
        status=422 if form.errors else 200,
    )
