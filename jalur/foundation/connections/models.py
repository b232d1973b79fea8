from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.connections.rights import Right
from jalur.foundation.organisations.models import Membership
from jalur.kit.database import Model, Privacy


class ConnectionState(models.TextChoices):
    ACTIVE = "active", _("connected")
    REVOKED = "revoked", _("shut out")


@pghistory.track()
class Connection(Model):
    """A program that acts for an organisation, by a membership of its own; what it signs in with lies with the sign-in library.

    Its client there is gone once the program is shut out, and every token with it.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "five years after the program was shut out"
    SEEN_BY = Right.VIEW_CONNECTION
    SCOPES: ClassVar = {Scope.ORGANISATION: "membership__organisation_id"}

    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="connection", verbose_name=_("membership")
    )
    name = models.CharField(_("name of the program"), max_length=80)
    client_id = models.CharField(_("client id"), max_length=100, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("what its token opens"))
    state = models.CharField(
        _("state"), max_length=10, choices=ConnectionState.choices, default=ConnectionState.ACTIVE
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("connected program")

    def __str__(self) -> str:
        return self.name

    def acts(self, on: date) -> bool:
        """Whether it still acts for its organisation: the membership may have been ended on the members page."""
        return self.membership.is_in_force(on) and self.membership.organisation.is_open(on)
