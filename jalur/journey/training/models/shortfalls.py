from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Role, Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Membership
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.training.models.classes import Enrolment, EnrolmentState, Programme
from jalur.journey.training.rights import Right
from jalur.kit.database import Privacy

LOOKING_AFTER = (Role.TRAINING_MANAGER, Role.INSTRUCTOR)
"""Who can look after somebody below the standard, at the institute of the programme."""


class ShortfallState(models.TextChoices):
    BELOW = "below", _("below the standard")
    MET = "met", _("standard met")
    STOPPED = "stopped", _("stopped")


class NextStep(models.TextChoices):
    REMEDIAL = "remedial", _("a remedial class")
    ASSESSMENT = "assessment", _("an assessment")
    PROGRAMME = "programme", _("another programme")


def owner_works_there(on: date) -> Q:
    """Whoever was named still works at the institute on a day."""
    works = Membership.objects.in_force(on).filter(
        user=OuterRef("owner"),
        user__is_active=True,
        organisation=OuterRef("programme__provider"),
        role__in=LOOKING_AFTER,
        connection=None,
    )
    return Q(Exists(works))


def sits_in_a_class() -> Q:
    """She is being taught that programme again, or is offered a seat for it."""
    seats = Enrolment.objects.filter(
        candidate=OuterRef("candidate"),
        intake__programme=OuterRef("programme"),
        state__in=(EnrolmentState.ENROLLED, EnrolmentState.OFFERED),
    )
    return Q(Exists(seats))


class ShortfallQuerySet(VisibleQuerySet["Shortfall"]):
    def below(self) -> "ShortfallQuerySet":
        return self.filter(state=ShortfallState.BELOW)

    def left_behind(self, on: date) -> "ShortfallQuerySet":
        """Whose owner works at the institute no more."""
        return self.below().filter(~owner_works_there(on), owner__isnull=False)

    def of(self, actor: Actor, on: date) -> "ShortfallQuerySet":
        """Those whom the actor looks after; the manager everybody of whom nobody else does."""
        mine = Q(owner=actor.user_id) if actor.user_id else Q(pk__in=[])
        if actor.role == Role.TRAINING_MANAGER:
            mine |= Q(owner=None) | ~owner_works_there(on)
        return self.below().filter(mine, programme__provider=actor.organisation_id)

    def undecided(self) -> "ShortfallQuerySet":
        """Of whom nobody has said what comes next, and who sit in no class of the programme."""
        return self.below().filter(~sits_in_a_class(), next_step="")

    def for_lists(self) -> "ShortfallQuerySet":
        related = ("programme__provider", "owner", "enrolment__intake", "candidate__person")
        return self.select_related(*related).order_by("since", "pk")


@pghistory.track(exclude=COPIED)
class Shortfall(CopiesCandidate):
    """Somebody finished a class of a programme and is below its standard, until she meets it or stops by her own wish."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_SHORTFALL
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "programme__provider_id",
    }

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="shortfalls", verbose_name=_("candidate"), editable=False
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="shortfalls", verbose_name=_("programme"), editable=False
    )
    # The seat in which that was last seen.
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="shortfalls", verbose_name=_("seat"), editable=False
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ShortfallState.choices,
        default=ShortfallState.BELOW,
        editable=False,
    )
    since = models.DateField(_("since"), editable=False)
    # Nobody named: whoever manages the institute.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who looks after it"),
        editable=False,
    )
    handed_over_because = models.CharField(_("why handed over"), max_length=200, blank=True, editable=False)
    next_step = models.CharField(_("next step"), max_length=12, choices=NextStep.choices, blank=True)
    decide_by = models.DateField(
        _("look at it again by"),
        help_text=_("Whoever looks after it is reminded on that day."),
    )
    met_how = models.CharField(_("how the standard was met"), max_length=200, blank=True, editable=False)
    stopped_because = models.CharField(_("why stopped"), max_length=200, blank=True, editable=False)
    ended_on = models.DateField(_("ended"), null=True, editable=False)

    objects = ShortfallQuerySet.as_manager()

    class Meta:
        verbose_name = _("below the standard")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "programme"],
                condition=Q(state="below"),
                name="shortfall_once",
                violation_error_message=_("She is below the standard of this programme already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="below") | Q(ended_on=None),
                name="shortfall_has_not_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_because=""),
                name="shortfall_stops_with_reason",
                violation_error_message=_("Say why she stops."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "since"], condition=Q(state="below"), name="shortfall_below"),
            models.Index(fields=["home"], opclasses=["varchar_pattern_ops"], name="shortfall_home"),
        ]
        triggers = [COPY_CANDIDATE]

    def __str__(self) -> str:
        return str(self.programme)
