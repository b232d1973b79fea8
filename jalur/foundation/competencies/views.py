from functools import partial
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies import comparison, queries, services, words
from jalur.foundation.competencies.filters import CompetencyFilter, OccupationFilter, StandardFilter
from jalur.foundation.competencies.forms import CompareForm, StandardForm, TakeBackForm, initial_of
from jalur.foundation.competencies.models import (
    Competency,
    DestinationStandard,
    Occupation,
)
from jalur.foundation.competencies.rights import Right
from jalur.foundation.competencies.tables import CompetencyTable, OccupationTable, StandardTable
from jalur.foundation.history import queries as history
from jalur.foundation.workflow import consequences
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form, ask_form
from jalur.kit.components import Action, Crumb, Grid, Notice, Row, Text
from jalur.kit.dated import CHECKED, period_tag
from jalur.kit.forms import options_response, posted
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
            "Units, language levels, soft skills and culture: what courses teach and destinations require."
        ),
        actions=[
            Action(_("Language ladders"), reverse("competencies:languages"), icon="translate"),
            Action(_("Occupations"), reverse("competencies:occupation_list"), icon="briefcase"),
        ],
    )


@require_safe
@access.requires(Right.VIEW_COMPETENCY)
def competency(request: HttpRequest, code: str) -> HttpResponse:
    competency = get_object_or_404(
        Competency.objects.visible_to(request.actor).select_related("scale", "country", "occupation"), pk=code
    )
    closure = queries.closure()
    implied = closure[code] - {code}
    implying = {other for other, below in closure.items() if code in below} - {code}
    others = {other.code: other for other in Competency.objects.filter(code__in=implied | implying)}
    standards = (
        DestinationStandard.objects.visible_to(request.actor)
        .in_force(dates.today())
        .select_related("country")
        .order_by("country__name_id", "title_id")
    )
    context = {
        "title": competency.title,
        "caption": f"{competency.get_kind_display()} · {competency.code}",
        "tags": [CHECKED[competency.verified]],
        "crumbs": [_catalogue_crumb()],
        "rows": _competency_facts(competency),
        "implied": [others[other] for other in sorted(implied)],
        "implying": [others[other] for other in sorted(implying)],
        "required_by": standards.filter(requirements=competency),
        "advantage_for": standards.filter(advantages=competency),
        "happenings": None,
    }
    return render(request, "competencies/competency.html", context)


def _competency_facts(competency: Competency) -> list[Row]:
    rows = [Row(_("Code"), competency.code), Row(_("Kind"), competency.get_kind_display())]
    if competency.scheme:
        rows.append(Row(_("Kind of standard"), competency.get_scheme_display(), hint=competency.body))
    if competency.country:
        rows.append(Row(_("Destination"), competency.country.name))
    if competency.occupation:
        rows.append(Row(_("Occupation"), f"{competency.occupation.title} ({competency.occupation_id})"))
    if competency.scale:
        ladder = Action(_("Ladder"), f"{reverse('competencies:languages')}#{competency.scale_id}")
        rows.append(
            Row(
                _("Scale"),
                competency.scale.title,
                ladder,
                hint=_("Step %(rank)s") % {"rank": competency.rank},
            )
        )
    return [*rows, Row(_("Source"), competency.cited, _source_action(competency.source_url))]


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
    chosen = request.GET.get("language", "")
    shown = {chosen: groups[chosen]} if chosen in groups else groups
    return render(
        request,
        "competencies/languages.html",
        {
            "title": _("Language ladders"),
            "lead": _(
                "The levels of every scale, the highest first. Holding a level counts as holding those below it."
            ),
            "crumbs": [_catalogue_crumb()],
            "groups": [
                (words.language_name(language), [comparison.ladder_of(scale) for scale in several])
                for language, several in sorted(shown.items(), key=lambda pair: words.language_name(pair[0]))
            ],
            "choices": sorted((words.language_name(one), one) for one in groups),
            "wanted": chosen,
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
            "What a destination requires, by occupation and day. Welding for Korea is not welding for Japan."
        ),
        actions=actions,
    )


