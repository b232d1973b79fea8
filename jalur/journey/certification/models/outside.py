"""Results of tests and certificates of competence that others gave: typed by one person, confirmed by another."""

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
    UNPROVEN = "unproven", _("not verifiable")
    REFUSED = "refused", _("not accepted, counts for nothing")
    TAKEN_BACK = "taken_back", _("taken back by who typed it")


STANDING = (OutsideState.TYPED, OutsideState.UNPROVEN, OutsideState.CONFIRMED)


class OutsideKind(models.TextChoices):
    TEST = "test", _("Result of a test")
    CERTIFICATE = "certificate", _("Certificate of competence")


class Way(models.TextChoices):
    """How somebody found out whether a certificate of competence is genuine."""

    LETTER = "letter", _("letter or e-mail from its issuer")
    REGISTER = "register", _("public register, for example the site of BNSP")
    TELEPHONE = "telephone", _("telephone call to its issuer")
    ISSUER = "issuer", _("its issuer looked at its own records, in Jalur")


ASKED_WAYS = [(one.value, one.label) for one in Way if one is not Way.ISSUER]


class OutsideQuerySet(VisibleQuerySet["OutsideResult"]):
    def for_lists(self) -> "OutsideQuerySet":
        return self.select_related("competency__scale", "candidate__person", "office", "issuer")

    def for_office(self) -> "OutsideQuerySet":
        """Those that wait for an officer: whose issuer, if any, is not in Jalur."""
        return self.filter(state=OutsideState.TYPED, issuer=None)

    def for_issuer(self) -> "OutsideQuerySet":
        """Those about which the body that they name has not spoken yet."""
        return self.filter(state__in=(OutsideState.TYPED, OutsideState.UNPROVEN)).exclude(issuer=None)

    def running_out(self, on: date) -> "OutsideQuerySet":
        """Those that count and end within two months."""
        return self.filter(state=OutsideState.CONFIRMED, expires_on__gt=on, expires_on__lte=on + rules.SOON)


@pghistory.track(exclude=COPIED)
class OutsideResult(CopiesCandidate):
    """What somebody showed in a test of another body (JLPT, EPS-TOPIK …), or by a certificate of competence issued elsewhere.

    A test counts once somebody else than who typed it has seen the paper; a certificate once its issuer was asked.
    office: whose list it is where an institution typed it; issuer: the assessment body in Jalur that is said to have issued it.
    An entry test (`languages`) places; this proves.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_OUTSIDE
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: ("office_id", "issuer_id"),
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
    kind = models.CharField(
        _("test or certificate"), max_length=11, choices=OutsideKind.choices, default=OutsideKind.TEST
    )
    competency = models.ForeignKey(
        Competency,
        models.PROTECT,
        related_name="+",
        verbose_name=_("level or skill that it shows"),
        help_text=_("Type a few letters, for example “N4” or “EPS”, and choose."),
    )
    body = models.CharField(
        _("who issued it"), help_text=_("As printed, for example: Japan Foundation."), max_length=80
    )
    issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("its issuer, if it works with Jalur"),
        help_text=_("Only for a certificate of competence. The assessment body then answers by itself."),
    )
    certificate = models.CharField(
        _("number of the certificate"), help_text=_("As printed, with its zeros."), max_length=60
    )
    score = models.CharField(_("score as printed"), max_length=40, blank=True)
    taken_on = models.DateField(_("day of the test or of the decision"))
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
    way = models.CharField(
        _("how it was found out"), max_length=9, choices=Way.choices, blank=True, editable=False
    )
    evidence = models.CharField(
        _("who answered what"),
        max_length=200,
        blank=True,
        editable=False,
    )
    answered_on = models.DateField(_("day of the answer"), null=True, editable=False)
    is_signed = models.BooleanField(_("its file is signed and genuine"), default=False, editable=False)
    answer = models.CharField(_("why it does not count"), max_length=200, blank=True, editable=False)

    objects = OutsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("result or certificate from elsewhere")
        constraints = [
            models.UniqueConstraint(
                "competency",
                Upper("certificate"),
                condition=Q(state__in=STANDING),
                name="certification_outside_once",
                violation_error_message=_("A result with this number is recorded already."),
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
                condition=~Q(state__in=("refused", "unproven")) | ~Q(answer=""),
                name="certification_outside_says_why",
                violation_error_message=_("Say why it is not accepted."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("taken_on")),
                name="certification_outside_period",
                violation_error_message=_("It ends after the day of the test."),
            ),
            models.CheckConstraint(
                condition=Q(issuer=None) | Q(kind="certificate"),
                name="certification_outside_issuer",
                violation_error_message=_(
                    "Only a certificate of competence has an issuer that works with Jalur."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind="certificate", state="confirmed")
                | (
                    Q(answered_on__isnull=False)
                    & (
                        Q(way="issuer", issuer__isnull=False)
                        | (Q(way__in=("letter", "register", "telephone")) & ~Q(evidence=""))
                    )
                ),
                name="certification_outside_found_out",
                violation_error_message=_(
                    "A certificate of competence counts only once its issuer was asked: say how, and what came of it."
                ),
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
