"""The meetings of a class."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope
from jalur.journey.premises.models import Booking, BookingState
from jalur.journey.training.models.classes import Intake
from jalur.kit.database import Model, Privacy


class SessionQuerySet(models.QuerySet["Session"]):
    def standing(self) -> "SessionQuerySet":
        """Those that were not cancelled."""
        return self.filter(booking__state=BookingState.BOOKED)

    def ahead(self, now: datetime) -> "SessionQuerySet":
        """Those that are not over at an instant."""
        return self.standing().filter(booking__ends__gt=now)


class Session(Model):
    """One meeting of a class. Its hours, its state, its rooms and instructors and who has to come are those of its booking."""

    PRIVACY = Privacy.NONE
    SCOPES = {Scope.ORGANISATION: "intake__programme__provider_id", Scope.REGION: "intake__place_id"}

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="sessions", verbose_name=_("class"))
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="session", verbose_name=_("booking"))
    # What its people and instructors know of it; changed_at: since when it may be another (services/telling).
    told_starts = models.DateTimeField(null=True, blank=True, editable=False)
    told_ends = models.DateTimeField(null=True, blank=True, editable=False)
    told_instructors = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")

    def __str__(self) -> str:
        return self.booking.title
