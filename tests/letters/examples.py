"""Every kind of letter joins the sweeps by naming which record of a side carries it: `LETTERS` in tests/<room>/examples.py."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jalur.foundation.letters.kinds import kinds
from tests.access.example import Example, Write, about, fixed

TESTS = Path(__file__).resolve().parents[1]
CARRIES_LETTERS: dict[str, tuple[str, dict[str, Any]]] = {
    kind: given
    for path in sorted(TESTS.glob("*/examples.py"))
    if path.parent.name not in {"letters", "access", "files"}
    for kind, given in getattr(import_module(f"tests.{path.parent.name}.examples"), "LETTERS", {}).items()
}
HEAD = {
    "name": "LPK Cakap Contoh",
    "address": "Jalan Contoh 1",
    "town": "Jombang",
    "number_form": "{number}/{month}/{year}",
    "digits": "4",
}
SIGNATORY = {"name": "Wulan Contohwati, S.H.", "position": "Kepala", "acts": "self"}


def _of_row(kind: str) -> Example:
    record = CARRIES_LETTERS[kind][0]
    return Example(record, lambda side: {"pk": getattr(side, record).pk})


def _of_parent(kind: Any) -> Example:
    """The record in whose rows everybody is written to: the one of the row that carries such a letter."""
    record, name = CARRIES_LETTERS[kind.key][0], kind.together.model._meta.model_name
    return Example(record, lambda side: {"pk": getattr(side, name).pk})


def _one_is_issued(side: SimpleNamespace, member: Any) -> None:
    from tests.letters.issued import issued

    issued("training_call", side.enrolment, side.provider, person=side.person, mailing=side.mailing)


def somebody_signs(side: SimpleNamespace, member: Any) -> None:
    """The writer's organisation has a letterhead, and one person who signs."""
    from jalur.foundation.letters.models import Signatory
    from tests.letters.issued import signs

    signs(member.organisation)
    side.signs_here = Signatory.objects.filter(organisation=member.organisation).order_by("pk").first()


def _issues(kind: str) -> Write:
    answers = CARRIES_LETTERS[kind][1]
    return Write(
        lambda side: {**answers, "signatory": side.signs_here.pk, "nature": "ordinary", "confirm": "yes"},
        before=somebody_signs,
    )


OPENS = {
    "letters:check": fixed(),
    "letters:letter": about("letter", pk="letter.pk"),
    "letters:picture": Example("letter", lambda side: {"pk": side.letter.pk, "number": 1}),
    "letters:download": about("letter", pk="letter.pk"),
    "letters:letter_step/withdraw": about("letter", pk="letter.pk"),
    "letters:signatory_step/change": about("signatory", pk="signatory.pk"),
    "letters:signatory_step/end": about("signatory", pk="signatory.pk"),
    "letters:preview": fixed(kind=kinds()[0].key, language="id"),
    "letters:preview_picture": fixed(kind=kinds()[0].key, language="id", number=1),
    "letters:mailing": about("mailing", pk="mailing.pk"),
    "letters:mailing_download": about("mailing", pk="mailing.pk"),
    "letters:mailing_step/cancel": about("mailing", pk="mailing.pk"),
    **{f"letters:{kind.key}_new": _of_row(kind.key) for kind in kinds()},
    **{f"letters:{kind.key}_together": _of_parent(kind) for kind in kinds() if kind.together},
}
WRITES = {
    "letters:download": Write(),
    "letters:letter_step/withdraw": Write({"withdrawn_because": "Hari salah."}),
    "letters:change_letterhead": Write(HEAD),
    "letters:new_signatory": Write(SIGNATORY),
    "letters:signatory_step/change": Write({**SIGNATORY, "position": "Direktur"}),
    "letters:signatory_step/end": Write(),
    "letters:mailing_download": Write(before=_one_is_issued),
    "letters:mailing_step/cancel": Write(),
    **{f"letters:{kind.key}_new": _issues(kind.key) for kind in kinds()},
    **{f"letters:{kind.key}_together": _issues(kind.key) for kind in kinds() if kind.together},
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"letters:letter": "letter", "letters:signatory": "signatory", "letters:mailing": "mailing"}
# Each time that a letter leaves the house is recorded.
COUNTS_EACH = {"letters:download", "letters:mailing_download"}
