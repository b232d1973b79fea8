"""The public register, one organisation, and its licences."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
    LicenceForm,
    PlacedForm,
    RegisterForm,
    RevokeForm,
)
from jalur.foundation.organisations.models import Licence, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.tables import OrganisationTable
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.forms import apply_errors, posted
from jalur.kit.lists import list_page

MOST_FOUND = 20


def _register_crumb() -> Crumb:
    return Crumb(_("Organisations"), reverse("organisations:list"))


@require_safe
@access.requires(Right.VIEW_ORGANISATION)
def organisation_list(request: HttpRequest) -> HttpResponse:
    actions = [Action(_("Is this company real?"), reverse("organisations:check"), icon="patch-question")]
    if access.may(request.actor, Right.REGISTER_ORGANISATION):
        actions.insert(
            0,
            Action(
                _("Register an organisation"), reverse("organisations:register"), "primary", icon="plus-lg"
            ),
        )
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
        empty=Empty(_("Nothing matches"), _("Type fewer letters, or take a filter away."), icon="building"),
    )


@require_safe
@access.requires(Right.VIEW_ORGANISATION)
def check_company(request: HttpRequest) -> HttpResponse:
    """Is this company real: a name and a day in, plain sentences out."""
    today = dates.today()
    typed = {"on": today.isoformat(), **request.GET.dict()} if request.GET else None
    form = CheckForm(typed, initial={"on": today})
    asked, on = (form.cleaned_data["q"], form.cleaned_data["on"]) if form.is_valid() else ("", today)
    found: list[tuple[Organisation, Any]] = []
    if asked:
        rows: QuerySet[Organisation] = Organisation.objects.visible_to(request.actor)
        for word in asked.split():
            rows = rows.filter(name__icontains=word)
        found = [
            (one, words.standing_notice(one, one.licences.all(), on))
            for one in rows.select_related("place", "country")
            .prefetch_related("licences")
            .order_by("name", "pk")[:MOST_FOUND]
        ]
    context = {
        "title": _("Is this company real?"),
        "lead": _("Write the name somebody gave you. You see whether a licence is in force on the day."),
        "crumbs": [_register_crumb()],
        "form": form,
        "asked": asked,
        "found": found,
        "empty": Empty(
            _("No organisation of this name stands in the register"),
            _(
                "Check the spelling. A real placement company (P3MI) stands here with its licence (SIP3MI). If it does"
                " not: hand over no money and no papers, and ask your village or the labour office."
            ),
            icon="search",
        ),
    }
    return render(request, "organisations/check.html", context)


def find_organisation(actor: Actor, pk: UUID, action: str = Right.VIEW_ORGANISATION) -> Organisation:
    """The organisation, if the actor may do the action to it; else 404."""
    rows = Organisation.objects.visible_to(actor, action=action).select_related("place", "country")
    return get_object_or_404(rows, pk=pk)


@require_safe
@access.requires(Right.VIEW_ORGANISATION)
def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, actor = find_organisation(request.actor, pk), request.actor
    form = DayForm(request.GET or None)
    on = form.cleaned_data["on"] if form.is_valid() else dates.today()
    licences = list(found.licences.order_by("-valid_from", "pk"))
    context = {
        "title": found.name,
        "caption": capfirst(found.get_kind_display()),
        "tags": [words.standing_tag(found, licences, dates.today())],
        "crumbs": [_register_crumb()],
        "organisation": found,
        "on": on,
        "standing": words.standing_notice(found, licences, on),
        "rows": _facts(found),
        "licences": [
            (one, rules.licence_holds(one, on), access.covers(actor, rules.RECORDING[one.kind], one))
            for one in licences
        ],
        "actions": _actions(actor, found),
        "happenings": history.happenings(actor, subject=found),
        "shows_history": access.may(actor, HistoryRight.VIEW_EVENT),
    }
    return render(request, "organisations/organisation.html", context)


def _facts(found: Organisation) -> list[Row]:
    where = f"{found.place} ({found.place_id})" if found.place else ""
    rows = [
        Row(_("Kind"), str(found.get_kind_display())),
        Row(_("Place"), where),
        Row(_("Address"), found.address),
        Row(_("Public phone"), found.phone),
        Row(_("Public e-mail"), found.email),
    ]
    if found.country:
        rows.insert(2, Row(_("Country"), str(found.country)))
    if found.closed_on:
        rows.append(Row(_("Closed from"), formats.day(found.closed_on, "long")))
    return rows


def _actions(actor: Actor, found: Organisation) -> list[Action]:
    actions = []
    if access.covers(actor, Right.VIEW_MEMBER, Membership(organisation=found)):
        actions.append(
            Action(_("Members"), reverse("organisations:members", args=[found.pk]), "primary", icon="people")
        )
    if access.covers(actor, Right.EDIT_ORGANISATION, found):
        actions.append(Action(_("Correct the entry"), reverse("organisations:edit", args=[found.pk])))
    if any(
        access.covers(actor, action, Licence(organisation=found)) for action in set(rules.RECORDING.values())
    ):
        actions.append(Action(_("Record a licence"), reverse("organisations:new_licence", args=[found.pk])))
    if access.covers(actor, Right.CLOSE_ORGANISATION, found):
        if found.closed_on is None:
            actions.append(Action(_("Close"), reverse("organisations:close", args=[found.pk]), "quiet"))
        else:
            address = reverse("organisations:reopen", args=[found.pk])
            actions.append(Action(_("Undo the closing"), address, "quiet", post=True))
    return actions


def form_page(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    known = {"lead": "", "caption": "", "weight": "primary", "notice": None, "crumbs": [], "form": form}
    return render(
        request, "organisations/form.html", {**known, **context}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.REGISTER_ORGANISATION)
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_organisation(actor=request.actor, **form.cleaned_data)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        except access.Refused:
            form.add_error("place", _("Your office registers organisations of its own area only."))
        else:
            messages.success(request, _("Registered. Invite its first member if people will work here."))
            return redirect("organisations:organisation", made.pk)
    return form_page(
        request, form, title=_("Register an organisation"), button=_("Register"), crumbs=[_register_crumb()]
    )


def _crumbs(found: Organisation) -> list[Crumb]:
    return [_register_crumb(), Crumb(found.name, reverse("organisations:organisation", args=[found.pk]))]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_ORGANISATION)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Contact for an organisation's own administrator; place and country too for who may register there."""
    found = find_organisation(request.actor, pk, Right.EDIT_ORGANISATION)
    may_move = access.covers(request.actor, Right.REGISTER_ORGANISATION, found)
    initial = {name: getattr(found, name) for name in ("name", "address", "phone", "email")}
    initial |= {"place": found.place_id, "country": found.country_id}
    form = (PlacedForm if may_move else ContactForm)(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_organisation(actor=request.actor, organisation=found, **form.cleaned_data)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        except access.Refused:
            form.add_error("place", _("Your office cannot move an organisation there."))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:organisation", pk)
    return form_page(request, form, title=_("Correct the entry"), button=_("Save"), crumbs=_crumbs(found))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CLOSE_ORGANISATION)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, today = find_organisation(request.actor, pk, Right.CLOSE_ORGANISATION), dates.today()
    form = CloseForm(posted(request), initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.close_organisation(
                actor=request.actor, organisation=found, on=form.cleaned_data["on"], today=today
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("Closed. Its members can no longer act for it; you can undo this."))
            return redirect("organisations:organisation", pk)
    return form_page(
        request,
        form,
        title=_("Close %(name)s") % {"name": found.name},
        lead=_("From this day on nobody acts for it. What it did stays in the register."),
        button=_("Close"),
        weight="danger",
        crumbs=_crumbs(found),
    )


@require_POST
@access.requires(Right.CLOSE_ORGANISATION)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_organisation(request.actor, pk, Right.CLOSE_ORGANISATION)
    try:
        services.reopen_organisation(actor=request.actor, organisation=found)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The closing is undone."))
    return redirect("organisations:organisation", pk)


def _recordable(actor: Actor, found: Organisation) -> list[str]:
    """The kinds of licence this actor may record for this organisation."""
    subject = Licence(organisation=found)
    return [kind for kind, action in rules.RECORDING.items() if access.covers(actor, action, subject)]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_LICENCE)
