from datetime import datetime
from functools import partial
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Competency
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.people.models import Sex
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import rules
from jalur.journey.premises.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.numbers import new_number


class Opening(Model):
    """When a centre is open; one without a row keeps the usual hours of `rules.Hours`."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="opening", verbose_name=_("centre"), editable=False
    )
    opens = models.TimeField(_("opens at"))
    closes = models.TimeField(_("closes at"))
    break_starts = models.TimeField(_("break from"), null=True, blank=True)
    break_ends = models.TimeField(_("break until"), null=True, blank=True)
    on_saturday = models.BooleanField(_("open on Saturday"), default=False)

    class Meta:
        verbose_name = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="opening_is_ordered",
                violation_error_message=_("A centre closes after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(break_starts=None, break_ends=None)
                | Q(
                    break_starts__gte=F("opens"),
                    break_starts__lt=F("break_ends"),
                    break_ends__lte=F("closes"),
                ),
                name="opening_break_lies_within",
                violation_error_message=_(
                    "The break has a beginning and an end, both within the opening hours."
                ),
            ),
        ]

    @property
    def hours(self) -> rules.Hours:
        return rules.Hours(self.opens, self.closes, self.break_starts, self.break_ends, self.on_saturday)


class DayOff(Model):
    """A day on which a centre is closed beside the national holidays."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="days_off", verbose_name=_("centre"), editable=False
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("what day it is"), max_length=120)

    class Meta:
        verbose_name = _("day off")
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="day_off_once")]


class ResourceKind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    ROOM = "room", _("room")
    EQUIPMENT = "equipment", _("equipment")
    DORMITORY = "dormitory", _("dormitory room")
    INSTRUCTOR = "instructor", _("instructor")


COUNTED = (ResourceKind.EQUIPMENT, ResourceKind.DORMITORY)
"""Kinds of which there can be several alike: machines of a set, beds of a room."""


LENDABLE = (ResourceKind.EQUIPMENT, ResourceKind.INSTRUCTOR)
"""Kinds that one centre can lend another for days."""


class Ages(models.TextChoices):
    """For whom a dormitory room is; where nobody has said, whoever sleeps there first decides for those nights."""

    YOUNG = rules.YOUNG, _("under 18")
    ADULTS = rules.ADULTS, _("18 and older")


class ResourceState(models.TextChoices):
    USED = "used", _("in use")
    RETIRED = "retired", _("no longer in use")


class Repair(models.TextChoices):
    GOOD = "good", _("good")
    WORN = "worn", _("worn, still usable")
    BROKEN = "broken", _("broken")


class ResourceQuerySet(VisibleQuerySet["Resource"]):
    def own(self) -> "ResourceQuerySet":
        """What a centre has itself; nothing that another one lends it."""
        return self.filter(lent_of=None)


