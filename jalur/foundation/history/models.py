import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, narrow
from jalur.foundation.history.rights import Right
from jalur.kit.database import Model, Privacy


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> "EventQuerySet":
        return narrow(self, actor, Right.VIEW_EVENT)


class Event(Model):
    """Something a named actor did, written in the same transaction as the deed. Rows are never changed."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years"
    SCOPES = {Scope.REGION: "place_code", Scope.OWN: "person_id"}

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    event = models.CharField(_("what"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    role = models.CharField(_("as"), max_length=40)
    organisation_id = models.UUIDField(null=True)
    subject_table = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=64)
    person_id = models.UUIDField(null=True, db_index=True)
    place_code = models.CharField(max_length=13, blank=True)
    detail = models.JSONField(default=dict, help_text="codes, counts and field names; never personal data")
    # The event of the step that this one follows from: a class that is cancelled gives every seat back.
    cause = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name=_("because of")
    )
    # Which rows of the field history were written by the same deed.
    context_id = models.UUIDField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        indexes = [models.Index(fields=["subject_table", "subject_key", "at"])]
        triggers = [pgtrigger.Protect(name="events_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"
