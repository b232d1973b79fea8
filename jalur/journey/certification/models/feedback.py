"""What somebody says about her assessment (FR.AK.03)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.journey.certification.models.assessments import OF_ASSESSMENT, Assessment
from jalur.journey.certification.rights import Right
from jalur.kit.database import Cited, Dated, DatedQuerySet, Model, Privacy, period_is_ordered


class Question(Model, Dated, Cited):
    """A sentence to which she says yes or no, as data/certification/feedback.csv says."""

    PRIVACY = Privacy.NONE

    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("place in the order"))
    text = models.CharField(_("question"), max_length=200)
    text_en = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("question after an assessment")
        ordering = ["position", "pk"]
        constraints = [
            period_is_ordered("certification_question_period"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="certification_question_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text_en if get_language() == "en" else self.text


class Feedback(Model):
    """Her answer to one question about one assessment, given once."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the assessment"
    SEEN_BY = Right.VIEW_FEEDBACK
    SCOPES: ClassVar = {
        **OF_ASSESSMENT,
        Scope.REGION: "assessment__candidate__person__residence_id",
    }

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="feedback", verbose_name=_("assessment"), editable=False
    )
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="+", verbose_name=_("question"), editable=False
    )
    yes = models.BooleanField(_("yes"))
    words = models.CharField(_("in own words"), max_length=300, blank=True)
    at = models.DateTimeField(_("said at"), editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer about an assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                name="certification_feedback_once",
                violation_error_message=_("This assessment was answered already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.question)
