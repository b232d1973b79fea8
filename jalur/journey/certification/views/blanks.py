"""Blank certificates: deliveries with what became of them, one delivery, the list of blanks, one blank, the sheet on paper."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.journey.certification import services, words
from jalur.journey.certification.filters import BlankFilter, DeliveryFilter
from jalur.journey.certification.forms import DeliveryForm, ReturnForm
from jalur.journey.certification.models import Blank, BlankDelivery
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import BlankTable, DeliveryTable
from jalur.journey.certification.workflow import BLANK
from jalur.kit import dates
from jalur.kit.answers import answer_form, answer_paper
from jalur.kit.components import Action, Crumb, Empty, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page

STEPS = {
    "spoil": services.spoil_blank,
    "misprint": services.misprint_blank,
    "return": services.return_blank,
}


@require_safe
@access.requires(Right.VIEW_BLANK)
def deliveries(request: HttpRequest) -> HttpResponse:
    keeps = access.may(request.actor, Right.KEEP_BLANK)
    new = Action(_("Receive a delivery"), reverse("certification:new_delivery"), "primary", icon="plus-lg")
    sheet = Action(_("Stock sheet as PDF"), reverse("certification:stock_sheet"))
    every = Action(_("Every blank"), reverse("certification:blanks"), icon="list-ol")
    return list_page(
        request,
        queryset=BlankDelivery.objects.visible_to(request.actor).for_lists(),
        table=DeliveryTable,
        filters=DeliveryFilter,
        export_name="stok-blangko",
        title=_("Stock of blank certificates"),
        lead=_("Received is what is in stock, used, spoilt and returned together: nothing is missing."),
        actions=[*([new, sheet] if keeps else []), every],
        empty=Empty(
            _("No delivery of blanks is recorded yet"),
            _("Type in the first and last number as they are printed."),
            icon="file-earmark",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.KEEP_BLANK)
def new_delivery(request: HttpRequest) -> HttpResponse:
    body = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        DeliveryForm(posted(request), instance=BlankDelivery(body=body)),
        lambda form: services.receive_blanks(
            actor=request.actor, delivery=form.instance, today=dates.today()
        ),
        done=_("Received. Each number is in stock."),
        to=lambda made: link("certification:delivery", made.number),
        title=_("Receive a delivery of blanks"),
        lead=_("The count has to agree with the letter, and no number may be there twice."),
        button=_("Receive"),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_BLANK)
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    rows = BlankDelivery.objects.visible_to(request.actor).for_lists().select_related("body")
    one = get_object_or_404(rows, number=number)
    ways = [Action(_("Its blanks"), link("certification:blanks", query=f"q={number}"), "secondary")]
    if access.covers(request.actor, Right.KEEP_BLANK, one):
        ways.append(Action(_("Return blanks"), link("certification:return_blanks", number), "quiet"))
    return render(
        request,
        "detail.html",
        {
            "title": one.number,
            "caption": _("Delivery of blanks"),
            "crumbs": [_crumb()],
            "actions": ways,
            "summary_title": _("The delivery"),
            "rows": [
                *facts(one, "letter", "received_on"),
                Row(_("Numbers"), words.range_of(one)),
                *facts(one, "gap"),
                *words.stock_rows(one),
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.KEEP_BLANK)
def return_blanks(request: HttpRequest, number: str) -> HttpResponse:
    rows = BlankDelivery.objects.visible_to(request.actor, Right.KEEP_BLANK)
    one = get_object_or_404(rows.select_related("body"), number=number)
    return answer_form(
        request,
        ReturnForm(posted(request)),
        lambda form: services.return_blanks(
            actor=request.actor, delivery=one, today=dates.today(), **form.cleaned_data
        ),
        done=_("Returned. They stay in the stock sheet with the reason."),
        title=_("Return blanks to BNSP"),
        lead=words.range_of(one),
        button=_("Return to BNSP"),
        crumbs=[_crumb(), Crumb(one.number, link("certification:delivery", number))],
    )


@require_safe
@access.requires(Right.VIEW_BLANK)
def blanks(request: HttpRequest) -> HttpResponse:
    related = ("delivery", "used_for", "by", "body")
    return list_page(
        request,
        queryset=Blank.objects.visible_to(request.actor).select_related(*related),
        table=BlankTable,
        filters=BlankFilter,
        export_name="blangko",
        title=_("Blank certificates"),
        lead=_("Each number once: in stock, used, spoilt or returned."),
        crumbs=[_crumb()],
        empty=Empty(_("There is no blank here"), icon="file-earmark"),
    )


@require_safe
@access.requires(Right.VIEW_BLANK)
def blank(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(BLANK, request.actor, pk)
    delivery = Text(record.delivery.number, "", link("certification:delivery", record.delivery.number))
    return record_page(
        request,
        BLANK,
        record,
        crumbs=[_crumb(), Crumb(_("Blank certificates"), reverse("certification:blanks"))],
        summary_title=_("The blank"),
        rows=[
            Row(_("Delivery"), delivery),
            *([Row(_("Used for"), record.used_for.code)] if record.used_for else []),
            *facts(record, "left_on", "reason"),
            *([Row(_("Taken out by"), record.by.name)] if record.by else []),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(BLANK)
def blank_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(BLANK, request.actor, pk)
    take = partial(STEPS[verb], actor=request.actor, blank=record, today=dates.today())
    return step_page(request, BLANK, record, verb, take)


@require_safe
@access.requires(Right.KEEP_BLANK)
def stock_sheet(request: HttpRequest) -> HttpResponse:
    """What became of every delivery, on paper."""
    body = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    rows = BlankDelivery.objects.filter(body=body).for_lists().order_by("received_on", "pk")
    today = dates.today()
    sheet = words.stock_of(body, list(rows), today)
    make = partial(services.print_stock, actor=request.actor, body=body, sheet=sheet, today=today)
    return answer_paper(request, make, f"stok-blangko-{today}.pdf", to=reverse("certification:deliveries"))


def _crumb() -> Crumb:
    return Crumb(_("Stock of blank certificates"), reverse("certification:deliveries"))
