from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.kit.database import Model


class WorkState(models.TextChoices):
    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("being made")
    DONE = "done", _("finished")
    CANCELLED = "cancelled", _("stopped")
    FAILED = "failed", _("failed")


UNDER_WAY = (WorkState.WAITING, WorkState.RUNNING)


class Work(Model):
    """What a person asks for and a worker does, with the steps of workflow.py."""

    state = models.CharField(_("state"), max_length=10, choices=WorkState.choices, default=WorkState.WAITING)
    cancel_requested = models.BooleanField(default=False)
    # When the worker last said that it lives.
    heard_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)  # a code of the step `fail`
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.state not in UNDER_WAY
