"""Every list with whatever may stand in its address: the list or one clear sentence, and chips that a person can read."""

import re
from html import unescape
from typing import Any

from django import forms
from django.http import HttpResponse

from jalur.foundation.accounts import access
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.kit import formats
from jalur.kit.filters import FilterSet, ModelFilter
from jalur.kit.lists import list_page
from jalur.kit.tables import NameColumn, Table
from tests.access.addresses import LIBRARY, Address, addresses
from tests.access.conftest import Stage
from tests.access.examples import OWN_WORK, example_of

KNOWN = [each for each in addresses() if each.name not in {*LIBRARY, *OWN_WORK} and example_of(each)]
OF_EVERY_LIST = ["page", "per_page", "sort", "nothing"]
ODD = {
    "nothing": [""],
    "space": ["   "],
    "unknown": ["zzz"],
    "negative": ["-1"],
    "huge": ["9" * 30],
    "float": ["1e9"],
    "infinite": ["inf"],
    "key": ["3fa85f64-5717-4562-b3fc-2c963f66afa6"],
    "day that never was": ["2026-13-45"],
    "first day": ["0001-01-01"],
    "last day": ["9999-12-31"],
    "signs": ["%_'\"\\;--<b>"],
    "long": ["a" * 3000],
    "twice": ["KR", "zzz"],
    "emoji": ["😀"],
}
FIGURE = re.compile(r'figure-label"><a href="([^"]+)".*?figure-value">([\d.]+)', re.DOTALL)
A_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")


def opened(stage: Stage, known: list[Address]) -> dict[tuple[Any, str], HttpResponse]:
    """The lists as they open, by their address and the first of the cast who may read it."""
    lists = {}
    for address in known:
        may = (key for key, one in stage.members() if stage.expected(one, address, "near") == "shown")
        if (key := next(may, None)) is None:
            continue
        url, client = stage.url(address, "near"), stage.client(key)
        answer = client.get(url)
        if answer.status_code == 200 and answer.context and "page_sizes" in answer.context:
            lists[client, url] = answer
    return lists


def fields_of(answer: HttpResponse) -> dict[str, forms.Field]:
    form = answer.context["filter_form"]
    return dict(form.fields) if form else {}


def astray(client: Any, url: str, names: list[str]) -> list[str]:
    """What an odd value brings forth, in all filters at once; one that nobody knows in each by itself as well."""
    wrong = []
    for kind, values in ODD.items():
        for asked in [names, *([name] for name in names if kind == "unknown" and name not in OF_EVERY_LIST)]:
            answer = client.get(url, dict.fromkeys(asked, values))
            if answer.status_code != 200:
                wrong.append(f"{url} {kind} {asked}: {answer.status_code}")
            else:
                wrong += [f"{url} {kind} {asked}: {each}" for each in unreadable(answer)]
    return wrong


def unreadable(answer: HttpResponse) -> list[str]:
    """Chips and faults that are no words for a reader; what a box to type in was given is said as it was given."""
    fields, told = fields_of(answer), []
    for chip in answer.context["chips"]:
        typed = type(fields[chip.remove].widget) is forms.TextInput
        if len(chip.value) > 81 or (not typed and A_KEY.search(chip.value)) or not chip.value.strip(" -"):
            told.append(f"chip {chip.label}: {chip.value}")
    if answer.context["faults"] and ", ".join(answer.context["faults"]) not in answer.content.decode():
        told.append(f"{answer.context['faults']} are not told")
    return told


def unnamed(client: Any, url: str, answer: HttpResponse) -> list[str]:
    """Choices without words: a code, a key, dashes; each is chosen once and its chip read."""
    wrong = []
    for name, field in fields_of(answer).items():
        choices = [(str(value), str(words)) for value, words in getattr(field, "choices", ())]
        wrong += [f"{url} {name}: offers {words}" for _value, words in choices if not words.strip(" -")]
        for value, words in choices[1:2] + choices[-1:]:
            if not value or value == "all":
                continue
            chosen = client.get(url, {name: value})
            said = {chip.remove: chip.value for chip in chosen.context["chips"]}.get(name, "")
            if (
                said != words
                or A_KEY.search(said)
                or (isinstance(field, forms.ModelChoiceField) and said == value)
            ):
                wrong.append(f"{url}?{name}={value}: the chip says {said!r}, the choice {words!r}")
    return wrong


def test_every_list_answers_odd_filters(stage):
    lists = opened(stage, KNOWN)
    assert len(lists) > 20
    wrong = []
    for (client, url), answer in lists.items():
        wrong += astray(client, url, [*fields_of(answer), *OF_EVERY_LIST])
    assert not wrong, "\n".join(wrong[:40])


def test_every_chip_says_what_was_chosen(stage):
    wrong = []
    for (client, url), answer in opened(stage, KNOWN).items():
        wrong += unnamed(client, url, answer)
    assert not wrong, "\n".join(wrong[:40])


def test_a_list_that_shows_keys_is_found(stage, plant):
    class BareField(ModelFilter.field_class):
        def label_from_instance(self, row: Any) -> str:
            return str(row.pk)

    class Bare(ModelFilter):
        field_class = BareField

        def filter(self, rows: Any, value: Any) -> Any:
            return rows

    class People(FilterSet):
        person = Bare(field_name="pk", queryset=Person.objects.order_by("name"), label="Orang")

        class Meta:
            model = Person
            fields: list[str] = []

    class PersonTable(Table):
        name = NameColumn()

    def planted(request: Any) -> HttpResponse:
        return list_page(request, queryset=Person.objects.order_by("name"), table=PersonTable, filters=People)

    lists = opened(stage, [plant(access.requires(PeopleRight.VIEW_PERSON)(planted))])
    (((client, url), answer),) = lists.items()
    assert unnamed(client, url, answer)


# Openings held, the sum of a column of the orders behind it: tests/portal/test_figures.py adds it up.
ADDS_UP = {"/job-orders/desk/?state=published"}


def test_a_figure_and_the_list_it_leads_to_show_one_number(stage):
    """Whatever was searched before: every figure with a link, on the homes and on every page that somebody may read."""
    wrong, led = [], 0
    for address in KNOWN:
        for key, one in stage.members():
            if stage.expected(one, address, "near") != "shown":
                continue
            client = stage.client(key)
            page = client.get(stage.url(address, "near"))
            figures = [] if page.streaming else FIGURE.findall(page.content.decode(errors="replace"))
            for url, number in ((unescape(href), number) for href, number in figures):
                if url in ADDS_UP:
                    continue
                bare = url.partition("?")[0]
                client.get(bare, {"q": "nobody is called so"})
                answer = client.get(url, follow=True)
                if answer.status_code == 200 and answer.context and "page_sizes" in answer.context:
                    led += 1
                    shown = formats.number(answer.context["total"])
                    if shown != number:
                        wrong.append(f"{address.name} as {key}: {number}, {url} has {shown}")
            if address.name != "portal:home":
                break
    assert led > 10
    assert not wrong, "\n".join(wrong)
