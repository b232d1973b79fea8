"""Permits to recruit (SIP2MI): what a company asks, with its papers; how many may be recruited for which order; what is asked later."""

from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, narrow
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import OrganisationKind, PermitPaper
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.permits.rights import Right
from jalur.kit.database import Model, Privacy

SOON = timedelta(days=30)


class State(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    APPLIED = "applied", _("waiting for the ministry")
    RETURNED = "returned", _("sent back")
    REFUSED = "refused", _("not granted")
    GRANTED = "granted", _("granted")
    REVOKED = "revoked", _("revoked")


PUBLIC = (State.GRANTED, State.REVOKED)
"""What everybody can look up."""
AT_THE_COMPANY = (State.DRAFT, State.RETURNED)


class PermitQuerySet(VisibleQuerySet["Permit"]):
    def visible_to(self, actor: Actor, action: str = "") -> "PermitQuerySet":
        """Those that were granted for everybody; applications for those who may see them."""
        if action:
            return super().visible_to(actor, action)
        own = narrow(Permit.objects.all(), actor, Right.VIEW_APPLICATION).order_by().values("pk")
        return self.filter(Q(state__in=PUBLIC) | Q(pk__in=own))

    def in_force(self, on: date) -> "PermitQuerySet":
        """Granted, not revoked, and the last day has not passed."""
        return self.filter(state=State.GRANTED, valid_until__gte=on)

    def running_out(self, on: date) -> "PermitQuerySet":
        """In force, for thirty days at most."""
        return self.in_force(on).filter(valid_until__lte=on + SOON)

    def run_out(self, on: date) -> "PermitQuerySet":
        return self.filter(state=State.GRANTED, valid_until__lt=on)

    def for_lists(self) -> "PermitQuerySet":
        """With the related rows a list shows, and what the positions come to."""
        sums = {name: models.Sum(f"positions__{name}") for name in ("asked", "quota")}
        return self.select_related("company", "destination").annotate(
            asked_sum=sums["asked"],
            quota_sum=sums["quota"],
            reserved_sum=models.Sum("positions__order__reserved", filter=Q(positions__is_live=True)),
        )


@pghistory.track()
class Permit(Model):
    """A permit of one company to recruit for some orders in one country. Its number is text, exactly as it was written."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_APPLICATION
    SCOPES: ClassVar = {Scope.ORGANISATION: "company_id"}

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    # Not transferable: nothing changes the company.
    company = models.ForeignKey(
        Organisation,
        models.PROTECT,
        editable=False,
        related_name="permits",
        limit_choices_to={"kind": OrganisationKind.PLACEMENT_COMPANY},
        verbose_name=_("placement company (P3MI)"),
    )
    destination = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("destination"), editable=False
    )
    number = models.CharField(
        _("number of the permit"),
        help_text=_("Exactly as it is written, for example B. 432/SIP2MI/IV/2026."),
        max_length=80,
        blank=True,
    )
    granted_on = models.DateField(_("day of the permit"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"),
        help_text=_("The last day: as long as the orders run."),
        null=True,
        blank=True,
    )
    applied_at = models.DateTimeField(_("sent to the ministry"), null=True, editable=False)
    answer = models.CharField(_("what the ministry says"), max_length=300, blank=True, editable=False)
    revoked_on = models.DateField(_("revoked on"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = PermitQuerySet.as_manager()

    class Meta:
        verbose_name = _("permit to recruit")
        constraints = [
            models.UniqueConstraint(
                Upper("number"),
                condition=~Q(number=""),
                name="permit_number_once",
                violation_error_message=_("A permit with this number is recorded already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "revoked"])
                | (~Q(number="") & Q(granted_on__isnull=False, valid_until__isnull=False)),
                name="permit_granted_is_whole",
                violation_error_message=_("A permit has a number, its day and a last day."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("granted_on")),
                name="permit_is_ordered",
                violation_error_message=_("The last day must not lie before the day of the permit."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused", "revoked"]) | ~Q(answer=""),
                name="permit_answer_has_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(state="revoked") | Q(revoked_on=None),
                name="permit_revoked_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "valid_until"], name="permit_state_until")]

    def __str__(self) -> str:
        return self.number or gettext("Application for %(country)s") % {"country": self.destination.name}

    def is_in_force(self, on: date) -> bool:
        """As `PermitQuerySet.in_force`."""
        return self.state == State.GRANTED and self.valid_until is not None and self.valid_until >= on


@pghistory.track()
class Position(Model):
    """For one order: how many the company asks to recruit, how many it may. What is reserved is counted on the order itself."""

    PRIVACY = Privacy.NONE

    permit = models.ForeignKey(
        Permit, models.CASCADE, related_name="positions", verbose_name=_("permit to recruit")
    )
    order = models.ForeignKey(
        JobOrder, models.PROTECT, related_name="permit_positions", verbose_name=_("job order")
    )
    asked = models.PositiveIntegerField(_("asked for"))
    quota = models.PositiveIntegerField(_("allowed by the permit"), null=True)
    # Granted and neither revoked nor followed by another permit.
    is_live = models.BooleanField(_("counts"), default=False)

    class Meta:
        verbose_name = _("position of a permit")
        constraints = [
            models.UniqueConstraint(fields=["permit", "order"], name="permit_position_once"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(is_live=True),
                name="permit_one_live_of_an_order",
                violation_error_message=_("This order has a permit already."),
            ),
            models.CheckConstraint(
                condition=Q(asked__gt=0) & (Q(quota=None) | Q(quota__gt=0)),
                name="permit_position_is_of_somebody",
                violation_error_message=_("Ask for at least one person."),
            ),
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(quota__isnull=False), name="permit_live_has_quota"
            ),
        ]

    def __str__(self) -> str:
        return self.order.number


@pghistory.track()
class Paper(Model):
    """A paper that was handed in with an application; the file hangs on this row."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_APPLICATION
    SCOPES: ClassVar = {Scope.ORGANISATION: "permit__company_id"}

    permit = models.ForeignKey(Permit, models.CASCADE, related_name="papers", verbose_name=_("permit"))
    kind = models.CharField(_("which paper"), max_length=24, choices=PermitPaper.choices)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of an application")
        constraints = [models.UniqueConstraint(fields=["permit", "kind"], name="permit_paper_once")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class RequestKind(models.TextChoices):
    EXTENSION = "extension", _("longer validity")
    REVOCATION = "revocation", _("revocation")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("with the ministry")
    AGREED = "agreed", _("agreed to")
    REFUSED = "refused", _("not agreed to")


@pghistory.track()
class Request(Model):
    """What a company or a labour office asks about a permit in force: a later last day, or that it be revoked."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_REQUEST
    SCOPES: ClassVar = {Scope.ORGANISATION: "office_id"}

    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING, editable=False
    )
    permit = models.ForeignKey(
        Permit, models.PROTECT, editable=False, related_name="requests", verbose_name=_("permit to recruit")
    )
    kind = models.CharField(_("what is asked"), max_length=12, choices=RequestKind.choices, editable=False)
    office = models.ForeignKey(
        Organisation, models.PROTECT, editable=False, related_name="+", verbose_name=_("asked by")
    )
    until = models.DateField(_("valid until, newly"), help_text=_("The new last day."), null=True, blank=True)
    reason = models.CharField(
        _("why"),
        help_text=_("The ministry reads it, and everybody once a permit is revoked for it. Name nobody."),
        max_length=600,
    )
    answer = models.CharField(_("why not"), max_length=300, blank=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about a permit")
        constraints = [
            models.UniqueConstraint(
                fields=["permit", "kind"],
                condition=Q(state="waiting"),
                name="permit_request_one_waiting",
                violation_error_message=_("The ministry has such a request about this permit already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="extension", until__isnull=False) | Q(kind="revocation", until=None),
                name="permit_request_is_whole",
                violation_error_message=_("Name the new last day."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="permit_request_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
