from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.journey.candidates.models import Candidate
from jalur.journey.progress.rights import Right
from jalur.journey.training.models import Programme, Session
from jalur.kit.database import Model, Privacy

ITEM = 40


class Level(models.TextChoices):
    NOT_SEEN = "not_seen", _("not seen yet")
    PRACTISING = "practising", _("practising")
    CAN = "can", _("can do it")


@pghistory.track()
class Mark(Model):
    """How far somebody is with one part of what a programme teaches, as an instructor saw it last. Earlier words stay in its history.

    It is of the programme and not of a class: in a remedial class she goes on where she stands.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_MARK
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "programme__provider_id",
    }

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="progress_marks", verbose_name=_("candidate"), editable=False
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="progress_marks", verbose_name=_("programme"), editable=False
    )
    # The key of a part, the same in every version of a curriculum; where there is no curriculum, the code of a competency.
    item = models.CharField(_("part"), max_length=ITEM, editable=False)
    level = models.CharField(_("how far"), max_length=10, choices=Level.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written down by"),
        editable=False,
    )
    at = models.DateTimeField(_("when"), editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        constraints = [
            models.UniqueConstraint(fields=["candidate", "programme", "item"], name="progress_mark_once")
        ]


class Lesson(Model):
    """The part that a meeting of a class teaches."""

    PRIVACY = Privacy.NONE
    SCOPES: ClassVar = {
        Scope.ORGANISATION: "session__intake__programme__provider_id",
        Scope.REGION: "session__intake__place_id",
    }

    session = models.OneToOneField(
        Session, models.PROTECT, related_name="lesson", verbose_name=_("session"), editable=False
    )
    item = models.CharField(_("part"), max_length=ITEM, editable=False)

    class Meta:
        verbose_name = _("part of a meeting")
