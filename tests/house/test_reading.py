"""Every box of every form and filter is read by kit/reading, so that it reads what Indonesians write or says what to write instead.

Rooms join by themselves: the forms are found, and so are the kinds of boxes they have.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import django_filters
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from jalur.kit import filters
from jalur.kit.forms import (
    DayField,
    LookupField,
    MoneyField,
    NameField,
    NumberField,
    PercentField,
    PhoneField,
    TextField,
)
from jalur.kit.reading import Unreadable, read_day, read_number

JALUR = Path(__file__).resolve().parents[2] / "jalur"
TODAY = date(2026, 1, 12)
RAW = re.compile(
    r"\b(?:forms\.(?:CharField|IntegerField|DecimalField|FloatField|DateField|DateTimeField)"
    r"|django_filters\.(?:\w*CharFilter|\w*ChoiceFilter|NumberFilter|RangeFilter|DateFilter|FilterSet))\b"
)
KIT = {JALUR / "kit" / name for name in ("forms.py", "filters.py", "lists.py", "chips.py", "dated.py")}


def raw_fields(text: str) -> list[str]:
    """Fields and filters of the libraries themselves, which read numbers, days and texts their own way."""
    return RAW.findall(text)


def all_under(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from all_under(one)


def is_of_a_library(form: type, name: str) -> bool:
    """A box that a form of ours has from a library's."""
    others = [base for base in form.__mro__ if not base.__module__.startswith("jalur.")]
    return any(name in getattr(base, "base_fields", ()) for base in others)


def boxes() -> list[tuple[str, forms.Field]]:
    """Every box that a form or filter of the application declares, with its name."""
    assert get_resolver().url_patterns  # every room's screens are loaded
    for path in JALUR.rglob("filters.py"):
        import_module(".".join(path.relative_to(JALUR.parent).with_suffix("").parts))
    found = {
        f"{one.__module__}.{one.__qualname__}.{name}": field
        for one in set(all_under(forms.BaseForm))
        if one.__module__.startswith("jalur.")
        for name, field in one.base_fields.items()
        if not is_of_a_library(one, name)
    }
    for one in set(all_under(filters.FilterSet)):
        for name, each in one.base_filters.items():
            if isinstance(each, django_filters.CharFilter | django_filters.DateFilter):
                found[f"{one.__module__}.{one.__qualname__}.{name}"] = each.field
    return sorted(found.items())


BOXES = boxes()


def kind(*classes: type) -> list[object]:
    """The boxes of these kinds, as parameters of a test."""
    return [pytest.param(field, id=name) for name, field in BOXES if isinstance(field, classes)]


def answer(field: forms.Field, text: str) -> object:
    """What a box makes of a text; its sentence where it refuses."""
    try:
        return field.clean(text)
    except ValidationError as refused:
        return refused.messages[0]


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


def test_no_room_reads_by_itself():
    broken = {
        str(path.relative_to(JALUR)): found
        for path in sorted(JALUR.rglob("*.py"))
        if path not in KIT and (found := raw_fields(path.read_text(encoding="utf-8")))
    }
    assert broken == {}


@pytest.mark.parametrize("planted", ["x = forms.IntegerField()", "q = django_filters.CharFilter()"])
def test_a_planted_field_is_seen(planted):
    assert raw_fields(planted)


def test_every_number_day_and_text_of_a_model_is_asked_for_so():
    """What the columns of a model give, too: they are made by `form_field`."""
    raw = {forms.CharField, forms.IntegerField, forms.DecimalField, forms.FloatField, forms.DateField}
    assert [name for name, field in BOXES if type(field) in raw] == []
    kinds = {type(field) for _name, field in BOXES}
    assert {TextField, NumberField, MoneyField, PercentField, DayField, PhoneField} <= kinds


# text typed -> the number it is, None where it must be refused
NUMBERS = {
    "7": 7,
    "1000": 1000,
    "1.000": 1000,
    "1 000": 1000,
    "1,000": 1000,
    "1\N{NO-BREAK SPACE}000": 1000,
    "1.000,00": 1000,
    "25.000.000": 25_000_000,
    "\N{ZERO WIDTH SPACE}25": 25,
    "-5": -5,
    "1.5": None,
    "1,5": None,
    "1.00.000": None,
    "1.000,000.000": None,
    "0.500": None,
    "10 orang": None,
    "1e3": None,
    "0x10": None,
    "seribu": None,
    "12\x07": None,
    "\N{FULLWIDTH DIGIT ONE}": None,
}


@pytest.mark.parametrize(("typed", "number"), NUMBERS.items())
def test_one_reader_of_numbers(typed, number):
    if number is not None:
        assert read_number(typed) == number
        return
    with pytest.raises(Unreadable) as refused:
        read_number(typed)
    assert "1.000" in str(refused.value) or "Ketik ulang" in str(refused.value)


@pytest.mark.parametrize("field", kind(NumberField, MoneyField))
def test_a_number_is_read_whole_or_refused(field):
    for typed, number in NUMBERS.items():
        got = answer(field, typed)
        if isinstance(field, PercentField) and not isinstance(got, str):
            got *= 100
        assert isinstance(got, str) or got == number, typed


