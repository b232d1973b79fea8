"""Which column of an office's lists is which, as it once said."""

from collections.abc import Iterable, Mapping
from typing import Any

from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.imports.models import Heading
from jalur.foundation.imports.rows import fold
from jalur.foundation.workflow.locks import deed

LONGEST_HEADING = 120


def _words(heading: str) -> str:
    return fold(heading)[:LONGEST_HEADING]


def remembered(actor: Actor, kind: ImportKind[Any], headings: Iterable[str]) -> dict[str, str]:
    """Place of a column → key of the column that the actor's office reads it as; each key once."""
    said = dict(Heading.objects.visible_to(actor).filter(kind=kind.key).values_list("words", "column"))
    keys = {column.key for column in kind.columns}
    chosen: dict[str, str] = {}
    for at, heading in enumerate(headings):
        key = said.get(_words(heading))
        if key in keys and key not in chosen.values():
            chosen[str(at)] = key
    return chosen


@deed
def remember(*, actor: Actor, kind: ImportKind[Any], said: Mapping[str, str]) -> None:
    """Keep what the office said for its next lists; heading → key, "" forgets."""
    words = {_words(heading): key for heading, key in said.items() if _words(heading)}
    Heading.objects.visible_to(actor).filter(kind=kind.key, words__in=words).delete()
    if actor.organisation_id is not None:
        Heading.objects.bulk_create(
            Heading(office=actor.organisation_id, kind=kind.key, words=folded, column=key)
            for folded, key in words.items()
            if key
        )
