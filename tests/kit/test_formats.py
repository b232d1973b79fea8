"""Numbers, days, money, phones as people write and read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from jalur.kit import formats
from jalur.kit.dates import day_of
from jalur.kit.money import format_money
from jalur.kit.reading import read_money


def test_numbers_and_days_follow_the_language():
    assert formats.number(1_700_000) == "1.700.000"
    assert formats.percent(0.175) == "17,5%"
    assert formats.day(date(2026, 11, 21), "long") == "Sabtu, 21 November 2026"
    with translation.override("en"):
        assert formats.number(1_700_000) == "1,700,000"
        assert formats.day(date(2026, 11, 21), "long") == "Saturday, 21 November 2026"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Asia/Jakarta", "18.42 WIB"), ("Asia/Makassar", "19.42 WITA"), ("Asia/Jayapura", "20.42 WIT")],
)
def test_an_instant_names_its_zone(zone, shown):
    with timezone.override(zone):
        assert formats.moment(datetime(2026, 11, 21, 11, 42, tzinfo=UTC)) == f"21 November 2026, {shown}"


def test_on_a_pinned_day_whatever_happened_since_happened_on_it(settings):
    since = datetime(2026, 11, 29, 3, 42, tzinfo=UTC)
    assert formats.moment(since) == "29 November 2026, 10.42 WIB"
    settings.TODAY = date(2026, 1, 12)
    assert formats.moment(since) == "12 Januari 2026, 10.42 WIB"
    assert (formats.day(since), day_of(since)) == ("12 Januari 2026", settings.TODAY)
    assert formats.moment(datetime(2025, 12, 31, 3, 42, tzinfo=UTC)) == "31 Desember 2025, 10.42 WIB"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("Rp 1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1234567", 1234567),
        ("Rp1.500.000,-", 1500000),
        ("2.000,00", 2000),
    ],
)
def test_money_is_read_as_people_type_it(typed, amount):
    assert read_money(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "abc", "12.34", "1.23.456", "-5", "NaN", "1e9", "１２"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="angka bulat"):
        read_money(typed)


def test_money_is_written_as_expected():
    assert format_money(1234567) == "Rp1.234.567"
    assert format_money(-500) == "-Rp500"
    assert format_money(2060740, "KRW") == "KRW\N{NO-BREAK SPACE}2.060.740"
    assert format_money(2060740, "") == "2.060.740"


def test_phone_and_masked_numbers():
    assert formats.phone("081234567890") == "+62 812-3456-7890"
    assert formats.phone("nonsense") == "nonsense"
    assert formats.masked("3517080101010001") == "3517••••••••0001"
    assert formats.masked("1234") == "••••"


def test_how_far_a_day_lies():
    today = date(2026, 11, 21)
    assert formats.ago(today, today) == "hari ini"
    assert formats.ago(date(2026, 11, 12), today) == "9 hari yang lalu"
    assert formats.ago(date(2026, 11, 24), today) == "3 hari lagi"
    assert formats.ago(date(2026, 10, 21), today) == "4 minggu yang lalu"
