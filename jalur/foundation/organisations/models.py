from datetime import date
from typing import ClassVar

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
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.kit.database import Dated, DatedQuerySet, Model, Privacy, Sourced, period_is_ordered


class OrganisationQuerySet(VisibleQuerySet["Organisation"]):
    def open_on(self, on: date) -> "OrganisationQuerySet":
        """Those not closed on the day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


@pghistory.track()
class Organisation(Model):
    """Any institution that takes part, at home or abroad."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_ORGANISATION
    SCOPES = {Scope.REGION: "place_id", Scope.ORGANISATION: "id", Scope.DESTINATION: "country_id"}

    name = models.CharField(_("name"), max_length=200)
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
                fields=["name", "kind", "place"], name="organisation_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Licence(Model, Dated, Sourced):
    PRIVACY = Privacy.NONE
    SCOPES = {Scope.REGION: "organisation__place_id", Scope.ORGANISATION: "organisation_id"}

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="licences", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=LicenceKind.choices)
    number = models.CharField(_("number"), max_length=80)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        ordering = ["-valid_from", "pk"]
        constraints = [
            period_is_ordered("licence_period_is_ordered"),
            models.UniqueConstraint(fields=["kind", "number"], name="licence_number_once"),
        ]


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
                fields=["user", "organisation", "role"],
                condition=Q(valid_to__isnull=True),
                name="membership_once",
            ),
        ]


class Invitation(Model):
    """A role offered to an e-mail address by a link that works once, until it is used, withdrawn or out of date."""

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
    used_at = models.DateTimeField(_("invitation used"), null=True)
    withdrawn_at = models.DateTimeField(_("invitation withdrawn"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")

    def is_open(self, on: date) -> bool:
        return self.used_at is None and self.withdrawn_at is None and on < self.expires_on
