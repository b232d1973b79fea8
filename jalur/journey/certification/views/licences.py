"""Who may assess by what: bodies with their licences, assessors, test places; and taking back, also backwards."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.organisations.rules import licence_holds
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.foundation.workflow.workflow import Workflow
from jalur.journey.certification import queries, services, words
from jalur.journey.certification.filters import AssessorFilter, PlaceFilter
from jalur.journey.certification.forms import AssessorForm, CoverageForm, PlaceForm, WithdrawForm
from jalur.journey.certification.models import Assessor, Coverage, TestPlace
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import AssessorTable, PlaceTable
from jalur.journey.certification.workflow import ASSESSOR, COVERAGE, PLACE
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Happening, Row, Tag, Text
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


def _seen_bodies(actor: Actor) -> Any:
    """The assessment bodies whose licences the actor may see."""
    rows = access.narrow(Coverage.objects.all(), actor, Right.VIEW_LICENCE)
    assessors = access.narrow(Assessor.objects.all(), actor, Right.VIEW_LICENCE)
    keys = {
        actor.organisation_id,
        *rows.order_by().values_list("body", flat=True).distinct(),
        *assessors.order_by().values_list("body", flat=True).distinct(),
    }
    nation = any(grant.scope == "nation" for grant in access.grants(actor, Right.VIEW_LICENCE))
    return queries.bodies() if nation else queries.bodies().filter(pk__in=keys)


@require_safe
@access.requires(Right.VIEW_LICENCE)
def bodies(request: HttpRequest) -> HttpResponse:
    """Every assessment body, with its licence today and how many schemes it covers."""
    today = dates.today()
    found = list(_seen_bodies(request.actor).select_related("place"))
    licences = queries.licences_today(found, today)
    covered = queries.schemes_covered(licences.values(), today)
    rows: list[list[object]] = []
    for one in found:
        licence = licences.get(one.pk)
        tag = Tag(_("licensed"), "done") if licence else Tag(_("no licence in force"), "bad")
        rows.append(
            [
                Text(one.name, str(one.place or ""), link("certification:body", one.pk)),
                tag,
                Text(licence.number, words.days_held(licence)) if licence else None,
                formats.number(covered.get(licence.pk, 0) if licence else 0),
            ]
        )
    heads = [_("Assessment body (LSP)"), _("Today"), _("Licence"), _("Schemes covered")]
    empty = _("No assessment body is registered here.")
    return render(
        request,
        "detail.html",
        {
            "title": _("Assessment bodies"),
            "lead": _("Who is licensed to assess, by which schemes, until when."),
            "grids": [Grid(_("Assessment bodies"), heads, rows, empty=empty)],
        },
    )


@require_safe
@access.requires(Right.VIEW_LICENCE)
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One assessment body: each of its licences with the schemes that it covers, its assessors and places."""
    one = get_object_or_404(_seen_bodies(request.actor).select_related("place"), pk=pk)
    actor, today = request.actor, dates.today()
    withdraws = access.may(actor, Right.WITHDRAW_LICENCE) and actor.organisation_id != one.pk
    licences = list(queries.licences_of(one))
    covering: dict[Any, list[Coverage]] = {}
    rows = Coverage.objects.filter(licence__in=licences).select_related("scheme", "body")
    for each in rows.order_by("scheme__title", "pk"):
        covering.setdefault(each.licence_id, []).append(each)
    grids = []
    for licence in licences:
        title = _("Licence %(number)s") % {"number": licence.number}
        grid = words.covered(covering.get(licence.pk, ()), withdraws=withdraws)
        grids.append(Grid(title, grid.heads, grid.rows, empty=grid.empty, key=str(licence.pk)))
    grants = access.may(actor, Right.GRANT_COVERAGE) and actor.organisation_id != one.pk
    actions = [
        Action(
            _("Add a scheme to licence %(number)s") % {"number": licence.number},
            link("certification:cover_licence", licence.pk),
        )
        for licence in licences
        if grants and licence_holds(licence, today)
    ]
    return render(
        request,
        "detail.html",
        {
            "title": one.name,
            "caption": _("Assessment body (LSP)"),
            "crumbs": [Crumb(_("Assessment bodies"), reverse("certification:bodies"))],
            "actions": [
                *actions,
                Action(_("In the register"), link("organisations:organisation", one.pk), "quiet"),
            ],
            "grids": [*grids, _people(one), _places(one)],
        },
    )


