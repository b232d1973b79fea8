from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.talent_pool.rights import Right
from jalur.journey.talent_pool.rules import LONGEST_MESSAGE
from jalur.kit.database import Model, Privacy


class Purpose(models.TextChoices):
    """By whom somebody wants to be found. Employers and agencies abroad have no accounts: they ask through a company or a mission."""

    COMPANIES = "companies", _("placement companies (P3MI), for job orders that a mission has verified")
    PROGRAMMES = "programmes", _("missions of Indonesia, for programmes between governments")


class ConsentState(models.TextChoices):
    GIVEN = "given", _("in the pool")
    TAKEN_BACK = "taken_back", _("taken back")
    EXPIRED = "expired", _("run out")
    ENDED = "ended", _("ended with the file")


class ConsentQuerySet(VisibleQuerySet["Consent"]):
    def in_force(self, on: date) -> "ConsentQuerySet":
        """Those that count on a day, of people on the path, each person once."""
        return self.filter(state=ConsentState.GIVEN, until__gte=on, candidate__is_current=True).exclude(
            candidate__state=State.WITHDRAWN
        )

    def for_purpose(self, purpose: str, on: date) -> "ConsentQuerySet":
        """What a seeker with this purpose may see."""
        return self.in_force(on).filter(purposes__contains=[purpose])


@pghistory.track()
class Consent(Model):
    """That somebody agreed to be found, for which purposes, until which day. Her entry in the pool is nothing but this row."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_CONSENT
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
    }
    COPIES: ClassVar = {Scope.REGION: "candidate__home"}

    number = models.CharField(_("pool number"), max_length=12, unique=True, editable=False)
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        related_name="pool_consents",
        verbose_name=_("candidate"),
        editable=False,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ConsentState.choices, default=ConsentState.GIVEN, editable=False
    )
    purposes = ArrayField(
        models.CharField(max_length=12, choices=Purpose.choices), verbose_name=_("who may find you")
    )
    given_on = models.DateField(_("agreed on"), editable=False)
    until = models.DateField(_("until and including"))
    recorded_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written down by"),
    )
    ended_on = models.DateField(_("ended"), null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to the talent pool")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(state="given"),
                name="pool_consent_one_given",
                violation_error_message=_("There is a consent already. Look at it first."),
            ),
            models.CheckConstraint(
                condition=~Q(purposes=[]),
                name="pool_consent_has_purpose",
                violation_error_message=_("Choose at least one who may find you."),
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="pool_consent_until")]

    def __str__(self) -> str:
        return self.number


class Look(Model):
    """That somebody of an organisation opened an entry of the pool on a day. The person reads it; nobody else counts it."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the consent"

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="looks")
    seeker = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who opened it")
    )
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("look at an entry of the pool")
        constraints = [
            models.UniqueConstraint(fields=["consent", "day", "seeker"], name="pool_look_once_a_day")
        ]


class RequestState(models.TextChoices):
    WAITING = "waiting", _("waits for her answer")
    AGREED = "agreed", _("said yes")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("not answered")
    TAKEN_BACK = "taken_back", _("no longer asked")
    FELL_AWAY = "fell_away", _("no longer in the pool")


STANDING = (RequestState.WAITING, RequestState.AGREED)


@pghistory.track()
class Request(Model):
    """That a company or a mission asks somebody of the pool, for an order or a programme, and what she answered."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the consent"
    SEEN_BY = Right.VIEW_REQUEST
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: "seeker_id",
    }
    COPIES: ClassVar = {Scope.REGION: "candidate__home"}

    number = models.CharField(_("request number"), max_length=20, unique=True, editable=False)
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="requests", verbose_name=_("who is asked"), editable=False
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="+", verbose_name=_("candidate"), editable=False
    )
    seeker = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who asks"), editable=False
    )
    order = models.ForeignKey(
        JobOrder, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for which order")
    )
    programme = models.CharField(
        _("for which programme between governments"),
        help_text=_("Its name and year, where there is no order yet."),
        max_length=120,
        blank=True,
    )
    message = models.CharField(
        _("what you write to her"),
        help_text=_(
            "Up to 500 signs. No telephone numbers, no e-mail or web addresses: contact stays in Jalur."
        ),
        max_length=LONGEST_MESSAGE,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING, editable=False
    )
    answer_by = models.DateField(_("answer by"), editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to somebody of the pool")
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "seeker"],
                condition=Q(state="waiting"),
                name="pool_request_one_waiting",
                violation_error_message=_("You have asked already and wait for the answer."),
            ),
            models.CheckConstraint(
                condition=Q(order=None) ^ Q(programme=""),
                name="pool_request_for_one_thing",
                violation_error_message=_("Say for which order or for which programme you ask, not both."),
            ),
        ]
        indexes = [models.Index(fields=["seeker", "state"], name="pool_request_seeker")]

    def __str__(self) -> str:
        return self.number
