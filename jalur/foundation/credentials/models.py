from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.credentials.rights import Right
from jalur.foundation.credentials.rules import did_of
from jalur.foundation.credentials.shapes.parsed import KeyFacts
from jalur.foundation.organisations.models import Organisation
from jalur.kit.database import Model, Privacy


class KeyState(models.TextChoices):
    MADE = "made", _("made, not used yet")
    ACTIVE = "active", _("signs")
    RETIRED = "retired", _("retired, still verifies")
    LOST = "lost", _("lost, still verifies")
    STOLEN = "stolen", _("stolen, not believed")


BELIEVED = (KeyState.ACTIVE, KeyState.RETIRED, KeyState.LOST)
"""States in which the issuer's document names a key."""


@pghistory.track()
class SigningKey(Model):
    """The public half of a key with which a body signs; the private half is a file outside the database (keyring.py)."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_KEY
    SCOPES: ClassVar = {Scope.ORGANISATION: "issuer_id"}

    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="signing_keys", verbose_name=_("certification body")
    )
    kid = models.CharField(_("key"), max_length=16, unique=True, editable=False)
    public = models.BinaryField(editable=False)  # 32 bytes, Ed25519
    # Where Jalur was reached when it was made: it is part of every name that this key signs under.
    address = models.CharField(_("address"), max_length=200, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=KeyState.choices, default=KeyState.MADE, editable=False
    )
    activated_at = models.DateTimeField(_("signs since"), null=True, editable=False)
    ended_at = models.DateTimeField(_("signs no more since"), null=True, editable=False)
    stolen_from = models.DateTimeField(_("in other hands since"), null=True, editable=False)
    backup_checked_on = models.DateField(_("backup checked on"), null=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing key")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer"],
                condition=Q(state="active"),
                name="signingkey_one_signs",
                violation_error_message=_("This body already signs with a key. Retire that one first."),
            ),
            models.CheckConstraint(
                condition=Q(stolen_from__isnull=True) | Q(state="stolen"),
                name="signingkey_stolen_since",
                violation_error_message=_("Only a stolen key says since when it is in other hands."),
            ),
        ]

    def __str__(self) -> str:
        return self.kid

    @property
    def did(self) -> str:
        return did_of(self.address, self.issuer_id)

    @property
    def facts(self) -> KeyFacts:
        return KeyFacts(self.kid, bytes(self.public), self.address, self.issuer_id, self.issuer.name)


class StatusList(Model):
    """131,072 places in which a body says what it has suspended and revoked."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {Scope.ORGANISATION: "issuer_id"}

    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="status_lists", verbose_name=_("certification body")
    )
    address = models.CharField(_("address"), max_length=200, editable=False)
    number = models.PositiveIntegerField(_("number"))
    version = models.PositiveBigIntegerField(_("how often it was changed"), default=0)

    class Meta:
        verbose_name = _("status list")
        constraints = [models.UniqueConstraint(fields=["issuer", "number"], name="statuslist_once")]

    def __str__(self) -> str:
        return str(self.number)


@pghistory.track(pghistory.UpdateEvent())
class StatusEntry(Model):
    """What our records know of something signed: its place in a list, its state, the digest of each of its forms. No name."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as long as anybody may show what was signed"
    SCOPES: ClassVar = {Scope.ORGANISATION: "key__issuer_id"}

    code = models.CharField(_("code"), max_length=26, unique=True, editable=False)
    key = models.ForeignKey(
        SigningKey, models.PROTECT, related_name="entries", verbose_name=_("signing key"), editable=False
    )
    list = models.ForeignKey(
        StatusList, models.PROTECT, related_name="entries", verbose_name=_("status list"), editable=False
    )
    index = models.PositiveIntegerField(_("place in the list"), editable=False)
    signed_at = models.DateTimeField(_("signed at"), editable=False)
    is_suspended = models.BooleanField(_("suspended"), default=False, editable=False)
    is_revoked = models.BooleanField(_("revoked"), default=False, editable=False)
    badge_digest = models.BinaryField(editable=False)
    sd_jwt_digest = models.BinaryField(editable=False)
    compact_digest = models.BinaryField(editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of something signed")
        constraints = [models.UniqueConstraint(fields=["list", "index"], name="statusentry_place_once")]
        indexes = [
            models.Index(
                fields=["list", "index"],
                name="statusentry_marked",
                condition=Q(is_suspended=True) | Q(is_revoked=True),
            )
        ]

    def __str__(self) -> str:
        return self.code
