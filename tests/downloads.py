"""Lists as files, asked for as the buttons above a list ask."""

import csv
import io
from urllib.parse import urlsplit


def asked_for(client, address, kind="csv"):
    """The answer to somebody who wants the list at an address, its query and all, as a file."""
    parts = urlsplit(address)
    return client.post("/exports/start/", {"path": parts.path, "query": parts.query, "kind": kind})


def rows_of(answer):
    """Heads and rows of a CSV file."""
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
