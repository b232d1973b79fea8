"""What somebody would send from a form as it stands on the page: what it offers, and plain words where it is empty."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

# By the name of the field, where nothing stands on the page to choose from.
WORDS: Mapping[str, str] = {}
FALLBACK = "Contoh"


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: address → fields with what they hold, buttons included."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.fields: dict[str, list[str]] | None = None
        self.select: tuple[str, list[str], list[str]] | None = None
        self.ticked: set[str] = set()
        self.area = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.fields = {}
            if given.get("method", "").lower() == "post":
                self.forms.append((given.get("action", ""), self.fields))
        elif self.fields is None or "disabled" in given:
            return
        elif tag == "select":
            self.select = (given.get("name", ""), [], [])
        elif tag == "option" and self.select:
            self.select[2 if "selected" in given else 1].append(given.get("value", ""))
        elif tag == "textarea":
            self.area = given.get("name", "")
            self.fields.setdefault(self.area, [""])
        elif tag == "input" or (tag == "button" and given.get("name")):
            self.take(tag, given)

    def take(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name:
            return
        if kind in ("radio", "checkbox"):
            # The first choice stands until another one is ticked.
            if "checked" in given and name not in self.ticked:
                self.ticked.add(name)
                self.fields[name] = [given.get("value", "on")]
            elif kind == "radio" or "required" in given:
                self.fields.setdefault(name, [given.get("value", "on")])
        elif tag == "button":
            self.fields.setdefault(name, [given.get("value", "")])
        elif kind not in ("file", "submit"):
            self.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area and self.fields is not None:
            self.fields[self.area] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select" and self.select and self.fields is not None:
            name, options, selected = self.select
            self.fields[name] = selected or [option for option in options if option][:1]
            self.select = None


def filled(page: str, address: str, words: Mapping[str, str] = WORDS) -> dict[str, Any]:
    """What the page's form for an address would send; `words` where a field is empty."""
    reader = Forms()
    reader.feed(page)
    own = [fields for action, fields in reader.forms if action == address]
    own += [fields for action, fields in reader.forms if action in ("", ".")]
    fields = own[0] if own else {}
    return {name: values if any(values) else [words.get(name, FALLBACK)] for name, values in fields.items()}
