"""What a figure counts is what the list behind it shows, on the deadline itself too."""

from datetime import timedelta

import pytest

from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Correction, Duplicate
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training.models import Intake, Programme
from jalur.kit import formats, parts
from jalur.proposals.models import IntakePrice, Proposal, Run
from tests.cast import JOMBANG, STAFF
from tests.job_orders.factories import READY_BY, draft, make_candidate, make_employer, open_order
from tests.training.factories import ENDS, STARTS, add_programme, open_class

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def orders(cast):
    """Open orders with deadlines around READY_BY, one of them full, one closed, one for another country."""
    employer = make_employer(cast)
    made = [
        open_order(cast, employer=employer, ready_by=READY_BY + days * DAY)
        for days in (-1, 0, 0, 1, 29, 30, 31)
    ]
    JobOrder.objects.filter(pk=made[1].pk).update(reserved=made[1].openings)
    JobOrder.objects.filter(pk=made[3].pk).update(state="closed", close_reason="withdrawn")
    JobOrder.objects.filter(pk=made[4].pk).update(destination="JP")


# Figures that add up a column of the list they lead to; every other one counts its rows.
SUMS = {
    "Seats free in classes": "seats_left",
    "Openings still free": "openings_left",
    "Seats taken in coming classes": "taken",
    "People in your classes": "taken",
    "Openings held for candidates": "reserved",
}


def total(browser, address):
    return browser.get(address).context["total"]


def figures(browser, address="/"):
    return {figure.label: figure for figure in browser.get(address).context["figures"]}


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize(("days", "running"), [(-1, 6), (0, 5), (1, 3), (30, 2), (31, 1), (32, 0)])
def test_the_public_figure_is_the_public_list(client, settings, days, running):
    settings.TODAY = READY_BY + days * DAY
    client.cookies["language"] = "en"
    figure = figures(client)["Open job orders"]
    assert (figure.value, total(client, figure.url)) == (str(running), running)
    assert total(client, "/job-orders/?page=1") == running
    overdue = total(client, "/job-orders/?state=overdue")
    assert running + overdue + total(client, "/job-orders/?state=closed") == 7
    assert total(client, "/job-orders/?state=all") == 7


@pytest.mark.usefixtures("orders")
def test_the_open_orders_list_says_that_it_leaves_out_past_deadlines(client, settings):
    settings.TODAY = READY_BY
    client.cookies["language"] = "en"
    page = client.get("/job-orders/").content.decode()
    assert "State: <b>open, deadline not passed</b>" in page
    assert "?state=all" in page


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize("days", [-1, 0, 1, 30, 31, 32])
def test_the_figure_of_the_attache_is_the_list_of_that_country(cast, sign_in, settings, days):
    settings.TODAY = READY_BY + days * DAY
    browser = sign_in(cast.ratna)
    browser.cookies["language"] = "en"
    figure = figures(browser)["Open orders in your country"]
    assert total(browser, figure.url) == int(figure.value)


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize(("days", "count"), [(-1, 3), (0, 3), (1, 3), (30, 2), (31, 1), (32, 0)])
def test_every_need_of_a_company_leads_to_as_many_orders(cast, sign_in, settings, days, count):
    settings.TODAY = READY_BY + days * DAY
    browser = sign_in(cast.lestari)
    needs = browser.get("/").context["needs"]
    by_deadline = [need.count for need in needs if "ready_to=" in need.url]
    assert by_deadline == ([count] if count else [])
    for need in needs:
        assert total(browser, need.url) == need.count


def test_the_seats_free_are_those_of_the_classes_listed(cast, client, settings):
    programme = add_programme(cast)
    for days, state in ((-1, "planned"), (0, "planned"), (1, "planned"), (1, "running")):
        intake = open_class(
            cast, programme=programme, starts=STARTS + days * DAY, ends=ENDS, seats=10 ** (days + 1)
        )
        Intake.objects.filter(pk=intake.pk).update(state=state)
    settings.TODAY = STARTS
    client.cookies["language"] = "en"
    figure = figures(client)["Seats free in classes"]
    listed = client.get(figure.url).context["table"].data.data
    assert figure.value == str(sum(intake.seats_left for intake in listed)) == "110"
    assert total(client, "/training/?page=1") == 2
    assert total(client, "/training/?state=all") == 4


@pytest.mark.parametrize("key", ["wulan", "darmo"])
def test_the_figures_of_candidates_are_their_lists(cast, sign_in, key):
    for number, state in enumerate(("ready", "in_training", "in_training", "withdrawn")):
        candidate = make_candidate(f"J-LAIN-000{number}", residence=cast.sari.person.residence_id)
        reason = "family" if state == "withdrawn" else ""
        Candidate.objects.filter(pk=candidate.pk).update(state=state, withdrawal_reason=reason)
    browser = sign_in(getattr(cast, key))
    browser.cookies["language"] = "en"
    shown = figures(browser)
    for label, count in (("Candidates", 4), ("In training", 2)):
        assert (shown[label].value, total(browser, shown[label].url)) == (str(count), count)


