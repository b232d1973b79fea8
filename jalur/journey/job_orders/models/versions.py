"""What is to change, or has changed, of an order that everybody reads: the order before and after, one row a change."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.journey.job_orders.models.orders import OF_LISTS, JobOrder
from jalur.journey.job_orders.rights import Right
from jalur.kit.database import Model, Privacy

CHANGEABLE = tuple(name for name in OF_LISTS if name not in {"employer", "route", "occupation", "company"})
"""Fields that a version changes; what decides the law of an order, and whose it is, stays."""


class VersionState(models.TextChoices):
    WAITING = "waiting", _("waiting for the attaché")
    TAKEN = "taken", _("taken at once")
    AGREED = "agreed", _("agreed to")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")
    LAPSED = "lapsed", _("the order was closed first")


COUNTING = (VersionState.TAKEN, VersionState.AGREED)
"""What has become a version of its order."""


class OrderVersionQuerySet(VisibleQuerySet["OrderVersion"]):
    def waiting(self) -> "OrderVersionQuerySet":
        return self.filter(state=VersionState.WAITING)

    def counting(self) -> "OrderVersionQuerySet":
        return self.filter(state__in=COUNTING)


@pghistory.track()
class OrderVersion(Model):
    """A change of a published order. before, after: field → its value as JSON, `requirements` a list of codes, `costs` item → payer
    and amount; only what differs."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_DRAFT
    SCOPES: ClassVar = {
        Scope.ORGANISATION: ("order__company_id", "order__mission_id"),
        Scope.DESTINATION: "order__destination_id",
    }

    order = models.ForeignKey(
        JobOrder, models.CASCADE, related_name="versions", verbose_name=_("job order"), editable=False
    )
    state = models.CharField(_("state"), max_length=20, choices=VersionState.choices, editable=False)
    number = models.PositiveSmallIntegerField(_("version"), null=True, editable=False)
    before = models.JSONField(_("before"), default=dict, editable=False)
    after = models.JSONField(_("after"), default=dict, editable=False)
    why = models.CharField(
        _("why it is changed"),
        help_text=_("The attaché reads it. Name nobody."),
        max_length=300,
        blank=True,
        default="",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    refusal_reason = models.CharField(
        _("why refused"), max_length=300, blank=True, default="", editable=False
    )

    objects = OrderVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an order")
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state="waiting"),
                name="order_version_waits_once",
                violation_error_message=_(
                    "A change of this order waits for the attaché already. Take it back first, or wait for the decision."
                ),
            ),
            models.UniqueConstraint(fields=["order", "number"], name="order_version_number_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "agreed"]) | Q(number__gt=1),
                name="order_version_that_counts_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal_reason=""),
                name="order_version_refusal_has_reason",
                violation_error_message=_("Say why the change is refused."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.number or ''}".strip()


BY_NEWEST = (F("number").desc(nulls_first=True), "-created_at", "pk")
