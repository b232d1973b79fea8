"""The entries of the menu: every room registers its own when the application starts."""

from dataclasses import dataclass, replace

_entries: dict[str, "Entry"] = {}


@dataclass(frozen=True)
class Entry:
    """One entry of the menu.

    label: translated lazily · url_name: namespaced, without arguments · action: the right needed to see it, "" for all
    signed in · group: heading it stands under, lazily translated, "" for none · icon: name of a Bootstrap icon.
    """

    label: str
    url_name: str
    action: str = ""
    order: int = 100
    icon: str = ""
    group: str = ""


def register(*entries: Entry, group: str = "") -> None:
    """Add entries, under a heading of the menu; a second registration of the same URL replaces the first."""
    for entry in entries:
        _entries[entry.url_name] = replace(entry, group=group or entry.group)


def entries() -> list[Entry]:
    """Every entry, in the order of the menu."""
    return sorted(_entries.values(), key=lambda entry: (entry.order, entry.url_name))
