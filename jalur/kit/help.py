"""Help for whoever uses Jalur: each room's own pages, `<room>/help/<language>/<topic>.md`, listed in `<room>/help/topics.csv`.

A row of the list: the topic, its place among all, whose it is (roles, the first one's foremost), its neighbours, the screens
that it explains, as patterns of address names, and, where there are some, everyday words of both languages by which people look
for it and which the page does not say. A page is Markdown without HTML. Its first line is the title, its first paragraph
says what it is for, `## Heading {#anchor}` begins a section, and that section's first paragraph is what a "?" on a screen opens.

    [[Save]]                              a button or label, by its English text in the code, shown in the language of the page
    [words](screen:candidates:list)       a screen, a link for those who may open it
    [words](help:register#nik)            another topic
    ![words](picture:candidate)           a picture of the tutorial, the narrow one on a phone
"""

import csv
import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from jalur.kit.folding import fold

LIST = "topics.csv"
LANGUAGES = ("id", "en")
WIDTHS = ("360", "1280")
_PICTURE = re.compile(r"!\[.*?\]\(.*?\)")
_WORD = re.compile(r"\w+")
# What Indonesian puts before a word: who looks for "daftar" wants "mendaftar" and "pendaftaran" too.
_PREFIXES = "(?:me[mn]?|meng|be[rl]?|di|ke|pe[mnr]?|peng|te[r]?|se)?"
_LONG_ENOUGH, SHORT = (
    4,
    2,
)  # letters; shorter words would be found in others by chance: "wa" in "dewasa" and "warga"
# They say nothing of what is asked.
_SMALL = """
ada aku anda apa apakah atau bagaimana belum bisa boleh cara dan dari dengan di gimana itu ini kalau ke kenapa mana mau mengapa
oleh pada saya siapa sudah tidak untuk yang
a about an and are at be can do does for from how i if in is it me my not of on or the to was what when where who why with you your
"""
SMALL_WORDS = frozenset(_SMALL.split())
_HEADING = re.compile(r"^## (?P<title>.+?)(?: \{#(?P<anchor>[a-z0-9-]+)\})?$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading, its anchor and what stands below it; the one without a heading comes first."""

    title: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Page:
    """A topic in one language, as its file says it."""

    title: str
    lead: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Topic:
    key: str
    room: str
    order: int
    readers: tuple[str, ...]
    near: tuple[str, ...]
    screens: tuple[str, ...]
    everyday: tuple[str, ...]
    pages: Mapping[str, Page]

    def page(self) -> Page:
        """In the language that is active."""
        return self.pages[language()]


def language() -> str:
    code = (translation.get_language() or LANGUAGES[0])[:2]
    return code if code in LANGUAGES else LANGUAGES[0]


@cache
def topics() -> Mapping[str, Topic]:
    """Every room's topics by name, in the order in which they are offered."""
    found = [
        topic for app in apps.get_app_configs() for topic in read_topics(Path(app.path) / "help", app.label)
    ]
    return {topic.key: topic for topic in sorted(found, key=lambda topic: (topic.order, topic.key))}


def read_topics(folder: Path, room: str) -> list[Topic]:
    if not (folder / LIST).exists():
        return []
    with (folder / LIST).open(encoding="utf-8", newline="") as file:
        return [
            Topic(
                row["topic"],
                room,
                int(row["order"]),
                *(tuple(row[name].split()) for name in ("readers", "near", "screens")),
                tuple((row.get("everyday") or "").split()),
                {code: read_page(folder / code / f"{row['topic']}.md") for code in LANGUAGES},
            )
            for row in csv.DictReader(file)
        ]


def read_page(path: Path) -> Page:
    source = path.read_text(encoding="utf-8")
    first, _, rest = source.partition("\n")
    parts = list(_HEADING.finditer(rest))
    opening = rest[: parts[0].start()] if parts else rest
    lead, _, more = opening.strip().partition("\n\n")
    ends = [part.start() for part in parts[1:]] + [len(rest)]
    sections = [
        Section(part["title"], part["anchor"] or "", rest[part.end() : end].strip())
        for part, end in zip(parts, ends, strict=True)
    ]
    return Page(first.removeprefix("# ").strip(), lead, (Section("", "", more.strip()), *sections))


@cache
def topic_of(screen: str) -> str:
    """The topic that explains the screen of that address name, the longest pattern deciding; "" where none does."""
    found = [
        (len(pattern), topic.key)
        for topic in topics().values()
        for pattern in topic.screens
        if fnmatchcase(screen, pattern)
    ]
    return max(found, default=(0, ""))[1]


def find_section(place: str) -> Section:
    """`topic#anchor` → that section in the active language. KeyError: there is none."""
    key, _, anchor = place.partition("#")
    for section in topics()[key].page().sections:
        if section.anchor == anchor:
            return section
    raise KeyError(place)


def address(place: str) -> str:
    key, _, anchor = place.partition("#")
    return reverse("portal:help_topic", args=[key]) + (f"#{anchor}" if anchor else "")


def label(text: str) -> str:
    """A label as the screen shows it; a field's is the name of its column with a capital."""
    shown = gettext(text)
    if shown == text:
        shown = capfirst(gettext(text[:1].lower() + text[1:]))
    return str(shown)


def _label(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos)
    if end < 0:
        return False
    if not silent:
        state.push("label", "", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


Env = MutableMapping[str, Any]
Opens = Callable[[str], bool]


def _show_label(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Env) -> str:
    return f"<b>{escape(label(tokens[index].content))}</b>"


def _open_link(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: Env) -> str:
    kind, _, target = str(tokens[index].attrs["href"]).partition(":")
    url = ""
    if kind == "screen":
        url = reverse(target) if env["opens"](target) else ""
    elif kind == "help":
        url = address(target)
    env.setdefault("links", []).append(bool(url))
    return f'<a href="{escape(url)}">' if url else ""


def _close_link(_self: RendererHTML, _tokens: Sequence[Token], _index: int, _options: Any, env: Env) -> str:
    return "</a>" if env["links"].pop() else ""


def _show_picture(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Env) -> str:
    token = tokens[index]
    name = str(token.attrs["src"]).partition(":")[2]
    narrow, wide = (escape(static(picture(name, width, language()))) for width in WIDTHS)
    return (
        f'<a href="{wide}"><picture><source media="(max-width: 40rem)" srcset="{narrow}">'
        f'<img src="{wide}" alt="{escape(token.content)}" loading="lazy" decoding="async" width="1216" height="900"></picture></a>'
    )


def picture(name: str, width: str, code: str) -> str:
    """Where a picture of the tutorial lies among the static files."""
    return f"pictures/{name}-{width}-{code}.webp"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.inline.ruler.before("link", "label", _label)
    for name, rule in (
        ("label", _show_label),
        ("link_open", _open_link),
        ("link_close", _close_link),
        ("image", _show_picture),
    ):
        markdown.add_render_rule(name, rule)
    return markdown


MARKDOWN = _markdown()


def html(text: str, opens: Opens = lambda _screen: False) -> SafeString:
    """The Markdown of a page as HTML. Nothing of it comes from outside the repository, and tags in it are text."""
    return mark_safe(MARKDOWN.render(text, {"opens": opens}))  # nosec B308 B703


def words(text: str) -> SafeString:
    """One line of it, without paragraph: a title, or what a "?" opens."""
    return mark_safe(MARKDOWN.renderInline(text, {"opens": lambda _screen: False}))  # nosec B308 B703


@dataclass(frozen=True)
class Hit:
    topic: Topic
    section: Section


def search(text: str) -> list[Hit]:
    """The topics in which every word occurs, best first: in the title or among its everyday words, in a heading, in the text."""
    typed = _words(text)
    asked = [_finder(word) for word in typed if word not in SMALL_WORDS] or [_finder(word) for word in typed]
    if not asked:
        return []
    ranked = []
    for topic in topics().values():
        title, whole, parts = _folded(topic.key, language())
        if not all(finds(whole) for finds in asked):
            continue
        scores = [sum(3 * bool(finds(head)) + bool(finds(body)) for finds in asked) for head, body in parts]
        best = max(range(len(scores)), key=lambda number: (scores[number], -number))
        rank = 10 * sum(bool(finds(title)) for finds in asked) + scores[best]
        ranked.append((-rank, len(ranked), Hit(topic, topic.page().sections[best])))
    return [hit for _rank, _order, hit in sorted(ranked, key=lambda row: row[:2])]


def _finder(word: str) -> Callable[[str], re.Match[str] | None]:
    """Finds the beginning of a word, or what stands after a prefix; one of two letters only by itself."""
    before, after = _PREFIXES if len(word) >= _LONG_ENOUGH else "", r"\b" if len(word) <= SHORT else ""
    return re.compile(f" {before}{re.escape(word)}{after}").search


def _words(text: str) -> list[str]:
    return [folded for word in _WORD.findall(text) if (folded := fold(word))]


def _joined(text: str) -> str:
    """As searches compare it: each word folded and a space before it."""
    return "".join(f" {word}" for word in _words(text))


@cache
def _folded(key: str, code: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Title and everyday words, everything, and each section's heading and text, as searches compare them."""
    topic = topics()[key]
    with translation.override(code):
        page = topic.pages[code]
        parts = tuple(
            (_joined(strip_tags(words(part.title))), _joined(strip_tags(html(_PICTURE.sub("", part.text)))))
            for part in page.sections
        )
        title = _joined(" ".join([page.title, *topic.everyday]))
        whole = "".join([title, _joined(strip_tags(words(page.lead))), *("".join(part) for part in parts)])
    return title, whole, parts
