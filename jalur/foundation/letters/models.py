"""Letterhead, who signs, the counters of numbers, and letters, which the database lets nobody change once they are issued."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.letters.rights import Right
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person
from jalur.foundation.work.models import Work
from jalur.kit.database import Model, Privacy
from jalur.kit.search import search_index
from jalur.kit.vault import unseal_bytes

NUMBER_FORM = "{number}/{unit}/{code}/{month}/{year}"


@pghistory.track()
class Letterhead(Model):
    """What stands above an organisation's letters, and how it numbers them."""

    PRIVACY = Privacy.NONE
    SEEN_BY = Right.VIEW_LETTERHEAD
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    organisation = models.OneToOneField(
        Organisation,
        models.PROTECT,
        related_name="letterhead",
        editable=False,
        verbose_name=_("organisation"),
    )
    above = models.CharField(
        _("above the name"),
        max_length=200,
        blank=True,
        help_text=_("To whom it belongs: Pemerintah Kabupaten Jombang. A company leaves it empty."),
    )
    name = models.CharField(_("name on the letterhead"), max_length=200)
    address = models.CharField(_("address"), max_length=300)
    contact = models.CharField(
        _("phone, e-mail, website"), max_length=200, blank=True, help_text=_("One line below the address.")
    )
    town = models.CharField(
        _("place of issue"), max_length=80, help_text=_("Stands before the day: Jombang, 29 November 2026.")
    )
    unit = models.CharField(
        _("unit in the number"), max_length=30, blank=True, help_text=_("The unit that writes: PLT, 415.35.")
    )
    code = models.CharField(
        _("classification in the number"),
        max_length=30,
        blank=True,
        help_text=_("From your organisation's list of classifications, for example 560."),
    )
    number_form = models.CharField(
        _("form of the number"),
        max_length=100,
        default=NUMBER_FORM,
        help_text=_(
            "{number} is the counter, {unit} and {code} what stands below, {month} the month in Roman numerals, {year} the year."
        ),
    )
    digits = models.PositiveSmallIntegerField(
        _("digits of the counter"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("3 writes 007."),
    )

    class Meta:
        verbose_name = _("letterhead")

    def __str__(self) -> str:
        return self.name


class SignatoryState(models.TextChoices):
    IN_OFFICE = "in_office", _("signs")
    ENDED = "ended", _("signs no longer")


class Acts(models.TextChoices):
    """In whose name somebody signs."""

    SELF = "self", _("in the post's own name")
    ACTING = "acting", _("acting in a vacant post (Plt.)")
    DAILY = "daily", _("acting for a day (Plh.)")
    ON_BEHALF = "on_behalf", _("on behalf of a superior (a.n.)")
    FOR_HIM = "for_him", _("for the one who signs on behalf (u.b.)")


@pghistory.track()
class Signatory(Model):
    """Who signs letters of an organisation, as it stands below them."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as the organisation: letters name who signed them"
    SEEN_BY = Right.VIEW_LETTERHEAD
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="signatories",
        editable=False,
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name with titles"), max_length=120)
    position = models.CharField(_("post"), max_length=120, help_text=_("Kepala Dinas, Direktur."))
    acts = models.CharField(_("signs"), max_length=10, choices=Acts.choices, default=Acts.SELF)
    superior = models.CharField(
        _("on behalf of which post (a.n.)"),
        max_length=120,
        blank=True,
        help_text=_("Only with a.n. and u.b."),
    )
    between = models.CharField(
        _("through which post (u.b.)"), max_length=120, blank=True, help_text=_("Only with u.b.")
    )
    grade = models.CharField(
        _("rank (pangkat)"),
        max_length=60,
        blank=True,
        help_text=_("Civil servants only: Pembina Tingkat I (IV/b)."),
    )
    nip = models.CharField(
        _("NIP"), max_length=21, blank=True, help_text=_("Civil servants only: eighteen digits.")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SignatoryState.choices,
        default=SignatoryState.IN_OFFICE,
        editable=False,
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"


class Series(Model):
    """The last number that an organisation gave in a year. The row is locked while one is drawn, so that none is left out or twice."""

    PRIVACY = Privacy.NONE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="series_once")]


class Nature(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary")
    URGENT = "urgent", _("urgent")
    VERY_URGENT = "very_urgent", _("very urgent")
    CONFIDENTIAL = "confidential", _("confidential")


class LetterState(models.TextChoices):
    ISSUED = "issued", _("issued")
    WITHDRAWN = "withdrawn", _("taken back")


class Mailing(Work):
    """One kind of letter to everybody in a record, written by a worker: what was answered once, and how far it is."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as its letters"
    SEEN_BY = Right.ISSUE_LETTER
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id"}

    kind = models.CharField(_("kind"), max_length=40)
    parent_key = models.CharField(max_length=64)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    check_page = models.CharField(max_length=200)
    total = models.PositiveIntegerField(_("letters"), default=0)
    done = models.PositiveIntegerField(_("letters issued"), default=0)
    skipped = models.PositiveIntegerField(default=0)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("letters to many")

    def __str__(self) -> str:
        return self.kind


class Letter(Model):
    """A letter as it was issued. Only its withdrawal is written into it later, once.

    What is printed lies sealed in `Paper`. The code on paper is not kept, only its keyed index: whoever reads the table cannot
    make up a letter that is found.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "ten years after it was issued, set by Jalur"
    SEEN_BY = Right.READ_LETTER
    SCOPES: ClassVar = {
        Scope.OWN: ("person_id", "person__merged_into_id"),
        Scope.ORGANISATION: "organisation_id",
    }

    kind = models.CharField(_("kind"), max_length=40)
    owner_key = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="letters", verbose_name=_("issued by")
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="letters")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=200)
    dated = models.DateField(_("dated"))
    nature = models.CharField(_("nature"), max_length=12, choices=Nature.choices, default=Nature.ORDINARY)
    subject = models.CharField(_("subject"), max_length=200)
    recipient = models.CharField(_("recipient"), max_length=200)
    language = models.CharField(_("language"), max_length=2)
    signed_by = models.CharField(_("signed by"), max_length=250)
    answers = models.JSONField(default=dict)  # what was typed beside what the row says
    code_index = models.BinaryField(max_length=32, null=True, unique=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("typed by")
    )
    mailing = models.ForeignKey(Mailing, models.PROTECT, null=True, related_name="letters")
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.ISSUED
    )
    withdrawn_on = models.DateField(_("taken back on"), null=True)
    withdrawn_because = models.CharField(_("why taken back"), max_length=200, blank=True, default="")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "serial"], name="letter_serial_once"),
            # Begun again after a crash, a mailing writes to nobody twice.
            models.UniqueConstraint(
                fields=["mailing", "owner_key"],
                name="letter_of_a_mailing_once",
                violation_error_message=_("This person has had her letter already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="letter_number_once",
                violation_error_message=_(
                    "A letter of this number exists already. The form of the number has to tell letters apart."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="issued", withdrawn_on=None, withdrawn_because="")
                | (Q(state="withdrawn") & ~Q(withdrawn_because="")),
                name="letter_withdrawal_has_reason",
                violation_error_message=_("Say why the letter is withdrawn."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-dated", "-serial"], name="letter_of_office"),
            models.Index(fields=["kind", "owner_key"], name="letter_of_row"),
            search_index("number", "recipient", name="letter_words"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="letters_stand", exclude=["state", "withdrawn_on", "withdrawn_because"]),
            pgtrigger.Protect(
                name="withdrawn_letters_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="withdrawn"),
            ),
            pgtrigger.Protect(name="letters_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


class Paper(Model):
    """The PDF of a letter, sealed for it alone. In the database and not in the store of files: number and paper are one commit,
    no letter is ever without its paper, and the same trigger holds both."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "as the letter"

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="paper")
    sealed = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()  # bytes of the PDF

    class Meta:
        verbose_name = _("paper of a letter")
        triggers = [pgtrigger.Protect(name="papers_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    def pdf(self) -> bytes:
        return unseal_bytes(self.sealed, table="letters.paper", row=str(self.letter_id), field="pdf")
