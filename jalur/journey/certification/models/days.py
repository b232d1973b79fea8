"""How a body plans what it does on a day of assessment (FR.MAPA.01, 02), and how it looks back on it (FR.AK.06)."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.journey.certification.models.assessments import AssessmentDay
from jalur.journey.certification.rights import Right
from jalur.kit.database import Model, Privacy

OF_DAY: dict[Any, Any] = {
    Scope.ORGANISATION: "day__body_id",
    Scope.REGION: ("day__body__place_id", "day__place__place_id"),
}


@pghistory.track()
class Plan(Model):
    """How people are assessed on a day; tools: key of a unit → by which evidence (values of `Method`)."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years, as the day; it names who planned"
    SEEN_BY = Right.VIEW_DAY
    SCOPES: ClassVar = OF_DAY

    day = models.OneToOneField(
        AssessmentDay,
        models.CASCADE,
        related_name="plan",
        verbose_name=_("day of assessment"),
        editable=False,
    )
    approach = models.CharField(
        _("approach"),
        help_text=_("Who is assessed, from which training or work, and why in this way."),
        max_length=500,
    )
    adjustments = models.CharField(
        _("adjustments for people with a disability"),
        help_text=_("For example: more time, an interpreter of sign language, a lower table. No names."),
        max_length=500,
        blank=True,
    )
    tools = models.JSONField(_("evidence for each unit"), default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("planned by"),
        editable=False,
    )
    on = models.DateField(_("planned on"), editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of an assessment")

    def __str__(self) -> str:
        return self.day.number


@pghistory.track()
class Review(Model):
    """How a day went, stage by stage, and what is recommended; one for each day. The stages are practice, not checked with BNSP."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years, as the day; it names who looked back"
    SEEN_BY = Right.VIEW_DAY
    SCOPES: ClassVar = OF_DAY
    STAGES = ("planning", "preparing", "assessing", "deciding", "telling")

    day = models.OneToOneField(
        AssessmentDay,
        models.CASCADE,
        related_name="review",
        verbose_name=_("day of assessment"),
        editable=False,
    )
    planning = models.CharField(_("how the planning went"), max_length=300)
    preparing = models.CharField(_("how the preparation of place and people went"), max_length=300)
    assessing = models.CharField(_("how the assessment itself went"), max_length=300)
    deciding = models.CharField(_("how the decision went"), max_length=300)
    telling = models.CharField(_("how people were told and heard"), max_length=300)
    recommendation = models.CharField(_("what is recommended for the next day"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("looked back by"),
        editable=False,
    )
    on = models.DateField(_("looked back on"), editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a day of assessment")

    def __str__(self) -> str:
        return self.day.number
