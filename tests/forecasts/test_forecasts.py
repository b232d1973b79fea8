"""Demand that is not an order yet: stated, revised, ended, and compared with the orders that came."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.imports import services as imports
from jalur.foundation.imports.kinds import kind_of
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.employers.models import Employer
from jalur.journey.forecasts import queries, rules, services
from jalur.journey.forecasts.models import Forecast
from jalur.journey.job_orders.models import JobOrder
from jalur.kit.refusals import codes_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 12)
BEGINS, ENDS = date(2026, 3, 1), date(2026, 5, 31)


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


def make(**changed):
    values = {
        "destination_id": "KR",
        "occupation_id": "7212",
        "people": 100,
        "begins": BEGINS,
        "ends": ENDS,
        "sureness": "medium",
        "ground": "Surat minat (contoh)",
    }
    return Forecast(**(values | changed))


def stated(member, **changed):
    return services.state_forecast(actor=member.actor, forecast=make(**changed), today=TODAY)


def fields(**changed):
    values = {
        "destination": "KR",
        "occupation": "7212",
        "people": "100",
        "begins": "2026-03",
        "ends": "2026-05",
        "sureness": "medium",
        "ground": "Surat minat (contoh)",
    }
    return values | changed


def order(company, opened, *, state="open", openings=30, occupation="7212", close_reason="", number=""):
    employer, _new = Employer.objects.get_or_create(
        name="Contoh Galangan", employer_type="legal_entity", country_id="KR"
    )
    return JobOrder.objects.create(
        number=number or f"JO-{JobOrder.objects.count()}",
        state=state,
        employer=employer,
        company=company,
        route="P_TO_P",
        destination_id="KR",
        occupation_id=occupation,
        title="Juru las",
        openings=openings,
        ready_by=date(2026, 12, 1),
        monthly_pay=1000,
        pay_currency="USD",
        decided_at=opened,
        close_reason=close_reason,
    )


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_a_company_states_one_and_revises_it_with_the_earlier_numbers_below(cast, sign_in):
    client = sign_in(cast.lestari)
    answer = client.post(reverse("forecasts:new"), fields())
    forecast = Forecast.objects.get()
    assert answer.url == reverse("forecasts:forecast", args=[forecast.number])
    assert (forecast.organisation, forecast.begins, forecast.ends) == (
        cast.lestari.organisation,
        BEGINS,
        ENDS,
    )
    client.post(reverse("forecasts:forecast_step", args=[forecast.number, "revise"]), fields(people="140"))
    assert Forecast.objects.get().people == 140
    assert [one.people for one in queries.revisions(forecast)] == [140, 100]
    page = client.get(answer.url).content.decode()
    assert "Maret 2026" in page
    assert not JobOrder.objects.exists()


def test_competitors_and_institutes_do_not_read_what_a_company_expects(cast, sign_in):
    forecast = stated(cast.lestari)
    page = reverse("forecasts:forecast", args=[forecast.number])
    seen = {
        key: sign_in(member).get(page).status_code
        for key, member in vars(cast).items()
        if key in {"lestari", "ratna", "wulan", "yusuf", "hendra", "sari"}
    }
    assert seen == {"lestari": 200, "ratna": 200, "wulan": 200, "yusuf": 200, "hendra": 403, "sari": 403}
    other = type(cast.lestari.actor)(role="company_officer", organisation_id=cast.hendra.organisation.pk)
    assert not Forecast.objects.visible_to(other).exists()
    with pytest.raises(Refused):
        services.revoke_forecast(actor=other, forecast=forecast, reason="Contoh")
    assert Forecast.objects.get().state == "stated"


def test_a_mission_speaks_of_its_own_country(cast):
    assert stated(cast.ratna, destination_id="JP").destination_id == "KR"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"begins": date(2025, 10, 1), "ends": date(2025, 12, 31)}, "past"),
        ({"begins": date(2026, 6, 1)}, "before"),
        ({"ends": date(2028, 3, 31)}, "too_long"),
        ({"people": 0}, "min_value"),
    ],
)
def test_what_cannot_be_expected_is_refused(cast, changed, code):
    with pytest.raises(ValidationError) as refused:
        stated(cast.lestari, **changed)
    assert codes_of(refused.value)[0] == code
    assert not Forecast.objects.exists()


def test_two_for_the_same_months_never_stand_together(cast):
    first = stated(cast.lestari)
    with pytest.raises(ValidationError) as refused:
        stated(cast.lestari, begins=date(2026, 5, 1), ends=date(2026, 7, 31))
    assert codes_of(refused.value) == ["forecast_stands_once"]
    stated(cast.lestari, begins=date(2026, 6, 1), ends=date(2026, 7, 31))
    services.revoke_forecast(actor=cast.lestari.actor, forecast=first, reason="Tidak jadi")
    stated(cast.lestari)
    assert Forecast.objects.standing().count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_state_the_same_at_once_leave_one(cast):
    def attempt(_turn):
        try:
            stated(cast.lestari)
        except ValidationError as refused:
            return codes_of(refused)
        finally:
            connection.close()
        return ["stated"]

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(4)))
    assert sorted(outcomes) == [["forecast_stands_once"]] * 3 + [["stated"]]
    assert Forecast.objects.count() == 1


def test_it_ends_by_itself_and_is_compared_with_what_came_in_its_months(cast):
    forecast = stated(cast.lestari)
    own, other = cast.lestari.organisation, cast.hendra.organisation
    order(own, at(2026, 3, 1, 0))
    order(own, at(2026, 5, 31), state="closed", close_reason="filled", openings=20)
    order(other, at(2026, 4, 10), openings=7)
    for missed in (
        {"opened": at(2026, 2, 27)},
        {"opened": at(2026, 6, 1)},
        {"opened": at(2026, 4, 1), "occupation": "5131"},
        {"opened": at(2026, 4, 1), "state": "closed", "close_reason": "false"},
        {"opened": at(2026, 4, 1), "state": "draft"},
    ):
        order(own, **missed)
    assert take_due_steps(ENDS) == 0
    assert take_due_steps(ENDS + timedelta(days=1)) == 1
    forecast.refresh_from_db()
    assert (forecast.state, forecast.came, forecast.came_to_all) == ("expired", 50, 57)
    with pytest.raises(ValidationError):
        services.expire_forecast(actor=SYSTEM, forecast=forecast, today=ENDS + timedelta(days=1))


def test_a_broader_occupation_counts_what_lies_below_it(cast):
    forecast = stated(cast.lestari, occupation_id="721")
    order(cast.lestari.organisation, at(2026, 4, 1))
    assert queries.came(forecast) == (30, 30)


def test_a_record_says_nothing_on_tiny_numbers(cast, sign_in):
    for _number in range(5):
        forecast = stated(cast.lestari)
        services.expire_forecast(actor=SYSTEM, forecast=forecast, today=ENDS + timedelta(days=1))
    [record] = queries.records(cast.yusuf.actor)
    assert (record.ended, record.expected, record.came, record.outcome) == (5, 500, 0, "fewer")
    page = sign_in(cast.yusuf).get(reverse("forecasts:record")).content.decode()
    assert cast.lestari.organisation.name in page
    assert rules.outcome(400, 0, 4) == "too_few"


@pytest.mark.parametrize(
    ("expected", "came", "words"),
    [(100, 79, "fewer"), (100, 80, "about"), (100, 125, "about"), (100, 126, "more")],
)
def test_about_as_many_is_a_stated_band(expected, came, words):
    assert rules.outcome(expected, came, rules.FEWEST_TO_TELL) == words


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("03-2026", date(2026, 3, 1)),
        ("3/2026", date(2026, 3, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2026-03-01 00:00:00", date(2026, 3, 1)),
        ("13-2026", None),
        ("2026", None),
    ],
)
def test_months_are_read_as_people_write_them(text, month):
    assert rules.read_month(text) == month


def test_what_is_expected_stands_beside_what_is_ordered(cast, sign_in):
    stated(cast.lestari)
    stated(cast.ratna, people=40)
    stated(cast.ratna, people=9, occupation_id="5131")
    order(cast.hendra.organisation, at(2026, 1, 3), openings=30)

    def numbers(member, on=TODAY):
        rows = queries.beside_orders(member.actor, on)
        return [(one.occupation.pk, one.ordered, one.companies, one.missions) for one in rows]

    assert numbers(cast.yusuf) == [("7212", 30, 100, 40), ("5131", 0, 0, 9)]
    assert numbers(cast.lestari) == [("7212", 30, 100, 0)]
    assert numbers(cast.yusuf, ENDS + timedelta(days=1)) == []
    page = sign_in(cast.yusuf).get(reverse("forecasts:beside")).content.decode()
    assert "Juru las" in page


def test_rows_of_a_list_that_share_a_month_are_one_forecast(cast):
    stated(cast.lestari)
    kind = kind_of("forecasts")
    own = {column.key: column.example for column in kind.columns} | {
        "destination": "KR",
        "occupation": "7212",
    }
    lines = [
        own | {"begins": "05-2026", "ends": "07-2026"},  # shares May with what stands
        own | {"begins": "08-2026", "ends": "10-2026"},
        own | {"begins": "10-2026", "ends": "12-2026"},  # shares October with the row above
    ]
    heads = ";".join(column.heading for column in kind.columns)
    body = "\n".join(";".join(cells.values()) for cells in lines)
    draft = imports.upload(
        actor=cast.lestari.actor,
        kind=kind,
        content=f"{heads}\n{body}".encode(),
        file_name="a.csv",
        today=TODAY,
    )
    imports.apply(actor=cast.lestari.actor, draft=draft, today=TODAY)
    assert [one.begins.month for one in Forecast.objects.standing().order_by("begins")] == [3, 8]
