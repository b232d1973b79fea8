"""What holds a plan back: seats, competencies, deadlines, money; one page, in figures that say what they mean."""

import pytest
from django.urls import reverse

from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice, Run
from tests.downloads import asked_for, rows_of
from tests.proposals.factories import READY_BY, make_intake, make_order


def page(client, run, **query):
    return client.get(reverse("proposals:holds_back", args=[run.pk]), query)


def text(answer):
    return answer.content.decode()


def test_people_stopped_by_full_classes_are_counted_with_their_price(region, run_of, monkeypatch):
    """Four of seven find no welding seat; at a price of 0.4 a seat that is 1.6 at most."""
    price_of_a_seat(monkeypatch, "IN-WELD", 0.4)
    run = run_of()
    (kept,) = run.competency_prices.all()
    assert (kept.competency_id, kept.people, kept.value) == ("T-WELD", 4, pytest.approx(1.6))


def price_of_a_seat(monkeypatch, number, price):
    """The plain planner, with a price for one class; its bound is recomputed to match."""
    import polars as pl

    from jalur import planner
    from jalur.planner.contract.plan import PRICES, Plan
    from jalur.planner.verify import verify
    from tests.proposals import stub

    def priced(tables, **options):
        made = stub.make_plan(tables, **options)
        prices = pl.DataFrame([("intake", number, price)], schema=PRICES, orient="row")
        plan = Plan(made.assignments, prices, made.summary)
        found = verify(tables, plan)
        plan.summary.update(value=found.value, bound=found.bound, gap=found.gap)
        return plan

    monkeypatch.setitem(vars(planner), "make_plan", priced)


def test_the_page_names_seats_competencies_and_what_they_are_worth(
    cast, region, run_of, sign_in, monkeypatch
):
    price_of_a_seat(monkeypatch, "IN-WELD", 0.4)
    run = run_of()
    shown = text(page(sign_in(cast.lestari), run))
    assert reverse("training:intake", args=["IN-WELD"]) in shown
    assert "0,40" in shown
    assert "T-WELD kata" in shown
    assert "1,6" in shown
    assert "J-0001" not in shown
    english = sign_in(cast.lestari)
    english.cookies["language"] = "en"
    assert "The most valuable seats" in text(page(english, run))


def test_the_list_is_filtered_and_leaves_as_a_file(cast, region, run_of, sign_in):
    run = run_of()
    CompetencyPrice.objects.create(run=run, competency=region.japanese, people=2, value=1.5)
    client = sign_in(cast.wulan)
    listed = text(page(client, run, kind="language"))
    assert "T-JAPANESE kata" in listed
    assert "T-WELD kata" not in listed.split('id="results"')[1]
    rows = rows_of(asked_for(client, reverse("proposals:holds_back", args=[run.pk])))
    assert [row[1] for row in rows[1:]] == ["T-JAPANESE", "T-WELD"]


def test_openings_lost_to_the_deadline_are_counted_by_month(cast, region, run_of, sign_in):
    """Nobody can speak Korean before 30 June: the order that wants it in March loses all its openings to the day."""
    make_order(
        "JO-EARLY", requires=[region.korean], openings=4, ready_by=READY_BY.replace(month=3), destination="TW"
    )
    run = run_of()
    late = dict(OrderPrice.objects.filter(run=run).values_list("order__number", "late"))
    assert late == {"JO-EARLY": 4, "JO-KOREA": 0, "JO-JAPAN": 0}
    client = sign_in(cast.wulan)
    shown = text(page(client, run))
    assert "Mar 2026" in shown
    orders = text(client.get(reverse("proposals:orders", args=[run.pk]), {"filled": "late"}))
    assert "JO-EARLY" in orders
    assert "JO-JAPAN" not in orders.split('id="results"')[1]


def test_empty_openings_are_counted_under_what_stops_most_people_of_their_order(
    cast, region, run_of, sign_in
):
    make_order(
        "JO-EARLY", requires=[region.korean], openings=4, ready_by=READY_BY.replace(month=3), destination="TW"
    )
    run = run_of()
    left = {}
    for row in OrderPrice.objects.filter(run=run):
        stops = [stop for stop in row.causes["stops"] if stop[0] != "destination"]
        code = max(stops, key=lambda stop: stop[1])[0]
        left[code] = left.get(code, 0) + row.openings - row.assigned
    assert dict(run.summary["empty"]) == {code: empty for code, empty in left.items() if empty}
    assert left["deadline"] == 4
    shown = text(sign_in(cast.wulan).get(reverse("proposals:orders", args=[run.pk])))
    assert "Lowongan kosong menurut penghalang terbanyak" in shown


def test_money_and_wishes_say_what_they_cost(cast, region, run_of, sign_in):
    client = sign_in(cast.wulan)
    assert "Tidak ada batas" in text(page(client, run_of()))
    run = run_of(budget=1_000_000_000, women=2)
    summary = {**run.summary, "budget_price": 2e-9}
    floor = {**summary["floors"][0], "price": 0.25}
    Run.objects.filter(pk=run.pk).update(summary={**summary, "floors": [floor]})
    shown = text(page(client, run))
    assert "Satu miliar rupiah" in shown
    assert "2,0" in shown
    assert "0,25" in shown
    assert (floor["placed"], floor["minimum"]) == (3, 2)


def test_a_plan_that_nothing_holds_back_says_so(cast, region, run_of, sign_in):
    make_intake("IN-MORE", teaches=[region.welding], seats=20)
    run = run_of()
    IntakePrice.objects.filter(run=run).update(price=0)
    shown = text(page(sign_in(cast.wulan), run))
    assert "Yang kurang bukan kursi" in shown
    assert "Tidak ada lowongan yang hilang" in shown


def test_a_run_without_a_plan_has_no_such_page(cast, region, sign_in):
    run = Run.objects.create(place=None, as_of=READY_BY, state="failed", failure="error")
    assert page(sign_in(cast.wulan), run).status_code == 404
