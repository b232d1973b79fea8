"""Results of tests that other bodies gave: typed by one person, confirmed by another."""

from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.competencies.models import Competency
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.certification import rules
from jalur.journey.certification.rights import Right
from jalur.kit.database import Privacy


class OutsideState(models.TextChoices):
    TYPED = "typed", _("waits to be checked")
    CONFIRMED = "confirmed", _("checked, it counts")
    REFUSED = "refused", _("not accepted, counts for nothing")
    TAKEN_BACK = "taken_back", _("taken back by who typed it")


STANDING = (OutsideState.TYPED, OutsideState.CONFIRMED)


class OutsideQuerySet(VisibleQuerySet["OutsideResult"]):
    def for_lists(self) -> "OutsideQuerySet":
        return self.select_related("competency__scale", "candidate__person", "office")

    def waiting(self) -> "OutsideQuerySet":
        return self.filter(state=OutsideState.TYPED)

    def running_out(self, on: date) -> "OutsideQuerySet":
        """Those that count and end within two months."""
        return self.filter(state=OutsideState.CONFIRMED, expires_on__gt=on, expires_on__lte=on + rules.SOON)


@pghistory.track(exclude=COPIED)
class OutsideResult(CopiesCandidate):
    """What somebody showed in a test of another body (JLPT, EPS-TOPIK …): counts once somebody else than who typed it has seen the paper.

    office: whose list it is where an institution typed it. An entry test (`languages`) places; this proves.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_OUTSIDE
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "office_id",
    }

    state = models.CharField(
        _("state"), max_length=10, choices=OutsideState.choices, default=OutsideState.TYPED, editable=False
    )
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        related_name="outside_results",
        verbose_name=_("candidate"),
        editable=False,
    )
    office = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("institution that typed it"),
        editable=False,
    )
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        related_name="+",
        verbose_name=_("test and level"),
        help_text=_("Type a few letters, for example “N4” or “EPS”, and choose."),
    )
    body = models.CharField(
        _("who gave the test"), help_text=_("For example: Japan Foundation."), max_length=80
    )
    certificate = models.CharField(
        _("number of the certificate"), help_text=_("As printed, with its zeros."), max_length=60
    )
    score = models.CharField(_("score as printed"), max_length=40, blank=True)
    taken_on = models.DateField(_("day of the test"))
    expires_on = models.DateField(
        _("first day on which it is no longer valid"),
        help_text=_("Only if the certificate says so."),
        null=True,
        blank=True,
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("typed by"),
        editable=False,
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
        editable=False,
    )
    confirmed_on = models.DateField(_("checked on"), null=True, editable=False)
    answer = models.CharField(_("why not accepted"), max_length=200, blank=True, editable=False)

    objects = OutsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an outside test")
        constraints = [
            models.UniqueConstraint(
                "competency",
                Upper("certificate"),
                condition=Q(state__in=STANDING),
                name="certification_outside_once",
                violation_error_message=_("A result of this test with this number is recorded already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (
                    Q(confirmed_by__isnull=False, confirmed_on__isnull=False) & ~Q(confirmed_by=F("typed_by"))
                ),
                name="certification_outside_by_two",
                violation_error_message=_("Somebody else than who typed it has to check it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="certification_outside_says_why",
                violation_error_message=_("Say why it is not accepted."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("taken_on")),
                name="certification_outside_period",
                violation_error_message=_("It ends after the day of the test."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["home"], opclasses=["varchar_pattern_ops"], name="certification_outside_home"
            ),
            models.Index(fields=["expires_on"], name="certification_outside_ends"),
        ]
        triggers = [COPY_CANDIDATE]

    def __str__(self) -> str:
        return str(self.competency)
