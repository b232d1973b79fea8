from datetime import date
from functools import partial

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Organisation
from jalur.journey.funding.rights import Right
from jalur.journey.training.models import OVER, Enrolment, EnrolmentQuerySet, EnrolmentState
from jalur.kit.database import Model, Privacy
from jalur.kit.numbers import new_number
from jalur.kit.refusals import refusal

MONEY = {"max_digits": 16, "decimal_places": 0}


class Source(models.TextChoices):
    APBN = "apbn", _("national budget (APBN)")
    APBD_PROVINCE = "apbd_province", _("provincial budget (APBD)")
    APBD_REGENCY = "apbd_regency", _("regency or city budget (APBD)")
    COMPANY = "company", _("company")
    OWN = "own", _("the centre's own money")
    GRANT = "grant", _("grant")


class LineState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class LineQuerySet(VisibleQuerySet["BudgetLine"]):
    def usable(self, on: date) -> "LineQuerySet":
        """Those from which a seat can be paid on a day."""
        return self.filter(state=LineState.OPEN, valid_from__lte=on, valid_to__gte=on)

    def for_lists(self) -> "LineQuerySet":
        """With the owner, and what is left as `left_over`."""
        rows = self.select_related("owner", "used_by").annotate(left_over=F("amount") - F("committed"))
        return rows.order_by("-year", "number", "pk")


@pghistory.track()
class BudgetLine(Model):
    """Money set aside for training: whose, from which source, how much, until when. What is committed never exceeds it."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_LINE
    SCOPES = {
        Scope.ORGANISATION: ("owner_id", "used_by_id"),
        Scope.REGION: ("owner__place_id", "used_by__place_id"),
    }

    key = models.CharField(
        _("line number"), max_length=30, unique=True, default=partial(new_number, "D"), editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LineState.choices, default=LineState.OPEN, editable=False
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="budget_lines",
        verbose_name=_("whose money"),
        editable=False,
    )
    used_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("centre that may use it"),
        help_text=_("It pays seats of its own classes from this line. Leave it empty where only you do."),
    )
    source = models.CharField(_("source of the money"), max_length=15, choices=Source.choices)
    year = models.PositiveSmallIntegerField(
        _("budget year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    number = models.CharField(
        _("number of the budget line"),
        help_text=_("As the budget writes it, for example 2.07.03.2.01.0012."),
        max_length=60,
    )
    title = models.CharField(_("what it is for"), max_length=200)
    amount = models.DecimalField(_("amount"), **MONEY)
    committed = models.DecimalField(_("committed to seats"), default=0, editable=False, **MONEY)
    valid_from = models.DateField(_("first day it can be used"))
    valid_to = models.DateField(_("last day it can be used"))
    close_reason = models.CharField(_("why closed"), max_length=200, blank=True, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        constraints = [
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(committed__lte=F("amount")),
                name="budget_line_not_overspent",
                violation_error_message=_("The line does not hold so much any more."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="budget_line_has_money",
                violation_error_message=_("The amount is more than Rp0."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="budget_line_days_ordered",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["owner", "year", "number"],
                name="budget_line_once",
                violation_error_message=_("You have a line with this number in this year already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> object:
        return self.amount - self.committed

    def clean(self) -> None:
        if self.used_by_id is not None and self.used_by_id == self.owner_id:
            raise refusal("used_by", "own", _("Your own institution uses the line anyway; leave this empty."))


class PaymentState(models.TextChoices):
    COMMITTED = "committed", _("pays")
    FREED = "freed", _("no longer pays")


class PaymentQuerySet(VisibleQuerySet["Payment"]):
    def standing(self) -> "PaymentQuerySet":
        return self.filter(state=PaymentState.COMMITTED)

    def for_lists(self) -> "PaymentQuerySet":
        related = ("line__owner", "enrolment__intake__programme__provider", "enrolment__candidate__person")
        return self.select_related(*related).order_by("created_at", "pk")


@pghistory.track()
class Payment(Model):
    """Who pays how much of a seat: a budget line, or the person herself where the rule of the day lets her."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_PAYMENT
    SCOPES = {
        Scope.OWN: "enrolment__candidate__person_id",
        Scope.REGION: "enrolment__candidate__person__residence_id",
        Scope.ORGANISATION: ("enrolment__intake__programme__provider_id", "line__owner_id"),
    }

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="payments", verbose_name=_("seat"), editable=False
    )
    # Empty: the person herself.
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("budget line"),
    )
    amount = models.DecimalField(_("amount"), **MONEY)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PaymentState.choices,
        default=PaymentState.COMMITTED,
        editable=False,
    )
    ground = models.CharField(
        _("on what ground"),
        help_text=_("For example the decree or the agreement."),
        max_length=200,
        blank=True,
    )
    free_reason = models.CharField(_("why it no longer pays"), max_length=200, blank=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment of a seat")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "line"],
                condition=Q(state="committed"),
                name="payment_once_a_line",
                nulls_distinct=False,
                violation_error_message=_("This already pays the seat. Free it first to pay another amount."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payment_has_amount",
                violation_error_message=_("The amount is more than Rp0."),
            ),
        ]
        indexes = [models.Index(fields=["line", "state"], name="payment_of_line")]


def paid_of() -> Coalesce:
    """Of a seat: what its payers settle together."""
    own = Payment.objects.filter(enrolment=OuterRef("pk"), state=PaymentState.COMMITTED).order_by()
    total = own.values("enrolment").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=DecimalField(**MONEY))


def unsettled(seats: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Seats held in classes that are not over and of which not everything has a payer."""
    open_ones = seats.filter(state=EnrolmentState.ENROLLED, intake__cost__gt=0).exclude(
        intake__state__in=OVER
    )
    return open_ones.annotate(paid=paid_of()).filter(paid__lt=F("intake__cost"))
