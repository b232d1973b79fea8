"""What a centre has, when it is open and what is booked, for programs that keep its calendar or count its beds."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.accounts import access
from jalur.foundation.api.bodies import Body, Nothing, Reason, through
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router, actor_of, as_seen, check_seen
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find
from jalur.journey.premises import queries, services
from jalur.journey.premises.forms import (
    BedForm,
    BookingForm,
    DayOffForm,
    FreeForm,
    OpeningForm,
    OutForm,
    ResourceForm,
)
from jalur.journey.premises.models import Booking, DayOff, Opening, Resource, ResourceKind
from jalur.journey.premises.rights import Right
from jalur.journey.premises.services.bookings import held_by
from jalur.journey.premises.workflow import BOOKING, RESOURCE
from jalur.kit import dates
from jalur.kit.refusals import refusal

router = Router("premises", gettext_lazy("Premises"))


class ResourceRecord(Schema):
    id: UUID
    centre: UUID
    kind: str
    name: str
    state: str
    units: int = Field(description="How many alike: machines of a set, beds of a room.")
    places: int | None
    repair: str
    sex: str = Field(description="Of a dormitory room: for whom it is.")
    ages: str = Field(
        description="Of a dormitory room: young for people under 18, adults for those of age; empty where nobody has said."
    )
    teaches: list[str] = Field(description="Of an instructor: codes of competencies.")
    hours_a_week: int | None
    lent_of: UUID | None = Field(description="What another centre lends: the same thing at that centre.")
    lent_from: datetime | None
    lent_until: datetime | None


class Resources(Page[ResourceRecord]):
    pass


class ResourceQuery(PageQuery):
    kind: str = Field("", max_length=12)
    state: str = Field("", max_length=10)


class ResourceChange(Body):
    name: str | None = None
    units: int | None = None
    places: int | None = None
    repair: str | None = None
    sex: str | None = None
    ages: str | None = Field(None, description="Of a dormitory room: young, adults, or empty.")
    teaches: list[str] | None = None
    hours_a_week: int | None = None


class NewResource(ResourceChange):
    kind: ResourceKind
    member: UUID | None = Field(None, description="Of an instructor: the membership in the centre.")


class Out(Body):
    first: date
    last: date
    unit: int | None = Field(None, description="Which of them; all without it.")
    reason: str


class DayOffRecord(Schema):
    day: date
    name: str
    is_own: bool = Field(description="Of the centre itself, not a national holiday.")


class OpeningRecord(Schema):
    opens: str
    closes: str
    break_starts: str | None
    break_ends: str | None
    on_saturday: bool
    days_off: list[DayOffRecord] = Field(description="From today on.")


class NewOpening(Body):
    opens: str | None = Field(None, description="By the clock of the place, as 08.00.")
    closes: str | None = None
    break_starts: str | None = None
    break_ends: str | None = None
    on_saturday: bool | None = None


class NewDayOff(Body):
    day: date
    name: str


class Held(Schema):
    resource: UUID
    name: str
    units: list[int]


class BookingRecord(Schema):
    number: str
    state: str
    title: str
    starts: datetime
    ends: datetime
    holds: list[Held]
    guest: str | None = Field(description="Of a bed: the number of the person's file.")
    cancel_reason: str


class Bookings(Page[BookingRecord]):
    pass


class BookingQuery(PageQuery):
    state: str = Field("", max_length=10)
    since: date | None = Field(None, description="Those that end on this day or later.")
    until: date | None = Field(None, description="Those that begin on this day or before.")


class Want(Body):
    resource: UUID
    count: int = 1


class BookingChange(Body):
    title: str | None = None
    day: date | None = None
    from_hour: str | None = Field(None, description="By the clock of the place, as 08.00.")
    to_hour: str | None = None
    wants: list[Want] | None = Field(None, max_length=100)
    confirmed: bool = Field(False, description="It takes place although the centre is closed then.")


class NewBooking(BookingChange):
    title: str
    day: date
    from_hour: str
    to_hour: str
    wants: list[Want] = Field(max_length=100)


class NewBed(Body):
    candidate: str = Field(description="Number of the file of somebody who has a seat at the centre.")
    dormitory: UUID
    first: date
    last: date
    consent: str = Field("", description="Under 18: who of the guardians agreed in writing.")


class FreeQuery(Schema):
    day: date
    from_hour: str = Field("08.00", max_length=8)
    to_hour: str = Field("12.00", max_length=8)
    resources: str = Field(
        max_length=4000, description="Ids between commas; with how many of it behind a colon."
    )


class FreeTime(Schema):
    starts: datetime
    ends: datetime


class FreeTimes(Schema):
    times: list[FreeTime]


@router.read("/resources/", Right.VIEW_RESOURCE, Resources)
def list_resources(request: HttpRequest, query: Query[ResourceQuery]) -> Resources:
    """What centres have: workshops, rooms, equipment, dormitory rooms, instructors."""
    rows = Resource.objects.visible_to(actor_of(request)).prefetch_related("teaches")
    for name in ("kind", "state"):
        if value := getattr(query, name):
            rows = rows.filter(**{name: value})
    return page_of(Resources, rows, query, lambda found: map(_resource, found))


@router.read("/resources/{pk}/", Right.VIEW_RESOURCE, ResourceRecord, events={"premises:resource": "pk"})
def show_resource(request: HttpRequest, pk: UUID) -> ResourceRecord:
    """One of them, by its id."""
    return _resource(find(RESOURCE, actor_of(request), pk))


@router.create("/resources/", Right.EDIT_RESOURCE, ResourceRecord)
def add_resource(request: HttpRequest, body: NewResource) -> ResourceRecord:
    """Something that can be booked from now on."""
    blank = Resource(organisation=_centre(request), kind=body.kind)
    form = through(partial(ResourceForm, instance=blank), body, only={*type(body).model_fields} - {"kind"})
    added = services.add_resource(actor=actor_of(request), resource=form.instance, **form.beside)
    return _resource(added)


@router.change("/resources/{pk}/", Right.EDIT_RESOURCE, ResourceRecord)
def change_resource(request: HttpRequest, pk: UUID, body: ResourceChange) -> ResourceRecord:
    """Change one; what is not sent stays."""
    record = _kept(request, pk)
    form = through(partial(ResourceForm, instance=record), body)
    with as_seen(request, record, _resource):
        changed = services.change_resource(actor=actor_of(request), resource=form.instance, **form.beside)
    return _resource(changed)


@router.step("/resources/{pk}/put-out/", Right.EDIT_RESOURCE, ResourceRecord)
def put_out_of_order(request: HttpRequest, pk: UUID, body: Out) -> ResourceRecord:
    """It, or one unit of it, cannot be booked on these days; what is booked stays and has to be moved."""
    record = _kept(request, pk)
    form = through(partial(OutForm, resource=record), body)
    with as_seen(request, record, _resource):
        out = services.put_out_of_order(actor=actor_of(request), resource=record, **form.cleaned_data)
    return _resource(out)


@router.step("/resources/{pk}/mend/", Right.EDIT_RESOURCE, ResourceRecord)
def mend_resource(request: HttpRequest, pk: UUID, body: Nothing) -> ResourceRecord:  # noqa: ARG001 - an empty object
    """It is in order again from now on."""
    record = _kept(request, pk)
    with as_seen(request, record, _resource):
        return _resource(services.mend_resource(actor=actor_of(request), resource=record, now=dates.now()))


@router.step("/resources/{pk}/retire/", Right.EDIT_RESOURCE, ResourceRecord)
def retire_resource(request: HttpRequest, pk: UUID, body: Nothing) -> ResourceRecord:  # noqa: ARG001 - an empty object
    """It is booked no more."""
    record = _kept(request, pk)
    with as_seen(request, record, _resource):
        return _resource(services.retire_resource(actor=actor_of(request), resource=record))


@router.read("/opening/", Right.VIEW_BOOKING, OpeningRecord)
def show_opening(request: HttpRequest) -> OpeningRecord:
    """When the program's centre is open, and its days off ahead."""
    return _opening(_centre(request))


