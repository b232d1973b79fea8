"""What a centre has: the list, one of it, adding, changing, out of order."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.premises import services
from jalur.journey.premises.collisions import stretch_in_words
from jalur.journey.premises.filters import ResourceFilter
from jalur.journey.premises.forms import OutForm, ResourceForm
from jalur.journey.premises.models import BookedUnit, Resource, ResourceKind
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.rights import Right
from jalur.journey.premises.tables import ResourceTable
from jalur.journey.premises.workflow import BOOKING, RESOURCE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

STEPS = {
    "change": services.change_resource,
    "put_out": services.put_out_of_order,
    "mend": lambda **step: services.mend_resource(now=dates.now(), **step),
    "retire": services.retire_resource,
}
MOST_SHOWN = 50


@require_safe
@access.requires(Right.VIEW_RESOURCE)
def resources(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    new = [
        Action(_("Add: %(kind)s") % {"kind": kind.label}, reverse("premises:new_resource", args=[kind.value]))
        for kind in ResourceKind
    ]
    new += [
        Action(_("Import a spreadsheet"), reverse("imports:resources"), icon="upload"),
        Action(_("Import instructors"), reverse("imports:instructors"), icon="upload"),
    ]
    adds = access.may(actor, Right.EDIT_RESOURCE)
    lists = [Action(_("Licences of instructors"), reverse("premises:licences"), icon="patch-check")]
    if access.may(actor, Right.VIEW_BOOKING):
        lists.append(Action(_("Opening hours and days off"), reverse("premises:opening"), icon="clock"))
    return list_page(
        request,
        queryset=Resource.objects.visible_to(actor).select_related("organisation"),
        table=ResourceTable,
        filters=ResourceFilter,
        export_name="sarana",
        title=_("Workshops, rooms, people"),
        lead=_(
            "What can be booked at a centre. Of equipment and dormitory rooms each unit or bed is booked by itself."
        ),
        actions=[*(new if adds else ()), *lists],
        empty=Empty(
            _("Nothing can be booked yet"),
            _("Add a workshop first, then what belongs in it.") if adds else "",
            icon="tools",
        ),
    )


@require_safe
@access.requires(Right.VIEW_RESOURCE)
def resource(request: HttpRequest, pk: str) -> HttpResponse:
    record = find(RESOURCE, request.actor, pk)
    teaches = ", ".join(str(one) for one in record.teaches.order_by("kind", "code"))
    return record_page(
        request,
        RESOURCE,
        record,
        crumbs=[list_crumb()],
        summary_title=_("What it is"),
        rows=[
            Row(_("Centre"), str(record.organisation)),
            *_lent(record),
            *facts(record, "units", "places", "sex", "ages", "repair", "hours_a_week"),
            *([Row(_("May teach"), teaches)] if teaches else []),
        ],
        grids=[_outages(record), *_booked(request.actor, record)],
    )


def _lent(record: Resource) -> list[Row]:
    """Whose it is, and for how long, where another centre lends it."""
    if record.lent_of is None:
        return []
    during = record.lent_during.lower, record.lent_during.upper
    return [
        Row(_("Lent by"), str(record.lent_of.organisation)),
        Row(_("Lent for"), stretch_in_words(*during, clock_of(record.organisation))),
    ]


def _outages(record: Resource) -> Grid:
    zone = clock_of(record.organisation)
    rows = record.outages.filter(during__endswith__gt=dates.now()).order_by("during", "pk")
    return Grid(
        _("Out of order"),
        [_("When"), _("Which"), _("Why")],
        [
            [
                stretch_in_words(row.during.lower, row.during.upper, zone),
                row.unit or _("all"),
                row.reason,
            ]
            for row in rows[:MOST_SHOWN]
        ],
    )


def _booked(actor: Actor, record: Resource) -> list[Grid]:
    if not access.covers(actor, Right.VIEW_BOOKING, record):
        return []
    zone, now = clock_of(record.organisation), dates.now()
    rows = record.booked_units.filter(during__endswith__gt=now).select_related("booking", "candidate")
    out = list(record.outages.filter(during__endswith__gt=now).order_by("during", "pk"))

    def must_move(row: object) -> bool:
        return any(
            one.unit in (None, row.unit)
            and one.during.lower < row.during.upper
            and row.during.lower < one.during.upper
            for one in out
        )

    def what_for(row: BookedUnit) -> str:
        return row.candidate.number if row.candidate else row.booking.title

    shown = list(rows.order_by("during", "unit", "pk")[:MOST_SHOWN])
    return [
        Grid(
            _("Booked ahead"),
            [
                _("When"),
                _("Who sleeps there") if record.kind == ResourceKind.DORMITORY else _("What for"),
                _("Which"),
                _("To be moved"),
            ],
            [
                [
                    stretch_in_words(*row.booking.during, zone),
                    Text(what_for(row), url=page_of(BOOKING, row.booking)),
                    row.unit,
                    _("yes, it is out of order") if must_move(row) else None,
                ]
                for row in shown
            ],
            empty=_("Nothing is booked ahead."),
        )
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RESOURCE)
def new_resource(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in ResourceKind.values:
        raise Http404
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    blank = Resource(organisation=centre, kind=kind)
    return answer_form(
        request,
        ResourceForm(posted(request), instance=blank),
        lambda form: services.add_resource(actor=request.actor, resource=form.instance, **form.beside),
        done=_("It is on the list and can be booked."),
        to=partial(page_of, RESOURCE),
        title=_("Add: %(kind)s") % {"kind": ResourceKind(kind).label},
        button=_("Save"),
        crumbs=[list_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(RESOURCE)
def resource_step(request: HttpRequest, pk: str, verb: str) -> HttpResponse:
    record = find(RESOURCE, request.actor, pk)
    take = partial(STEPS[verb], actor=request.actor, resource=record)
    forms = {
        "change": partial(ResourceForm, instance=record),
        "put_out": partial(OutForm, resource=record),
    }
    return step_page(request, RESOURCE, record, verb, take, own_forms=forms)


def list_crumb() -> Crumb:
    return Crumb(_("Workshops, rooms, people"), reverse("premises:resources"))
