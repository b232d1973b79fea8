"""The public register: its list, the check of a company, one organisation and the changes to its entry."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.history.rights import Right as HistoryRight
from jalur.foundation.organisations import rules, services, words
from jalur.foundation.organisations.filters import OrganisationFilter
from jalur.foundation.organisations.forms import (
    CheckForm,
    CloseForm,
    ContactForm,
    DayForm,
    PlacedForm,
    RegisterForm,
)
from jalur.foundation.organisations.models import Licence, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.tables import OrganisationTable
from jalur.foundation.rulebook.queries import licences_asked
from jalur.kit import dates, formats
from jalur.kit.answers import answer_button, answer_form, ask_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Row, Tag, Text
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

MOST_SHOWN = 20


def crumbs_to(organisation: Organisation | None = None) -> list[Crumb]:
    """The way to the register, or to one organisation in it."""
    crumbs = [Crumb(_("Organisations"), reverse("organisations:list"))]
    return [*crumbs, Crumb(organisation.name, page_of(organisation))] if organisation else crumbs


def page_of(organisation: Organisation) -> str:
    return reverse("organisations:organisation", args=[organisation.pk])


@require_safe
@access.requires(Right.VIEW_ORGANISATION)
def organisation_list(request: HttpRequest) -> HttpResponse:
    actions = [Action(_("Is this company real?"), reverse("organisations:check"), icon="patch-question")]
    if access.may(request.actor, Right.REGISTER_ORGANISATION):
        address = reverse("organisations:register")
        actions.insert(0, Action(_("Register an organisation"), address, "primary", icon="plus-lg"))
    return list_page(
        request,
        queryset=Organisation.objects.visible_to(request.actor)
        .select_related("place", "country")
        .prefetch_related("licences"),
        table=OrganisationTable,
        filters=OrganisationFilter,
        export_name="lembaga",
        title=_("Organisations"),
        lead=_("Everybody may look here: companies, institutes, offices and missions, with their licences."),
        actions=actions,
        empty=Empty(_("Nothing matches"), _("Type fewer letters, or remove a filter."), icon="building"),
    )


@require_safe
@access.requires(Right.VIEW_ORGANISATION)
def check_company(request: HttpRequest) -> HttpResponse:
    """Is this company real: a name and a day in, plain sentences out."""
    today = dates.today()
    params = {"on": today.isoformat(), **request.GET.dict()} if request.GET else None
    form = CheckForm(params, initial={"on": today})
    name, on = (form.cleaned_data["q"], form.cleaned_data["on"]) if form.is_valid() else ("", today)
    return ask_form(
        request,
        form,
        template="organisations/check.html",
        title=_("Is this company real?"),
        lead=_("Enter the name you were given to see whether its licence is in force on that day."),
        button=_("Look it up"),
        crumbs=crumbs_to(),
        name=name,
        matches=_named(request.actor, name, on) if name else [],
        empty=Empty(
            _("No organisation of this name is in the register"),
            _(
                "Check the spelling. A real placement company (P3MI) is listed here with its licence (SIP3MI). If it is"
                " not: hand over no money and no papers, and ask your village or the labour office."
            ),
            icon="search",
        ),
    )


def _named(actor: Actor, name: str, on: date) -> list[tuple[Organisation, Notice]]:
    """The organisations with every word in their name, each with what the day says about its licence."""
    rows = Organisation.objects.visible_to(actor).select_related("place", "country")
    for word in name.split():
        rows = rows.filter(name__icontains=word)
    duties = licences_asked()
    return [
        (row, words.standing_notice(row, row.licences.all(), duties, on))
        for row in rows.prefetch_related("licences").order_by("name", "pk")[:MOST_SHOWN]
    ]


def find_organisation(actor: Actor, pk: UUID, action: str = Right.VIEW_ORGANISATION) -> Organisation:
    """The organisation, if the actor may do the action to it; else 404."""
    rows = Organisation.objects.visible_to(actor, action=action).select_related("place", "country")
    return get_object_or_404(rows, pk=pk)


@require_safe
@access.requires(Right.VIEW_ORGANISATION)
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation, actor = find_organisation(request.actor, pk), request.actor
    form = DayForm(request.GET or None)
    on = form.cleaned_data["on"] if form.is_valid() else dates.today()
    licences, duties = list(organisation.licences.order_by("-valid_from", "pk")), licences_asked()
    reads_history = access.may(actor, HistoryRight.VIEW_EVENT)
    context = {
        "title": organisation.name,
        "caption": capfirst(organisation.get_kind_display()),
        "tags": [words.standing_tag(organisation, licences, duties, dates.today())],
        "crumbs": crumbs_to(),
        "actions": _actions(actor, organisation),
        "notices": [words.standing_notice(organisation, licences, duties, on)],
        "on": on,
        "summary_title": _("The organisation"),
        "rows": _facts(organisation),
        "grids": [_licences(actor, licences, on)],
        "happenings": history.happenings(actor, subject=organisation) if reads_history else None,
    }
    return render(request, "organisations/organisation.html", context)


def _facts(organisation: Organisation) -> list[Row]:
    where = f"{organisation.place} ({organisation.place_id})" if organisation.place else ""
    rows = [
        Row(_("Kind"), str(organisation.get_kind_display())),
        Row(_("Place"), where),
        Row(_("Address"), organisation.address),
        Row(_("Public phone"), organisation.phone),
        Row(_("Public e-mail"), organisation.email),
    ]
    if organisation.country:
        rows.insert(2, Row(_("Country"), str(organisation.country)))
    if organisation.closed_on:
        rows.append(Row(_("Closed from"), formats.day(organisation.closed_on, "long")))
    return rows


def _licences(actor: Actor, licences: list[Licence], on: date) -> Grid:
    def until(licence: Licence) -> date | str | None:
        if licence.revoked_on:
            return _("revoked %(day)s") % {"day": formats.day(licence.revoked_on, "short")}
        return licence.valid_to

    def way_to_revoke(licence: Licence) -> Action | str:
        if licence.revoked_on or not access.covers(actor, rules.RECORDING[licence.kind], licence):
            return ""
        return Action(_("Revoke"), reverse("organisations:revoke_licence", args=[licence.pk]), "quiet")

    return Grid(
        _("Licences"),
        [_("Licence"), _("Number"), _("From"), _("Until"), _("On this day"), ""],
        [
            [
                Text(str(licence.get_kind_display()), licence.source),
                licence.number,
                licence.valid_from,
                until(licence),
                Tag(_("in force"), "done")
                if rules.licence_holds(licence, on)
                else Tag(_("not in force"), "bad"),
                way_to_revoke(licence),
            ]
            for licence in licences
        ],
        empty=_("No licence is recorded."),
    )


def _actions(actor: Actor, organisation: Organisation) -> list[Action]:
    def button(label: str, name: str, **options: object) -> Action:
        return Action(label, reverse(f"organisations:{name}", args=[organisation.pk]), **options)

    actions = []
    if access.covers(actor, Right.VIEW_MEMBER, Membership(organisation=organisation)):
        actions.append(button(_("Members"), "members", weight="primary", icon="people"))
    if access.covers(actor, Right.EDIT_ORGANISATION, organisation):
        actions.append(button(_("Correct the entry"), "edit"))
    if recordable_kinds(actor, organisation):
        actions.append(button(_("Record a licence"), "new_licence"))
    if access.covers(actor, Right.CLOSE_ORGANISATION, organisation):
        if organisation.closed_on is None:
            actions.append(button(_("Close the organisation"), "close", weight="quiet"))
        else:
            actions.append(button(_("Reopen"), "reopen", weight="quiet", post=True))
    return actions


def recordable_kinds(actor: Actor, organisation: Organisation) -> list[str]:
    """The kinds of licence the actor may record for the organisation."""
    subject = Licence(organisation=organisation)
    return [kind for kind, action in rules.RECORDING.items() if access.covers(actor, action, subject)]


def _in_reach(save: Callable[[], Organisation], sentence: str) -> Organisation:
    """An office's reach follows its place: what lies outside it is said at the field."""
    try:
        return save()
    except access.Refused as refused:
        raise ValidationError({"place": ValidationError(sentence, code="out_of_reach")}) from refused


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.REGISTER_ORGANISATION)
def register(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        RegisterForm(posted(request)),
        lambda form: _in_reach(
            lambda: services.register_organisation(actor=request.actor, **form.cleaned_data),
            _("Your office registers organisations of its own area only."),
        ),
        done=_("Registered. Invite its first member if people will work here."),
        to=page_of,
        title=_("Register an organisation"),
        button=_("Register"),
        crumbs=crumbs_to(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_ORGANISATION)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Contact for an organisation's own administrator; place and country too for who may register there."""
    organisation = find_organisation(request.actor, pk, Right.EDIT_ORGANISATION)
    may_move = access.covers(request.actor, Right.REGISTER_ORGANISATION, organisation)
    initial = {name: getattr(organisation, name) for name in ("name", "address", "phone", "email")}
    initial |= {"place": organisation.place_id, "country": organisation.country_id}
    return answer_form(
        request,
        (PlacedForm if may_move else ContactForm)(posted(request), initial=initial),
        lambda form: _in_reach(
            lambda: services.edit_organisation(
                actor=request.actor, organisation=organisation, **form.cleaned_data
            ),
            _("Your office cannot move an organisation there."),
        ),
        done=_("Saved."),
        title=_("Correct the entry"),
        button=_("Save"),
        crumbs=crumbs_to(organisation),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CLOSE_ORGANISATION)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation, today = find_organisation(request.actor, pk, Right.CLOSE_ORGANISATION), dates.today()
    return answer_form(
        request,
        CloseForm(posted(request), initial={"on": today}),
        lambda form: services.close_organisation(
            actor=request.actor, organisation=organisation, on=form.cleaned_data["on"], today=today
        ),
        done=_("Closed. Its members can no longer act for it; you can reopen it."),
        title=_("Close %(name)s") % {"name": organisation.name},
        lead=_("From this day on nobody acts for it. What it did stays in the register."),
        button=_("Close the organisation"),
        weight="danger",
        crumbs=crumbs_to(organisation),
    )


@require_POST
@access.requires(Right.CLOSE_ORGANISATION)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = find_organisation(request.actor, pk, Right.CLOSE_ORGANISATION)
    return answer_button(
        request,
        lambda: services.reopen_organisation(actor=request.actor, organisation=organisation),
        done=_("The organisation is open again."),
        to=page_of(organisation),
    )
