"""What a page's form would send if nobody touched it: its fields with the values they hold."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.inside, self.select, self.area = path, False, "", ""
        self.values: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            own = given.get("action", "").partition("?")[0] in {"", self.path}
            self.inside = own and given.get("method", "").lower() == "post"
        elif self.inside and tag == "select":
            self.select = name
        elif self.inside and tag == "option" and self.select and "selected" in given:
            self.values.setdefault(self.select, []).append(value)
        elif self.inside and tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif self.inside and tag == "input" and name and _is_sent(given):
            self.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type")
    return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in given)


def fields_of(html: str, path: str) -> dict[str, list[str]]:
    """Field -> values of the form on the page that posts to `path`."""
    page = _Fields(path)
    page.feed(html)
    page.values.pop("csrfmiddlewaretoken", None)
    return page.values
