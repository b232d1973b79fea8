"""How what can be booked comes and goes, and how a booking is made, moved and cancelled."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import NEW, SAME, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.premises import guards
from jalur.journey.premises.models import (
    BedConsent,
    Booking,
    BookingState,
    ConsentState,
    LicenceState,
    Resource,
    ResourceState,
    TeachingLicence,
)
from jalur.journey.premises.rights import Right

USED, RETIRED = ResourceState
BOOKED, CANCELLED = BookingState
WHY = Reason(
    "cancel_reason",
    label=_("Why is the booking cancelled?"),
    missing=_("Say why the booking is cancelled."),
)

RESOURCE = declare(
    Workflow(
        thing="premises:resource",
        model=Resource,
        states=ResourceState,
        tones={USED: "done", RETIRED: "none"},
        called=lambda resource: str(resource.get_kind_display()).capitalize(),
        related=("organisation", "member__user", "lent_of__organisation"),
        place=lambda resource: resource.organisation.place_id or "",
    ),
    Step("add", NEW, USED, "premises:resource:added", _("Added to what can be booked"), Right.EDIT_RESOURCE),
    Step(
        "change",
        {USED},
        SAME,
        "premises:resource:changed",
        _("Changed"),
        Right.EDIT_RESOURCE,
        fields=("name", "units", "places", "repair", "sex", "ages", "hours_a_week"),
        button=_("Change"),
        label=_("Change what can be booked"),
        done=_("It is saved."),
        weight="secondary",
        asks=True,
        guards=(guards.is_its_own,),
    ),
    Step(
        "put_out",
        {USED},
        SAME,
        "premises:resource:put_out",
        _("Out of order"),
        Right.EDIT_RESOURCE,
        button=_("Out of order"),
        label=_("When is it out of order?"),
        done=_(
            "It cannot be booked for that time. What was booked already is listed below and has to be moved."
        ),
        weight="secondary",
        asks=True,
    ),
    Step(
        "mend",
        {USED},
        SAME,
        "premises:resource:mended",
        _("In order again"),
        Right.EDIT_RESOURCE,
        button=_("In order again"),
        done=_("It can be booked again from now on."),
        weight="secondary",
        guards=(guards.is_out_of_order,),
    ),
    Step(
        "retire",
        {USED},
        RETIRED,
        "premises:resource:retired",
        _("No longer in use"),
        Right.EDIT_RESOURCE,
        button=_("Take out of use"),
        done=_("It can no longer be booked."),
        weight="danger",
        guards=(guards.is_its_own, guards.nothing_is_booked_ahead),
    ),
)

BOOKING = declare(
    Workflow(
        thing="premises:booking",
        model=Booking,
        states=BookingState,
        tones={BOOKED: "done", CANCELLED: "none"},
        key="number",
        title=lambda booking: booking.title,
        called=lambda booking: _("Booking %(number)s") % {"number": booking.number},
        related=("organisation", "candidate__person"),
        columns=("state", "cancel_reason"),
        person=lambda booking: booking.candidate.person_id if booking.candidate_id else None,
        place=lambda booking: booking.organisation.place_id or "",
        detail=lambda booking: {"number": booking.number},
        settled={CANCELLED: _("This booking is cancelled already.")},
    ),
    Step("book", NEW, BOOKED, "premises:booking:booked", _("Booked"), Right.EDIT_BOOKING),
    Step(
        "move",
        {BOOKED},
        SAME,
        "premises:booking:moved",
        _("Booking moved"),
        Right.EDIT_BOOKING,
        fields=("title", "starts", "ends"),
        label=_("Move the booking"),
        button=_("Move or change"),
        done=_("The booking is saved."),
        weight="secondary",
        asks=True,
        guards=(guards.is_not_over, guards.is_no_bed),
        fits=lambda booking: booking.candidate_id is None,
    ),
    Step(
        "cancel",
        {BOOKED},
        CANCELLED,
        "premises:booking:cancelled",
        _("Booking cancelled"),
        Right.EDIT_BOOKING,
        button=_("Cancel the booking"),
        done=_("The booking is cancelled; everything it held is free again."),
        weight="danger",
        guards=(guards.is_not_over, guards.may_go_alone),
        reason=WHY,
    ),
    Step(
        "rehouse",
        {BOOKED},
        SAME,
        "premises:booking:rehoused",
        _("Bed moved to another room"),
        Right.EDIT_BOOKING,
        fields=("title", "starts", "ends"),
        label=_("Which room instead?"),
        button=_("Another room"),
        done=_("The bed is in the other room now."),
        weight="secondary",
        asks=True,
        guards=(guards.is_not_over, guards.is_a_bed),
        fits=guards.has_another_room,
    ),
    Step(
        "cut",
        {BOOKED},
        SAME,
        "premises:booking:cut",
        _("Booking ended earlier"),
        Right.EDIT_BOOKING,
        fields=("title", "starts", "ends"),
        guards=(guards.is_not_over, guards.is_by_the_system),
    ),
    Step(
        "lose",
        {BOOKED},
        CANCELLED,
        "premises:booking:cancelled",
        _("Booking cancelled"),
        causes=ENDS,
        reason=WHY,
    ),
)

HELD, REPLACED = LicenceState
LICENCE = declare(
    Workflow(
        thing="premises:licence",
        model=TeachingLicence,
        states=LicenceState,
        tones={HELD: "done", REPLACED: "none"},
        called=lambda licence: _("Licence %(number)s") % {"number": licence.number},
        related=("resource__organisation", "resource__member__user"),
        place=lambda licence: licence.resource.organisation.place_id or "",
        settled={REPLACED: _("This licence was put away already.")},
    ),
    Step(
        "record",
        NEW,
        HELD,
        "premises:licence:recorded",
        _("Instructor's licence recorded"),
        Right.EDIT_RESOURCE,
    ),
    Step(
        "replace",
        {HELD},
        REPLACED,
        "premises:licence:replaced",
        _("Instructor's licence put away"),
        Right.EDIT_RESOURCE,
        button=_("Put away: replaced or no longer used"),
        done=_("The licence counts no longer. Record the new one if there is one."),
        weight="secondary",
        owner=Role.TRAINING_MANAGER,
        due=Due(_("Replace the instructor's licence that runs out"), "created_at", day="last_day"),
    ),
)

GIVEN, TAKEN_BACK = ConsentState
CONSENT = declare(
    Workflow(
        thing="premises:consent",
        model=BedConsent,
        states=ConsentState,
        tones={GIVEN: "done", TAKEN_BACK: "none"},
        called=lambda _consent: str(_("Guardian's consent")),
        related=("centre", "candidate__person"),
        person=lambda consent: consent.candidate.person_id,
        place=lambda consent: consent.candidate.person.residence_id,
        settled={TAKEN_BACK: _("This consent was taken back already.")},
    ),
    Step(
        "record",
        NEW,
        GIVEN,
        "premises:consent:recorded",
        _("Guardian's consent to a bed recorded"),
        Right.RECORD_CONSENT,
    ),
    Step(
        "take_back",
        {GIVEN},
        TAKEN_BACK,
        "premises:consent:taken_back",
        _("Guardian's consent to a bed taken back"),
        Right.RECORD_CONSENT,
        button=_("It was taken back"),
        done=_("It counts no longer. For a bed that stood on it call the guardian, or free the bed."),
        weight="danger",
    ),
    Step(
        "attach",
        {GIVEN},
        SAME,
        "premises:consent:paper_added",
        _("Signed paper of a guardian's consent added"),
        Right.RECORD_CONSENT,
        label=_("The signed paper of the consent"),
        button=_("Add the signed paper"),
        done=_("The signed paper is on file."),
        weight="secondary",
        asks=True,
        guards=(guards.has_no_paper,),
        fits=lambda consent: guards.has_no_paper(consent) is None,
    ),
)

declare_events(
    EventKind("premises:teaching_rules:set", _("Rules for teaching set")),
    EventKind("premises:opening:set", _("Opening hours set")),
    EventKind("premises:day_off:kept", _("Day off entered")),
    EventKind("premises:day_off:dropped", _("Day off taken back")),
)