@pytest.mark.parametrize("field", kind(MoneyField))
def test_money_is_read_with_its_sign(field):
    for typed in ("Rp1.500.000", "Rp 1.500.000,-", "1500000", "rp. 1.500.000", "IDR 1,500,000"):
        assert field.clean(typed) == 1_500_000, typed
    assert isinstance(answer(field, "9" * 30), str)


DAYS = {
    "17 Agustus 1998": date(1998, 8, 17),
    "Senin, 17 Agustus 1998": date(1998, 8, 17),
    "17 Agt 98": date(1998, 8, 17),
    "17-8-98": date(1998, 8, 17),
    "17/08/1998": date(1998, 8, 17),
    "17.8.1998": date(1998, 8, 17),
    "1998-08-17": date(1998, 8, 17),
    "1998-08-17 00:00:00": date(1998, 8, 17),
    "12-04-01": date(2001, 4, 12),
    "1 Nop 2025": date(2025, 11, 1),
    "31-02-2001": None,
    "08-17-1998": None,
    "02-02-0026": None,
    "31-12-9999": None,
    "12-04-201": None,
    "36024": None,
    "2001": None,
    "besok": None,
}


@pytest.mark.parametrize(("typed", "day"), DAYS.items())
def test_one_reader_of_days(typed, day):
    if day is not None:
        assert read_day(typed, today=TODAY) == day
        return
    with pytest.raises(Unreadable):
        read_day(typed, today=TODAY)


@pytest.mark.parametrize("field", kind(DayField))
def test_a_day_is_the_one_written_inside_its_span_or_refused(field):
    first, last = field.span.ends(TODAY)
    assert first.year >= 1900
    assert last.year <= 2080
    for typed, day in DAYS.items():
        got = answer(field, typed)
        assert isinstance(got, str) or got == day or (typed == "12-04-01" and first <= got <= last), typed
    for ahead in (1, 20, 366) if last == TODAY else ():
        day = TODAY + timedelta(days=ahead)
        for typed in (f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}"):
            assert "belum tiba" in answer(field, typed), typed
    if last == TODAY:
        assert "Periksa tahunnya" in answer(field, "13-01-2062")
    for inside in {first, last, TODAY}:
        assert field.clean(f"{inside:%d-%m-%Y}") == inside
        assert field.clean(f"{inside:%Y-%m-%d}") == inside


@pytest.mark.parametrize("field", kind(TextField))
def test_a_text_is_what_is_to_be_seen_of_it(field):
    blank = "\N{ZERO WIDTH SPACE}\N{HANGUL FILLER}\N{NO-BREAK SPACE}\N{RIGHT-TO-LEFT OVERRIDE}"
    empty = answer(field, "")
    assert answer(field, blank) == empty
    assert "tanda" in str(answer(field, "Kayang\x07an"))
    if type(field) is TextField and (field.max_length or 99) > 20:
        hidden = "Siti\N{ZERO WIDTH SPACE}\N{NO-BREAK SPACE} \N{SOFT HYPHEN}Aminah"
        assert field.clean(hidden) == "Siti Aminah"


@pytest.mark.parametrize("field", kind(PhoneField))
def test_letters_are_no_digits_of_a_phone(field):
    assert field.clean("0812-3456-7890") == field.clean("+62 812 3456 7890") == "+6281234567890"
    for typed in ("081234567890 (ibu)", "0812FLOWERS", "tel:081234567890"):
        assert "tanpa kata" in str(answer(field, typed))


@pytest.mark.parametrize("field", kind(LookupField))
def test_a_lookup_refuses_what_no_text_has(field):
    assert "tanda" in str(answer(field, "Kayang\x07an"))


NAMES = {
    "Siti Aminah": "Siti Aminah",
    "  Nur  ": "Nur",
    "Ma'ruf": "Ma'ruf",
    "H. Ahmad Dahlan, S.Pd.": "H. Ahmad Dahlan, S.Pd.",
    "Siti\N{ZERO WIDTH SPACE}\N{NO-BREAK SPACE} Aminah": "Siti Aminah",
    "李娜": "李娜",
    **dict.fromkeys(("123", "\N{HANGUL FILLER}a\x07", "a\N{REPLACEMENT CHARACTER}", "=1+1"), None),
    "Z" + "\N{COMBINING TILDE}" * 5: None,
}


@pytest.mark.parametrize("field", kind(NameField))
def test_a_name_has_letters_and_nothing_that_is_no_text(field):
    for typed, name in NAMES.items():
        got = answer(field, typed)
        assert got == name or (name is None and len(str(got)) > 20), typed


def test_whatever_is_called_a_name_is_read_as_one():
    """What people, institutes, employers, orders and programmes are called; a plan may be called 2026."""
    called = [
        name
        for name, field in BOXES
        if name.rsplit(".", 1)[-1] in {"name", "title"} and type(field) is TextField
    ]
    assert [name for name in called if not name.startswith("jalur.proposals.runs.")] == []


@pytest.mark.parametrize("field", kind(TextField))
def test_a_dash_says_nothing(field):
    """What people write for "nothing" is nothing: it passes no box that is needed, and leaves an optional one empty."""
    for typed in ("-", ".", " – ", "...", "?", "\N{ZERO WIDTH SPACE}-"):
        got = answer(field, typed)
        assert not got if not field.required else str(got) not in ("", typed), typed