@pghistory.track()
class Resource(Model):
    """What can be booked at a centre: a workshop, a set of equipment, the beds of a room, an instructor. Each of its units is
    booked by itself. What another centre lends it stands here as a row of its own, for the time of the loan (`lent_during`)."""

    PRIVACY = Privacy.GENERAL
    KEPT = "five years after its last use"
    SEEN_BY = Right.VIEW_RESOURCE
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id", Scope.REGION: "organisation__place_id"}

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="resources", verbose_name=_("centre"), editable=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ResourceKind.choices, editable=False)
    name = models.CharField(_("what it is called"), max_length=120)
    state = models.CharField(
        _("state"), max_length=10, choices=ResourceState.choices, default=ResourceState.USED, editable=False
    )
    units = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    places = models.PositiveSmallIntegerField(_("places for people"), null=True, blank=True)
    repair = models.CharField(
        _("state of repair"), max_length=10, choices=Repair.choices, default=Repair.GOOD
    )
    sex = models.CharField(_("for"), max_length=6, choices=Sex.choices, blank=True)
    ages = models.CharField(
        _("for which age"),
        help_text=_("Empty: whoever sleeps there first decides; people under 18 and adults never share it."),
        max_length=6,
        choices=Ages.choices,
        blank=True,
        default="",
    )
    member = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who it is"),
    )
    teaches = models.ManyToManyField(
        Competency, blank=True, related_name="+", verbose_name=_("what she may teach")
    )
    hours_a_week = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    lent_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="lent_on", verbose_name=_("lent by"), editable=False
    )
    lent_during = DateTimeRangeField(_("lent for"), null=True, editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("what can be booked")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name"],
                condition=Q(lent_of=None),
                name="resource_once",
                violation_error_message=_("The centre already has one of this kind with this name."),
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(member__isnull=False, lent_of=None),
                name="resource_instructor_once",
                violation_error_message=_("This instructor is on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(units=1) | Q(kind__in=COUNTED),
                name="resource_counted_kinds",
                violation_error_message=_(
                    "Only equipment and beds are counted; write a workshop or room by itself."
                ),
            ),
            models.CheckConstraint(condition=Q(units__gte=1), name="resource_has_units"),
            models.CheckConstraint(
                condition=Q(kind="instructor", member__isnull=False)
                | (~Q(kind="instructor") & Q(member=None)),
                name="resource_instructor_is_a_member",
            ),
            models.CheckConstraint(
                condition=Q(lent_of=None, lent_during=None)
                | Q(lent_of__isnull=False, lent_during__isnull=False, kind__in=LENDABLE),
                name="resource_is_lent_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind="dormitory") & ~Q(sex="") | (~Q(kind="dormitory") & Q(sex="")),
                name="resource_dormitory_is_of_one_sex",
                violation_error_message=_("Say whether men or women sleep in this room."),
            ),
            models.CheckConstraint(
                condition=Q(kind="dormitory") | Q(ages=""),
                name="resource_ages_of_dormitories",
                violation_error_message=_("Only a dormitory room is for an age."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LicenceKind(models.TextChoices):
    METHOD = "method", _("training method")
    COMPETENCE = "competence", _("competence in what is taught")
    LANGUAGE = "language", _("language")
    OTHER = "other", _("other")


class LicenceState(models.TextChoices):
    HELD = "held", _("on file")
    REPLACED = "replaced", _("put away")


@pghistory.track()
class TeachingLicence(Model):
    """A paper that says what an instructor may teach, and until when. Which ones the law asks for is not said here: not verified."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the instructor's place on the centre's list"
    SEEN_BY = Right.VIEW_RESOURCE
    SCOPES: ClassVar = {
        Scope.ORGANISATION: "resource__organisation_id",
        Scope.REGION: "resource__organisation__place_id",
    }

    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="licences", verbose_name=_("instructor")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LicenceState.choices, default=LicenceState.HELD, editable=False
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LicenceKind.choices)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("who gave it"), max_length=200)
    teaches = models.ManyToManyField(
        Competency,
        blank=True,
        related_name="+",
        verbose_name=_("what it covers"),
        help_text=_("Leave it empty when it says how to teach and not what."),
    )
    valid_from = models.DateField(_("holds from"))
    last_day = models.DateField(_("last day on which it holds"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("instructor's licence")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("valid_from")),
                name="teaching_licence_is_ordered",
                violation_error_message=_("A licence ends on or after the day from which it holds."),
            ),
            models.UniqueConstraint(
                fields=["resource", "number"],
                name="teaching_licence_once",
                violation_error_message=_("This licence of the instructor is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TeachingRules(Model):
    """What a centre makes of an instructor's missing licence or full week; one without a row is asked back and decides each time."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="teaching_rules", verbose_name=_("centre"), editable=False
    )
    needs_licence = models.BooleanField(
        _("book nobody whose licence does not cover the day or what is taught"), default=False
    )
    keeps_hours = models.BooleanField(_("book nobody for more than the hours a week"), default=False)

    class Meta:
        verbose_name = _("rules for teaching")


class ConsentState(models.TextChoices):
    GIVEN = "given", _("given")
    TAKEN_BACK = "taken_back", _("taken back")


@pghistory.track()
class BedConsent(Model):
    """That a guardian has agreed in writing that somebody under 18 sleeps at a centre."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_CONSENT
    SCOPES: ClassVar = {
        Scope.ORGANISATION: "centre_id",
        Scope.REGION: "candidate__person__residence_id",
    }

    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        related_name="bed_consents",
        verbose_name=_("who sleeps there"),
        editable=False,
    )
    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("centre"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ConsentState.choices, default=ConsentState.GIVEN, editable=False
    )
    guardian = models.CharField(_("guardian who agreed in writing"), max_length=120)
    signed_on = models.DateField(_("signed on"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian's consent")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "centre"],
                condition=Q(state="given"),
                name="bed_consent_once",
                violation_error_message=_("A consent for this centre is on file already."),
            )
        ]

    def __str__(self) -> str:
        return self.guardian


class Outage(Model):
    """Days on which a unit of a resource, or all of it, cannot be used. What is booked then stays and has to be moved."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "resource__organisation_id"}

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="outages", verbose_name=_("what"))
    unit = models.PositiveSmallIntegerField(_("which of them"), null=True, blank=True)
    during = DateTimeRangeField(_("when"))
    reason = models.CharField(_("why"), max_length=200)

    class Meta:
        verbose_name = _("time out of order")


class BookingState(models.TextChoices):
    BOOKED = "booked", _("booked")
    CANCELLED = "cancelled", _("cancelled")


class BookingQuerySet(VisibleQuerySet["Booking"]):
    def meeting(self, begins: datetime, ends: datetime) -> "BookingQuerySet":
        """Booked for a time that this stretch touches."""
        return self.filter(state=BookingState.BOOKED, starts__lt=ends, ends__gt=begins)


@pghistory.track()
class Booking(Model):
    """What takes place at a centre for a time, or a night's stay: all it needs is booked with it or nothing is."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_BOOKING
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    number = models.CharField(
        _("booking number"), max_length=30, unique=True, default=partial(new_number, "B"), editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="bookings", verbose_name=_("centre"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BookingState.choices, default=BookingState.BOOKED, editable=False
    )
    title = models.CharField(_("what for"), max_length=120)
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("who sleeps there"),
        editable=False,
    )
    consent = models.CharField(
        _("guardian who agreed in writing"), max_length=120, blank=True, default="", editable=False
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="booking_is_ordered",
                violation_error_message=_("A booking ends after it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="booking_cancellation_has_reason",
                violation_error_message=_("Say why the booking is cancelled."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "starts"], name="booking_starts")]

    def __str__(self) -> str:
        return self.title

    @property
    def during(self) -> rules.Stretch:
        return self.starts, self.ends


class BookedUnit(Model):
    """One unit of a resource, taken for the time of a booking. The database refuses a second one at the same time: of the unit, of
    whoever sleeps there, of the instructor at whichever centre.

    is_lent: the owner has lent it to `centre`, which books its own row of it. An instructor who is lent can be booked there and at
    no other centre. centre: where the unit is then.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the booking"
    SCOPES: ClassVar = {Scope.ORGANISATION: "booking__organisation_id"}

    booking = models.ForeignKey(
        Booking, models.CASCADE, related_name="booked_units", verbose_name=_("booking")
    )
    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="booked_units", verbose_name=_("what is booked")
    )
    unit = models.PositiveSmallIntegerField(_("which of them"), default=1)
    during = DateTimeRangeField(_("when"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, related_name="+", verbose_name=_("who sleeps there")
    )
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who teaches")
    )
    centre = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("where it is then")
    )
    is_lent = models.BooleanField(_("lent to another centre"), default=False)

    class Meta:
        verbose_name = _("what is booked")
        constraints = [
            ExclusionConstraint(
                name="booked_unit_once",
                expressions=[
                    ("resource", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("It is booked already at that time."),
            ),
            ExclusionConstraint(
                name="booked_unit_one_bed",
                expressions=[("candidate", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(candidate__isnull=False),
                violation_error_message=_("This person has a bed already at that time."),
            ),
            ExclusionConstraint(
                name="booked_unit_one_instructor",
                expressions=[("instructor", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(instructor__isnull=False, is_lent=False),
                violation_error_message=_("This instructor teaches elsewhere at that time."),
            ),
            ExclusionConstraint(
                name="booked_unit_one_place",
                expressions=[
                    ("instructor", RangeOperators.EQUAL),
                    ("centre", RangeOperators.NOT_EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(instructor__isnull=False),
                violation_error_message=_("This instructor is lent to another centre at that time."),
            ),
            models.CheckConstraint(
                condition=Q(instructor=None, is_lent=False) | Q(centre__isnull=False),
                name="booked_unit_is_somewhere",
            ),
        ]


class BookedPerson(Model):
    """Somebody who has to be there: the database refuses a second booking of her time."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the booking"
    SCOPES: ClassVar = {Scope.ORGANISATION: "booking__organisation_id"}

    booking = models.ForeignKey(
        Booking, models.CASCADE, related_name="booked_people", verbose_name=_("booking")
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="booked_times", verbose_name=_("who comes")
    )
    during = DateTimeRangeField(_("when"))

    class Meta:
        verbose_name = _("who comes")
        constraints = [
            ExclusionConstraint(
                name="booked_person_once",
                expressions=[("candidate", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("This person has to be elsewhere at that time."),
            )
        ]
