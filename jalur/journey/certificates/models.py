"""Certificates as they were signed, the numbers of each body, bulk issue, what a holder shares, how often somebody checked."""

from datetime import date, datetime
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.credentials.models import SigningKey, StatusEntry
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.work.models import Work
from jalur.journey.candidates.models import COPIED, COPY_CANDIDATE, Candidate, CopiesCandidate
from jalur.journey.certificates.rights import Right
from jalur.journey.certification import queries as certification
from jalur.journey.certification.models import Assessment, AssessmentDay, Pleno, Scheme
from jalur.kit import dates
from jalur.kit.database import Model, Privacy
from jalur.kit.vault import unseal_bytes


class Series(Model):
    """The last number that a body gave. The row is locked while one is drawn, so that none is left out or given twice."""

    PRIVACY = Privacy.NONE

    body = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=4, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("numbers of certificates")

    def __str__(self) -> str:
        return self.prefix


class Issuing(Work):
    """Certificates of a day, of a meeting or of everybody who waits for one, issued by a worker."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as its certificates"
    SEEN_BY = Right.ISSUE_CERTIFICATE
    SCOPES: ClassVar = {Scope.ORGANISATION: "body_id"}

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    day = models.ForeignKey(AssessmentDay, models.PROTECT, null=True, related_name="+")
    pleno = models.ForeignKey(Pleno, models.PROTECT, null=True, related_name="+")
    total = models.PositiveIntegerField(_("certificates"), default=0)
    done = models.PositiveIntegerField(_("certificates issued"), default=0)
    # Number of the assessment → why it got none.
    refused = models.JSONField(default=dict)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificates of many")

    def __str__(self) -> str:
        return self.pleno.number if self.pleno else self.day.number if self.day else self.body.name


class State(models.TextChoices):
    VALID = "valid", _("holds")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("counts no longer")
    REPLACED = "replaced", _("replaced by another one")


LIVING = (State.VALID, State.SUSPENDED)


class CertificateQuerySet(VisibleQuerySet["Certificate"]):
    def for_lists(self) -> "CertificateQuerySet":
        return self.select_related("scheme", "issuer", "candidate__person")

    def in_doubt(self) -> "CertificateQuerySet":
        """Those that still stand on a result of whose day something fell away, and that nobody has looked at again."""
        doubted = certification.in_doubt(Assessment.objects.all()).order_by().values("pk")
        return self.filter(state__in=LIVING, assessment__in=doubted)

    def holding(self, on: date) -> "CertificateQuerySet":
        """Those that whoever checks them reads as valid on a day."""
        rows = self.filter(Q(ends_on=None) | Q(ends_on__gt=on), state=State.VALID)
        return rows.exclude(pk__in=self.in_doubt().order_by().values("pk"))


@pghistory.track(exclude=[*COPIED, "code"])
class Certificate(CopiesCandidate):
    """What was signed of a decision, once. Later only its state is written into it, and what the holder was told.

    code: 128 random bits, the address of its public page; registration: its number as printed.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years after it ended, as it can be asked about"
    SEEN_BY = Right.VIEW_CERTIFICATE
    SCOPES: ClassVar = {
        Scope.OWN: "candidate__person_id",
        Scope.REGION: "candidate__person__residence_id",
        Scope.ORGANISATION: ("issuer_id", "assessment__institute_id"),
    }

    registration = models.CharField(_("register number"), max_length=30, unique=True, editable=False)
    serial = models.PositiveIntegerField(editable=False)
    code = models.CharField(max_length=26, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.VALID, editable=False
    )
    issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("assessment body (LSP)"),
        editable=False,
    )
    assessment = models.ForeignKey(
        Assessment,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("assessment"),
        editable=False,
    )
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="successor",
        verbose_name=_("takes the place of"),
        editable=False,
    )
    candidate = models.ForeignKey(
        Candidate,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("candidate"),
        editable=False,
    )
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="certificates", verbose_name=_("scheme"), editable=False
    )
    holder = models.CharField(_("name as signed"), max_length=120, editable=False)
    blank = models.CharField(
        _("number of the BNSP blank"),
        help_text=_("As printed on the blank that goes with it; empty where there is none yet."),
        max_length=40,
        blank=True,
    )
    decided_on = models.DateField(_("decided on"), editable=False)
    ends_on = models.DateField(_("first day on which it counts no more"), null=True, editable=False)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("recommended by"),
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
        editable=False,
    )
    issued_on = models.DateField(_("issued on"), editable=False)
    issuing = models.ForeignKey(
        Issuing, models.PROTECT, null=True, related_name="certificates", editable=False
    )
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+", editable=False)
    entry = models.OneToOneField(StatusEntry, models.PROTECT, related_name="+", editable=False)
    why = models.CharField(_("why"), max_length=200, blank=True, editable=False)
    surveillance_on = models.DateField(_("surveillance"), null=True, editable=False)
    notice_on = models.DateField(_("the holder is told of the end"), null=True, editable=False)
    told_of_surveillance = models.DateField(null=True, editable=False)
    told_of_the_end = models.DateField(null=True, editable=False)
    told_that_it_ended = models.DateField(null=True, editable=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(predecessor=None),
                name="certificates_first_once",
                violation_error_message=_("A certificate for this assessment was issued already."),
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(state__in=LIVING),
                name="certificates_living_once",
                violation_error_message=_("Another certificate for this assessment stands."),
            ),
            models.UniqueConstraint(fields=["issuer", "serial"], name="certificates_serial_once"),
            # Who assessed neither decides nor issues, whatever a service does.
            models.CheckConstraint(
                condition=~Q(recommended_by=F("decided_by")) & ~Q(recommended_by=F("issued_by")),
                name="certificates_by_two",
                violation_error_message=_("Whoever assessed somebody does not issue her certificate."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("decided_on")), name="certificates_period"
            ),
            models.UniqueConstraint(
                fields=["issuer", "blank"],
                condition=Q(state__in=LIVING) & ~Q(blank=""),
                name="certificates_blank_once",
                violation_error_message=_("This blank goes with another certificate already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("valid", "replaced")) | ~Q(why=""), name="certificates_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "-issued_on", "-serial"], name="certificates_of_body"),
            models.Index(fields=["home"], opclasses=["varchar_pattern_ops"], name="certificates_home"),
        ]
        triggers = [
            COPY_CANDIDATE,
            pgtrigger.ReadOnly(
                name="certificates_stand",
                exclude=[
                    "state",
                    "why",
                    "candidate",
                    *COPIED,
                    "told_of_surveillance",
                    "told_of_the_end",
                    "told_that_it_ended",
                ],
            ),
            pgtrigger.Protect(name="certificates_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.registration

    @property
    def begins(self) -> datetime:
        """The instant from which it counts: the day of the decision."""
        return dates.begins(self.decided_on)

    @property
    def ends(self) -> datetime | None:
        return dates.begins(self.ends_on) if self.ends_on else None

    def is_over(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on <= on


class SignedForms(Model):
    """What was signed, as it leaves the house. The SD-JWT holds what only the holder discloses, so it lies sealed."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "as the certificate"

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="forms")
    open_badge = models.TextField()
    compact = models.TextField()
    sd_jwt_sealed = models.BinaryField()

    class Meta:
        verbose_name = _("signed forms of a certificate")
        triggers = [
            pgtrigger.Protect(name="signed_forms_stand", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return str(self.certificate_id)

    def sd_jwt(self) -> str:
        """With every disclosure: for the holder alone."""
        row = str(self.certificate_id)
        return unseal_bytes(
            bytes(self.sd_jwt_sealed), table="certificates.signedforms", row=row, field="sd_jwt"
        ).decode()


class Shown(models.TextChoices):
    """What a link of the holder's shows beside whether the certificate holds."""

    NAME = "name", _("my name")
    SKILL = "skill", _("what I can do")
    UNITS = "units", _("the units")
    DATES = "dates", _("since when and until when")


class LinkQuerySet(VisibleQuerySet["Share"]):
    def open(self, on: date) -> "LinkQuerySet":
        """Those that still show something."""
        return self.filter(until__gte=on, stopped_on=None)


class Share(Model):
    """A link by which its holder shows a certificate to somebody: what, until when."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the certificate"
    SEEN_BY = Right.SHARE_CERTIFICATE
    SCOPES: ClassVar = {Scope.OWN: "certificate__candidate__person_id"}

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="shares", verbose_name=_("certificate"), editable=False
    )
    code = models.CharField(max_length=26, unique=True, editable=False)
    shows = ArrayField(
        models.CharField(max_length=10, choices=Shown.choices),
        default=list,
        blank=True,
        verbose_name=_("what it shows"),
    )
    until = models.DateField(_("until and including"))
    stopped_on = models.DateField(_("stopped on"), null=True, editable=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared link")

    def __str__(self) -> str:
        return str(self.certificate)


class CheckCount(Model):
    """How often somebody looked at a certificate in a month; never who."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the certificate"

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="checks")
    month = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("checks of a certificate")
        constraints = [
            models.UniqueConstraint(fields=["certificate", "month"], name="certificates_checks_once")
        ]

    def __str__(self) -> str:
        return str(self.count)
