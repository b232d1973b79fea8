from datetime import date
from functools import partial
from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.journey.network import rules
from jalur.journey.network.rights import Right
from jalur.journey.premises.models import Booking, Resource
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.kit.database import (
    Cited,
    Dated,
    DatedQuerySet,
    Model,
    Privacy,
    period_is_ordered,
    period_may_be_empty,
)
from jalur.kit.numbers import new_number

TEACHING = (OrganisationKind.TRAINING_CENTRE, OrganisationKind.TRAINING_PROVIDER)
"""The kinds of institutions that a network is made of."""


class MemberState(models.TextChoices):
    ASKED = "asked", _("asked")
    AGREED = "agreed", _("belongs to it")
    REFUSED = "refused", _("refused")
    ENDED = "ended", _("ended")


OPEN = (MemberState.ASKED, MemberState.AGREED)


class MemberQuerySet(VisibleQuerySet["Member"]):
    def standing(self) -> "MemberQuerySet":
        return self.filter(state=MemberState.AGREED)


@pghistory.track()
class Member(Model, Dated):
    """A centre of a hub's network: asked by the hub, agreed by the centre, ended by either."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_MEMBER
    SCOPES: ClassVar = {
        Scope.ORGANISATION: ("hub_id", "centre_id"),
        Scope.REGION: ("hub__place_id", "centre__place_id"),
    }

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "JR"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MemberState.choices, default=MemberState.ASKED, editable=False
    )
    hub = models.ForeignKey(
        Organisation, models.PROTECT, related_name="network", verbose_name=_("hub"), editable=False
    )
    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="hubs", verbose_name=_("institution")
    )
    purpose = models.CharField(
        _("what for"),
        help_text=_("For example: welding classes together, one dormitory for all."),
        max_length=200,
        blank=True,
    )
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a network")
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "centre"],
                condition=Q(state__in=OPEN),
                name="network_member_once",
                violation_error_message=_("This institution is asked already or belongs to the network."),
            ),
            models.CheckConstraint(
                condition=~Q(hub=F("centre")),
                name="network_member_is_another",
                violation_error_message=_("A hub is not a member of its own network."),
            ),
            period_may_be_empty("network_member_period_is_ordered"),
        ]
        indexes = [models.Index(fields=["centre", "state"], name="network_member_of_centre")]

    def __str__(self) -> str:
        return self.number


class LoanState(models.TextChoices):
    ASKED = "asked", _("asked")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("request withdrawn")
    AGREED = "agreed", _("lent")
    ENDED = "ended", _("returned")


class LoanQuerySet(VisibleQuerySet["Loan"]):
    def waiting(self, on: date) -> "LoanQuerySet":
        """Asked, and not too late to answer."""
        return self.filter(state=LoanState.ASKED, last__gte=on)


@pghistory.track()
class Loan(Model):
    """Equipment or an instructor that one institution of a network lends another from one day to another.

    booking: what takes its units at the lender for that time; lent: what the borrower books instead.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "five years after its last day; it may name the instructor"
    SEEN_BY = Right.VIEW_LOAN
    SCOPES: ClassVar = {
        Scope.ORGANISATION: ("lender_id", "borrower_id"),
        Scope.REGION: ("lender__place_id", "borrower__place_id"),
    }

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "PJ"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LoanState.choices, default=LoanState.ASKED, editable=False
    )
    lender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who lends"), editable=False
    )
    borrower = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who borrows"), editable=False
    )
    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="loans", verbose_name=_("what is lent")
    )
    units = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    purpose = models.CharField(
        _("what for"), help_text=_("For example: welding class in March, day 3 to 5."), max_length=200
    )
    answer = models.CharField(_("why not"), max_length=200, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, editable=False)
    booking = models.OneToOneField(
        Booking, models.PROTECT, null=True, related_name="loan", verbose_name=_("booking"), editable=False
    )
    lent = models.OneToOneField(
        Resource,
        models.PROTECT,
        null=True,
        related_name="loan",
        verbose_name=_("what the borrower books"),
        editable=False,
    )

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("loan")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="network_loan_is_ordered",
                violation_error_message=_("The last day of a loan is not before its first."),
            ),
            models.CheckConstraint(
                condition=~Q(lender=F("borrower")),
                name="network_loan_is_between_two",
                violation_error_message=_("Choose something that another institution has."),
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(booking__isnull=False, lent__isnull=False),
                name="network_loan_is_booked",
            ),
        ]
        indexes = [models.Index(fields=["lender", "state"], name="network_loan_of_lender")]

    def __str__(self) -> str:
        return self.resource.name


