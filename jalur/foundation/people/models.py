from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, narrow
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.search import search_index
from jalur.kit.vault import unseal


class Sex(models.TextChoices):
    FEMALE = "F", _("woman")
    MALE = "M", _("man")


class Purpose(models.TextChoices):
    """What a NIK is opened for."""

    PAPERS = "papers", _("to check papers")
    CORRECTION = "correction", _("to correct the data")
    DUPLICATE = "duplicate", _("to tell two people apart")
    ASKED = "asked", _("the person asked for it")


class Paper(models.TextChoices):
    """What an office was shown when it corrects who somebody is."""

    ID_CARD = "id_card", _("KTP")
    FAMILY_CARD = "family_card", _("family card (KK)")
    BIRTH_CERTIFICATE = "birth_certificate", _("birth certificate")
    DECISION = "decision", _("court decision or letter of the civil registry")


class PersonQuerySet(VisibleQuerySet["Person"]):
    def current(self) -> "PersonQuerySet":
        """Without rows that a human found to be the same person as another one."""
        return self.filter(merged_into__isnull=True)


@pghistory.track(exclude=["phone_index"])
class Person(Model):
    """One human being, one row for life. NIK and phone are sealed; matching goes by blind index."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "five years after the last stage of the path ended"
    SEEN_BY = Right.VIEW_PERSON
    SCOPES = {Scope.OWN: "id", Scope.REGION: "residence_id", Scope.ORGANISATION: "served_by_id"}

    name = models.CharField(_("full name (as on the KTP)"), max_length=120)
    birth_date = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    residence = models.ForeignKey(
        Place, models.PROTECT, related_name="+", verbose_name=_("place of residence")
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    # The office that registered the person; it keeps access even when the person lives elsewhere.
    served_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    national_id_sealed = models.BinaryField(null=True, editable=False)
    national_id_index = models.BinaryField(null=True, editable=False, db_index=True)
    national_id_tail = models.CharField(max_length=4, blank=True, editable=False)
    national_id_warnings = models.JSONField(default=list, editable=False)
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, editable=False, db_index=True)
    # The name as it is compared when duplicates are looked for; see rules.fold_name.
    name_folded = models.CharField(max_length=120, blank=True, editable=False)
    # The version of the privacy notice that she read, or that was read to her, and when (notice.py).
    notice_version = models.DateField(_("privacy notice of"), null=True, blank=True)
    notice_read_at = models.DateTimeField(_("read"), null=True, blank=True)
    # A human decided that this row is the same person as that one; the other row is the file from then on.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("same person as"),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        indexes = [
            models.Index(fields=["birth_date", "name_folded"], name="person_name_and_birth"),
            search_index("name", name="person_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_merged_into_another",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def national_id_masked(self) -> str:
        """The NIK as everybody but those with `people:identity:reveal` sees it."""
        return f"{'•' * 12}{self.national_id_tail}" if self.national_id_tail else ""

    def has_number_of(self, other: "Person") -> bool:
        """Whether both have one NIK, compared by index: four digits say too little."""
        return bool(self.national_id_index) and self.national_id_index == other.national_id_index

    def national_id(self) -> str:
        return unseal(self.national_id_sealed, table="people.person", row=str(self.pk), field="national_id")

    def phone(self) -> str:
        return (
            unseal(self.phone_sealed, table="people.person", row=str(self.pk), field="phone")
            if self.phone_sealed
            else ""
        )


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def visible_to(self, actor: Actor, action: str = Right.VIEW_DUPLICATE) -> "DuplicateQuerySet":
        """Pairs of which the actor reaches both sides: one side alone would tell that a NIK exists elsewhere."""
        reached = narrow(Person.objects.all(), actor, action).values("pk")
        return self.filter(first__in=reached, second__in=reached)

    def with_one_number(self) -> "DuplicateQuerySet":
        """Pairs found to be two people who both have the same NIK: one of the two is to be corrected."""
        two = self.filter(
            first__merged_into=None, second__merged_into=None, status=Duplicate.Status.DIFFERENT
        )
        return two.filter(first__national_id_index=F("second__national_id_index"))


class Duplicate(Model):
    """Two rows that may be one human being. A human decides; until then both stand."""

    class Reason(models.TextChoices):
        NATIONAL_ID = "national_id", _("the same NIK")
        NAME_AND_BIRTH_DATE = "name_and_birth_date", _("nearly the same name and the same birth date")

    class Status(models.TextChoices):
        OPEN = "open", _("to be decided")
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("different people")

    PRIVACY = Privacy.GENERAL
    KEPT = "as long as both people"
    BETWEEN = ("first", "second")

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reason = models.CharField(_("why"), max_length=40, choices=Reason.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="duplicate_of_another"),
        ]

    @property
    def has_one_number(self) -> bool:
        """Whether it is one of `with_one_number`."""
        return (
            self.status == self.Status.DIFFERENT
            and self.first.merged_into_id is None
            and self.second.merged_into_id is None
            and self.first.has_number_of(self.second)
        )


class CorrectionState(models.TextChoices):
    ASKED = "asked", _("waits for the labour office")
    DONE = "done", _("corrected")
    REFUSED = "refused", _("not corrected")
    WITHDRAWN = "withdrawn", _("taken back")


class Correction(Model):
    """What a person says is wrong in who she is, and what is right instead; an office corrects it upon the paper. Empty: is right."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "as the person"
    SEEN_BY = Right.VIEW_CORRECTION
    SCOPES = {
        Scope.OWN: "person_id",
        Scope.REGION: "person__residence_id",
        Scope.ORGANISATION: "person__served_by_id",
    }

    person = models.ForeignKey(Person, models.CASCADE, related_name="corrections", verbose_name=_("person"))
    name = models.CharField(_("full name (as on the KTP)"), max_length=120, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    national_id_sealed = models.BinaryField(null=True, editable=False)
    national_id_tail = models.CharField(max_length=4, blank=True, editable=False)
    paper = models.CharField(_("paper"), max_length=20, choices=Paper.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.ASKED
    )
    answer = models.CharField(_("what the office says"), max_length=200, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a correction")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="asked"), name="correction_one_open_per_person"
            )
        ]

    def asked(self) -> dict[str, Any]:
        """What is to be right, by the names of `services.edit_person`."""
        values = {"name": self.name, "birth_date": self.birth_date, "sex": self.sex}
        if self.national_id_sealed:
            place = {"table": "people.correction", "row": str(self.pk), "field": "national_id"}
            values["national_id"] = unseal(self.national_id_sealed, **place)
        return {name: value for name, value in values.items() if value}
