"""Filters and tags every template may use: `{% load jalur %}`."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django import forms, template
from django.contrib.staticfiles import finders
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.template import Context
from django.utils.html import conditional_escape as escape
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jalur.kit import dates, formats, visits
from jalur.kit import help as rooms_help
from jalur.kit.answers import BY_WORDS
from jalur.kit.components import Action, Tag, Text
from jalur.kit.forms import first_id
from jalur.kit.forms import sentences as said_at
from jalur.kit.money import format_money

register = template.Library()

DASH = "–"
SHORT_MENU = 14  # entries that are all shown
SYMBOL = re.compile(r'<symbol[^>]*viewBox="([^"]+)" id="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
TONE_ICONS = {
    "done": "check-lg",
    "now": "arrow-right",
    "wait": "clock",
    "warn": "exclamation-lg",
    "bad": "x-lg",
    "none": "",
}


@lru_cache(maxsize=1)
def _symbols() -> dict[str, tuple[str, str]]:
    """Icon name → (view box, drawing), from the copied sprite; empty when the front-end files are not there."""
    from pathlib import Path

    found = finders.find("vendor/bootstrap-icons/bootstrap-icons.svg")
    if not found:
        return {}
    text = Path(str(found)).read_text(encoding="utf-8")
    return {name: (box, drawing) for box, name, drawing in SYMBOL.findall(text)}


@register.filter
def sentences(field: forms.BoundField, place: str = "") -> list[str]:
    """What is wrong at a field, in its box or (`field|sentences:"apart"`) in a summary."""
    return said_at(field, with_label=place == "apart")


register.filter(first_id)


@register.simple_tag(takes_context=True)
def cell(context: Context, value: Any, head: str, position: int) -> SafeString:
    """One cell of a Grid, drawn by the kind of its value; `head` names it on a phone, the first one names the row."""
    opening, closing = ('th scope="row" class="cell-name"', "th") if position == 0 else ("td", "td")
    if type(value) is int and position:
        opening = 'td class="cell-number"'
    label = format_html(' data-label="{}"', head) if head else ""
    # Each part is escaped by what made it.
    return mark_safe(f"<{opening}{label}>{_inside(context, value)}</{closing}>")  # nosec B308 B703


def _inside(context: Context, value: Any) -> str:
    if isinstance(value, Action):
        with context.push(action=value):
            return context.template.engine.get_template("components/action.html").render(context)
    if isinstance(value, Text):
        words = format_html('<a href="{}">{}</a>', value.url, value.text) if value.url else value.text
        return (
            format_html('{} <span class="hint">{}</span>', words, value.hint) if value.hint else escape(words)
        )
    if isinstance(value, Tag):
        return tag(value)
    if isinstance(value, dt.date):
        return day(value, "short")
    return escape(number(value) if value is None or type(value) is int else value)


@register.simple_tag(takes_context=True)
def form_key(context: template.Context) -> SafeString:
    """The key of a form: whatever is sent with it takes effect once, and is kept for whose page it stood on (foundation/workflow)."""
    mark = context.get("form_mark", "")
    key = BY_WORDS if context.get("once_by_words") else uuid4()
    return format_html('<input type="hidden" name="form_key" value="{}{}">', key, mark and f".{mark}")


@register.simple_tag
def icon(name: str) -> SafeString:
    """The Bootstrap icon of that name as inline SVG, silent to screen readers: it only stands beside words."""
    symbol = _symbols().get(name)
    if symbol is None:
        return SafeString("")
    # Box and drawing come from the pinned npm package, never from a person.
    drawing = f'<svg class="icon" viewBox="{symbol[0]}" aria-hidden="true">{symbol[1]}</svg>'
    return mark_safe(drawing)  # nosec B308 B703


@register.simple_tag
def about(place: str) -> SafeString:
    """A "?" that opens, in place, the first paragraph of a section of help, with the way to the rest: `{% about "identity#nik" %}`."""
    if not place:
        return SafeString("")
    section = rooms_help.find_section(place)
    heading, text = (rooms_help.words(part) for part in (section.title, section.text.partition("\n\n")[0]))
    return format_html(
        '<details class="about"><summary><span aria-hidden="true">?</span><span class="visually-hidden">{}: {}</span></summary>'
        '<div class="about-text"><p>{} <a href="{}">{}<span class="visually-hidden">: {}</span></a></p></div></details>',
        *(_("Help"), heading, text, rooms_help.address(place), _("More"), heading),
    )


@register.simple_tag
def about_link(place: str) -> SafeString:
    """The way to that section of help, where the words beside it say enough already."""
    heading = rooms_help.words(rooms_help.find_section(place).title)
    return format_html('<a href="{}">{}: {}</a>', rooms_help.address(place), _("Help"), heading)


@register.filter
def about_field(field: forms.BoundField) -> str:
    """The section of help that a form names for one of its fields, in its `about`."""
    return str(getattr(field.form, "about", {}).get(field.name, ""))


@register.simple_tag
def tag(state: Tag | str, tone: str = "none") -> SafeString:
    """A state in words with a mark: `{% tag row.state %}` or `{% tag _("Menunggu") "wait" %}`."""
    words, meaning = (state.text, state.tone) if isinstance(state, Tag) else (state, tone)
    mark = icon(TONE_ICONS[meaning]) if TONE_ICONS.get(meaning) else ""
    return format_html('<span class="tag tag-{}">{}{}</span>', meaning, mark, words)


@register.filter
def number(value: Decimal | float | None, places: int = 0) -> str:
    return DASH if value is None or value == "" else formats.number(value, int(places))


@register.filter
def percent(value: Decimal | float | None, places: int = 1) -> str:
    return DASH if value is None or value == "" else formats.percent(value, int(places))


@register.filter
def money(value: Decimal | float | None, currency: str = "IDR") -> str:
    return DASH if value is None or value == "" else format_money(value, currency, locale=formats.locale())


@register.filter
def day(value: dt.date | None, style: str = "medium") -> str:
    """`{{ order.deadline|day:"long" }}` → Sabtu, 21 November 2026; a computer-readable time element around it."""
    if not value:
        return DASH
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:10], formats.day(value, style))


@register.filter
def moment(value: dt.datetime | None) -> str:
    if not value:
        return DASH
    return format_html(
        '<time datetime="{}">{}</time>',
        dates.shown(value).isoformat(timespec="minutes"),
        formats.moment(value),
    )


@register.filter
def ago(value: dt.date | None) -> str:
    """How far from today, in words: "3 hari yang lalu"."""
    if not value:
        return DASH
    bare = value.date() if isinstance(value, dt.datetime) else value
    return formats.ago(bare, dates.today())


@register.filter
def is_past(value: dt.date | None) -> bool:
    return bool(value) and value <= dates.today()


@register.filter
def is_future(value: dt.date | None) -> bool:
    """A day after today: in the example country, whose day is pinned, what was written lies there."""
    return bool(value) and value > dates.today()


@register.filter
def phone(value: str) -> str:
    return formats.phone(value) if value else DASH


@register.filter
def masked(value: str) -> str:
    return formats.masked(value) if value else DASH


@register.filter
def dash(value: Any) -> Any:
    """The value, or a dash where there is none. Zero and False are values."""
    return DASH if value is None or value in {"", DASH} else value


@register.filter
def hundred(share: float | None) -> int:
    """A share of one as a whole number of percent, kept within 0 and 100: for progress elements."""
    return 0 if share is None else max(0, min(100, round(float(share) * 100)))


@register.filter
def minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The address's query with some names replaced; None removes one: `{% query_with page=3 export=None %}`."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def way_back(context: template.Context, url: str) -> str:
    """A list's address with the filters it was left with."""
    return visits.way_back(context["request"], url)