def _people(one: Organisation) -> Grid:
    tags = ASSESSOR.tags()
    rows: list[list[object]] = [
        [
            Text(str(each), each.number, link("certification:assessor", each.pk)),
            words.days_held(each),
            tags[each.state],
        ]
        for each in one.assessors.select_related("user").order_by("user__name", "pk")
    ]
    heads = [_("Assessor"), _("Holds"), _("State")]
    return Grid(_("Assessors"), heads, rows, empty=_("No assessor is recorded yet."))


def _places(one: Organisation) -> Grid:
    tags = PLACE.tags()
    rows: list[list[object]] = [
        [
            Text(each.name, str(each.place), link("certification:place", each.pk)),
            words.days_held(each),
            tags[each.state],
        ]
        for each in one.test_places.select_related("place").order_by("name", "pk")
    ]
    heads = [_("Test place (TUK)"), _("Holds"), _("State")]
    return Grid(_("Test places"), heads, rows, empty=_("No test place is approved yet."))


@require_safe
@access.requires(Right.VIEW_LICENCE)
def assessors(request: HttpRequest) -> HttpResponse:
    new = Action(_("Record an assessor"), reverse("certification:new_assessor"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=Assessor.objects.visible_to(request.actor).select_related("user", "body"),
        table=AssessorTable,
        filters=AssessorFilter,
        export_name="asesor",
        title=_("Assessors"),
        lead=_("Who assesses for a body, by which licence, until when."),
        actions=[new] if access.may(request.actor, Right.RECORD_LICENCE) else [],
        empty=Empty(
            _("No assessor is recorded yet"),
            _("Invite the person in the role of an assessor first, then record the licence here."),
            icon="person-check",
        ),
    )


@require_safe
@access.requires(Right.VIEW_LICENCE)
def places(request: HttpRequest) -> HttpResponse:
    new = Action(_("Approve a test place"), reverse("certification:new_place"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=TestPlace.objects.visible_to(request.actor).select_related("place", "body"),
        table=PlaceTable,
        filters=PlaceFilter,
        export_name="tuk",
        title=_("Test places (TUK)"),
        lead=_("Where a body assesses, approved from day to day for each scheme."),
        actions=[new] if access.may(request.actor, Right.RECORD_LICENCE) else [],
        empty=Empty(_("No test place is approved yet"), icon="building"),
    )


def _own_body(request: HttpRequest) -> Organisation:
    rows = Organisation.objects.filter(kind=OrganisationKind.CERTIFICATION_BODY)
    return get_object_or_404(rows, pk=request.actor.organisation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_LICENCE)
def new_assessor(request: HttpRequest) -> HttpResponse:
    blank = Assessor(body=_own_body(request))
    return answer_form(
        request,
        AssessorForm(posted(request), instance=blank),
        lambda form: services.register_assessor(
            actor=request.actor, assessor=form.instance, today=dates.today(), **form.beside
        ),
        done=_("The assessor is recorded."),
        to=partial(page_of, ASSESSOR),
        title=_("Record an assessor"),
        button=_("Save"),
        crumbs=[_assessors_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_LICENCE)
def new_place(request: HttpRequest) -> HttpResponse:
    blank = TestPlace(body=_own_body(request))
    return answer_form(
        request,
        PlaceForm(posted(request), instance=blank),
        lambda form: services.approve_place(
            actor=request.actor, place=form.instance, today=dates.today(), **form.beside
        ),
        done=_("The test place is approved."),
        to=partial(page_of, PLACE),
        title=_("Approve a test place"),
        button=_("Save"),
        crumbs=[_places_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_LICENCE)
def assessor(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(ASSESSOR, request.actor, pk)
    return record_page(
        request,
        ASSESSOR,
        record,
        crumbs=[_assessors_crumb()],
        summary_title=_("The assessor"),
        first=_cover_action(request.actor, record, "certification:cover_assessor"),
        rows=[
            Row(_("Number of the licence"), record.number),
            Row(_("Assessment body (LSP)"), record.body.name),
            *words.held_rows(record),
        ],
        grids=[_covered(request.actor, record)],
        happenings=_with_coverages(request.actor, record),
    )


@require_safe
@access.requires(Right.VIEW_LICENCE)
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(PLACE, request.actor, pk)
    return record_page(
        request,
        PLACE,
        record,
        crumbs=[_places_crumb()],
        summary_title=_("The test place"),
        first=_cover_action(request.actor, record, "certification:cover_place"),
        rows=[
            Row(_("Assessment body (LSP)"), record.body.name),
            Row(_("Regency or city"), str(record.place), hint=record.address),
            *words.held_rows(record),
        ],
        grids=[_covered(request.actor, record)],
        happenings=_with_coverages(request.actor, record),
    )


def _with_coverages(actor: Actor, record: Assessor | TestPlace) -> list[Happening]:
    """The history of an assessor or a place, and of the schemes that count for it."""
    return history.happenings(actor, subject=record, beside=list(record.coverages.order_by("pk")))


def _covered(actor: Actor, record: Assessor | TestPlace) -> Grid:
    rows = record.coverages.select_related("scheme", "body").order_by("scheme__title", "pk")
    withdraws = access.may(actor, Right.WITHDRAW_LICENCE) and actor.organisation_id == record.body_id
    return words.covered(rows, withdraws=withdraws)


def _cover_action(actor: Actor, record: Assessor | TestPlace, name: str) -> list[Action]:
    blank = Coverage(body=record.body)
    own = actor.organisation_id == record.body_id and access.covers(actor, Right.GRANT_COVERAGE, blank)
    return [Action(_("Add a scheme"), link(name, record.pk))] if own else []


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.GRANT_COVERAGE)
def cover_licence(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Licence.objects.filter(kind=LicenceKind.CERTIFICATION_LICENCE).select_related("organisation")
    licence = get_object_or_404(rows, pk=pk)
    blank = Coverage(body=licence.organisation, licence=licence)
    back = Crumb(licence.organisation.name, link("certification:body", licence.organisation_id))
    return _cover(request, blank, back)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.GRANT_COVERAGE)
def cover_assessor(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(ASSESSOR, request.actor, pk)
    return _cover(request, Coverage(body=record.body, assessor=record), crumb_of(ASSESSOR, record))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.GRANT_COVERAGE)
def cover_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(PLACE, request.actor, pk)
    return _cover(request, Coverage(body=record.body, test_place=record), crumb_of(PLACE, record))


def _cover(request: HttpRequest, blank: Coverage, back: Crumb) -> HttpResponse:
    if not access.covers(request.actor, Right.GRANT_COVERAGE, blank):
        raise Http404
    return answer_form(
        request,
        CoverageForm(posted(request), instance=blank),
        lambda form: services.grant_coverage(
            actor=request.actor, coverage=form.instance, today=dates.today()
        ),
        done=_("The scheme is covered."),
        title=_("Add a scheme"),
        button=_("Save"),
        crumbs=[back],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(ASSESSOR)
def assessor_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    return _withdrawal(request, ASSESSOR, find(ASSESSOR, request.actor, pk), verb)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PLACE)
def place_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    return _withdrawal(request, PLACE, find(PLACE, request.actor, pk), verb)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(COVERAGE)
def coverage_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(COVERAGE, request.actor, pk)
    back = Crumb(record.body.name, link("certification:body", record.body_id))
    if record.assessor is not None:
        back = Crumb(str(record.assessor), link("certification:assessor", record.assessor_id))
    if record.test_place is not None:
        back = Crumb(str(record.test_place), link("certification:place", record.test_place_id))
    return _withdrawal(request, COVERAGE, record, verb, crumbs=[back])


def _withdrawal(
    request: HttpRequest,
    table: Workflow[Any],
    record: Assessor | TestPlace | Coverage,
    verb: str,
    *,
    crumbs: list[Crumb] | None = None,
) -> HttpResponse:
    """Taking back from a day on, or correcting that day."""
    act = services.correct_withdrawal if verb == "correct" else services.withdraw_licence
    take = partial(act, actor=request.actor, record=record, today=dates.today())
    form = partial(WithdrawForm, touched=partial(queries.standing_from, record))
    return step_page(request, table, record, verb, take, crumbs=crumbs, own_forms={verb: form})


def _assessors_crumb() -> Crumb:
    return Crumb(_("Assessors"), reverse("certification:assessors"))


def _places_crumb() -> Crumb:
    return Crumb(_("Test places (TUK)"), reverse("certification:places"))
