from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, may
from jalur.foundation.imports.kinds import kinds
from jalur.foundation.work.models import UNDER_WAY, Work
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
    KEPT = (
        "the content until it is applied or dropped, at most one day, and rows left out one day longer; counts and row numbers"
        " five years"
    )

    kind = models.CharField(max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SHOWN)
    # A large file as it came, until a worker has read it.
    file_name = models.CharField(max_length=200, blank=True, db_default="")
    file_sealed = models.BinaryField(null=True, editable=False)
    # The rows; of an applied list those that were left out.
    content_sealed = models.BinaryField(null=True, editable=False)
    # What applying a long list would do, as a worker saw it (look.py).
    look_sealed = models.BinaryField(null=True, editable=False)
    # Rows as shown or applied: `Plan.counts`.
    counts = models.JSONField(default=dict)
    # Of an applied list the rows it left out, with what to do and without what they said: row, heading, sentence, whether it
    # waited for an answer.
    left_out = models.JSONField(null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")


class JobVerb(models.TextChoices):
    LOOK = "look", _("look through")
    APPLY = "apply", _("apply")


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, actor: Actor) -> "ImportJobQuerySet":
        return self.filter(draft__in=Import.objects.visible_to(actor))


class ImportJob(Work):
    """A long list is looked through or applied by a worker, part by part, in the name of who uploaded it."""

    PRIVACY = Privacy.NONE

    draft = models.ForeignKey(Import, models.CASCADE, related_name="jobs", verbose_name=_("import"))
    verb = models.CharField(max_length=10, choices=JobVerb.choices)
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True)
    language = models.CharField(max_length=2)
    # Rows of the list, and of them those done with: what a part wrote and how far it came are one transaction.
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    sentence = models.CharField(max_length=300, blank=True)  # why a file is no list

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("work on an uploaded list")
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=models.Q(state__in=UNDER_WAY),
                name="import_job_one_at_a_time",
                violation_error_message=_("This list is being worked on. Wait for it or stop it."),
            )
        ]


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
