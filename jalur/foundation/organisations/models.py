from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import (
    STAFF_ROLES,
    Scope,
    VisibleDatedQuerySet,
    VisibleQuerySet,
)
from jalur.foundation.geography.models import Country, Place
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.rules import GIVEN_BY_REGENCIES
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.kit.database import Dated, DatedQuerySet, Model, Privacy, Sourced, period_is_ordered
from jalur.kit.dates import today
from jalur.kit.search import Folded


class OrganisationState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class OrganisationQuerySet(VisibleQuerySet["Organisation"]):
    def open_on(self, on: date) -> "OrganisationQuerySet":
        """Those not closed on the day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


@pghistory.track(exclude=["folded"])
class Organisation(Model):
    """Any institution that takes part, at home or abroad."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_ORGANISATION
    SCOPES = {Scope.REGION: "place_id", Scope.ORGANISATION: "id", Scope.DESTINATION: "country_id"}

    name = models.CharField(_("name"), max_length=200)
    # Kept, since folding 5,000 names anew takes longer than whoever stands before a poster should wait.
    folded = models.GeneratedField(
        expression=Folded("name"), output_field=models.TextField(), db_persist=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind.choices)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("place")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("public phone"), max_length=30, blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "kind", "place"],
                name="organisation_once",
                nulls_distinct=False,
                violation_error_message=_(
                    "An organisation of this name and kind is already registered in this place."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Whether it is not closed on the day, as `OrganisationQuerySet.open_on`."""
        return self.closed_on is None or on < self.closed_on

    @property
    def state(self) -> str:
        """Open until it is closed."""
        return OrganisationState.CLOSED if self.closed_on else OrganisationState.OPEN

    @state.setter
    def state(self, state: str) -> None:
        self.closed_on = (self.closed_on or today()) if state == OrganisationState.CLOSED else None


class LicenceState(models.TextChoices):
    RECORDED = "recorded", _("recorded")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


def licence_holding(on: Any, way: str = "") -> Q:
    """Which licences are in force on a day (or an expression of one), as `rules.licence_holds`; way: the path to them."""
    return (
        (Q(**{f"{way}valid_from": None}) | Q(**{f"{way}valid_from__lte": on}))
        & (Q(**{f"{way}valid_to": None}) | Q(**{f"{way}valid_to__gt": on}))
        & (Q(**{f"{way}revoked_on": None}) | Q(**{f"{way}revoked_on__gt": on}))
        & (
            Q(**{f"{way}suspended_on": None})
            | Q(**{f"{way}suspended_on__gt": on})
            | Q(**{f"{way}lifted_on__lte": on})
        )
    )


class LicenceQuerySet(DatedQuerySet["Licence"]):
    def holding(self, on: date) -> "LicenceQuerySet":
        """Those in force on the day."""
        return self.filter(licence_holding(on))


@pghistory.track()
class Licence(Model, Dated, Sourced):
    """Whether it holds on a day is told by its days (rules.licence_holds), never by its state."""

    PRIVACY = Privacy.NONE
    SCOPES = {Scope.REGION: "given_at", Scope.ORGANISATION: "organisation_id"}

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="licences", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=LicenceKind.choices)
    number = models.CharField(_("number"), max_length=80)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    # The latest suspension: the first day on which it does not hold, and the first on which it holds again.
    suspended_on = models.DateField(_("suspended from"), null=True, blank=True)
    lifted_on = models.DateField(_("holds again from"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LicenceState.choices, default=LicenceState.RECORDED
    )

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        ordering = ["-valid_from", "pk"]
        constraints = [
            period_is_ordered("licence_period_is_ordered"),
            models.UniqueConstraint(
                fields=["number", "kind"],
                name="licence_number_once",
                violation_error_message=_(
                    "This number is already recorded. Look for it in the register, or check the digits."
                ),
            ),
        ]

    @property
    def given_at(self) -> str:
        """The region whose office gives licences of this kind; "" where the nation gives them."""
        return self.organisation.place_id or "" if self.kind in GIVEN_BY_REGENCIES else ""


class MembershipState(models.TextChoices):
    ACTIVE = "active", _("acts for it")
    ENDED = "ended", _("ended")
    LEFT = "left", _("left")


@pghistory.track()
class Membership(Model, Dated):
    """A person's role at an organisation for a period; who keeps the members is `is_administrator`."""

    PRIVACY = Privacy.GENERAL
    KEPT = "five years after it ended"
    SEEN_BY = Right.VIEW_MEMBER
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("account")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"), max_length=40, choices=[(role.value, role.value) for role in sorted(STAFF_ROLES)]
    )
    is_administrator = models.BooleanField(_("keeps the organisation's members"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MembershipState.choices, default=MembershipState.ACTIVE
    )
    reset_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who asked for the second factor to be reset"),
    )
    reset_asked_on = models.DateField(_("when that was asked for"), null=True)
    reset_reason = models.CharField(
        _("why, and how she was recognised"), max_length=200, blank=True, default=""
    )

    objects = VisibleDatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            # A membership may end on the day it began: an empty period.
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="membership_period_is_ordered",
                violation_error_message=_("A membership cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["role", "user", "organisation"],
                condition=Q(state="active"),
                name="membership_once",
                violation_error_message=_("This person already has this role here."),
            ),
        ]


class InvitationState(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("taken back")
    EXPIRED = "expired", _("expired")


class Invitation(Model):
    """A role offered to an e-mail address by a link that works once, until it is accepted, withdrawn or out of date."""

    PRIVACY = Privacy.GENERAL
    KEPT = "one year after it ended"
    SEEN_BY = Right.VIEW_MEMBER
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=40)
    is_administrator = models.BooleanField(_("keeps the organisation's members"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("invited by")
    )
    expires_on = models.DateField(_("works until (first day it no longer does)"))
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")

    def is_open(self, on: date) -> bool:
        return self.state == InvitationState.OPEN and on < self.expires_on
