"""Addresses of other rooms' pages by name."""

from typing import Any

from django.urls import reverse


def link(name: str, *args: Any, query: str = "") -> str:
    """The address of a page, with a query."""
    address = reverse(name, args=args)
    return f"{address}?{query}" if query else address