@register.simple_tag(takes_context=True)
def page_address(context: template.Context) -> str:
    """The address of this page as paper names it; without the host on the page that refuses a wrong one."""
    request: HttpRequest = context["request"]
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return request.get_full_path()


@register.simple_tag(takes_context=True)
def here_in(context: template.Context, navigation: list[tuple[str, list[dict[str, Any]]]]) -> str:
    """The entry of the menu that is lit: this page, else the nearest page above it, else the list that it lies in."""
    path = context["request"].path
    urls = [link["url"] for _heading, links in navigation for link in links]
    above = [crumb.url.partition("?")[0] for crumb in reversed(context.get("crumbs") or ())]
    around = sorted((url for url in urls if url != "/" and path.startswith(url)), key=len, reverse=True)
    return next((url for url in [path, *above, *around] if url in urls), "")


@register.simple_tag(takes_context=True)
def open_groups(
    context: template.Context, navigation: list[tuple[str, list[dict[str, Any]]]], here: str
) -> set[str]:
    """Headings of the menu that stand open: all of a short menu; else the one of this page, or where most of the reader's work is,
    and whatever she opened before (a cookie that app.js keeps)."""
    folded = [(heading, links) for heading, links in navigation if heading and len(links) > 1]
    if sum(len(links) for _heading, links in navigation) <= SHORT_MENU:
        return {heading for heading, _links in folded}
    around = {heading for heading, links in folded if any(link["url"] == here for link in links)}
    if (kept := context["request"].COOKIES.get("menu")) is not None:
        numbers = kept.split(".")
        return around | {heading for at, (heading, _links) in enumerate(folded) if str(at) in numbers}
    return around or {heading for heading, _links in sorted(folded, key=lambda group: -len(group[1]))[:1]}


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, name: str, instead: str | None = None) -> str:
    """The address's query without one filter, or with another value for it, back on the first page."""
    query = query_with(context, **{name: instead, "page": None})
    return query if len(query) > 1 else "?clear=1"


@register.filter
def has_secrets(form: forms.BaseForm) -> bool:
    """Whether a field comes back empty after an error, as passwords do."""
    return any(isinstance(field.widget, forms.PasswordInput) for field in form.fields.values())


@register.filter
def beside(first: Any, second: Any) -> list[tuple[Any, Any]]:
    """Two sequences of one length, pair by pair."""
    return list(zip(first, second, strict=True))
