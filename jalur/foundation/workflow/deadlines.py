"""Who keeps the deadlines of steps: a later room (foundation/due) registers itself, the mechanism and the pages ask it here."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db.models import Model

from jalur.kit.components import Row


class Keeper(Protocol):
    def settle(self, workflow: Any, records: Sequence[Model]) -> None:
        """Bring the deadlines of these records in line with their states, in the transaction of the step."""

    def forget(self, workflow: Any, keys: Iterable[Any]) -> None:
        """Records with these keys have left every state in which something is due."""

    def facts(self, workflow: Any, record: Model) -> list[Row]:
        """What a record's page says of its deadline."""


class _Nobody:
    def settle(self, workflow: Any, records: Sequence[Model]) -> None:
        """Nothing is due where nobody keeps it."""

    def forget(self, workflow: Any, keys: Iterable[Any]) -> None:
        """Nothing is due where nobody keeps it."""

    def facts(self, workflow: Any, record: Model) -> list[Row]:  # noqa: ARG002 - as every keeper
        return []


_keepers: list[Keeper] = []
_NOBODY = _Nobody()


def register(keeper: Keeper) -> None:
    """The one who keeps them; a second registration replaces the first."""
    _keepers[:] = [keeper]


def keeper() -> Keeper:
    return _keepers[0] if _keepers else _NOBODY