def new_licence(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_organisation(request.actor, pk)
    kinds = _recordable(request.actor, found)
    if not kinds:
        raise access.Refused(Right.RECORD_LICENCE)
    form = LicenceForm(posted(request), initial={"kind": rules.LICENCE_ASKED.get(found.kind, "")})
    form.fields["kind"].choices = [choice for choice in form.fields["kind"].choices if choice[0] in kinds]
    if request.method == "POST" and form.is_valid():
        try:
            services.record_licence(actor=request.actor, organisation=found, **form.cleaned_data)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The licence is recorded and public."))
            return redirect("organisations:organisation", pk)
    return form_page(
        request,
        form,
        title=_("Record a licence"),
        caption=found.name,
        button=_("Record"),
        crumbs=_crumbs(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_LICENCE)
def revoke_licence(request: HttpRequest, pk: UUID) -> HttpResponse:
    licence = get_object_or_404(Licence.objects.select_related("organisation"), pk=pk)
    if not access.covers(request.actor, rules.RECORDING[licence.kind], licence):
        raise access.Refused(Right.RECORD_LICENCE)
    form = RevokeForm(posted(request), initial={"on": dates.today()})
    if request.method == "POST" and form.is_valid():
        day: date = form.cleaned_data["on"]
        try:
            services.revoke_licence(actor=request.actor, licence=licence, on=day)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("Revoked. Everybody sees it in the register."))
            return redirect("organisations:organisation", licence.organisation_id)
    return form_page(
        request,
        form,
        title=_("Revoke the licence %(number)s") % {"number": licence.number},
        lead=_("This cannot be undone. What was true on earlier days stays."),
        button=_("Revoke"),
        weight="danger",
        crumbs=_crumbs(licence.organisation),
    )
