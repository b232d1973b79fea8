from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class CulledByExpiry(DatabaseCache):
    """The shared cache: what has expired goes, what has not stays, however much anybody adds.

    Django's own throws out living rows past MAX_ENTRIES, and with them a spent limit on guesses.
    """

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:  # noqa: ARG002  # Django's signature
        operations = connections[db].ops
        ours = operations.quote_name(self._table)
        expired = f"DELETE FROM {ours} WHERE expires < %s"  # nosec B608
        cursor.execute(expired, [operations.adapt_datetimefield_value(now)])
