"""The public register: its list, the check of a company, one organisation and the changes to its entry."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography import queries as geography
from jalur.foundation.history import queries as history
from jalur.foundation.history.rights import Right as HistoryRight
from jalur.foundation.organisations import queries, rules, services, words
from jalur.foundation.organisations.filters import OrganisationFilter
from jalur.foundation.organisations.forms import (
    CheckForm,
    CloseForm,
    ContactForm,
    DayForm,
    PlacedForm,
    RegisterForm,
)
from jalur.foundation.organisations.models import Licence, LicenceState, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.tables import OrganisationTable
from jalur.foundation.organisations.workflow import LICENCE, ORGANISATION
from jalur.foundation.rulebook.models import LicenceKind
from jalur.foundation.rulebook.queries import licences_asked, placing_licences
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.views import find, step_actions, step_page, takes_steps
from jalur.kit import dates, formats, parts
from jalur.kit.answers import answer_form, ask_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Row, Tag, Text
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


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
    matches = _matches(request.actor, name, on) if name else []
    return ask_form(
        request,
        form,
        template="organisations/check.html",
        title=_("Is this company real?"),
        lead=_("Enter the name you were given to see whether its licence is in force on that day."),
        button=_("Look it up"),
        crumbs=crumbs_to(),
        name=name,
        matches=matches,
        cautions=words.likeness_notices([match["likeness"] for match in matches]),
        empty=Empty(
            _("Nothing like this is in the register"),
            _(
                "This does not mean that the company is fake: its name may be spelled differently, or "
                "its entry may be missing here. Ask for its licence number (SIP3MI) and look that up. "
                "Until you or the labour office have found it, hand over no money and no documents; your "
                "village and the labour office can help you ask."
            ),
            icon="search",
        ),
    )


def _matches(actor: Actor, name: str, on: date) -> list[dict[str, Any]]:
    """Who may be meant, each with how surely, what the day says about its licence, and what to compare with one's papers."""
    duties, placing = licences_asked(), placing_licences(on)
    found_ones = queries.look_up(actor, name)
    places = geography.path_names(found.organisation.place_id or "" for found in found_ones)
    return [
        {
            "organisation": found.organisation,
            "likeness": found.likeness,
            "tag": words.LIKENESS[found.likeness],
            "notice": words.standing_notice(
                found.organisation, found.organisation.licences.all(), duties, placing, on
            ),
            "rows": _to_compare(found.organisation, places, placing, on),
        }
        for found in found_ones
    ]


def _to_compare(
    organisation: Organisation, places: dict[str, str], placing: frozenset[str], on: date
) -> list[Row]:
    licences = list(organisation.licences.all())
    where = places.get(organisation.place_id or "") or str(organisation.country or "")
    return [
        Row(_("May place workers abroad"), words.placing_words(organisation, licences, placing, on)),
        Row(_("Licence numbers"), ", ".join(licence.number for licence in licences)),
        Row(_("Address"), ", ".join(part for part in (organisation.address, where) if part)),
        Row(_("Public phone"), organisation.phone),
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
    beside = parts.page_parts(ORGANISATION.thing, actor, organisation, dates.today())
    context = {
        "title": organisation.name,
        "caption": capfirst(organisation.get_kind_display()),
        "tags": [words.standing_tag(organisation, licences, duties, dates.today())],
        "crumbs": crumbs_to(),
        "actions": [*_actions(actor, organisation), *(one for part in beside for one in part.actions)],
        "notices": [
            words.standing_notice(organisation, licences, duties, placing_licences(on), on),
            *(notice for part in beside for notice in part.notices),
        ],
        "on": on,
        "summary_title": _("The organisation"),
        "rows": _facts(organisation),
        "grids": [_licences(actor, licences, on), *(grid for part in beside for grid in part.grids)],
        "happenings": history.happenings(actor, subject=organisation, beside=licences)
        if reads_history
        else None,
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
        if licence.state == LicenceState.SUSPENDED:
            return _("suspended %(day)s") % {"day": formats.day(licence.suspended_on, "short")}
        return licence.valid_to

    return Grid(
        _("Licences"),
        [_("Licence"), _("Number"), _("From"), _("Until"), _("On this day"), "", ""],
        [
            [
                Text(str(licence.get_kind_display()), licence.source),
                licence.number,
                licence.valid_from,
                until(licence),
                Tag(_("in force"), "done")
                if rules.licence_holds(licence, on)
                else Tag(_("not in force"), "bad"),
                *_two(step_actions(LICENCE, actor, licence)),
            ]
            for licence in licences
        ],
        empty=_("No licence is recorded."),
    )


def _two(actions: list[Action]) -> list[Action | str]:
    """A cell for each of at most two buttons."""
    return [*actions, "", ""][:2]


def _actions(actor: Actor, organisation: Organisation) -> list[Action]:
    def button(label: str, name: str, **options: object) -> Action:
        return Action(label, reverse(f"organisations:{name}", args=[organisation.pk]), **options)

    actions = []
    if access.covers(actor, Right.VIEW_MEMBER, Membership(organisation=organisation)):
        actions.append(button(_("Members"), "members", weight="primary", icon="people"))
    if recordable_kinds(actor, organisation):
        actions.append(button(_("Record a licence"), "new_licence"))
    return [*actions, *step_actions(ORGANISATION, actor, organisation)]


def recordable_kinds(actor: Actor, organisation: Organisation) -> list[str]:
    """The kinds of licence the actor may record for the organisation."""
    return [
        kind
        for kind in LicenceKind.values
        if access.covers(actor, Right.RECORD_LICENCE, Licence(organisation=organisation, kind=kind))
    ]


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
@takes_steps(ORGANISATION)
def organisation_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Correct, close or reopen an entry."""
    organisation, actor = find(ORGANISATION, request.actor, pk), request.actor
    takes = {
        "edit": partial(_edit, actor=actor, organisation=organisation),
        "close": partial(_close, actor=actor, organisation=organisation),
        "reopen": partial(_reopen, actor=actor, organisation=organisation),
    }
    return step_page(
        request,
        ORGANISATION,
        organisation,
        verb,
        takes[verb],
        beforehand=None if verb == "edit" else partial(_beforehand, takes[verb]),
        own_forms={
            "edit": partial(_entry_form, actor, organisation),
            "close": partial(CloseForm, initial={"on": dates.today()}),
        },
        caption=organisation.name,
        crumbs=crumbs_to(organisation),
    )


def _entry_form(actor: Actor, organisation: Organisation, data: Any) -> ContactForm:
    """Contact for an organisation's own administrator; place and country too for who may register there."""
    initial = {name: getattr(organisation, name) for name in ("name", "address", "phone", "email")}
    initial |= {"place": organisation.place_id, "country": organisation.country_id}
    may_move = access.covers(actor, Right.REGISTER_ORGANISATION, organisation)
    return (PlacedForm if may_move else ContactForm)(data, initial=initial)


def _edit(**changes: Any) -> Organisation:
    sentence = _("Your office cannot move an organisation there.")
    return _in_reach(lambda: services.edit_organisation(**changes), sentence)


def _reopen(**given: Any) -> Organisation:
    return services.reopen_organisation(today=dates.today(), **given)


def _beforehand(take: Callable[..., Any], form: Any) -> list[consequences.Group]:
    """Whom a closing or its end touches."""
    return consequences.beforehand(partial(take, **form.cleaned_data), on=dates.today())


def _close(**given: Any) -> Organisation:
    return services.close_organisation(today=dates.today(), **given)
