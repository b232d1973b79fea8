from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, may
from jalur.foundation.imports.kinds import kinds
from jalur.kit.database import Model, Privacy


class State(models.TextChoices):
    SHOWN = "shown", _("waiting for your decision")
    APPLIED = "applied", _("applied")
    DROPPED = "dropped", _("dropped")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> "ImportQuerySet":
        """What the account itself uploaded, of the kinds that it may still read in."""
        allowed = [kind.key for kind in kinds() if may(actor, kind.right)]
        return self.filter(uploaded_by_id=actor.user_id, kind__in=allowed)


class Import(Model):
    """A spreadsheet somebody uploaded and has not decided on yet: sealed, seen by the uploader only, emptied when done."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "the content until it is applied or dropped, at most one day; counts and row numbers five years"

    kind = models.CharField(max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SHOWN)
    content_sealed = models.BinaryField(null=True, editable=False)
    # Rows as shown or applied: `Plan.counts`.
    counts = models.JSONField(default=dict)
    # Of an applied list the rows it left out, with what to do and without what they said: row, heading, sentence, whether it
    # waited for an answer.
    left_out = models.JSONField(null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")


class HeadingQuerySet(models.QuerySet["Heading"]):
    def visible_to(self, actor: Actor) -> "HeadingQuerySet":
        """Those of the actor's own office."""
        return self.filter(office=actor.organisation_id) if actor.organisation_id else self.none()


class Heading(Model):
    """What an office once said about a heading of its lists: which column it is read as."""

    PRIVACY = Privacy.NONE

    # Offices are of a later room.
    office = models.UUIDField()
    kind = models.CharField(max_length=40)
    # As it is compared (rows.fold).
    words = models.CharField(max_length=120)
    column = models.CharField(max_length=40)

    objects = HeadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("heading")
        constraints = [models.UniqueConstraint(fields=["office", "kind", "words"], name="heading_said_once")]