class TransferState(models.TextChoices):
    ASKED = "asked", _("being asked")
    WILLING = "willing", _("wants to go on there")
    DECLINED = "declined", _("stays in the own class")
    REFUSED = "refused", _("not taken there")
    WITHDRAWN = "withdrawn", _("proposal taken back")
    DONE = "done", _("goes on there")


UNDER_WAY = (TransferState.ASKED, TransferState.WILLING)


class TransferQuerySet(VisibleQuerySet["Transfer"]):
    def under_way(self) -> "TransferQuerySet":
        """Not answered by everybody yet, of somebody who still has her seat."""
        return self.filter(state__in=UNDER_WAY, enrolment__state=EnrolmentState.ENROLLED)


@pghistory.track()
class Transfer(Model):
    """Somebody goes on in a class of another institution of the network: proposed by hers, wanted by her, taken by the other one.

    receiver: the institution of the class, once she wants it; until then it learns nothing about her. seat: the one she got there.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_TRANSFER
    SCOPES: ClassVar = {
        Scope.OWN: "enrolment__candidate__person_id",
        Scope.REGION: "enrolment__candidate__person__residence_id",
        Scope.ORGANISATION: ("sender_id", "receiver_id"),
    }

    state = models.CharField(
        _("state"), max_length=10, choices=TransferState.choices, default=TransferState.ASKED, editable=False
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="transfers", verbose_name=_("seat"), editable=False
    )
    to = models.ForeignKey(
        Intake, models.PROTECT, related_name="transfers", verbose_name=_("class to go on in")
    )
    sender = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="+",
        verbose_name=_("institution of the present class"),
        editable=False,
    )
    receiver = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("institution of the other class"),
        editable=False,
    )
    purpose = models.CharField(
        _("why there"), help_text=_("The person reads it, and so does the other institution."), max_length=200
    )
    answer = models.CharField(_("why not"), max_length=200, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered by the person"), null=True, editable=False)
    seat = models.OneToOneField(
        Enrolment,
        models.PROTECT,
        null=True,
        related_name="came_by",
        verbose_name=_("seat in the other class"),
        editable=False,
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=UNDER_WAY),
                name="network_transfer_once",
                violation_error_message=_("Another class has been proposed already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("willing", "done")) | Q(receiver__isnull=False),
                name="network_transfer_has_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(seat__isnull=False), name="network_transfer_has_seat"
            ),
        ]

    def __str__(self) -> str:
        return self.to.programme.title


class ShareState(models.TextChoices):
    KEPT = "kept", _("kept")
    ENDED = "ended", _("over")


class ShareQuerySet(VisibleQuerySet["Share"]):
    def standing(self) -> "ShareQuerySet":
        return self.filter(state=ShareState.KEPT)

    def to_fill(self, on: date) -> "ShareQuerySet":
        """Those with a seat that can still be taken."""
        return self.standing().filter(until__gte=on, left__gt=0, intake__held_since=None)


@pghistory.track()
class Share(Model):
    """Seats of a class that its institution keeps for another one of the network, until a day.

    left: how many of them nobody has taken. The class counts those of its shares that stand as kept (`Intake.kept`).
    """

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_SHARE
    SCOPES: ClassVar = {
        Scope.ORGANISATION: ("intake__programme__provider_id", "centre_id"),
        Scope.REGION: "centre__place_id",
    }

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "KB"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ShareState.choices, default=ShareState.KEPT, editable=False
    )
    intake = models.ForeignKey(
        Intake, models.PROTECT, related_name="shares", verbose_name=_("class"), editable=False
    )
    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("for which institution")
    )
    seats = models.PositiveIntegerField(
        _("how many seats"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    left = models.PositiveIntegerField(_("not taken"), default=0, editable=False)
    until = models.DateField(
        _("kept until"),
        help_text=_("The last day. What is not taken by then is free for everybody."),
    )
    note = models.CharField(
        _("what to know"),
        help_text=_("Both institutions read it. No names of participants."),
        max_length=200,
        blank=True,
    )
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared seats")
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "centre"],
                condition=Q(state="kept"),
                name="network_share_once",
                violation_error_message=_("Seats of this class are kept for this institution already."),
            ),
            models.CheckConstraint(condition=Q(left__lte=F("seats")), name="network_share_not_overfilled"),
        ]
        indexes = [models.Index(fields=["centre", "state"], name="network_share_of_centre")]

    def __str__(self) -> str:
        return self.number


class SharedSeat(Model):
    """A seat that somebody has by way of shared seats."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SCOPES: ClassVar = {
        Scope.OWN: "enrolment__candidate__person_id",
        Scope.REGION: "enrolment__candidate__person__residence_id",
        Scope.ORGANISATION: ("share__intake__programme__provider_id", "share__centre_id"),
    }

    share = models.ForeignKey(Share, models.PROTECT, related_name="people")
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="shared")

    class Meta:
        verbose_name = _("shared seat")

    def __str__(self) -> str:
        return str(self.pk)


