"""The public register for programs: organisations with their licences."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Body, Nothing, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen
from jalur.foundation.organisations import services
from jalur.foundation.organisations.forms import (
    CloseForm,
    ContactForm,
    LicenceForm,
    LiftForm,
    PlacedForm,
    RegisterForm,
    RevokeForm,
    SuspendForm,
)
from jalur.foundation.organisations.models import Licence, Organisation, OrganisationQuerySet
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.rulebook.models import LicenceKind
from jalur.foundation.workflow.views import find
from jalur.kit import dates
from jalur.kit.search import narrow

router = Router("organisations", _("Organisations"))


class LicenceRecord(Schema):
    id: UUID
    kind: str
    number: str
    state: str
    valid_from: date | None
    valid_to: date | None = Field(description="The first day on which it no longer holds.")
    revoked_on: date | None
    suspended_on: date | None
    lifted_on: date | None


class OrganisationRecord(Schema):
    id: UUID
    kind: str
    name: str
    place: str | None
    country: str | None
    address: str
    phone: str
    email: str
    closed_on: date | None
    licences: list[LicenceRecord]


class Organisations(Page[OrganisationRecord]):
    pass


class OrganisationQuery(PageQuery):
    kind: str = Field("", max_length=30)
    within: str = Field("", max_length=13, description="Code of a region: those in it and below it.")
    search: str = Field("", max_length=100)


class Entry(Body):
    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    place: str | None = Field(None, description="Only who may register there moves an entry.")
    country: str | None = None


class NewOrganisation(Entry):
    kind: str


class OnDay(Body):
    on: date


class NewLicence(Body):
    kind: str
    number: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""


@router.read("/", Right.VIEW_ORGANISATION, Organisations)
def list_organisations(request: HttpRequest, query: Query[OrganisationQuery]) -> Organisations:
    """Companies, institutes, offices and missions; everybody may look."""
    rows = _rows(request)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.within:
        rows = rows.filter(place__code__startswith=query.within)
    if query.search:
        rows = narrow(rows, ["name"], query.search)
    return page_of(Organisations, rows, query, lambda found: map(show, found))


@router.read(
    "/{uuid:pk}/",
    Right.VIEW_ORGANISATION,
    OrganisationRecord,
    events={"organisations:organisation": "pk", "organisations:licence": "organisation_id"},
)
def show_organisation(request: HttpRequest, pk: UUID) -> OrganisationRecord:
    """One organisation with its licences."""
    return show(get_object_or_404(_rows(request), pk=pk))


@router.create("/", Right.REGISTER_ORGANISATION, OrganisationRecord)
def register_organisation(request: HttpRequest, body: NewOrganisation) -> OrganisationRecord:
    """Enter an organisation into the register."""
    form = through(RegisterForm, body)
    return show(services.register_organisation(actor=request.actor, **form.cleaned_data))


@router.change("/{uuid:pk}/", Right.EDIT_ORGANISATION, OrganisationRecord)
def edit_organisation(request: HttpRequest, pk: UUID, body: Entry) -> OrganisationRecord:
    """Correct an entry; what is not sent stays."""
    organisation = find(ORGANISATION, request.actor, pk)
    may_move = access.covers(request.actor, Right.REGISTER_ORGANISATION, organisation)
    initial: dict[str, Any] = {
        name: getattr(organisation, name) for name in ("name", "address", "phone", "email")
    }
    initial |= {"place": organisation.place_id, "country": organisation.country_id}
    form = through(partial(PlacedForm if may_move else ContactForm, initial=initial), body)
    with as_seen(request, organisation, show):
        edited = services.edit_organisation(
            actor=request.actor, organisation=organisation, **form.cleaned_data
        )
    return show(edited)


@router.step("/{uuid:pk}/close/", Right.CLOSE_ORGANISATION, OrganisationRecord)
def close_organisation(request: HttpRequest, pk: UUID, body: OnDay) -> OrganisationRecord:
    """From a day on nobody acts for it."""
    organisation = find(ORGANISATION, request.actor, pk)
    on = through(CloseForm, body).cleaned_data["on"]
    with as_seen(request, organisation, show):
        closed = services.close_organisation(
            actor=request.actor, organisation=organisation, on=on, today=dates.today()
        )
    return show(closed)


@router.step("/{uuid:pk}/reopen/", Right.CLOSE_ORGANISATION, OrganisationRecord)
def reopen_organisation(request: HttpRequest, pk: UUID, body: Nothing) -> OrganisationRecord:  # noqa: ARG001 - an empty object
    """Undo a closing."""
    organisation = find(ORGANISATION, request.actor, pk)
    with as_seen(request, organisation, show):
        opened = services.reopen_organisation(
            actor=request.actor, organisation=organisation, today=dates.today()
        )
    return show(opened)


@router.create("/{uuid:pk}/licences/", Right.RECORD_LICENCE, LicenceRecord)
def record_licence(request: HttpRequest, pk: UUID, body: NewLicence) -> LicenceRecord:
    """Enter a licence as it was given."""
    organisation = find(ORGANISATION, request.actor, pk)
    kinds = [
        kind
        for kind in LicenceKind.values
        if access.covers(request.actor, Right.RECORD_LICENCE, Licence(organisation=organisation, kind=kind))
    ]
    if not kinds:
        raise access.Refused(Right.RECORD_LICENCE)
    form = through(partial(LicenceForm, kinds=kinds), body)
    licence = services.record_licence(actor=request.actor, organisation=organisation, **form.cleaned_data)
    return show_licence(licence)


@router.step("/licences/{uuid:pk}/suspend/", Right.RECORD_LICENCE, LicenceRecord)
def suspend_licence(request: HttpRequest, pk: UUID, body: OnDay) -> LicenceRecord:
    """It does not hold from a day on, until the suspension is lifted."""
    return _licence_step(request, pk, services.suspend_licence, through(SuspendForm, body))


@router.step("/licences/{uuid:pk}/lift/", Right.RECORD_LICENCE, LicenceRecord)
def lift_suspension(request: HttpRequest, pk: UUID, body: OnDay) -> LicenceRecord:
    """It holds again from a day on."""
    return _licence_step(request, pk, services.lift_suspension, through(LiftForm, body))


@router.step("/licences/{uuid:pk}/revoke/", Right.RECORD_LICENCE, LicenceRecord)
def revoke_licence(request: HttpRequest, pk: UUID, body: OnDay) -> LicenceRecord:
    """It no longer holds from a day on."""
    return _licence_step(request, pk, services.revoke_licence, through(RevokeForm, body))


def _licence_step(request: HttpRequest, pk: UUID, take: Any, form: Any) -> LicenceRecord:
    licence = get_object_or_404(Licence.objects.select_related("organisation"), pk=pk)
    with as_seen(request, licence, show_licence):
        return show_licence(take(actor=request.actor, licence=licence, **form.cleaned_data))


def _rows(request: HttpRequest) -> OrganisationQuerySet:
    rows: OrganisationQuerySet = Organisation.objects.visible_to(actor_of(request))
    return rows.prefetch_related("licences")


def show(organisation: Organisation) -> OrganisationRecord:
    """What programs read of an organisation: what the register shows everybody."""
    return OrganisationRecord(
        id=organisation.pk,
        kind=organisation.kind,
        name=organisation.name,
        place=organisation.place_id,
        country=organisation.country_id,
        address=organisation.address,
        phone=organisation.phone,
        email=organisation.email,
        closed_on=organisation.closed_on,
        licences=[show_licence(licence) for licence in organisation.licences.all()],
    )


def show_licence(licence: Licence) -> LicenceRecord:
    return LicenceRecord(
        id=licence.pk,
        kind=licence.kind,
        number=licence.number,
        state=licence.state,
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        revoked_on=licence.revoked_on,
        suspended_on=licence.suspended_on,
        lifted_on=licence.lifted_on,
    )
