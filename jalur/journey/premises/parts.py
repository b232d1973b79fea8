"""What this room adds to the homes and to a person's file, and the lists that are read in."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person
from jalur.foundation.tasks.kinds import TaskKind
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.premises import queries, rules
from jalur.journey.premises.models import (
    BedConsent,
    Booking,
    BookingState,
    ConsentState,
    Resource,
    TeachingLicence,
)
from jalur.journey.premises.rights import Right
from jalur.journey.premises.services.imports import (
    INSTRUCTORS,
    RESOURCES,
    add_many,
    plan_instructors,
    plan_resources,
)
from jalur.journey.premises.words import bed_in_words
from jalur.journey.premises.workflow import CONSENT, LICENCE, RESOURCE
from jalur.kit import dates, formats
from jalur.kit.components import Need, Row
from jalur.kit.facts import facts
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart

CONSENT_PAPERS = FileKind(
    key=rules.CONSENT_PAPERS,
    model=BedConsent,
    title=gettext_lazy("Guardian's consent"),
    reads=Right.VIEW_CONSENT,
    adds=Right.RECORD_CONSENT,
    related=CONSENT.related,
    person=lambda consent: consent.candidate.person_id,
    place=lambda consent: consent.candidate.person.residence_id,
    crumbs=lambda _actor, consent: [crumb_of(CONSENT, consent)],
    beside=lambda _actor, consent: (facts(consent, "guardian", "signed_on"), []),
)
LICENCE_PAPERS = FileKind(
    key=rules.LICENCE_PAPERS,
    model=TeachingLicence,
    title=gettext_lazy("Instructor's licence"),
    reads=Right.VIEW_RESOURCE,
    adds=Right.EDIT_RESOURCE,
    related=LICENCE.related,
    person=lambda _licence: None,
    place=lambda licence: licence.resource.organisation.place_id or "",
    crumbs=lambda _actor, licence: [crumb_of(LICENCE, licence)],
    beside=lambda _actor, licence: (facts(licence, "kind", "number", "issuer", "last_day"), []),
)
NOTES = NoteKind(
    key="resource",
    model=Resource,
    thing=RESOURCE.thing,
    title=gettext_lazy("Workshop, room, equipment or instructor"),
    right=Right.VIEW_RESOURCE,
    related=RESOURCE.related,
    place=lambda resource: resource.organisation.place_id or "",
    crumbs=lambda _actor, resource: [crumb_of(RESOURCE, resource)],
    named="pk",
)
TASKS = TaskKind(
    key="resource",
    model=Resource,
    thing=RESOURCE.thing,
    title=gettext_lazy("Workshop, room, equipment or instructor"),
    right=Right.VIEW_RESOURCE,
    related=RESOURCE.related,
    person=lambda _resource: None,
    place=lambda resource: resource.organisation.place_id or "",
    crumbs=lambda _actor, resource: [crumb_of(RESOURCE, resource)],
)
PLACE = (gettext_lazy("Workshops, rooms, people"), "premises:resources")

RESOURCE_LIST = ImportKind(
    key="resources",
    right=Right.EDIT_RESOURCE,
    columns=RESOURCES,
    plan=plan_resources,
    apply=add_many,
    new=gettext_lazy("Would be added"),
    known=gettext_lazy("On the list already"),
    shown={
        gettext_lazy("Name"): "name",
        gettext_lazy("Kind"): "what",
        gettext_lazy("How many"): "units",
        gettext_lazy("State of repair"): "repair",
    },
    button=lambda count: (
        ngettext("Add %(count)s to the list", "Add %(count)s to the list", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s was added to the list.", "%(count)s were added to the list.", count)
        % {"count": formats.number(count)}
    ),
    place=PLACE,
)
INSTRUCTOR_LIST = ImportKind(
    key="instructors",
    right=Right.EDIT_RESOURCE,
    columns=INSTRUCTORS,
    plan=plan_instructors,
    apply=add_many,
    new=gettext_lazy("Would be added"),
    known=gettext_lazy("On the list already"),
    shown={
        gettext_lazy("Instructor"): "email",
        gettext_lazy("May teach"): "teaches",
        gettext_lazy("Hours a week"): "hours_a_week",
    },
    button=lambda count: (
        ngettext("Add %(count)s instructor", "Add %(count)s instructors", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s instructor was added.", "%(count)s instructors were added.", count)
        % {"count": formats.number(count)}
    ),
    place=PLACE,
)


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    """Where a person sleeps, for herself and for whoever works at the centre."""
    rows = Booking.objects.filter(candidate__person=person, state=BookingState.BOOKED, ends__gt=dates.now())
    if actor.person_id != person.pk:
        rows = access.narrow(rows, actor, Right.VIEW_BOOKING)
    rows = rows.select_related("organisation").prefetch_related("booked_units__resource")
    return FilePart(facts=[_bed(row) for row in rows.order_by("starts", "pk")])


def _bed(booking: Booking) -> Row:
    zone = queries.clock_of(booking.organisation)
    first, last = (moment.astimezone(zone).date() for moment in booking.during)
    sentence = _("%(room)s at %(centre)s, from %(first)s to %(last)s")
    words = {
        "room": bed_in_words(booking) or booking.title,
        "centre": booking.organisation,
        "first": formats.day(first),
        "last": formats.day(last),
    }
    return Row(_("Bed"), sentence % words, hint=_("From noon of the first day to noon of the last."))


def home(actor: Actor, today: date) -> HomePart:
    """The manager's day: what is broken and booked, and how many beds are free tonight."""
    if actor.role == Role.LABOUR_OFFICER:
        return HomePart(needs=_consents(actor))
    if actor.role != Role.TRAINING_MANAGER or actor.organisation_id is None:
        return HomePart()
    centre = Organisation.objects.get(pk=actor.organisation_id)
    moved = len({row.booking_id for row, _outage in queries.to_be_moved(centre, dates.now())})
    beds = queries.beds_of(centre, today, today + timedelta(days=1))
    free = sum(len(beds.free(room, today, today + timedelta(days=1))) for room in beds.rooms)
    need = Need(
        ngettext(
            "%(count)s booking is on something out of order",
            "%(count)s bookings are on something out of order",
            moved,
        )
        % {"count": formats.number(moved)},
        link("premises:today"),
        _("Move or cancel them."),
        tone="warn",
    )
    figure = counted(
        _("Beds free tonight"),
        free,
        _("Beds of dormitory rooms in use, less those taken or out of order this night."),
        of=sum(room.units for room in beds.rooms),
        url=link("premises:today"),
    )
    return HomePart(
        needs=[*([need] if moved else []), *_consents(actor), *_papers(actor), *_licences(centre, today)],
        figures=[figure] if beds.rooms else [],
    )