class Aspect(models.TextChoices):
    LEGALITY = "legality", _("legality")
    FACILITIES = "facilities", _("facilities")
    CURRICULUM = "curriculum", _("curriculum")
    INSTRUCTORS = "instructors", _("instructors")
    DELIVERY = "delivery", _("delivery of the training")


class Layer(models.TextChoices):
    LEGALITY = "legality", _("Legality")
    FACILITIES = "facilities", _("Facilities")
    PROGRAMME = "programme", _("Programme")


class Item(Model, Dated, Cited):
    """One thing that an institution has to show before it can be a hub, as data/network/readiness.csv says."""

    PRIVACY = Privacy.NONE

    code = models.SlugField(_("code"), max_length=40)
    aspect = models.CharField(_("part"), max_length=12, choices=Aspect.choices)
    position = models.PositiveSmallIntegerField(_("place in the order"))
    name = models.CharField(_("what is looked at"), max_length=200)
    name_en = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of readiness")
        ordering = ["position", "pk"]
        constraints = [
            period_is_ordered("network_item_period_is_ordered"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="network_item_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class Result(models.TextChoices):
    MET = rules.MET, _("met")
    NOT_YET = rules.NOT_YET, _("not yet")
    NOT_APPLICABLE = rules.NOT_APPLICABLE, _("does not apply")


class FindingState(models.TextChoices):
    STANDING = "standing", _("counts")
    REPLACED = "replaced", _("replaced by a newer one")


class FindingQuerySet(VisibleQuerySet["Finding"]):
    def counting(self, on: date) -> "FindingQuerySet":
        """The newest of each item, as long as it is valid."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on), state=FindingState.STANDING, item__valid_to=None
        )

    def ending(self, on: date, by: date) -> "FindingQuerySet":
        """Met, and valid until a day from `on` to `by`."""
        return self.counting(on).filter(result=Result.MET, valid_until__lte=by)


@pghistory.track()
class Finding(Model):
    """What an official found of one item at an institution, on a day. The newest counts; earlier ones stay as they were."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the institution; it names the official"
    SEEN_BY = Right.VIEW_FINDING
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id", Scope.REGION: "organisation__place_id"}

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="findings",
        verbose_name=_("institution"),
        editable=False,
    )
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="findings", verbose_name=_("what is looked at"), editable=False
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=FindingState.choices,
        default=FindingState.STANDING,
        editable=False,
    )
    result = models.CharField(_("what was found"), max_length=15, choices=Result.choices)
    note = models.CharField(
        _("what was seen, or what is missing"),
        help_text=_("The institution reads this. No names of participants."),
        max_length=500,
        blank=True,
    )
    found_on = models.DateField(_("looked at on"), editable=False)
    valid_until = models.DateField(
        _("valid until"),
        help_text=_("The last day. Empty: until somebody looks again."),
        null=True,
        blank=True,
    )
    office = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("office"),
        editable=False,
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who looked"),
        editable=False,
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "item"],
                condition=Q(state="standing"),
                name="network_finding_one_counts",
                violation_error_message=_("Somebody has just noted this too. Look at it again."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("found_on")),
                name="network_finding_period_is_ordered",
                violation_error_message=_("A finding is valid until a day after it was made."),
            ),
            models.CheckConstraint(
                condition=~Q(result="not_yet") | ~Q(note=""),
                name="network_finding_says_what_is_missing",
                violation_error_message=_("Say what is missing, so that the institution knows what to do."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)
