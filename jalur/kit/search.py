"""Searching tables by folded words (kit/folding): one lookup, one index, one way to narrow a list by what was typed."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, Func, IntegerField, Lookup, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Greatest, Left

from jalur.kit.folding import spellings_of, words_of

M = TypeVar("M", bound=Model)


def narrow(rows: QuerySet[M], fields: Iterable[str], text: str) -> QuerySet[M]:
    """The rows in which every word typed is found in one of the fields; all of them for a text of signs alone."""
    names = tuple(fields)
    for word in words_of(text):
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__finds": word})
        rows = rows.filter(found)
    return rows


def nearest(rows: QuerySet[M], field: str, *texts: str, least: float = 0.5) -> QuerySet[M]:
    """The rows whose field is nearly one of the texts, by the three-letter pieces they share; `nearness` from `least` to 1."""
    near = [TrigramSimilarity(Folded(field), Value(text)) for text in texts]
    found = Q()
    for text in texts:
        found |= Q(folded__trigram_similar=text)
    nearness = Greatest(*near) if near[1:] else near[0]
    return rows.alias(folded=Folded(field)).annotate(nearness=nearness).filter(found, nearness__gte=least)


class Folded(Func):
    """A column folded; what indexes of searched columns hold."""

    function = "folded"
    arity = 1
    output_field = TextField()


class Slips(Func):
    """By how many letters a column that is folded already differs from a text, counted no further than `most`: more is `most` + 1."""

    function = "levenshtein_less_equal"
    output_field = IntegerField()

    def __init__(self, field: str, text: str, most: int) -> None:
        # PostgreSQL refuses texts of more than 255 bytes.
        super().__init__(Left(field, 250), Value(text[:250]), Value(most))


def search_index(*fields: str, **options: Any) -> GinIndex:
    """An index by which `finds` finds any three letters of the fields."""
    return GinIndex(*(OpClass(Folded(field), "gin_trgm_ops") for field in fields), **options)


@CharField.register_lookup
@TextField.register_lookup
class Finds(Lookup):
    """`name__finds="ma'ruf"`: the folded column holds the folded word, as it was typed or as the name is spelt elsewhere."""

    lookup_name = "finds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # noqa: ARG002 - asked of every lookup
        column, params = compiler.compile(Folded(self.lhs))
        spellings = spellings_of(self.rhs)
        found = " OR ".join(f"{column} LIKE %s" for _spelling in spellings)
        every = [value for spelling in spellings for value in (*params, f"%{spelling}%")]
        return f"({found})", every
