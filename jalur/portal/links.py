"""Addresses of other rooms' pages by name."""

from typing import Any

from django.urls import NoReverseMatch, reverse


def link(name: str, *args: Any, query: str = "") -> str:
    """The address of a page, with a query; "" when the room has no such page, and the words stand without a link."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{query}" if query else address
