"""The list page: filters that stay, steady pages, two queries, exports nobody's spreadsheet runs."""

import codecs
import collections
import csv
import datetime as dt
import io
import tracemalloc
import zipfile

import django_filters
import polars as pl
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from jalur.foundation.accounts.access import ANONYMOUS
from jalur.foundation.accounts.models import User
from jalur.kit import lists, visits
from jalur.kit.components import Empty
from jalur.kit.lists import SearchFilter, StandingFilter, list_page
from jalur.kit.spreadsheets import harmless, to_csv, to_xlsx
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, SelectColumn, Table


class AccountTable(Table):
    select = SelectColumn()
    name = NameColumn()
    created_at = DayColumn()


class AccountFilter(django_filters.FilterSet):
    q = SearchFilter(fields=["name", "email"])
    language = django_filters.ChoiceFilter(choices=[("id", "Indonesia"), ("en", "English")], label="Bahasa")


class StandingAccountFilter(AccountFilter):
    language = StandingFilter(choices=[("id", "Indonesia"), ("en", "English")], standing="id", label="Bahasa")


@pytest.fixture
def accounts(db):
    User.objects.bulk_create(
        User(
            email=f"{number}@contoh.example",
            name=f"Nama {number % 3}",
            language="en" if number % 10 == 0 else "id",
        )
        for number in range(60)
    )


def page(address="/list/", session=None, **options):
    request = RequestFactory().get(address, headers=options.pop("headers", {}))
    request.wants_rows = options.pop("rows", False)
    request.session = session if session is not None else SessionStore()
    request.actor, request.user, request.htmx = ANONYMOUS, User(), options.pop("htmx", False)
    options.setdefault("filters", AccountFilter)
    options.setdefault("table", AccountTable)
    return list_page(
        request,
        queryset=User.objects.order_by("created_at"),
        export_name="akun",
        title="Akun",
        **options,
    )


@pytest.mark.usefixtures("accounts")
def test_count_comes_first_and_a_page_has_25_rows():
    html = page().content.decode()
    assert "<strong>60</strong>" in html
    assert html.count('name="selected"') == 25
    assert "1–25 dari 60" in html


@pytest.mark.usefixtures("accounts")
def test_filters_narrow_and_can_be_taken_away_one_by_one():
    html = page("/list/?language=en&q=nama&sort=name").content.decode()
    assert "<strong>6</strong>" in html
    assert "Bahasa: <b>English</b>" in html
    assert 'href="?q=nama&amp;sort=name"' in html


@pytest.mark.usefixtures("accounts")
def test_a_bare_address_is_the_whole_list_and_offers_the_filters_of_last_time():
    session = SessionStore()
    page("/list/?language=en&page=2", session)
    bare = page("/list/", session).content.decode()
    assert "<strong>60</strong>" in bare
    assert 'class="chip-last" href="?language=en"' in bare
    assert "Bahasa <b>English</b>" in bare
    assert "chip-last" not in page("/list/?q=nama", session).content.decode()
    assert 'href="?q=nama"' in page("/list/?sort=name", session).content.decode()
    assert page("/list/?clear=1", session)["Location"] == "/list/"
    assert "chip-last" not in page("/list/", session).content.decode()


@pytest.mark.usefixtures("accounts")
def test_the_way_back_leads_to_the_list_as_it_was_left():
    session = SessionStore()

    def back(url="/list/"):
        request = RequestFactory().get("/list/one/")
        request.session = session
        return visits.way_back(request, url)

    assert back() == "/list/"
    page("/list/?language=en&page=2", session)
    assert back() == "/list/?language=en&page=2"
    assert back("/list/?q=other") == "/list/?q=other"
    assert back("/other/") == "/other/"
    page("/list/", session)
    assert back() == "/list/"


def test_only_the_lists_seen_last_are_remembered(db):
    session = SessionStore()
    for number in range(30):
        page(f"/list/{number}/?q=x", session)
    assert len(session[visits.REMEMBERED]) == visits.LISTS_KEPT