@pytest.fixture
def lively(cast, orders, settings):
    """A day on which every home has something to count: orders in each state, classes in each, people in them."""
    settings.TODAY = STARTS
    draft(cast, employer=JobOrder.objects.order_by("pk").first().employer)
    programme = add_programme(cast)
    for days, state in ((-1, "planned"), (0, "planned"), (10, "planned"), (-5, "running"), (-9, "finished")):
        intake = open_class(cast, programme=programme, starts=STARTS + 20 * DAY, ends=ENDS)
        Intake.objects.filter(pk=intake.pk).update(starts=STARTS + days * DAY, state=state, taken=days + 10)
    JobOrder.objects.filter(state="open").update(reserved=2)
    stopped = JobOrder.objects.filter(state="open", destination="KR").order_by("-pk").first()
    JobOrder.objects.filter(pk=stopped.pk).update(state="held", held_since=STARTS, held_because="suspended")
    for number, state in enumerate(("ready", "in_training", "withdrawn")):
        candidate = make_candidate(f"J-LAIN-000{number}", residence=cast.sari.person.residence_id)
        reason = "family" if state == "withdrawn" else ""
        Candidate.objects.filter(pk=candidate.pk).update(state=state, withdrawal_reason=reason)
        run = Run.objects.create(as_of=STARTS, requested_by=cast.wulan.user, state="done")
        for at, waits in enumerate(("proposed", "offered", "expired")):
            Proposal.objects.create(
                run=Run.objects.create(as_of=STARTS, requested_by=cast.wulan.user, state="done")
                if at
                else run,
                candidate=candidate,
                order=JobOrder.objects.order_by("pk").first(),
                value=1,
                state=waits,
                answer_by=STARTS + DAY,
            )
    held = HeldCompetency(candidate=candidate, competency_id="EN-A2", evidence="certificate")
    held.save()
    others = Candidate.objects.filter(number__startswith="J-LAIN").order_by("number")
    for other, status, state in zip(others, ("open", "different"), ("asked", "refused"), strict=False):
        pair = {"first": cast.sari.person, "second": other.person, "reason": "national_id"}
        Duplicate.objects.create(**pair, status=status)
        Correction.objects.create(person=other.person, paper="id_card", state=state)


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize("key", [*STAFF, "rini", "sari", None])
def test_every_number_on_a_home_is_what_the_list_behind_it_shows(cast, sign_in, client, key):
    browser = sign_in(getattr(cast, key)) if key else client
    browser.cookies["language"] = "en"
    home = browser.get("/").context
    shown = [
        (need.label, need.url, formats.number(need.count)) for need in home.get("needs", ()) if need.count
    ]
    shown += [(figure.label, figure.url, figure.value) for figure in home["figures"]]
    for label, url, number in shown:
        assert url, f"“{label}” leads nowhere"
        listed = browser.get(url)
        if "total" not in listed.context:
            assert number in listed.content.decode(), label
        elif label in SUMS:
            column = [getattr(row, SUMS[label]) for row in listed.context["table"].data.data]
            assert len(column) == listed.context["total"], "the sum is over the whole list"
            assert number == formats.number(sum(column)), label
        else:
            assert number == formats.number(listed.context["total"]), label


@pytest.mark.usefixtures("lively")
def test_the_figure_of_the_latest_plan_says_what_waits(cast, sign_in):
    run = Run.objects.order_by("created_at").first()
    Run.objects.filter(pk=run.pk).update(placed=3, value=3, gap=0)
    publication = run.publications.create(published_by=cast.wulan.user, published_on=STARTS)
    run.proposals.update(published_in=publication)
    browser = sign_in(cast.wulan)
    browser.cookies["language"] = "en"
    figure = figures(browser)["On a path to a job by the latest plan"]
    needs = browser.get("/").context["needs"]
    (waits,) = [need.count for need in needs if "state=proposed" in need.url]
    (offered,) = [need.count for need in needs if "state=offered" in need.url]
    assert f"{waits} proposed paths wait for a decision, {offered} offers for an answer" in figure.trend


@pytest.mark.usefixtures("lively")
def test_a_manager_reads_which_class_to_open_next(cast, sign_in):
    run = Run.objects.order_by("created_at").first()
    Run.objects.filter(pk=run.pk).update(placed=3, value=3, gap=0)
    run.publications.create(published_by=cast.wulan.user, published_on=STARTS)
    for intake, price in zip(Intake.objects.order_by("pk"), (0.25, 0.75, 0, 0, 0), strict=True):
        IntakePrice.objects.create(run=run, intake=intake, price=price, seats=20, assigned=20)
    other = Organisation.objects.create(name="BLK Lain Contoh", kind="training_institute", place_id=JOMBANG)
    abroad = Programme.objects.create(code="LAIN-1", title="Las lain", provider=other)
    elsewhere = Intake.objects.create(
        programme=abroad,
        place_id=JOMBANG,
        reach="province",
        seats=20,
        starts=STARTS,
        ends=ENDS,
        cost=0,
        pass_rate=1,
    )
    IntakePrice.objects.create(run=run, intake=elsewhere, price=9, seats=20, assigned=20)
    browser = sign_in(cast.hendra)
    browser.cookies["language"] = "en"
    figure = figures(browser)["Your classes in which one more seat would place people"]
    assert (figure.value, total(browser, figure.url)) == ("2", 2)
    assert "is worth 0.75 placements" in figure.trend


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize("key", STAFF)
def test_every_home_opens_with_what_is_most_urgent(cast, sign_in, key):
    home = sign_in(getattr(cast, key)).get("/").context
    needs, first = home["needs"], home["next_step"]
    assert [need.tone for need in needs] == [need.tone for need in parts.by_urgency(needs)]
    assert (needs[0].label in first.text, first.url) == (True, needs[0].url) if needs else first.text
    assert needs or home["figures"] or home["actions"] or home["empty"], (
        "a home that says nothing to its reader"
    )
