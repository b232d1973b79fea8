from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.tasks.rights import Right
from jalur.kit.database import Model, Privacy


class TaskState(models.TextChoices):
    OPEN = "open", _("to be done")
    DONE = "done", _("done")
    RETURNED = "returned", _("returned to who gave it")
    TAKEN_BACK = "taken_back", _("no longer needed")


KEPT = timedelta(days=730)
LEFT = (TaskState.OPEN, TaskState.RETURNED)
"""What somebody has still to see to: the owner, or who put a task that was given back."""


class TaskQuerySet(VisibleQuerySet["Task"]):
    def of(self, actor: Actor) -> "TaskQuerySet":
        """What the actor has to see to: her own tasks, and those of hers that were given back."""
        if actor.user_id is None:
            return self.none()
        mine = Q(state=TaskState.OPEN, owner=actor.user_id) | Q(
            state=TaskState.RETURNED, put_by=actor.user_id
        )
        return self.filter(mine, organisation=actor.organisation_id)

    def left_behind(self, today: date) -> "TaskQuerySet":
        """Not done, of somebody who works there no more."""
        works = Membership.objects.in_force(today).filter(
            user__is_active=True, organisation=OuterRef("organisation")
        )
        owner, giver = works.filter(user=OuterRef("owner")), works.filter(user=OuterRef("put_by"))
        return self.filter(
            (Q(state=TaskState.OPEN) & ~Exists(owner)) | (Q(state=TaskState.RETURNED) & ~Exists(giver))
        )


class Task(Model):
    """Something that somebody of an organisation is to do about a row by a day. The row's table: kinds.TaskKind."""

    PRIVACY = Privacy.GENERAL
    KEPT = "two years after it ended"
    SEEN_BY = Right.VIEW_TASK
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    kind = models.CharField(_("about"), max_length=40, editable=False)
    subject_key = models.UUIDField(editable=False)
    person_id = models.UUIDField(null=True, editable=False)
    place_code = models.CharField(max_length=13, blank=True, editable=False)
    title = models.CharField(
        _("what is to be done"),
        max_length=120,
        help_text=_("For example: call and ask whether the passport has come. Colleagues read this."),
    )
    due_on = models.DateField(_("by which day"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", editable=False, verbose_name=_("office")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("whose task")
    )
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("given by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN, editable=False
    )
    answer = models.CharField(_("why"), max_length=200, blank=True, editable=False)
    ended_on = models.DateField(_("ended"), null=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        indexes = [
            models.Index(fields=["kind", "subject_key"], name="task_by_row"),
            models.Index(fields=["person_id"], name="task_by_person", condition=Q(person_id__isnull=False)),
            models.Index(
                fields=["organisation", "due_on"],
                name="task_left",
                condition=Q(state__in=["open", "returned"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title
