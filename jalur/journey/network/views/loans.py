"""Loans between institutions of a network: the list, asking, one of them, the steps in between."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.network import queries, services, words
from jalur.journey.network.filters import LoanFilter
from jalur.journey.network.forms import LoanForm
from jalur.journey.network.models import Loan
from jalur.journey.network.rights import Right
from jalur.journey.network.tables import LoanTable
from jalur.journey.network.workflow import LOAN
from jalur.journey.premises.rights import Right as PremisesRight
from jalur.journey.premises.workflow import BOOKING, RESOURCE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import by_label, options_response, posted
from jalur.kit.lists import list_page

STEPS = {
    "agree": lambda **step: services.agree_loan(now=dates.now(), **step),
    "refuse": services.refuse_loan,
    "withdraw": services.withdraw_loan,
    "end": lambda **step: services.end_loan(now=dates.now(), **step),
}


@require_safe
@access.requires(Right.VIEW_LOAN)
def loans(request: HttpRequest) -> HttpResponse:
    ask = Action(_("Ask for a loan"), reverse("network:new_loan"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=Loan.objects.visible_to(request.actor).select_related("resource", "lender", "borrower"),
        table=LoanTable,
        filters=LoanFilter,
        export_name="pinjaman",
        title=_("Loans in the network"),
        lead=_("Equipment and instructors that one institution lends another for days."),
        actions=[ask] if access.may(request.actor, Right.ASK_LOAN) else [],
        empty=Empty(
            _("Nothing is lent or asked for yet"),
            _("Who needs a machine or an instructor for days asks an institution of the same network."),
            icon="arrow-left-right",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ASK_LOAN)
def new_loan(request: HttpRequest) -> HttpResponse:
    borrower = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        LoanForm(posted(request), instance=Loan(borrower=borrower), actor=request.actor),
        lambda form: services.ask_for_loan(actor=request.actor, loan=form.instance, today=dates.today()),
        done=_("The institution that has it reads your request and answers."),
        to=partial(page_of, LOAN),
        title=_("Ask for a loan"),
        button=_("Ask"),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.ASK_LOAN)
def lendable_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, lambda text: queries.lendable_choices(request.actor, text), by_label)


@require_safe
@access.requires(Right.VIEW_LOAN)
def loan(request: HttpRequest, number: str) -> HttpResponse:
    record = find(LOAN, request.actor, number)
    return record_page(
        request,
        LOAN,
        record,
        crumbs=[_crumb()],
        summary_title=_("The loan"),
        rows=[
            Row(_("What is lent"), _what(request, record)),
            *facts(record, "units"),
            words.party(_("Who lends"), record.lender),
            words.party(_("Who borrows"), record.borrower),
            Row(_("Days"), words.loan_days(record)),
            *facts(record, "purpose", "answer", "end_reason"),
        ],
    )


def _what(request: HttpRequest, record: Loan) -> Text:
    """With the way to the booking at the lender, or to what the borrower books, for whoever works there."""
    ways: list[tuple[object, object, str]] = []
    if record.booking is not None:
        ways.append((record.booking, PremisesRight.VIEW_BOOKING, page_of(BOOKING, record.booking)))
    if record.lent is not None:
        ways.append((record.lent, PremisesRight.VIEW_RESOURCE, page_of(RESOURCE, record.lent)))
    ways.append((record.resource, PremisesRight.VIEW_RESOURCE, page_of(RESOURCE, record.resource)))
    way = next((url for row, right, url in ways if access.covers(request.actor, right, row)), "")
    return Text(record.resource.name, str(record.resource.get_kind_display()), way)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(LOAN)
def loan_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record = find(LOAN, request.actor, number)
    take = partial(STEPS[verb], actor=request.actor, loan=record, today=dates.today())
    return step_page(request, LOAN, record, verb, take)


def _crumb() -> Crumb:
    return Crumb(_("Loans in the network"), reverse("network:loans"))