@router.step("/opening/", Right.EDIT_RESOURCE, OpeningRecord)
def set_opening(request: HttpRequest, body: NewOpening) -> OpeningRecord:
    """The hours from now on; what is not sent stays, and so does what is booked."""
    centre = _centre(request)
    hours = queries.hours_of(centre)
    record = Opening.objects.filter(organisation=centre).first() or Opening(
        organisation=centre,
        opens=hours.opens,
        closes=hours.closes,
        break_starts=hours.break_starts,
        break_ends=hours.break_ends,
    )
    form = through(partial(OpeningForm, instance=record), body)
    check_seen(request, record, lambda _record: _opening(centre))
    services.set_opening(actor=actor_of(request), opening=form.instance)
    return _opening(centre)


@router.create("/days-off/", Right.EDIT_RESOURCE, DayOffRecord)
def add_day_off(request: HttpRequest, body: NewDayOff) -> DayOffRecord:
    """A day on which the centre is closed; what is booked on it stays."""
    form = through(partial(DayOffForm, instance=DayOff(organisation=_centre(request))), body)
    kept = services.keep_day_off(actor=actor_of(request), day_off=form.instance)
    return DayOffRecord(day=kept.day, name=kept.name, is_own=True)


@router.step("/days-off/{day}/drop/", Right.EDIT_RESOURCE, OpeningRecord)
def drop_day_off(request: HttpRequest, day: date, body: Nothing) -> OpeningRecord:  # noqa: ARG001 - an empty object
    """The centre is open on this day after all."""
    centre = _centre(request)
    record = get_object_or_404(DayOff, organisation=centre, day=day)
    check_seen(request, record, lambda _record: _opening(centre))
    services.drop_day_off(actor=actor_of(request), centre=centre, day=day)
    return _opening(centre)


