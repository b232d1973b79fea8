"""What is missing of an application. No table, no clock."""

from collections.abc import Collection, Iterable

PERMIT_PAPERS = "permit_paper"


def missing(asked: Iterable[str], held: Collection[str]) -> list[str]:
    """The papers asked for that nobody has handed in, each once, in the order in which they are asked."""
    return [paper for paper in dict.fromkeys(asked) if paper not in held]
