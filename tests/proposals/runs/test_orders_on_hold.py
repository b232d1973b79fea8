"""Plans send nobody to an order that the law of the day stops, whatever the law does."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.rulebook import services as rulebook
from jalur.foundation.rulebook.models import DestinationRule
from jalur.foundation.workflow import consequences
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import services as orders
from jalur.journey.job_orders.models import JobOrder
from jalur.proposals import services
from jalur.proposals.models import Run
from jalur.proposals.runs.gather import gather
from jalur.proposals.runs.rules import Wanted
from tests.job_orders.factories import ALLOWED, license_company, make_partner
from tests.proposals import stub
from tests.proposals.factories import READY_BY, TODAY, make_candidate

pytestmark = pytest.mark.django_db
PAUSED = {
    "valid_from": TODAY,
    "source": "Penghentian penempatan (contoh), UU 18/2017 pasal 32",
    "source_url": "https://contoh.example/putusan",
}


def new_order(company, *, country, occupation, employer_type, route="P_TO_P"):
    employer, _ = Employer.objects.get_or_create(
        name=f"Contoh {country} {employer_type}", country_id=country, employer_type=employer_type
    )
    return JobOrder(
        employer=employer,
        route=route,
        occupation_id=occupation,
        title=f"Pekerjaan {country} {occupation}",
        openings=3,
        ready_by=READY_BY,
        monthly_pay=Decimal(900),
        pay_currency="USD",
        company=company,
        **ALLOWED,
    )


def country_plan(cast):
    run = services.start_run(actor=cast.yusuf.actor, place=None, wanted=Wanted(), today=TODAY)
    services.perform_run(run.pk)
    return Run.objects.get(pk=run.pk)


def test_singapore_paused_for_individual_employers_and_open_again(
    cast, region, plain_planner, sign_in, settings
):
    settings.TODAY = TODAY
    license_company(cast.lestari.organisation)
    case = {"country": "SG", "occupation": "9111", "employer_type": "individual"}
    wanted = new_order(cast.lestari.organisation, **case)
    wanted.partner = make_partner("SG")
    [order] = orders.open_many(actor=SYSTEM, orders=[wanted], paper="Daftar 1", today=TODAY)
    for number in ("J-SG-1", "J-SG-2"):
        maid = make_candidate(number)
        HeldCompetency.objects.bulk_create(
            HeldCompetency(
                candidate=maid, competency=code, evidence="certificate", confirmed_at="2026-01-05T00:00Z"
            )
            for code in order.requirements.order_by("code")
        )
    sent = [country_plan(cast).proposals.filter(order=order).count()]

    ministry, address = sign_in(cast.yusuf), "/rulebook/rules/new/"
    pause = {
        "country": "SG",
        "employer_type": "individual",
        "status": "paused",
        "ends_narrower": "on",
        **PAUSED,
    }
    assert "Belum ada yang diubah" in ministry.post(address, pause).content.decode()
    order.refresh_from_db()
    assert order.state == "open"
    assert ministry.post(address, {**pause, "confirmed": "yes"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.held_because) == ("held", "paused")
    sent.append(country_plan(cast).proposals.filter(order=order).count())

    rule = DestinationRule.objects.get(source=PAUSED["source"])
    taken_back = {"on": TODAY, "source": "Dicabut", "confirmed": "yes"}
    assert ministry.post(f"/rulebook/rules/{rule.pk}/take-back/", taken_back).status_code == 302
    sent.append(country_plan(cast).proposals.filter(order=order).count())
    assert sent == [2, 0, 2]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_law_does_no_plan_holds_an_order_that_it_stops(cast, region, seed):
    draw, company = random.Random(seed), cast.lestari.organisation
    license_company(company)
    wanted = [
        new_order(company, country=country, occupation=occupation, employer_type="legal_entity")
        for country in ("KR", "HK", "SG", "MY")
        for occupation in ("5131", "8322")
    ]
    wanted = orders.open_many(actor=SYSTEM, orders=wanted, paper="Daftar 1", today=TODAY)
    JobOrder.objects.exclude(pk__in=[order.pk for order in wanted]).update(state="closed")
    for number in range(5):
        make_candidate(f"J-{seed}-{number}")
    seen = set()
    for step in range(8):
        rulebook.adopt_destination_rule(
            actor=cast.yusuf.actor,
            values={
                **PAUSED,
                "country_id": draw.choice(["KR", "HK", "SG", "MY"]),
                "occupation_id": draw.choice(["5131", "8322", "8", None]),
                "employer_type": draw.choice(["legal_entity", "legal_entity", ""]),
                "route": draw.choice(["P_TO_P", "P_TO_P", ""]),
                "status": draw.choice(["open", "paused", "forbidden", "paused"]),
                "valid_from": TODAY + timedelta(days=step),
            },
            ends_narrower=draw.random() < 0.5,
        )
        day = TODAY + timedelta(days=step)
        consequences.follow(day)
        held = set(JobOrder.objects.filter(state="held").values_list("number", flat=True))
        stopped = orders.stopped_by_law(day)
        assert held == set(JobOrder.objects.filter(pk__in=stopped).values_list("number", flat=True))
        tables = gather(place_code="", wanted=Wanted(), on=day).tables
        plan = stub.make_plan(tables.checked())
        assert not held & {*tables.job_orders["id"], *plan.assignments["job_order"]}
        assert {*tables.job_orders["id"]} == {order.number for order in wanted} - held
        seen.add(len(held))
    assert len(seen) > 1
