"""Blank certificates that a body gets from BNSP: numbered stock of which nothing goes missing."""

from functools import partial
from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification.models.assessments import Assessment
from jalur.journey.certification.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.numbers import new_number

DIGITS = RegexValidator(r"^[0-9]+$", _("Write digits only, with the zeros in front."))


class BlankState(models.TextChoices):
    RECEIVED = "received", _("in stock")
    USED = "used", _("used")
    SPOILT = "spoilt", _("spoilt")
    RETURNED = "returned", _("returned to BNSP")


class DeliveryQuerySet(VisibleQuerySet["BlankDelivery"]):
    def for_lists(self) -> "DeliveryQuerySet":
        """With how many blanks are in which state (`in_stock`, `used`, `spoilt`, `returned`)."""
        names = {"in_stock": BlankState.RECEIVED, "used": "used", "spoilt": "spoilt", "returned": "returned"}
        counts = {name: Count("blanks", filter=Q(blanks__state=state)) for name, state in names.items()}
        return self.annotate(received=Count("blanks"), **counts)


@pghistory.track()
class BlankDelivery(Model):
    """A parcel of blanks with numbers one after another, as the covering letter says it; numbers are text with zeros in front."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_BLANK
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id"}

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "BL"), editable=False
    )
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="blank_deliveries",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    letter = models.CharField(_("number of the covering letter"), max_length=80)
    received_on = models.DateField(_("received on"))
    prefix = models.CharField(
        _("what stands before the digits"),
        help_text=_("Letters and signs, the same for all; empty if there are none."),
        max_length=20,
        blank=True,
    )
    first = models.CharField(
        _("first number"),
        help_text=_("Only the digits that count up, with the zeros in front: 000101."),
        max_length=12,
        validators=[DIGITS],
    )
    last = models.CharField(_("last number"), max_length=12, validators=[DIGITS])
    announced = models.PositiveSmallIntegerField(
        _("how many the letter says"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    gap = models.CharField(
        _("why numbers before it are missing"),
        help_text=_(
            "Only if the numbers do not go on from the delivery before: for example, another body got them."
        ),
        max_length=200,
        blank=True,
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery of blanks")

    def __str__(self) -> str:
        return self.number


class BlankQuerySet(VisibleQuerySet["Blank"]):
    def in_stock(self) -> "BlankQuerySet":
        return self.filter(state=BlankState.RECEIVED)


@pghistory.track()
class Blank(Model):
    """One blank: in stock until it is used for an assessment, spoilt or returned; each once, with day, who and why."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_BLANK
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id"}

    number = models.CharField(
        _("number of the blank"),
        max_length=32,
        unique=True,
        editable=False,
        error_messages={"unique": _("A blank with this number is recorded already.")},
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BlankState.choices, default=BlankState.RECEIVED, editable=False
    )
    delivery = models.ForeignKey(
        BlankDelivery, models.PROTECT, related_name="blanks", verbose_name=_("delivery"), editable=False
    )
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="blanks",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    used_for = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        related_name="blanks",
        verbose_name=_("used for"),
        editable=False,
    )
    left_on = models.DateField(_("out of stock since"), null=True, editable=False)
    reason = models.CharField(_("why"), max_length=200, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who did it"),
        editable=False,
    )

    objects = BlankQuerySet.as_manager()

    class Meta:
        verbose_name = _("blank certificate")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received")
                | Q(state="used", used_for__isnull=False, left_on__isnull=False)
                | (Q(state__in=("spoilt", "returned"), left_on__isnull=False) & ~Q(reason="")),
                name="certification_blank_accounted",
                violation_error_message=_("Say when, and why or for whom, a blank left the stock."),
            )
        ]
        indexes = [models.Index(fields=["body", "state"], name="certification_blank_stock")]

    def __str__(self) -> str:
        return self.number
