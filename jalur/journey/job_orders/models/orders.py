"""Requests of employers abroad for people, what was checked of each, and openings held for somebody."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractYear, Least, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Role, Scope, VisibleQuerySet, narrow
from jalur.foundation.competencies.models import (
    Competency,
    DestinationStandard,
    Occupation,
    SexLimited,
    ages_are_ordered,
)
from jalur.foundation.competencies.rules import Asked
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import (
    DestinationRule,
    Extent,
    OrderCheckKind,
    OrganisationKind,
    Route,
)
from jalur.journey.candidates.models import Candidate
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders.models.terms import DEDUCTIONS_LEAVE_PAY, DEDUCTIONS_SAY_WHY, TERMS, Terms
from jalur.journey.job_orders.rights import Right
from jalur.kit.database import Model, Privacy


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for the attaché")
    OPEN = "open", _("open")
    HELD = "held", _("on hold")
    REFUSED = "refused", _("refused")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn by its office")


PUBLISHED = (State.OPEN, State.HELD, State.CLOSED)
"""What everybody can read."""
UNDER_LAW = (State.OPEN, State.HELD)
"""What the law of each day holds or lets go on."""


class HeldBecause(models.TextChoices):
    """What stands in the way of a published order: by the law of a day (the codes of `guards.against_the_law`), or that it was paused."""

    OFFICE = "office", _("whoever brought it, or the mission, has paused it")
    PAUSED = "paused", _("placement there is paused")
    FORBIDDEN = "forbidden", _("placement there is forbidden")
    COMPANY_CLOSED = "closed", _("the company or its partner abroad is closed")
    PROBLEM = "problem", _("the mission or the ministry looks into the employer or its partner abroad")
    LICENCE = "licence", _("the company's licence is not in force")
    PERMIT = "permit", _("no permit to recruit for it (SIP2MI) is in force")
    LESS_THAN_THE_LAW = "less_than_the_law", _("it asks for less than the law or the destination now does")


NEAR = timedelta(days=14)
"""Before its deadline the office of an order is told once."""
CURRENCY = RegexValidator(
    r"^[A-Z]{3}\Z", _("Write the currency in three letters, for example KRW."), "currency"
)


class CloseReason(models.TextChoices):
    FILLED = "filled", _("enough people have been found")
    DEADLINE = "deadline", _("the deadline has passed")
    WITHDRAWN = "withdrawn", _("the employer no longer needs anybody")
    FALSE = "false", _("the order proved false")


# Reasons after which there is no job to go to: openings held are given back.
RELEASING = frozenset({CloseReason.WITHDRAWN, CloseReason.FALSE})


def takes_of(path: str = "") -> Combinable:
    """How many an order takes, where the database counts: what the employer asks for, and no more than its permit says."""
    return Least(f"{path}openings", f"{path}quota")


def left_of(path: str = "") -> Combinable:
    """As `JobOrder.left`, where the database counts; path: from the rows that are asked to their order."""
    return takes_of(path) - F(f"{path}reserved")


class JobOrderQuerySet(models.QuerySet["JobOrder"]):
    def visible_to(self, actor: Actor) -> "JobOrderQuerySet":
        """Published orders for everybody; drafts and refused ones for those who may see drafts."""
        published = Q(state__in=PUBLISHED)
        drafts = narrow(JobOrder.objects.all(), actor, Right.VIEW_DRAFT).values("pk")
        return self.filter(published | Q(pk__in=drafts))

    def of_office(self, actor: Actor) -> "JobOrderQuerySet":
        """Those that the actor's own office acts on: a mission's the ones it brought, a company's the others of it."""
        if actor.role == Role.LABOUR_ATTACHE:
            return self.filter(mission=actor.organisation_id)
        return self.filter(company=actor.organisation_id, mission=None)

    def running(self, on: date) -> "JobOrderQuerySet":
        """Open orders whose deadline has not passed; on the deadline itself people can still be found."""
        return self.filter(state=State.OPEN, ready_by__gte=on)

    def nearly_over(self, on: date) -> "JobOrderQuerySet":
        """Those whose deadline is near, and whose office has not been told of it."""
        return self.filter(told_of_deadline=None, ready_by__lte=on + NEAR)

    def overdue(self, on: date) -> "JobOrderQuerySet":
        """Open orders whose deadline has passed."""
        return self.filter(state=State.OPEN, ready_by__lt=on)

    def with_openings(self) -> "JobOrderQuerySet":
        return self.alias(still_left=left_of()).filter(still_left__gt=0)

    def plannable(self, on: date) -> "JobOrderQuerySet":
        """Running orders with openings left."""
        return self.running(on).with_openings()

    def taking(self, *, youngest: Any, oldest: Any, sex: str, education: int) -> "JobOrderQuerySet":
        """Those whose limits let somebody pass who is of this sex and schooling, and between these ages (or expressions of them)."""
        return self.filter(
            Q(min_age=None) | Q(min_age__lte=oldest),
            Q(max_age=None) | Q(max_age__gte=youngest),
            Q(min_education=None) | Q(min_education__lte=education),
            sex__in=("", sex),
        )

    def fitting(
        self,
        *,
        birth_date: date,
        sex: str,
        education: int,
        destinations: Collection[str] | None,
        codes: Collection[str],
    ) -> "JobOrderQuerySet":
        """Orders that somebody may fit who holds or can learn these codes; ages by the year, so some she still does not."""
        years = ExtractYear("ready_by") - birth_date.year
        beyond = OrderRequirement.objects.filter(order=OuterRef("pk")).exclude(competency__in=codes)
        taking = self.taking(youngest=years - 1, oldest=years, sex=sex, education=education)
        fitting = taking.filter(~Exists(beyond))
        return fitting if destinations is None else fitting.filter(destination__in=destinations)

    def with_waiting(self) -> "JobOrderQuerySet":
        """With when those that wait for the attaché were sent as `waiting_since`; the others wait for nobody."""
        return self.annotate(waiting_since=Case(When(state=State.SUBMITTED, then=F("submitted_at"))))

    def for_lists(self) -> "JobOrderQuerySet":
        """With the related rows a list shows, and how many openings are left as `openings_left`."""
        return (
            self.select_related("employer", "destination", "occupation", "company")
            .annotate(openings_left=left_of())
            .order_by("ready_by", "number")
        )


