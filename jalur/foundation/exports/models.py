from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, may
from jalur.foundation.exports.rights import Right
from jalur.foundation.work.models import Work
from jalur.kit.database import Model, Privacy


class Kind(models.TextChoices):
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"


class State(models.TextChoices):
    SENT = "sent", _("sent at once")
    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("being made")
    DONE = "done", _("ready")
    CANCELLED = "cancelled", _("cancelled")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        """What the account asked for in the role it acts in now."""
        if actor.user_id is None or not may(actor, Right.VIEW_EXPORT):
            return self.none()
        return self.filter(owner_id=actor.user_id, role=actor.role, organisation_id=actor.organisation_id)


class Export(Work):
    """A list as a file: what was asked for by whom, how far it is, and for a few days the file in parts."""

    PRIVACY = Privacy.GENERAL
    KEPT = "seven days"

    # Nobody: whoever is not signed in. Role and organisation as they were when it was asked for.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("requested by")
    )
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True)
    language = models.CharField(max_length=2)
    path = models.CharField(max_length=300)
    query = models.TextField(blank=True)  # may hold a name somebody searched for: never in an event
    name = models.CharField(max_length=80)
    title = models.CharField(_("list"), max_length=200)
    kind = models.CharField(_("kind of file"), max_length=4, choices=Kind.choices)
    filters = models.JSONField(default=list)  # names of those in force
    rows = models.PositiveIntegerField(_("rows"))
    done = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)  # bytes
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    started_at = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        indexes = [models.Index(fields=["owner", "-created_at"]), models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """Named after the list and the day it was asked for."""
        return f"{self.name}-{self.created_at:%Y-%m-%d}.{self.kind}"


class ExportPart(Model):
    """A piece of the file of an export."""

    PRIVACY = Privacy.GENERAL
    KEPT = "seven days"

    export = models.ForeignKey(Export, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("part of an export")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["export", "position"], name="export_part_once")]