@router.read("/bookings/", Right.VIEW_BOOKING, Bookings)
def list_bookings(request: HttpRequest, query: Query[BookingQuery]) -> Bookings:
    """What is booked at the program's centre, beds and cancelled ones too."""
    rows = Booking.objects.visible_to(actor_of(request)).select_related("candidate")
    rows = rows.prefetch_related("booked_units__resource")
    rows = rows.filter(state=query.state) if query.state else rows
    rows = rows.filter(ends__date__gte=query.since) if query.since else rows
    rows = rows.filter(starts__date__lte=query.until) if query.until else rows
    return page_of(Bookings, rows, query, lambda found: map(_booking, found))


@router.read("/bookings/{number}/", Right.VIEW_BOOKING, BookingRecord, events={"premises:booking": "number"})
def show_booking(request: HttpRequest, number: str) -> BookingRecord:
    """One booking, by its number."""
    return _booking(find(BOOKING, actor_of(request), number))


@router.create("/bookings/", Right.EDIT_BOOKING, BookingRecord)
def book(request: HttpRequest, body: NewBooking) -> BookingRecord:
    """All that is wanted for the time, or nothing: the refusal says what stands in the way and when it is free."""
    blank = Booking(organisation=_centre(request))
    form = through(partial(BookingForm, instance=blank), _asked(body, blank))
    booked = services.book(actor=actor_of(request), booking=form.instance, now=dates.now(), **form.beside)
    return _booking(booked)


@router.change("/bookings/{number}/", Right.EDIT_BOOKING, BookingRecord)
def move_booking(request: HttpRequest, number: str, body: BookingChange) -> BookingRecord:
    """Another time, other rooms; what is not sent stays. Refused as a whole, and then it stays where it was."""
    record = find(BOOKING, actor_of(request), number)
    access.check(actor_of(request), Right.EDIT_BOOKING, record)
    if record.candidate_id is not None:
        raise refusal("number", "bed", _("Cancel this bed and book another one."))
    form = through(partial(BookingForm, instance=record), _asked(body, record))
    with as_seen(request, record, _booking):
        moved = services.move_booking(
            actor=actor_of(request), booking=form.instance, now=dates.now(), **form.beside
        )
    return _booking(moved)


@router.step("/bookings/{number}/cancel/", Right.EDIT_BOOKING, BookingRecord)
def cancel_booking(request: HttpRequest, number: str, body: Reason) -> BookingRecord:
    """It does not take place; everything it held is free again."""
    record = find(BOOKING, actor_of(request), number)
    with as_seen(request, record, _booking):
        cancelled = services.cancel_booking(actor=actor_of(request), booking=record, reason=body.reason)
    return _booking(cancelled)


@router.create("/beds/", Right.EDIT_BOOKING, BookingRecord)
def book_bed(request: HttpRequest, body: NewBed) -> BookingRecord:
    """A bed from the noon of the first day to that of the last, for somebody who has a seat at the centre."""
    form = through(partial(BedForm, centre=_centre(request)), body)
    booked = services.book_bed(actor=actor_of(request), now=dates.now(), **form.cleaned_data)
    return _booking(booked)