@pghistory.track()
class JobOrder(SexLimited, Terms, Model):
    """A request for people: openings, requirements, pay, deadline. Live: asked = openings, reserved, left."""

    PRIVACY = Privacy.NONE
    SCOPES = {Scope.ORGANISATION: ("company_id", "mission_id"), Scope.DESTINATION: "destination_id"}

    number = models.CharField(_("order number"), max_length=20, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    # Employer, route and occupation decide the law of an order.
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="orders", verbose_name=_("employer"))
    route = models.CharField(_("route"), max_length=20, choices=Route.choices)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="job_orders", verbose_name=_("occupation (ISCO-08)")
    )
    destination = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="job_orders",
        verbose_name=_("destination"),
        editable=False,
    )
    title = models.CharField(_("position, as the employer calls it"), max_length=160)
    company = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="job_orders",
        verbose_name=_("placement company (P3MI)"),
        limit_choices_to={"kind": OrganisationKind.PLACEMENT_COMPANY, "closed_on__isnull": True},
    )
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner agency abroad"),
        limit_choices_to={"kind": OrganisationKind.PARTNER_AGENCY, "closed_on__isnull": True},
    )
    # The mission that brought it; without one its company acts on it (UU 18/2017 art. 9).
    mission = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("brought by the mission"),
    )
    # By which the office's next list changes an order rather than doubling it.
    reference = models.CharField(
        _("own number of the request"),
        help_text=_(
            "As in the office's letters and spreadsheets, for example SP-014/2026; a list that is read in finds the order by it."
        ),
        max_length=60,
        blank=True,
        default="",
    )
    openings = models.PositiveIntegerField(
        _("how many people"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    reserved = models.PositiveIntegerField(_("reserved"), default=0, editable=False)
    # What its permit lets be recruited, and its last day; both kept by the room permits. None: no permit, or none is needed.
    quota = models.PositiveIntegerField(_("allowed by the permit (SIP2MI)"), null=True, editable=False)
    permit_until = models.DateField(_("permit valid until"), null=True, editable=False)
    ready_by = models.DateField(
        _("people must be ready by"),
        help_text=_("By that day they meet everything the order requires."),
    )
    monthly_pay = models.DecimalField(
        _("monthly pay"), max_digits=14, decimal_places=2, validators=[MinValueValidator(1)]
    )
    pay_currency = models.CharField(
        _("currency"),
        help_text=_("Three letters, for example KRW, JPY or HKD."),
        max_length=3,
        validators=[CURRENCY],
    )
    contract_months = models.PositiveSmallIntegerField(
        _("length of the contract (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    requirements = models.ManyToManyField(
        Competency,
        through="OrderRequirement",
        related_name="asked_by_orders",
        blank=True,
        verbose_name=_("skills and languages required"),
        help_text=_("What the destination requires is already ticked. You may require more, never less."),
    )
    # What filling one opening is worth in a plan; 1 unless policy says otherwise.
    value = models.DecimalField(
        _("worth in the plan"), max_digits=6, decimal_places=3, default=1, editable=False
    )
    standard = models.ForeignKey(
        DestinationStandard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("destination standard"),
        editable=False,
    )
    destination_rule = models.ForeignKey(
        DestinationRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("destination rule applied"),
        editable=False,
    )
    refusal_reason = models.CharField(_("why refused"), max_length=300, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided by the attaché"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    held_since = models.DateField(_("on hold since"), null=True, blank=True, editable=False)
    held_because = models.CharField(
        _("why on hold"), max_length=20, choices=HeldBecause.choices, blank=True, default="", editable=False
    )
    paused_on = models.DateField(_("paused since"), null=True, blank=True, editable=False)
    # The company ends its own pause alone.
    paused_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("paused by"),
    )
    pause_reason = models.CharField(_("why paused"), max_length=200, blank=True, default="", editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    close_reason = models.CharField(
        _("why closed"), max_length=10, choices=CloseReason.choices, blank=True, editable=False
    )
    # The first is what the attaché verified (models/versions.py).
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    changed_on = models.DateField(_("changed on"), null=True, blank=True, editable=False)
    told_of_deadline = models.DateField(
        _("the office was told of the deadline"), null=True, blank=True, editable=False
    )

    objects = JobOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("job order")
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved__lte=F("openings")),
                name="job_order_not_overfilled",
                violation_error_message=_("This job order has no opening left."),
            ),
            models.CheckConstraint(
                condition=Q(quota=None) | Q(reserved__lte=F("quota")),
                name="job_order_within_its_permit",
                violation_error_message=_("The permit of this job order lets nobody else be recruited."),
            ),
            models.CheckConstraint(
                condition=Q(quota=None, permit_until=None) | Q(quota__gt=0, permit_until__isnull=False),
                name="job_order_permit_is_whole",
            ),
            ages_are_ordered("job_order_ages_are_ordered"),
            models.CheckConstraint(condition=Q(value__gt=0), name="job_order_value_is_positive"),
            models.CheckConstraint(
                condition=Q(openings__gt=0),
                name="job_order_has_openings",
                violation_error_message=_("Ask for at least one person."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal_reason=""),
                name="job_order_refusal_has_reason",
                violation_error_message=_("Say why the order is refused."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed") | Q(close_reason=""),
                name="job_order_close_reason_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(held_because=""),
                name="job_order_hold_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(paused_on=None) | ~Q(pause_reason=""),
                name="job_order_pause_has_reason",
                violation_error_message=_("Say why it is paused."),
            ),
            DEDUCTIONS_SAY_WHY,
            DEDUCTIONS_LEAVE_PAY,
            *(
                models.UniqueConstraint(
                    Upper("reference"),
                    owner,
                    condition=~Q(reference="")
                    & ~Q(state="withdrawn")
                    & Q(mission__isnull=owner == "company"),
                    name=f"job_order_reference_once_{owner}",
                    violation_error_message=_(
                        "Your office has an order with this number already. Change that one, or write another number."
                    ),
                )
                for owner in ("company", "mission")
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ready_by"], name="job_order_state_ready_by"),
            models.Index(fields=["destination", "occupation"], name="job_order_destination_job"),
        ]

    def __str__(self) -> str:
        return self.number

    def taken_on_by(self, actor: Actor) -> None:
        """A mission acts itself on what it drafts; a company's is the company's (`of_office`)."""
        if actor.role == Role.LABOUR_ATTACHE:
            self.mission_id = actor.organisation_id

    @property
    def takes(self) -> int:
        """What the employer asks for, and no more than the permit says."""
        return self.openings if self.quota is None else min(self.openings, self.quota)

    @property
    def left(self) -> int:
        return self.takes - self.reserved

    def is_permitted(self, on: date) -> bool:
        """Whether a permit to recruit for it is in force on a day; its last day counts."""
        return self.permit_until is not None and self.permit_until >= on

    @property
    def taken_home(self) -> Decimal | None:
        """What is left of pay and allowances each month; None while nobody has said what is taken off."""
        if self.deductions is None:
            return None
        return self.monthly_pay + (self.allowance or 0) - self.deductions

    def is_running(self, on: date) -> bool:
        """Whether it takes people, as `JobOrderQuerySet.running`."""
        return self.state == State.OPEN and self.ready_by >= on

    @property
    def has_no_job(self) -> bool:
        """Closed, and nobody who held an opening of it has a job to go to any more."""
        return self.state == State.CLOSED and self.close_reason in RELEASING

    @property
    def case(self) -> dict[str, str]:
        """What decides which law speaks: country × occupation × kind of employer × route."""
        return {
            "country": self.employer.country_id,
            "occupation": self.occupation_id,
            "employer_type": self.employer.employer_type,
            "route": self.route,
        }

    @property
    def matter(self) -> Extent:
        """Of what a pause has to speak to stop the order: one that is published is under way."""
        return Extent.UNDERWAY if self.state in UNDER_LAW else Extent.NEW_ORDERS

    def asks(self, requirements: frozenset[str]) -> Asked:
        """Whom the order takes, with the competencies given."""
        return Asked(**asdict(self.limits), requirements=requirements)


OF_LISTS = (
    *("reference", "employer", "route", "occupation", "title", "company", "partner", "openings", "ready_by"),
    *("monthly_pay", "pay_currency", "contract_months", "min_age", "max_age", "sex", "min_education"),
    *TERMS,
)
"""What a row of an office's list says of an order, each a field of it."""


class OrderRequirement(Model):
    PRIVACY = Privacy.NONE
    order = models.ForeignKey(JobOrder, models.CASCADE)
    competency = models.ForeignKey(Competency, models.PROTECT)

    class Meta:
        verbose_name = _("requirement of an order")
        constraints = [models.UniqueConstraint(fields=["order", "competency"], name="order_requirement_once")]


class OrderCheckQuerySet(VisibleQuerySet["OrderCheck"]):
    def counting(self, order: JobOrder) -> "OrderCheckQuerySet":
        """What was seen of an order as it was sent last: after a correction everything is looked at again."""
        return self.filter(order=order, noted_at__gte=order.submitted_at or timezone.now())


@pghistory.track()
class OrderCheck(Model):
    """What an official has seen of an order before it opens: one paper a kind, its day, who looked at it and when."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the order; a paper may name a household"
    SEEN_BY = Right.VIEW_CHECK
    SCOPES: ClassVar = {Scope.DESTINATION: "order__destination_id"}

    order = models.ForeignKey(JobOrder, models.CASCADE, related_name="checks", verbose_name=_("job order"))
    kind = models.CharField(_("what is checked"), max_length=20, choices=OrderCheckKind.choices)
    paper = models.CharField(_("paper seen"), max_length=120)
    paper_date = models.DateField(_("day of the paper"))
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
    )

    objects = OrderCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of an order")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"],
                name="order_check_once",
                violation_error_message=_("This has been checked already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ReservationState(models.TextChoices):
    HELD = "held", _("held")
    RELEASED = "released", _("given back")


class ReservationQuerySet(VisibleQuerySet["Reservation"]):
    def held(self) -> "ReservationQuerySet":
        return self.filter(released_at__isnull=True)


@pghistory.track()
class Reservation(Model):
    """An opening held for one candidate; given back when released. One held opening a candidate."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_RESERVATION
    SCOPES = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "order__company_id",
    }
    COPIES: ClassVar = {Scope.REGION: "candidate__home"}

    order = models.ForeignKey(
        JobOrder, models.PROTECT, related_name="reservations", verbose_name=_("job order")
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="reservations", verbose_name=_("candidate")
    )
    released_at = models.DateTimeField(_("given back"), null=True)
    release_reason = models.CharField(_("why given back"), max_length=200, blank=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("held opening")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(released_at__isnull=True),
                name="reservation_one_held_opening",
                violation_error_message=_("This candidate already holds an opening."),
            )
        ]

    @property
    def state(self) -> str:
        """Held until the moment it is given back."""
        return ReservationState.RELEASED if self.released_at else ReservationState.HELD

    @state.setter
    def state(self, state: str) -> None:
        self.released_at = timezone.now() if state == ReservationState.RELEASED else None

    @property
    def is_held(self) -> bool:
        return self.released_at is None

    @property
    def is_lost(self) -> bool:
        """Given back because its order was closed and leaves no job to go to."""
        order = self.order
        return order.has_no_job and self.released_at is not None and self.released_at >= order.closed_at
