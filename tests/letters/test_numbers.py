"""Numbers without gaps: drawn by many at once, given back when a letter does not come about."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.letters import guards, rules, services
from jalur.foundation.letters.models import Letterhead, Series
from jalur.foundation.organisations.models import Organisation
from jalur.kit import dates

THREADS, NUMBERS = 64, 5_000
DAY = date(2026, 11, 29)


@pytest.fixture
def office(transactional_db):
    organisation = Organisation.objects.create(name="Disnaker Contoh", kind="labour_office")
    return Actor(role=Role.LABOUR_OFFICER, organisation_id=organisation.pk)


@pytest.mark.xdist_group("letters")
def test_many_at_once_draw_every_number_once(office):
    left = iter(range(NUMBERS))

    def draw(_thread):
        """As many as this thread gets to."""
        try:
            return [
                services.draw_number(actor=office, organisation=office.organisation_id, year=2026)
                for _turn in left
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        drawn = [number for numbers in pool.map(draw, range(THREADS)) for number in numbers]
    assert sorted(drawn) == list(range(1, NUMBERS + 1))


@pytest.mark.xdist_group("letters")
def test_a_number_goes_back_when_its_deed_fails(office):
    from jalur.foundation.workflow.locks import atomic

    def fail():
        with atomic():
            services.draw_number(actor=office, organisation=office.organisation_id, year=2026)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    drawn = [
        services.draw_number(actor=office, organisation=office.organisation_id, year=year)
        for year in (2026, 2026, 2027)
    ]
    assert drawn == [1, 2, 1]
    assert list(Series.objects.order_by("year").values_list("year", "last")) == [(2026, 2), (2027, 1)]


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ("{number}/{unit}/{code}/{month}/{year}", "007/PLT/560/XI/2026"),
        ("{code}/{number}/{unit}/{year}", "560/007/PLT/2026"),
        ("B-{number}.{month}.{year}", "B-007.XI.2026"),
    ],
)
def test_the_form_of_a_number_is_the_organisations(form, number):
    assert rules.number_of(form, serial=7, digits=3, unit="PLT", code="560", day=DAY) == number
    assert rules.fault_of(form, unit="PLT", code="560") == ""


@pytest.mark.parametrize(
    ("form", "unit", "fault"),
    [
        ("{number}/{unit}/{year}", "", "no_unit"),
        ("{unit}/{year}", "PLT", "number"),
        ("{number}{number}/{year}", "PLT", "number"),
        ("{number}/{unit}", "PLT", "year"),
        ("{number}/{year}/{nama}", "PLT", "unknown"),
        ("{number}/{year", "PLT", "unknown"),
        ("{number.__class__}/{year}", "PLT", "unknown"),
    ],
)
def test_a_form_that_cannot_tell_letters_apart_is_refused(form, unit, fault):
    refused = guards.letterhead_is_complete(Letterhead(number_form=form, unit=unit))
    ((error,),) = refused.error_dict.values()
    assert error.code == fault


@given(st.integers(1, 10**6), st.dates())
def test_two_letters_of_a_year_never_have_one_number(serial, day):
    form = "{number}/{month}/{year}"
    numbers = {
        rules.number_of(form, serial=one, digits=3, unit="", code="", day=day) for one in (serial, serial + 1)
    }
    assert len(numbers) == 2


@given(st.text(max_size=40))
def test_a_code_is_read_as_it_was_written_and_nothing_else_is(text):
    code = rules.new_code()
    assert rules.read_code(rules.written_code(code).lower()) == code
    assert rules.read_code(text) in {"", text.upper()} or len(rules.read_code(text)) == rules.CODE_LENGTH


def test_codes_are_never_given_twice():
    assert len({rules.new_code() for _turn in range(10_000)}) == 10_000


def test_a_refused_letter_leaves_no_gap(cast, monkeypatch):
    """The paper cannot be set: number, letter and history are as if nobody had asked."""
    from jalur.foundation.history.models import Event
    from jalur.foundation.letters.kinds import kind_of
    from jalur.foundation.letters.models import Letter
    from tests.letters.issued import signs

    signatory = signs(cast.wulan.organisation)
    before = Event.objects.count()
    for purpose, fails in (("名前", True), ("kredit bank", False)):
        ask = {
            "actor": cast.wulan.actor,
            "kind": kind_of("candidate_registered"),
            "owner": cast.sari.person.candidate,
            "answers": {"signatory": signatory, "purpose": purpose},
            "check_page": "https://jalur.example/letters/check/",
            "today": dates.today(),
        }
        if fails:
            with pytest.raises(ValidationError, match="名"):
                services.issue(**ask)
            assert (Letter.objects.count(), Series.objects.count(), Event.objects.count()) == (0, 0, before)
        else:
            assert services.issue(**ask).serial == 1