@require_safe
@access.requires(Right.VIEW_STANDARD)
def standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    standard = _find_standard(request, pk)
    others = (
        DestinationStandard.objects.visible_to(request.actor)
        .in_force(dates.today())
        .filter(occupation=standard.occupation_id)
        .exclude(Q(pk=standard.pk) | (Q(series=standard.series) & ~Q(series="")))
        .select_related("country")
        .order_by("country__name_id")
    )
    actions = []
    if standard.valid_to is None and access.covers(request.actor, Right.EDIT_STANDARD, standard):
        revise = reverse("competencies:revise_standard", args=[pk])
        actions.append(Action(_("New version"), revise, "primary", icon="pencil"))
        take_back = reverse("competencies:take_back_standard", args=[pk])
        actions.append(Action(_("Take the standard back"), take_back))
    context = {
        "title": standard.title,
        "caption": f"{standard.country.name} · {standard.occupation.title} ({standard.occupation_id})",
        "tags": [period_tag(standard), CHECKED[standard.verified]],
        "crumbs": [_standards_crumb()],
        "actions": actions,
        "notices": [] if standard.verified else [_unchecked()],
        "summary_title": _("For whom, and since when"),
        "rows": comparison.facts(standard),
        "requirements": words.by_kind(standard.requirements.all()),
        "advantages": [row for _kind, rows in words.by_kind(standard.advantages.all()) for row in rows],
        "grid": _versions(standard),
        "others": others,
        "standard": standard,
        "happenings": history.happenings(request.actor, subject=standard),
    }
    return render(request, "competencies/standard.html", context)


def _versions(standard: DestinationStandard) -> Grid:
    def day(version: DestinationStandard) -> Text:
        start = formats.day(version.valid_from) if version.valid_from else "–"
        if version.pk == standard.pk:
            return Text(start, _("this version"))
        return Text(start, url=reverse("competencies:standard", args=[version.pk]))

    rows = [[day(version), period_tag(version)] for version in queries.versions_of(standard)]
    return Grid(_("Versions"), [_("From"), _("Period")], rows)


def _unchecked() -> Notice:
    return Notice(
        _("The source has to be read before anybody relies on this. Until then, treat it as a guide."),
        title=_("Not checked against the source"),
        tone="warn",
    )


def _find_standard(request: HttpRequest, pk: UUID) -> DestinationStandard:
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
    by_key = {str(standard.pk): standard for standard in standards}
    by_series = {standard.series: standard for standard in standards}
    left = by_key.get(request.GET.get("left", "")) or by_series.get("KR-LAS")
    right = by_key.get(request.GET.get("right", "")) or by_series.get("JP-LAS")
    form = CompareForm(standards=standards, initial={"left": left and left.pk, "right": right and right.pk})
    return ask_form(
        request,
        form,
        template="competencies/compare.html",
        title=_("Two standards side by side"),
        button=_("Compare"),
        crumbs=[_standards_crumb()],
        left=left,
        right=right,
        facts=comparison.side_by_side(left, right) if left and right else [],
        kinds=comparison.kinds_side_by_side(left, right) if left and right else [],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_STANDARD)
def new_standard(request: HttpRequest) -> HttpResponse:
    return _standard_form(request, StandardForm(posted(request)), None, _("New destination standard"))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_STANDARD)
def revise_standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    before = _find_standard(request, pk)
    form = StandardForm(posted(request), fixed=True, initial=initial_of(before))
    return _standard_form(request, form, before, _("New version: %(title)s") % {"title": before.title})


def _standard_form(
    request: HttpRequest, form: StandardForm, before: DestinationStandard | None, title: str
) -> HttpResponse:
    unchanged = (
        {"country_id": before.country_id, "occupation_id": before.occupation_id} if before is not None else {}
    )
    way_back = (
        reverse("competencies:standard", args=[before.pk])
        if before is not None
        else reverse("competencies:standard_list")
    )

    def adopt(form: StandardForm) -> DestinationStandard:
        return services.adopt_standard(
            actor=request.actor,
            values={**form.values(), **unchanged},
            requirements=form.cleaned_data["requirements"],
            advantages=form.cleaned_data["advantages"],
            replaces=before,
        )

    return answer_form(
        request,
        form,
        adopt,
        beforehand=lambda form: consequences.beforehand(
            lambda: adopt(form), on=max(form.cleaned_data["valid_from"], dates.today())
        ),
        done=_("The standard is recorded. Open orders are held to it from its first day."),
        to=lambda standard: reverse("competencies:standard", args=[standard.pk]),
        title=title,
        button=_("Record the standard"),
        lead=_("Stored versions stay as they are; this becomes a new one."),
        secondary=Action(_("Cancel"), way_back, "quiet"),
        crumbs=[_standards_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_STANDARD)
def take_back_standard(request: HttpRequest, pk: UUID) -> HttpResponse:
    standard, today = _find_standard(request, pk), dates.today()
    page = reverse("competencies:standard", args=[pk])
    take_back = partial(services.take_back_standard, actor=request.actor, standard=standard, today=today)
    return answer_form(
        request,
        TakeBackForm(posted(request), initial={"on": max(standard.valid_from or today, today)}),
        lambda form: take_back(**form.cleaned_data),
        beforehand=consequences.before_taking(take_back, "on"),
        done=_("The standard is taken back; the version before it holds again from that day."),
        title=_("Take the standard back"),
        button=_("Take back"),
        rows=comparison.facts(standard),
        crumbs=[_standards_crumb(), Crumb(standard.title, page)],
    )
