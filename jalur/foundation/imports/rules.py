"""What goes in a request and what a worker does."""

AT_ONCE = 1000
"""Rows looked through and written in about a second."""
PART = 5000
"""Rows planned and written at once of a longer list: what is lost when a worker is."""
READ_AT_ONCE = 1024 * 1024
"""Bytes of a file."""


def is_read_at_once(size: int) -> bool:
    return size <= READ_AT_ONCE


def goes_at_once(rows: int) -> bool:
    return rows <= AT_ONCE