@pytest.mark.usefixtures("accounts")
def test_taking_the_last_filter_away_forgets_it():
    assert 'href="?clear=1"' in page("/list/?language=en").content.decode()


@pytest.mark.usefixtures("accounts")
def test_a_standing_filter_is_on_says_so_and_can_be_lifted():
    session = SessionStore()
    opened = page(session=session, filters=StandingAccountFilter).content.decode()
    assert "<strong>54</strong>" in opened
    assert "Bahasa: <b>Indonesia</b>" in opened
    assert 'href="?language=all"' in opened
    assert "?clear=1" not in opened
    assert '<option value="id" selected>' in opened
    other = page("/list/?language=en", session, filters=StandingAccountFilter).content.decode()
    assert "<strong>6</strong>" in other
    assert 'href="?language=all"' in other
    assert "?clear=1" in other
    lifted = page("/list/?language=all", session, filters=StandingAccountFilter).content.decode()
    assert "<strong>60</strong>" in lifted
    assert "Bahasa: <b>" not in lifted
    again = page("/list/", session, filters=StandingAccountFilter).content.decode()
    assert "<strong>54</strong>" in again


@pytest.mark.django_db
def test_a_list_that_is_empty_as_it_opens_says_what_to_do_not_to_lift_filters():
    html = page(filters=StandingAccountFilter, empty=Empty("Belum ada akun")).content.decode()
    assert "Belum ada akun" in html
    assert "?clear=1" not in html


@pytest.mark.usefixtures("accounts")
def test_equal_rows_do_not_move_between_pages():
    seen = []
    for number in (1, 2, 3):
        html = page(f"/list/?sort=name&page={number}").content.decode()
        seen += [part.split('"')[0] for part in html.split('name="selected" value="')[1:]]
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("sort", ["name", "-name", "created_at", "-created_at"])
@pytest.mark.parametrize("language", ["", "en", "nobody"])
@pytest.mark.parametrize("sorted_whole", [range(0), range(1, 100)])
def test_pages_cut_by_key_hold_the_same_rows_however_they_are_read(sort, language, sorted_whole, monkeypatch):
    monkeypatch.setattr(lists, "SORTED_WHOLE", sorted_whole)

    def ticked(number, **options):
        html = page(f"/list/?sort={sort}&language={language}&page={number}", **options).content.decode()
        return [part.split('"')[0] for part in html.split('name="selected" value="')[1:]]

    for number in (1, 2, 3):
        assert ticked(number, by_key=True) == ticked(number)


@pytest.mark.usefixtures("accounts")
def test_the_last_page_is_read_from_the_end():
    with CaptureQueriesContext(connection) as asked:
        page("/list/?sort=name&page=3", by_key=True)
    assert [query["sql"] for query in asked if 'name" DESC' in query["sql"] and "LIMIT 10" in query["sql"]]


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    "address",
    [
        "?page=999",
        "?page=x",
        "?page=-1",
        "?per_page=7",
        "?sort=nothing",
        "?language=xx",
        "?per_page=²",
        "?page=²",
    ],
)
def test_a_mistyped_address_still_shows_the_list(address):
    assert page(f"/list/{address}").status_code == 200


def test_queries_do_not_grow_with_rows(db):
    counted = []
    for size in (10, 200):
        User.objects.bulk_create(User(email=f"{size}-{number}@x.example", name="n") for number in range(size))
        with CaptureQueriesContext(connection) as queries:
            page("/list/?per_page=200")
        counted.append(len(queries))
    assert counted[0] == counted[1] == 2


@pytest.mark.usefixtures("accounts")
def test_htmx_gets_the_changed_part_only_and_history_the_whole_page():
    class Asked:
        history_restore_request, boosted = False, False

    class Restored(Asked):
        history_restore_request = True

    assert page(htmx=Asked()).content.decode().lstrip().startswith('<div id="results"')
    assert "<!doctype html>" in page(htmx=Restored()).content.decode()


def rows_wanted(**options):
    """The list as an export gets it."""
    return page("/list/" + options.pop("query", ""), rows=True, **options).listing


