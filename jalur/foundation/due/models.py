from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role, Scope, VisibleQuerySet
from jalur.foundation.due.rights import Right
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.workflow import declared
from jalur.kit.database import Cited, Dated, DatedQuerySet, Model, Privacy, period_is_ordered


class HolidayKind(models.TextChoices):
    NATIONAL = "national", _("national holiday")
    COLLECTIVE_LEAVE = "collective_leave", _("collective leave")


class Holiday(Model, Cited):
    """A day on which offices are closed, as the joint decree of each year says."""

    PRIVACY = Privacy.NONE

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=HolidayKind.choices)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("holiday")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class Period(Model, Dated, Cited):
    """How long a thing may take, counted from the day since which it waits, and when somebody is told.

    remind: days before the last one on which its owner is reminded; again: days after which the next owner up is told too.
    """

    PRIVACY = Privacy.NONE

    kind = models.CharField(_("what"), max_length=80)  # room:thing:verb
    days = models.PositiveSmallIntegerField(_("days"), null=True)  # None: the record says its last day itself
    working = models.BooleanField(_("working days"))
    remind = models.PositiveSmallIntegerField(_("reminder, days before"))
    again = models.PositiveSmallIntegerField(_("told again after days"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("how long a thing may take")
        constraints = [
            period_is_ordered("due_period"),
            models.UniqueConstraint(
                fields=["kind", "valid_from"], name="due_period_once", nulls_distinct=False
            ),
        ]


class DeadlineQuerySet(VisibleQuerySet["Deadline"]):
    def visible_to(self, actor: Actor, action: str = "") -> "DeadlineQuerySet":
        """Of the rows in reach, those about things that the actor sees or does, and what was raised to her as administrator."""
        things = [
            f"{table.thing}:{step.verb}"
            for table in declared()
            for step in table.steps
            if step.due
            and any(access.may(actor, right) for right in (step.right, table.model.SEEN_BY) if right)  # type: ignore[attr-defined]  # kit's Model
        ]
        raised = Q(pk__in=[])
        if Role.ORGANISATION_ADMINISTRATOR in actor.roles:
            raised = Q(raised_role=Role.ORGANISATION_ADMINISTRATOR, raised_to=actor.organisation_id)
        return super().visible_to(actor, action).filter(Q(kind__in=things) | raised)

    def of(self, actor: Actor) -> "DeadlineQuerySet":
        """Those that the actor has to keep: her own, her office's, and what was raised to it."""
        own = Q(person_id=actor.person_id, role=actor.role) if actor.person_id else Q(pk__in=[])
        if actor.organisation_id is None:
            return self.filter(own)
        roles = [*{actor.role, *({Role.ORGANISATION_ADMINISTRATOR} & actor.roles)}]
        office = Q(organisation=actor.organisation_id, role__in=roles)
        return self.filter(own | office | Q(raised_to=actor.organisation_id, raised_role__in=roles))

    def running(self) -> "DeadlineQuerySet":
        """Without those of records that rest, as a step says of its own (`Due.rests`)."""
        rows = self
        for table in declared():
            for step in table.steps:
                if step.due and step.due.rests:
                    resting = table.model._default_manager.filter(step.due.rests()).order_by().values("pk")
                    rows = rows.exclude(kind=kind_of(table.thing, step), subject_key__in=resting)
        return rows

    def late(self, now: datetime) -> "DeadlineQuerySet":
        return self.filter(ends_at__lte=now)

    def soon(self, now: datetime, until: datetime) -> "DeadlineQuerySet":
        return self.filter(ends_at__gt=now, ends_at__lte=until)


class Deadline(Model):
    """By when one record is to be moved on, and whose turn it is; gone as soon as the record has left that state.

    Filled by steps (services.settle) from the table that declares them; the instants follow the clock of where the record lies.
    raised_to: who was told up the chain since it is late.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "until the record moves on"
    SEEN_BY = Right.VIEW_DEADLINE
    SCOPES = {
        Scope.OWN: "person_id",
        Scope.ORGANISATION: ("organisation_id", "raised_to_id"),
        Scope.REGION: "place_code",
    }

    thing = models.CharField(max_length=60)
    kind = models.CharField(_("what"), max_length=80)  # room:thing:verb
    subject_key = models.UUIDField()
    since = models.DateField(_("waits since"))
    last_day = models.DateField(_("last day"))
    working = models.BooleanField()
    ends_at = models.DateTimeField()
    # When somebody is to be told next; None: everybody up the chain has been.
    next_at = models.DateTimeField(null=True)
    person_id = models.UUIDField(null=True)  # whose own turn it is
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="+", verbose_name=_("whose turn")
    )
    raised_role = models.CharField(max_length=40, blank=True)
    raised_to = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="+", verbose_name=_("told too")
    )
    place_code = models.CharField(max_length=13, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        constraints = [
            models.UniqueConstraint(fields=["thing", "subject_key"], name="deadline_once"),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="deadline_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["ends_at"], name="deadline_end"),
            models.Index(fields=["organisation", "role", "ends_at"], name="deadline_of_office"),
            models.Index(fields=["raised_to", "raised_role", "ends_at"], name="deadline_raised"),
            models.Index(fields=["place_code"], opclasses=["varchar_pattern_ops"], name="deadline_by_place"),
        ]


def kind_of(thing: str, step: Any) -> str:
    """The name of what is due in addresses, filters and data/due/periods.csv."""
    return f"{thing}:{step.verb}"


OWNER = ("role", "organisation_id", "person_id")
"""Whose turn it is; what was raised is told to another."""
FIELDS: Collection[str] = (
    "kind",
    "since",
    "last_day",
    "working",
    "ends_at",
    "next_at",
    "person_id",
    "role",
    "organisation",
    "place_code",
)
"""What a step sets anew."""
