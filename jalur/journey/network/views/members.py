"""The networks: which centre belongs to which hub, and the steps in between."""

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
from jalur.journey.network.filters import MemberFilter
from jalur.journey.network.forms import MemberForm
from jalur.journey.network.models import Member
from jalur.journey.network.rights import Right
from jalur.journey.network.tables import MemberTable
from jalur.journey.network.workflow import MEMBER
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.facts import facts
from jalur.kit.forms import by_label, options_response, posted
from jalur.kit.lists import list_page

STEPS = {"agree": services.agree, "refuse": services.refuse, "end": services.end_member}


@require_safe
@access.requires(Right.VIEW_MEMBER)
def members(request: HttpRequest) -> HttpResponse:
    actions = [
        Action(_("Readiness of institutions"), reverse("network:institutions"), icon="check2-square"),
        Action(_("What is free"), reverse("network:capacity"), icon="tools"),
        Action(_("Loans"), reverse("network:loans"), icon="arrow-left-right"),
    ]
    if access.may(request.actor, Right.VIEW_SHARE):
        actions.append(Action(_("Shared seats"), reverse("network:shares"), icon="people"))
    if access.may(request.actor, Right.VIEW_TRANSFER):
        actions.append(Action(_("Going on elsewhere"), reverse("network:transfers"), icon="person-check"))
    if access.may(request.actor, Right.ASK_MEMBER):
        ask = Action(_("Ask an institution"), reverse("network:new_member"), "primary", icon="plus-lg")
        actions = [ask, *actions]
    return list_page(
        request,
        queryset=Member.objects.visible_to(request.actor).select_related("hub", "centre__place"),
        table=MemberTable,
        filters=MemberFilter,
        export_name="jejaring",
        title=_("Networks"),
        lead=_("A hub of the province and the institutions around it that work with it."),
        actions=actions,
        empty=Empty(
            _("No institution belongs to a network yet"),
            _("A hub asks; the institution that was asked joins or says why not."),
            icon="diagram-3",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ASK_MEMBER)
def new_member(request: HttpRequest) -> HttpResponse:
    hub = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        MemberForm(posted(request), instance=Member(hub=hub), actor=request.actor),
        lambda form: services.ask_to_join(actor=request.actor, member=form.instance, today=dates.today()),
        done=_("The institution reads it on its first page and answers."),
        to=partial(page_of, MEMBER),
        title=_("Ask an institution to join your network"),
        button=_("Ask"),
        crumbs=[Crumb(_("Networks"), reverse("network:members"))],
    )


@require_safe
@access.requires(Right.ASK_MEMBER)
def partner_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, lambda text: queries.partners(request.actor, text), by_label)


@require_safe
@access.requires(Right.VIEW_MEMBER)
def member(request: HttpRequest, number: str) -> HttpResponse:
    record = find(MEMBER, request.actor, number)
    return record_page(
        request,
        MEMBER,
        record,
        crumbs=[Crumb(_("Networks"), reverse("network:members"))],
        summary_title=_("The membership"),
        rows=[
            words.party(_("Hub"), record.hub),
            words.party(_("Institution"), record.centre),
            *facts(record, "purpose", "valid_from", "valid_to", "end_reason"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(MEMBER)
def member_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record = find(MEMBER, request.actor, number)
    take = partial(STEPS[verb], actor=request.actor, member=record, today=dates.today())
    return step_page(request, MEMBER, record, verb, take)