@pytest.mark.usefixtures("accounts")
def test_a_file_holds_every_row_found_without_the_ticks():
    listing = rows_wanted(query="?language=en&q=nama&page=2")
    text = b"".join(to_csv(listing.file_rows())).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 7
    assert len(rows[0]) == 2
    assert (listing.name, listing.filters, listing.total) == ("akun", ("q", "language"), 6)
    book = b"".join(to_xlsx(rows_wanted().file_rows(), sheet="akun"))
    assert pl.read_excel(book, engine="calamine").height == 60


@pytest.mark.usefixtures("accounts")
def test_a_list_that_may_not_be_exported_gives_no_rows():
    with pytest.raises(PermissionDenied):
        rows_wanted(exportable=False)
    assert "results-export" not in page(exportable=False).content.decode()
    assert "results-export" in page().content.decode()


@pytest.mark.usefixtures("accounts")
def test_rows_come_by_a_cursor_and_the_heads_before_them():
    with CaptureQueriesContext(connection) as queries:
        pieces = to_csv(rows_wanted().file_rows())
        assert len(queries) == 0
        assert next(pieces).startswith(codecs.BOM_UTF8 + b'"')
        b"".join(pieces)
    assert [query["sql"].split()[0] for query in queries] == ["DECLARE"]


def test_a_piece_of_csv_leaves_before_the_last_row_is_read():
    asked = []

    def rows():
        for number in range(5000):
            asked.append(number)
            yield [number, "x"]

    pieces = to_csv(rows())
    next(pieces)
    assert len(asked) == 1
    next(pieces)
    assert len(asked) < 1000


@pytest.mark.parametrize("write", [to_csv, lambda rows: to_xlsx(rows, sheet="x")])
def test_memory_does_not_grow_with_rows(write):
    row = ["Nama seseorang yang panjang sekali", 12, dt.date(2026, 1, 12), "=1+1"] * 4
    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        collections.deque(write(row for _ in range(count)), maxlen=0)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < max(peaks[0], 1_000_000) * 1.5


def test_an_export_is_not_a_formula(db):
    User.objects.create(email="a@x.example", name='=HYPERLINK("http://x.example")')
    User.objects.create(email="b@x.example", name="@SUM(1)")
    User.objects.create(email="c@x.example", name="Siti;=1+1")
    text = b"".join(to_csv(rows_wanted().file_rows())).decode()
    assert "'=HYPERLINK" in text
    assert "'@SUM" in text
    assert '"Siti;=1+1"' in text
    book = zipfile.ZipFile(io.BytesIO(b"".join(to_xlsx(rows_wanted().file_rows(), sheet="x"))))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_day_that_excel_does_not_know_stays_as_it_is():
    book = b"".join(to_xlsx([["Hari"], [dt.date(26, 2, 2)]], sheet="x"))
    assert pl.read_excel(book, engine="calamine").item() == "0026-02-02"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_what_starts_like_a_formula_becomes_text(start):
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless("Sari") == "Sari"
    assert harmless(-5) == -5


def test_nothing_found_says_what_to_do(db):
    assert "?clear=1" in page("/list/?q=zzz").content.decode()
    assert "Belum ada data" in page().content.decode()


@pytest.mark.usefixtures("accounts")
def test_columns_are_chosen_for_a_list_and_stay_chosen():
    session = SessionStore()

    class WideTable(AccountTable):
        language = CodeColumn(visible=False)

    def columns():
        html = page("/list/", session, table=WideTable).content.decode()
        return [name for name in ("created_at", "language") if f'value="{name}" checked' in html]

    assert columns() == ["created_at"]
    answer = page("/list/?language=en&columns=&columns=language", session, table=WideTable)
    assert answer["Location"] == "/list/?language=en"
    assert columns() == ["language"]
    page("/list/?columns=", session, table=WideTable)
    assert columns() == []
    page("/list/?columns=nothing&columns=created_at", session, table=WideTable)
    assert columns() == ["created_at"]
