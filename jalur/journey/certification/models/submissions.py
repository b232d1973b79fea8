"""What a body sends to BNSP after a meeting: letter, minutes and the list of everybody, competent and not yet."""

from functools import partial
from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification.models.assessments import Pleno
from jalur.journey.certification.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.numbers import new_number


class SubmissionState(models.TextChoices):
    MADE = "made", _("being put together")
    SENT = "sent", _("sent to BNSP")


@pghistory.track()
class Submission(Model):
    """The file for BNSP of one meeting, with how many blanks are asked for. Order and names of its papers are practice, no legal form."""

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years; it names who sent it"
    SEEN_BY = Right.SUBMIT_RESULT
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id"}

    number = models.CharField(
        _("number"), max_length=30, unique=True, default=partial(new_number, "BN"), editable=False
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SubmissionState.choices,
        default=SubmissionState.MADE,
        editable=False,
    )
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="submissions",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    pleno = models.OneToOneField(
        Pleno,
        models.PROTECT,
        related_name="submission",
        verbose_name=_("minutes of the decision"),
        editable=False,
    )
    blanks_asked = models.PositiveSmallIntegerField(
        _("blanks asked for"),
        help_text=_("As many as were found competent; more only with a reason in the letter."),
        validators=[MaxValueValidator(5000)],
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
        editable=False,
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("file for BNSP")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False),
                name="certification_submission_sent",
                violation_error_message=_("Say on which day it was sent."),
            )
        ]

    def __str__(self) -> str:
        return self.number
