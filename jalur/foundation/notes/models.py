from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, may, narrow
from jalur.foundation.notes.kinds import kinds
from jalur.foundation.notes.rights import Right
from jalur.foundation.organisations.models import Organisation
from jalur.kit.database import Model, Privacy
from jalur.kit.vault import seal, unseal

LONGEST = 2000
EXCERPT = 160


class NoteState(models.TextChoices):
    WRITTEN = "written", _("written")
    TAKEN_BACK = "taken_back", _("taken back")


class Audience(models.TextChoices):
    """Who reads a note. Whom it is not for learns nothing of it."""

    ME = "me", _("its author")
    OFFICE = "office", _("the author's office")
    WORKERS = "workers", _("who works on this")
    PERSON = "person", _("the person, too")


SHARED = (Audience.WORKERS, Audience.PERSON)


class Purpose(models.TextChoices):
    """What a restricted note is opened for."""

    WORK = "work", _("to work on this")
    SAFETY = "safety", _("somebody may be in danger")
    COMPLAINT = "complaint", _("to answer a complaint or a question")
    OWN = "own", _("it is my own note, or about me")


def is_worded_once(name: str) -> models.CheckConstraint:
    """The constraint of a `Worded` table: the words stand openly or sealed, never both."""
    return models.CheckConstraint(
        condition=(Q(text="") & Q(text_sealed__isnull=False)) | (~Q(text="") & Q(text_sealed__isnull=True)),
        name=name,
        violation_error_message=_("Write the note."),
    )


class Worded(Model):
    """What was written: openly, or sealed, so that no list, search or file of rows can hold it."""

    text = models.TextField(
        _("note"),
        max_length=LONGEST,
        help_text=_("What happened, what was agreed, what others have to know."),
    )
    text_sealed = models.BinaryField(null=True, editable=False)

    class Meta:
        abstract = True

    def put_words(self, text: str, *, sealed: bool) -> None:
        self.text = "" if sealed else text
        self.text_sealed = seal(text, **self._place()) if sealed else None

    def words(self) -> str:
        """What was written, sealed or not: for whoever shows it only after the reading was recorded."""
        return unseal(self.text_sealed, **self._place()) if self.text_sealed else self.text

    def _place(self) -> dict[str, str]:
        return {"table": self._meta.label_lower, "row": str(self.pk), "field": "text"}


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, actor: Actor) -> "NoteQuerySet":
        """Whom a note is for, as long as she may work on the row that it is about; and the person for whom it was written."""
        if not may(actor, Right.VIEW_NOTE):
            return self.none()
        hers = Q(reader_id=actor.person_id) if actor.person_id else Q(pk__in=[])
        if actor.organisation_id is None:
            return self.filter(hers)
        of_office = Q(organisation=actor.organisation_id)
        meant = (
            Q(audience__in=SHARED)
            | (of_office & Q(audience=Audience.OFFICE))
            | (of_office & Q(audience=Audience.ME, author=actor.user_id))
        )
        works = Q(pk__in=[])
        for kind in kinds():
            if may(actor, kind.right):
                row = kind.model._default_manager.filter(pk=OuterRef("subject_key"))
                works |= Q(kind=kind.key) & Exists(narrow(row, actor, kind.right))
        return self.filter(hers | (meant & works))


class Note(Worded):
    """Something that somebody of an office wrote about a row, and for whom. The row's table: kinds.NoteKind."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "two years; for oneself alone one year, and 30 days after its author left the office"
    SEEN_BY = Right.VIEW_NOTE
    SCOPES: ClassVar = {Scope.ORGANISATION: "organisation_id", Scope.OWN: "reader_id"}

    kind = models.CharField(_("about"), max_length=40, editable=False)
    subject_key = models.UUIDField(editable=False)
    person_id = models.UUIDField(null=True, editable=False)
    place_code = models.CharField(max_length=13, blank=True, editable=False)
    audience = models.CharField(_("who reads it?"), max_length=10, choices=Audience.choices)
    # The person where it was written for her; nobody else's file leads here.
    reader_id = models.UUIDField(null=True, editable=False)
    is_restricted = models.BooleanField(
        _("restricted: about safety, health or family"),
        default=False,
        help_text=_(
            "Lists then say only that there is a restricted note. Whoever opens it says why, and it is recorded; the person"
            " sees who looked, unless the note is for you or your office alone."
        ),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", editable=False, verbose_name=_("office")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=NoteState.choices, default=NoteState.WRITTEN, editable=False
    )
    reason = models.CharField(_("why it was taken back"), max_length=200, blank=True, editable=False)
    taken_back_on = models.DateField(_("taken back"), null=True, editable=False)
    acknowledged_on = models.DateField(_("read by the person"), null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        constraints = [
            is_worded_once("note_worded_once"),
            models.CheckConstraint(
                condition=Q(is_restricted=Q(text_sealed__isnull=False)), name="note_restricted_is_sealed"
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.PERSON, reader_id__isnull=False)
                | (~Q(audience=Audience.PERSON) & Q(reader_id__isnull=True)),
                name="note_reader_is_the_person",
                violation_error_message=_("This is about nobody who could read it."),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject_key", "-created_at"], name="note_by_row"),
            models.Index(
                fields=["person_id", "-created_at"],
                name="note_by_person",
                condition=Q(person_id__isnull=False),
            ),
            models.Index(fields=["organisation", "-created_at"], name="note_by_office"),
            models.Index(fields=["created_at"], name="note_by_age"),
        ]

    def __str__(self) -> str:
        return gettext("Note by %(name)s") % {"name": self.author.name}

    @property
    def is_open(self) -> bool:
        """Whether its words stand on pages as they are."""
        return self.state == NoteState.WRITTEN and not self.is_restricted

    @property
    def excerpt(self) -> str:
        """What a list shows of it: the beginning, or why there is nothing to be read."""
        if self.state == NoteState.TAKEN_BACK:
            return gettext("Taken back")
        if self.is_restricted:
            return gettext("Restricted note")
        return self.text if len(self.text) <= EXCERPT else f"{self.text[:EXCERPT].rsplit(maxsplit=1)[0]} …"


class Wording(Worded):
    """How a note read before it was corrected."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "as its note"

    note = models.ForeignKey(Note, models.CASCADE, related_name="wordings", verbose_name=_("note"))

    class Meta:
        verbose_name = _("earlier wording")
        constraints = [is_worded_once("wording_worded_once")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
