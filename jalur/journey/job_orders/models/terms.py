"""What the work is like, and what the way to it costs and whom."""

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.rulebook.models import CostItem
from jalur.kit.database import Model, Privacy

NOT_BELOW_NOUGHT = MinValueValidator(0)


class Payer(models.TextChoices):
    EMPLOYER = "employer", _("the employer")
    COMPANY = "company", _("the placement company")
    GOVERNMENT = "government", _("the government")
    WORKER = "worker", _("the worker")


def _money(label: object, hint: object = "") -> models.DecimalField:
    return models.DecimalField(
        label,
        help_text=hint,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_BELOW_NOUGHT],
    )


def _paid_by(label: object) -> models.CharField:
    return models.CharField(label, max_length=12, choices=Payer.choices, blank=True, default="")


class Terms(models.Model):
    """Working conditions beside the monthly pay, in its currency; empty is what nobody has said."""

    allowance = _money(_("fixed allowances a month"), _("On top of the monthly pay, in its currency."))
    overtime_pay = _money(_("pay for an hour of overtime"), _("In the currency of the pay."))
    deductions = _money(
        _("taken off the pay each month"), _("For example lodging or insurance; 0 if nothing is.")
    )
    deductions_for = models.CharField(_("what it is taken off for"), max_length=160, blank=True, default="")
    weekly_hours = models.PositiveSmallIntegerField(
        _("working hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(112)],
    )
    rest_days = models.PositiveSmallIntegerField(
        _("days off a week"), null=True, blank=True, validators=[MaxValueValidator(6)]
    )
    lodging = _paid_by(_("who pays lodging"))
    food = _paid_by(_("who pays food"))
    insurance = _paid_by(_("who pays health and accident insurance there"))

    class Meta:
        abstract = True


TERMS = tuple(field.name for field in Terms._meta.local_fields)
DEDUCTIONS_SAY_WHY = models.CheckConstraint(
    condition=Q(deductions=None) | Q(deductions=0) | ~Q(deductions_for=""),
    name="job_order_deductions_say_why",
    violation_error_message=_("Say what is taken off the pay for."),
)
DEDUCTIONS_LEAVE_PAY = models.CheckConstraint(
    condition=Q(deductions=None) | Q(deductions__lt=F("monthly_pay")),
    name="job_order_deductions_leave_pay",
    violation_error_message=_("What is taken off must be less than the monthly pay."),
)


@pghistory.track()
class OrderCost(Model):
    """One thing that is paid on the way to the job: who pays it, and about how much in rupiah."""

    PRIVACY = Privacy.NONE

    order = models.ForeignKey("job_orders.JobOrder", models.CASCADE, related_name="costs")
    item = models.ForeignKey(CostItem, models.PROTECT, related_name="+")
    payer = models.CharField(_("who pays"), max_length=12, choices=Payer.choices)
    amount = models.DecimalField(
        _("about how much (Rp)"),
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[NOT_BELOW_NOUGHT],
    )

    class Meta:
        verbose_name = _("cost of an order")
        constraints = [models.UniqueConstraint(fields=["order", "item"], name="order_cost_once")]

    def __str__(self) -> str:
        return str(self.item)
