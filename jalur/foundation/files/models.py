from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.files.kinds import FileKind
from jalur.kit.database import Cited, Dated, DatedQuerySet, Model, Privacy, period_is_ordered
from jalur.kit.vault import unseal


class MediaType(models.TextChoices):
    JPEG = "image/jpeg", _("photo")
    PNG = "image/png", _("picture")
    PDF = "application/pdf", "PDF"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def of(self, kind: "FileKind", owners: Iterable[UUID]) -> "StoredFileQuerySet":
        """The files of a kind that these rows carry, in the order in which they came."""
        keys = [str(key) for key in owners]
        return self.filter(kind=kind.key, owner_key__in=keys).order_by("created_at", "pk")


class StoredFile(Model):
    """A photo or PDF that a row of some room carries. Its bytes lie sealed in the store under a key of its own, which is sealed here.

    Who reaches it is whoever reaches the row, by the rights that the kind names. Rows are added and taken away, never changed.
    """

    PRIVACY = Privacy.SPECIFIC
    KEPT = "as data/files/retention.csv says of its kind, and no longer than the record it belongs to"

    kind = models.CharField(_("kind"), max_length=40)
    owner_key = models.CharField(max_length=64)
    media_type = models.CharField(_("type"), max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField(_("size"))  # bytes
    pages = models.PositiveSmallIntegerField(_("pages"))
    # A keyed digest of what is stored: the same file twice is one, and a changed byte is seen.
    digest = models.BinaryField(max_length=32)
    key_sealed = models.BinaryField(max_length=100)
    name_sealed = models.BinaryField(max_length=600)  # people write names and numbers into names of files
    scanned = models.BooleanField(_("scanned for viruses"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_key", "digest"], name="stored_file_once"),
        ]
        indexes = [models.Index(fields=["kind", "created_at"], name="stored_file_by_age")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where its bytes lie in the store."""
        return f"{self.pk.hex[:2]}/{self.pk.hex}"

    @property
    def name(self) -> str:
        """As its sender named it, cleaned, with the ending that it really has."""
        return unseal(bytes(self.name_sealed), table="files.storedfile", row=str(self.pk), field="name")

    @property
    def key(self) -> bytes:
        """What its bytes are sealed with."""
        plain = unseal(bytes(self.key_sealed), table="files.storedfile", row=str(self.pk), field="key")
        return bytes.fromhex(plain)


class Retention(Model, Dated, Cited):
    """How long files of a kind are kept, counted from the day they were added."""

    PRIVACY = Privacy.NONE

    kind = models.CharField(_("kind"), max_length=40)
    days = models.PositiveIntegerField(_("days"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("how long files are kept")
        constraints = [
            period_is_ordered("retention_period"),
            models.UniqueConstraint(
                fields=["kind", "valid_from"], name="retention_once", nulls_distinct=False
            ),
        ]

    def ends(self, added: date) -> date:
        """The first day on which a file is kept no longer."""
        return added + timedelta(days=self.days)
