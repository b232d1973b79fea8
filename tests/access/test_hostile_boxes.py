"""Every box of every form, through its door: what no office means is refused at the box, what is kept is what was meant.

Rooms join by themselves: the forms are those of the addresses in WRITES, the boxes those of the form on the page.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.db import connection

from jalur.kit.forms import DayField, LookupField, MoneyField, NumberField, PercentField
from jalur.kit.reading import read_text, read_value
from tests.access.conftest import Stage, fault, undone, written
from tests.access.examples import WRITES
from tests.access.test_writing import WRITING, sent_by, url_of, writer_of
from tests.access.world import TODAY

TEXTS = (
    "Siti " * 60,
    "\u200b\u2060\ufeff",
    "Siti \u202enimA",
    "😀😀😀",
    "=1+1",
    "<script>alert(1)</script>",
    "'; DROP TABLE people_person; --",
    "Si" + "\u0301" * 200,
    "%00",
    "'",
    "Siti\r\nBcc: a@contoh.example",
    "{{ 7*7 }} %(x)s {0}",
    "Siti\x1bAminah",
    "A" * 5_000,
)
# text typed -> the number it is, None where no box may take it
NUMBERS = {
    "1.000": 1000,
    "1,5": None,
    "1e3": None,
    "-1": -1,
    "\N{ARABIC-INDIC DIGIT THREE}": None,
    "\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}": None,
    "1" + "0" * 30: 10**30,
    "NaN": None,
    "Infinity": None,
    "": None,
    "1 000": 1000,
    "Rp1.000": 1000,
    "=1+1": None,
    "0": 0,
    "99999999999": 99999999999,
}
DAYS = (
    "31-02-2026",
    "0000-00-00",
    "9999-12-31",
    "01-01-0001",
    "besok",
    "2026-13-01",
    "46000",
    "\u0661-\u0661-2026",
    "1e9",
)
CHOICES = ("999999999999", "x", "-1", "35.17.08.9999", "None", "' OR '1'='1", str(uuid4()), "😀", "9" * 400)
LATER_LINE = re.compile(r"_([2-9]|\d\d+)$")


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


def boxes_of(form: Any) -> dict[str, forms.Field]:
    """What can be typed; of a list only the first two lines, one filled and one empty."""
    fields = form.fields.items() if form else ()
    return {name: field for name, field in fields if not field.disabled and not LATER_LINE.search(name)}


def hostile(field: forms.Field | None) -> Iterator[str]:
    if isinstance(field, NumberField | MoneyField):
        yield from NUMBERS
    elif isinstance(field, DayField):
        yield from DAYS
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        yield from CHOICES
        yield from elsewhere(field)
    elif isinstance(field, LookupField):
        yield from (*TEXTS, *CHOICES, *elsewhere(field))
    elif isinstance(field, forms.FileField | forms.BooleanField):
        return
    else:
        yield from TEXTS
        if field is None:
            yield from CHOICES


def elsewhere(field: Any) -> Iterator[str]:
    """A row that exists and that this box does not offer."""
    if isinstance(field, forms.ModelChoiceField):
        others = field.queryset.model._default_manager.exclude(pk__in=field.queryset.order_by().values("pk"))
        yield from (str(field.prepare_value(row)) for row in others.order_by("pk")[:1])
    elif isinstance(field, LookupField) and field.model:
        others = field.model._default_manager.order_by("pk")[:50]
        yield from [str(row.pk) for row in others if field.label_of(str(row.pk)) is None][:1]


def kept(tables: set[str]) -> set[tuple[str, str]]:
    """(column or key in it, what stands there) of these tables."""
    found: set[tuple[str, str]] = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t')
            for (row,) in cursor.fetchall():
                found |= set(leaves("", json.loads(row)))
    return found


def leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(name, inner)
    elif value is not None:
        yield name, str(value)


def what_is_meant(name: str, field: forms.Field | None, typed: str, rows: set[tuple[str, str]]) -> bool:
    """Whether an accepted text stands in what was written as it was meant."""
    if not read_value(typed):
        return True
    if isinstance(field, NumberField | MoneyField):
        number = NUMBERS[typed]
        if number is None:
            return False
        number = number / 100 if isinstance(field, PercentField) else number
        column = re.sub(r"_\d+$", "", name)  # a box of one line of a list
        return any(float(value) == number for stands, value in rows if stands == column)
    if isinstance(field, DayField | forms.ChoiceField | forms.ModelChoiceField | LookupField):
        return False
    text = read_text(typed, lines=bool(field) and isinstance(field.widget, forms.Textarea))
    return not text or any(value == text for _column, value in rows)


def wrong_at(stage: Stage, address: Any) -> Iterator[str]:
    write, side = WRITES[address.name], stage.world.near
    key = writer_of(stage, address, write)
    with undone():
        write.before(side, getattr(stage.cast, key, None))
        client, url = stage.client(key), url_of(stage, address, write, "near")
        page = client.get(url)
        form = page.context.get("form") if page.context and page.status_code == 200 else None
        data = sent_by(client, url, write, side)
        data.pop("form_key", None)
        boxes = boxes_of(form) or dict.fromkeys(name for name in data if name != "opened_with")
        for name, field in boxes.items():
            # A form that corrects what another one fills has the same boxes.
            for typed in islice(hostile(field), 0, None, 4 if "opened_with" in data else 1):
                with undone():
                    before = written()
                    answer = client.post(url, {**data, name: typed})
                    after = written()
                    yield from (
                        f"{address.name} {name}={typed[:40]!r}: {said}"
                        for said in verdicts(name, field, typed, answer, before, after)
                    )


def verdicts(name: str, field: Any, typed: str, answer: Any, before: Any, after: Any) -> Iterator[str]:
    if answer.status_code >= 500:
        yield fault(answer)
    elif answer.status_code >= 400:
        if after != before:
            yield f"wrote though refused: { {k: v for k, v in after.items() if before.get(k) != v} }"
        form = answer.context.get("form") if answer.context else None
        if field is not None and answer.status_code == 422:
            yield from blamed(name, form)
    elif after != before and field is not None:
        tables = {table for table in after if after[table] != before.get(table, 0)}
        if not what_is_meant(name, field, typed, kept(tables)):
            yield "accepted and kept otherwise"


def blamed(name: str, form: Any) -> Iterator[str]:
    """Unless the box itself, one of its line, or a sentence about several, says in a sentence or two what is wrong with it."""
    errors, line = (form.errors if form else {}), re.search(r"_\d+$", name)
    beside = [each for each in errors if line and each.endswith(line[0])]
    sentences = next((errors[each] for each in (name, *beside, "__all__") if each in errors), None)
    if not sentences:
        yield f"refused without a sentence at the box, but at {list(errors)}"
    elif len(" ".join(sentences)) > 350:
        yield f"{len(' '.join(sentences))} letters of refusal"


@pytest.mark.parametrize("address", WRITING, ids=lambda address: address.name)
def test_what_nobody_means_is_refused_or_kept_as_typed(stage, address):
    wrong = list(wrong_at(stage, address))
    assert not wrong, "\n".join(wrong)
