"""A GET or HEAD request cannot write: the database cursor refuses, whatever the view tries."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

READS = re.compile(
    r"^\s*(select|with|show|explain|savepoint|release|rollback|declare|fetch|close|set)\b", re.IGNORECASE
)
WRITES_INSIDE = re.compile(r"\b(insert\s+into|update\s+\S+\s+set|delete\s+from)\b", re.IGNORECASE)
# The visitor's own session (saved filters, sign-in steps), the limits on trying and the mark that one's own recovery codes were
# looked at are not data of the country; nor is how often a certificate was checked, without who. That an organisation opened an entry
# of the talent pool is written down for its person.
OF_THE_VISIT = re.compile(
    r'"(django_session|cache)"|^UPDATE "mfa_authenticator" SET "data"|^INSERT INTO (certificates_checkcount|talent_pool_look) '
)


class WriteOnRead(Exception):
    """A GET request tried to change a table."""


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    # A union begins with the bracket of its first question.
    text = str(sql).lstrip("( \t\n")
    writes = not READS.match(text) or (text[:4].lower() == "with" and WRITES_INSIDE.search(text))
    if writes and not OF_THE_VISIT.search(text):
        raise WriteOnRead(text.split("(", maxsplit=1)[0][:80])
    return execute(sql, params, many, context)


class ReadOnlyOnGet:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
