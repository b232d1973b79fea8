"""How letters read on a screen, and the way from a row of any room to its letters."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, covers, may
from jalur.foundation.geography.queries import place_label
from jalur.foundation.letters import press, queries
from jalur.foundation.letters.kinds import LetterKind, kind_of, kinds
from jalur.foundation.letters.models import Letter, Letterhead, Signatory
from jalur.foundation.letters.rights import Right
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person, Sex
from jalur.kit import formats
from jalur.kit.components import Action, Row
from jalur.kit.facts import facts


def letter_actions(actor: Actor, owner: Model, *, label: str = "") -> list[Action]:
    """The way to write each kind of letter that a row carries, for whoever may; label: instead of the kind's title."""
    return [
        Action(
            label or str(kind.title),
            reverse(f"letters:{kind.key}_new", args=[owner.pk]),
            "quiet",
            icon="envelope-paper",
        )
        for kind in kinds()
        if isinstance(owner, kind.model) and may(actor, Right.ISSUE_LETTER)
        if covers(actor, kind.issues, owner)
    ]


def together_actions(actor: Actor, parent: Model) -> list[Action]:
    """The way to write to everybody in a record, for whoever may to any of them."""
    return [
        Action(
            str(kind.together.label),
            reverse(f"letters:{kind.key}_together", args=[parent.pk]),
            icon="envelope-paper",
        )
        for kind in kinds()
        if kind.together and isinstance(parent, kind.together.model) and may(actor, kind.issues)
        if queries.parent_for(actor, kind, parent.pk) is not None
    ]


def letter_rows(letters: list[Letter]) -> list[Row]:
    """Letters as rows of a summary list: what, number and day, the way to each."""
    return [
        Row(
            str(kind_of(letter.kind).title),
            letter.number,
            Action(_("Open"), reverse("letters:letter", args=[letter.pk])),
            hint=" · ".join(
                filter(
                    None,
                    (
                        formats.day(letter.dated),
                        str(letter.organisation),
                        str(letter.get_state_display()) if letter.withdrawn_on else "",
                    ),
                )
            ),
        )
        for letter in letters
    ]


def letter_facts(letter: Letter) -> list[Row]:
    return [
        *facts(letter, "number", "dated"),
        *(facts(letter, "withdrawn_on", "withdrawn_because") if letter.withdrawn_on else []),
        *facts(letter, "subject", "recipient"),
        Row(_("Nature"), str(letter.get_nature_display())),
        Row(_("Issued by"), str(letter.organisation)),
        *facts(letter, "signed_by"),
        Row(_("Typed by"), letter.issued_by.name if letter.issued_by else ""),
    ]


def checked_facts(letter: Letter) -> list[Row]:
    """What anybody may know of a letter whose code they hold: nothing about a person."""
    return [
        Row(_("Number"), letter.number),
        Row(_("Day"), formats.day(letter.dated, "long")),
        Row(_("Issued by"), str(letter.organisation)),
        Row(_("Kind of letter"), str(kind_of(letter.kind).title)),
    ]


def proposed_letterhead(organisation: Organisation) -> Letterhead:
    """What an organisation's entry in the register says of its letterhead, until somebody has set it up."""
    place = place_label(organisation.place_id) if organisation.place_id else ""
    town = organisation.place.name if organisation.place else ""
    for word in ("Kabupaten ", "Kota ", "Desa ", "Kelurahan "):
        town = town.removeprefix(word)
    return Letterhead(
        organisation=organisation,
        name=organisation.name,
        address=organisation.address or place or "",
        contact=" · ".join(filter(None, (organisation.phone, organisation.email))),
        town=town,
        number_form="{number}/{month}/{year}",
    )


def nobody() -> Signatory:
    """Who signs examples where an organisation has named nobody yet."""
    return Signatory(name=_("Name of the officer"), position=_("Post"))


def example_sheet(
    kind: LetterKind[Any], organisation: Organisation, language: str, day: Any
) -> dict[str, Any]:
    """An example of a kind of letter on an organisation's paper."""
    head = queries.letterhead_of(organisation.pk) or proposed_letterhead(organisation)
    signatory = queries.signatories_of(organisation.pk).first() or nobody()
    return press.sheet(
        kind,
        press.example_words(kind, language),
        head,
        signatory,
        number=press.written_number(head, 7, day),
        day=day,
        answers={"copies": "", "enclosure": ""},
        language=language,
        is_example=True,
    )


def addressed(person: Person) -> tuple[str, ...]:
    """Whom a letter to a person goes to, and where she lives."""
    title = "Sdri." if person.sex == Sex.FEMALE else "Sdr."
    home = place_label(person.residence_id)
    return (f"{title} {person.name}", *([f"di {home}"] if home else []))
