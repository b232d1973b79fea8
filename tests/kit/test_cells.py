"""Cells are what django-tables2 would draw, from columns read once; widgets are what Django's templates would draw."""

import inspect
from decimal import Decimal
from types import SimpleNamespace

import django_tables2
import pytest
from django import forms
from django.db import connection
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import format_html

from jalur.foundation.accounts.models import User
from jalur.foundation.geography.models import Country, Place
from jalur.kit import dates
from jalur.kit.components import Tag
from jalur.kit.lists import Options
from jalur.kit.tables import DayColumn, MoneyColumn, NameColumn, NumberColumn, SelectColumn, Table, TagColumn

TAGS = {"id": Tag("Indonesia", "done"), "en": Tag("Inggris", "wait")}


class UserTable(Table):
    select = SelectColumn()
    name = NameColumn(linkify=lambda record, value: f"/x/?a={value}&b={record.email}")
    language = TagColumn(tags=lambda: TAGS)
    created_at = DayColumn()
    missing = django_tables2.Column(accessor="last_login")
    length = NumberColumn(empty_values=())
    both = django_tables2.Column(accessor="email")

    class Meta:
        order_by = ("name",)

    def render_length(self, record):
        return len(record.name) * 1000

    def render_both(self, value, record, column):
        return format_html("<b>{}</b>{}", value, column.verbose_name or "")

    def value_both(self, value):
        return value


class PlaceTable(Table):
    name = NameColumn()
    kind = django_tables2.Column()
    parent_kind = django_tables2.Column(accessor="parent__kind")
    population = NumberColumn()


@pytest.fixture
def table(db):
    User.objects.create(email="a@x.example", name="<Sari> & Rini", language="en")
    User.objects.create(email="b@x.example", name="Wulan", language="id")
    return UserTable(User.objects.order_by("name"))


def test_cells_are_those_of_django_tables2(table):
    """All but the state: there the library hands over what a choice is called, so its tone was lost."""
    template = Template('<td {{ column.attrs.td.as_html }} data-label="{{ column.header }}">{{ cell }}</td>')
    for drawn, row in zip(table.drawn_rows(), table.rows, strict=True):
        for column, cell in row.items():
            if column.name != "language":
                assert template.render(Context({"column": column, "cell": cell})) in drawn


def test_what_people_wrote_is_escaped(table):
    first = next(table.drawn_rows())
    assert "<Sari>" not in first
    assert "/x/?a=&lt;Sari&gt; &amp; Rini&amp;b=a@x.example" in first


def test_a_state_has_its_tone_and_its_words(table):
    first = next(table.drawn_rows())
    assert "tag-wait" in first
    assert "Inggris" in first
    _heads, row, _other = table.file_rows(table.data)
    assert row[1] == "Inggris"


def test_a_file_holds_plain_values_and_no_ticks(table):
    heads, first, second = table.file_rows(table.data)
    assert len(heads) == 6
    assert first[0] == "<Sari> & Rini"
    assert first[2] == dates.day_of(User.objects.get(email="a@x.example").created_at)
    assert first[3] is None
    assert (second[4], second[5]) == (5000, "b@x.example")


def test_choices_stand_in_words_and_what_is_not_there_as_a_dash(db):
    with translation.override("en"):
        rows = Place.objects.filter(code__in=["35", "35.17"]).select_related("parent").order_by("code")
        first, second = PlaceTable(rows).drawn_rows()
        kind = rows[0].get_kind_display()
        assert f">{kind}</td>" in first
        assert first.count(">–</td>") == 1
        assert f'data-label="Kind">{kind}</td>' in second


def test_a_function_is_inspected_once_not_for_every_table(table, monkeypatch):
    list(table.drawn_rows())
    monkeypatch.setattr(inspect, "signature", None)
    assert len(list(UserTable(User.objects.order_by("name")).drawn_rows())) == 2


@pytest.mark.parametrize(
    "field",
    [
        forms.CharField(initial='a"b<c'),
        forms.IntegerField(min_value=3, initial=4),
        forms.DateField(widget=forms.DateInput({"type": "date", "data-x": True, "data-y": False})),
        forms.EmailField(disabled=True),
        forms.CharField(widget=forms.HiddenInput, initial="x"),
        forms.ChoiceField(choices=[("", "all"), ("a&b", "A & B"), ("c", "C")], initial="c"),
        forms.ChoiceField(choices=[("Group <1>", [("a", "A")]), ("b", "B")], required=False),
    ],
)
def test_widgets_are_those_of_djangos_templates(field):
    form = type("Form", (forms.Form,), {"box": field})
    parts = [str(form(renderer=renderer)["box"]) for renderer in (None, DjangoTemplates())]
    ours, theirs = ("".join(line.strip() for line in part.splitlines()) for part in parts)
    assert ours == theirs.replace("  ", " ")


def test_a_select_asks_once_for_all_it_offers_and_keeps_it(db):
    field = forms.ModelChoiceField(Country.objects.order_by("code"), empty_label="all")
    before = list(field.choices)
    field.widget.choices = Options(field, "countries")
    for expected in (1, 0):
        with CaptureQueriesContext(connection) as queries:
            after = [(str(value), label) for value, label in field.widget.choices]
        assert len(queries) == expected
        assert after == [(str(value), label) for value, label in before]


def test_an_amount_in_a_file_is_a_number_or_stands_beside_its_own_currency():
    pay = SimpleNamespace(currency="SGD")
    assert MoneyColumn().value(Decimal(2_500_000), pay) == Decimal(2_500_000)
    assert MoneyColumn(currency=".currency").value(Decimal("650.50"), pay) == "SGD 650.50"