def _papers(actor: Actor) -> list[Need]:
    """Consents that count and are on file without the signed paper."""
    rows = queries.without_paper(BedConsent.objects.visible_to(actor).filter(state=ConsentState.GIVEN))
    found = list(rows.order_by("created_at", "pk").values_list("created_at", flat=True))
    if not found:
        return []
    label = ngettext(
        "%(count)s guardian's consent is without its signed paper",
        "%(count)s guardians' consents are without their signed papers",
        len(found),
    )
    return [
        Need(
            label % {"count": formats.number(len(found))},
            link("premises:consents", query="lacks=paper"),
            _("Add a photo of the paper to each."),
            due=dates.day_of(found[0]) + rules.PAPER_FOLLOWS,
            tone="warn",
        )
    ]


def _consents(actor: Actor) -> list[Need]:
    """Children's beds ahead of which the guardian's consent was taken back."""
    beds = queries.beds_without_consent(BedConsent.objects.visible_to(actor), dates.now())
    if not beds:
        return []
    label = ngettext(
        "%(count)s bed of a person under 18 is without consent: it was taken back",
        "%(count)s beds of people under 18 are without consent: it was taken back",
        len(beds),
    )
    return [
        Need(
            label % {"count": formats.number(len(beds))},
            link("premises:consents", query="lacks=consent&state=taken_back"),
            _("Call the guardian, or free the bed."),
            due=beds[0].starts.astimezone(queries.clock_of(beds[0].organisation)).date(),
            tone="warn",
        )
    ]


def _licences(centre: Organisation, today: date) -> list[Need]:
    ending = list(
        queries.running_out(centre, today).order_by("last_day", "pk").values_list("last_day", flat=True)
    )
    if not ending:
        return []
    label = ngettext(
        "%(count)s licence of an instructor runs out within two months",
        "%(count)s licences of instructors run out within two months",
        len(ending),
    )
    return [
        Need(
            label % {"count": formats.number(len(ending))},
            link("premises:licences", query=f"ends_to={(today + queries.RUNS_OUT).isoformat()}"),
            _("Record the new ones, and put away those that are replaced."),
            due=ending[0],
            tone="warn",
        )
    ]