@router.read("/free-times/", Right.VIEW_BOOKING, FreeTimes)
def list_free_times(request: HttpRequest, query: Query[FreeQuery]) -> FreeTimes:
    """The times nearest to the one asked at which all of it is free for as long, within opening hours and four weeks."""
    centre = _centre(request)
    wants = {UUID(key): count for key, count in _counts(query.resources).items()}
    known = Resource.objects.filter(pk__in=list(wants), organisation=centre)
    if not wants or known.count() != len(wants):
        raise Http404
    hours = {"day": query.day, "from_hour": query.from_hour, "to_hour": query.to_hour}
    form = through(partial(FreeForm, centre=centre), hours)
    asked = Booking(organisation=centre, **form.cleaned_data["stretch"])
    length = asked.ends - asked.starts
    return FreeTimes(
        times=[
            FreeTime(starts=start, ends=start + length)
            for start in queries.free_times(asked, wants, now=dates.now())
        ]
    )


def _counts(text: str) -> dict[str, int]:
    """Id → how many, of "id,id:3"."""
    found = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        key, _colon, count = part.partition(":")
        try:
            found[str(UUID(key))] = min(500, max(1, int(count or 1)))
        except ValueError:
            sentence = _("Write ids of resources between commas, each with how many behind a colon.")
            raise refusal("resources", "unreadable", sentence) from None
    return found


def _asked(body: BookingChange, booking: Booking) -> dict[str, Any]:
    """A body as the fields of the form, which has one for each set of equipment."""
    sent = body.model_dump(exclude_unset=True, exclude={"wants"})
    if body.wants is not None:
        counts = {str(one.resource): one.count for one in body.wants}
        equipment = Resource.objects.filter(
            organisation=booking.organisation, kind=ResourceKind.EQUIPMENT, pk__in=list(counts)
        )
        counted = {str(key) for key in equipment.values_list("pk", flat=True)}
        if any(count != 1 for key, count in counts.items() if key not in counted):
            raise refusal("wants", "too_many", _("Only of equipment can there be several."))
        held = {} if booking._state.adding else held_by(booking)
        before = Resource.objects.filter(pk__in=list(held), kind=ResourceKind.EQUIPMENT)
        sent |= {f"count_{key}": 0 for key in before.values_list("pk", flat=True)}
        sent |= {f"count_{key}": counts[key] for key in counted}
        sent["resources"] = [key for key in counts if key not in counted]
    return sent


def _centre(request: HttpRequest) -> Organisation:
    return get_object_or_404(Organisation, pk=actor_of(request).organisation_id)


def _kept(request: HttpRequest, pk: UUID) -> Resource:
    """One that the program's centre keeps: what it sends is looked at for nobody else."""
    record = find(RESOURCE, actor_of(request), pk)
    access.check(actor_of(request), Right.EDIT_RESOURCE, record)
    return record


def _resource(resource: Resource) -> ResourceRecord:
    return ResourceRecord(
        id=resource.pk,
        centre=resource.organisation_id,
        kind=resource.kind,
        name=resource.name,
        state=resource.state,
        units=resource.units,
        places=resource.places,
        repair=resource.repair,
        sex=resource.sex,
        ages=resource.ages,
        teaches=sorted(one.code for one in resource.teaches.all()),
        hours_a_week=resource.hours_a_week,
        lent_of=resource.lent_of_id,
        lent_from=resource.lent_during.lower if resource.lent_during else None,
        lent_until=resource.lent_during.upper if resource.lent_during else None,
    )


def _opening(centre: Organisation) -> OpeningRecord:
    hours, today = queries.hours_of(centre), dates.today()
    own = set(DayOff.objects.filter(organisation=centre).values_list("day", flat=True))
    return OpeningRecord(
        **{
            name: f"{hour:%H.%M}" if (hour := getattr(hours, name)) else None
            for name in ("opens", "closes", "break_starts", "break_ends")
        },
        on_saturday=hours.on_saturday,
        days_off=[
            DayOffRecord(day=day, name=name, is_own=day in own)
            for day, name in sorted(queries.days_off(centre).items())
            if day >= today
        ],
    )


def _booking(booking: Booking) -> BookingRecord:
    held: dict[Resource, list[int]] = {}
    for row in sorted(booking.booked_units.all(), key=lambda row: (row.resource.name, row.unit)):
        held.setdefault(row.resource, []).append(row.unit)
    return BookingRecord(
        number=booking.number,
        state=booking.state,
        title=booking.title,
        starts=booking.starts,
        ends=booking.ends,
        holds=[Held(resource=what.pk, name=what.name, units=units) for what, units in held.items()],
        guest=booking.candidate.number if booking.candidate else None,
        cancel_reason=booking.cancel_reason,
    )
