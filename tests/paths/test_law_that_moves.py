"""A rule, standard or licence that changes: shown beforehand, orders on hold, plans without them, holders told; taken back the same way."""

from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import strip_tags
from procrastinate.contrib.django.models import ProcrastinateJob

from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.due.services import keep
from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Licence
from jalur.foundation.rulebook.models import AgeRule, DestinationRule
from jalur.foundation.workflow import consequences, dependants, tasks
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.job_orders import services as order_services
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.kit import dates
from jalur.kit.refusals import codes_of
from jalur.proposals import services
from jalur.proposals.models import Proposal, Run
from tests.job_orders.factories import TODAY, make_candidate, new_order, open_order

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOURCE = {"source": "Keputusan contoh", "source_url": "https://contoh.example/putusan"}
CONFIRMED = {"confirmed": "yes"}
# What refers to an order and stays as it is whatever the law says: what it asks for, what a finished plan said, who holds an
# opening (the room of the order itself keeps and tells them).
OWN = {
    "job_orders.ordercheck",
    "job_orders.ordercost",
    "job_orders.orderrequirement",
    "job_orders.orderversion",
    "job_orders.reservation",
    "permits.position",
    "proposals.orderprice",
    "talent_pool.request",
}


def text(answer):
    """What a page says, without its tags."""
    return unescape(" ".join(strip_tags(answer.content.decode()).split()))


@pytest.fixture
def world(cast, settings):
    """Welders for Korea: Sari has said yes, another has been asked, a third has a path proposed."""
    settings.TODAY = TODAY
    cast.order = open_order(cast)
    cast.run = Run.objects.create(as_of=TODAY, requested_by=cast.wulan.user, state="done", value=1)
    cast.accepted = path_of(cast, cast.sari.person.candidate, "accepted")
    cast.offered = path_of(cast, make_candidate("J-2"), "offered", answer_by=TODAY + 2 * DAY)
    cast.waiting = path_of(cast, make_candidate("J-3"), "proposed")
    return cast


def path_of(cast, candidate, state, **more):
    if state != "proposed":
        order_services.reserve_opening(
            actor=cast.wulan.actor, order=cast.order, candidate=candidate, today=TODAY
        )
    return Proposal.objects.create(
        run=cast.run, candidate=candidate, order=cast.order, value=1, state=state, **more
    )


# -- the kinds of changes: each through the door people use, and back -------------------------------------------------------------------


def post(browser, name, args, typed):
    """Shown first, with nothing written; then confirmed."""
    address, before = reverse(name, args=args), Event.objects.count()
    shown = browser.post(address, typed)
    assert shown.status_code == 200, text(shown)
    assert "Siapa yang terkena" in text(shown)
    assert Event.objects.count() == before
    assert browser.post(address, {**typed, **CONFIRMED}).status_code == 302
    return text(shown)


def adopt(**rule):
    def change(world, sign_in):
        typed = {"valid_from": TODAY, **SOURCE, **rule}
        return post(sign_in(world.yusuf), "rulebook:new_rule", [], typed)

    return change


def take_rule_back(world, sign_in):
    rule = DestinationRule.objects.get(source=SOURCE["source"], valid_to=None)
    typed = {"on": TODAY, "source": "Dicabut"}
    return post(sign_in(world.yusuf), "rulebook:take_back_rule", [rule.pk], typed)


def licence_step(verb):
    def change(world, sign_in):
        licence = Licence.objects.get(organisation=world.lestari.organisation)
        return post(sign_in(world.yusuf), "organisations:licence_step", [licence.pk, verb], {"on": TODAY})

    return change


def let_the_licence_run_out(world, _sign_in):
    Licence.objects.filter(organisation=world.lestari.organisation).update(valid_to=TODAY)
    take_due_steps(TODAY)
    consequences.follow(TODAY)


def record_another_licence(world, sign_in):
    typed = {"kind": "company_licence", "number": "SIP3MI-BARU", "valid_from": TODAY}
    return post(sign_in(world.yusuf), "organisations:new_licence", [world.lestari.organisation.pk], typed)


def company_step(verb):
    def change(world, sign_in):
        args = [world.lestari.organisation.pk, verb]
        return post(sign_in(world.yusuf), "organisations:organisation_step", args, {"on": TODAY})

    return change


def ask_for_more(world, sign_in):
    before = DestinationStandard.objects.get(series="KR-LAS", valid_to=None)
    typed = {
        "title_id": before.title_id,
        "title_en": before.title_en,
        "valid_from": TODAY,
        "min_age": 25,
        "max_age": before.max_age or "",
        "requirements": "\n".join(before.requirements.values_list("code", flat=True)),
        **SOURCE,
    }
    return post(sign_in(world.yusuf), "competencies:revise_standard", [before.pk], typed)


def take_standard_back(world, sign_in):
    standard = DestinationStandard.objects.get(series="KR-LAS", valid_to=None)
    typed = {"on": TODAY, "source": "Dicabut"}
    return post(sign_in(world.yusuf), "competencies:take_back_standard", [standard.pk], typed)


def raise_the_age(_world, _sign_in):
    """As `jalur load-reference --apply` does: age rules have no page of their own."""
    AgeRule.objects.create(
        purpose="placement", country_id="KR", min_age=30, valid_from=TODAY, source="Contoh"
    )
    consequences.follow(TODAY)


def lower_the_age(_world, _sign_in):
    AgeRule.objects.filter(country_id="KR", min_age=30).update(valid_to=TODAY, valid_from=TODAY - DAY)
    consequences.follow(TODAY)


WELDERS = {"country": "KR", "employer_type": "legal_entity", "route": "P_TO_P"}
KINDS = {
    "destination paused": (adopt(**WELDERS, status="paused"), take_rule_back, "paused"),
    "whole country closed": (
        adopt(country="KR", status="forbidden", ends_narrower="on"),
        take_rule_back,
        "forbidden",
    ),
    "occupation paused": (adopt(**WELDERS, occupation="7212", status="paused"), take_rule_back, "paused"),
    "licence revoked": (licence_step("revoke"), licence_step("lift"), "licence"),
    "licence suspended": (licence_step("suspend"), licence_step("lift"), "licence"),
    "licence run out": (let_the_licence_run_out, record_another_licence, "licence"),
    "company closed": (company_step("close"), company_step("reopen"), "closed"),
    "standard changed": (ask_for_more, take_standard_back, "less_than_the_law"),
    "age limit changed": (raise_the_age, lower_the_age, "less_than_the_law"),
}

# -- the readers: each says whether it takes the order as on hold ------------------------------------------------------------------------


def refused(act, **given):
    try:
        act(**given, today=TODAY)
    except ValidationError as refusal:
        return codes_of(refusal)[0] == "on_hold"
    return False


def order_page(world, sign_in, client):
    return "Ditahan sejak Senin, 12 Januari 2026" in text(
        client.get(reverse("job_orders:order", args=[world.order.number]))
    )


def public_list(world, sign_in, client):
    page = reverse("job_orders:order", args=[world.order.number])
    is_held = page in client.get("/job-orders/?state=held").content.decode()
    assert (page in client.get("/job-orders/?state=running").content.decode()) != is_held
    return is_held


def home_of(key):
    def reader(world, sign_in, client):
        return "ditahan:" in text(sign_in(getattr(world, key)).get("/")).lower()

    return reader


def her_file(world, sign_in, client):
    return "sedang ditahan" in text(sign_in(world.sari).get(f"/file/{world.sari.person.pk}/"))


def office_home(world, sign_in, client):
    return "pekerjaannya ditahan" in text(sign_in(world.wulan).get("/"))


def office_list(world, sign_in, client):
    listed = (
        sign_in(world.wulan)
        .get(reverse("proposals:proposals"), {"job": "on_hold", "state": "all"})
        .content.decode()
    )
    both = (world.accepted, world.offered)
    return all(reverse("proposals:proposal", args=[one.pk]) in listed for one in both)


def planner(world, sign_in, client):
    return world.order.number not in job_orders.for_planning(TODAY)["id"].to_list()


def new_offer(world, sign_in, client):
    world.waiting.refresh_from_db()
    return world.waiting.state == "lapsed"


def her_yes(world, sign_in, client):
    from jalur.foundation.accounts.access import Actor, Role

    her = Actor(role=Role.CANDIDATE, user_id=world.rini.user.pk, person_id=world.offered.candidate.person_id)
    world.offered.refresh_from_db()
    return refused(services.accept, actor=her, proposal=world.offered) or world.offered.state != "offered"


def new_opening(world, sign_in, client):
    candidate = make_candidate(f"J-{Reservation.objects.count() + 10}{world.order.state}")
    act = order_services.reserve_opening
    return refused(act, actor=world.wulan.actor, order=world.order, candidate=candidate)


READERS = {
    "order page": order_page,
    "public list": public_list,
    "ministry's home": home_of("yusuf"),
    "attaché's home": home_of("ratna"),
    "company's home": home_of("lestari"),
    "her home": home_of("sari"),
    "her file": her_file,
    "office's home": office_home,
    "office's list": office_list,
    "planner": planner,
    "new opening": new_opening,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_reader_sees_a_change_and_its_end(world, sign_in, client, kind):
    change, back, because = KINDS[kind]
    order, beforehand = world.order, change(world, sign_in)
    order.refresh_from_db()
    assert (order.state, order.held_because, order.held_since) == ("held", because, TODAY)
    if beforehand is not None:
        assert "1 Permintaan PMI yang ditahan mulai" in beforehand
        assert "2 Orang yang memegang lowongan di sana" in beforehand
        assert world.sari.person.name not in beforehand
    blind = {"company's home"} if kind == "company closed" else set()  # nobody acts for it any more
    told = {name for name, reader in READERS.items() if name not in blind and reader(world, sign_in, client)}
    assert told == set(READERS) - blind
    assert her_yes(world, sign_in, client)
    assert stands(world) == ("accepted", "offered", "lapsed", 2)

    back(world, sign_in)
    order.refresh_from_db()
    assert (order.state, order.held_because, order.held_since) == ("open", "", None)
    told = {
        name for name, reader in READERS.items() if name != "new opening" and reader(world, sign_in, client)
    }
    assert told == set()
    assert stands(world) == ("accepted", "offered", "proposed", 2)
    assert world.offered.answer_by == TODAY + 7 * DAY
    events = Event.objects.filter(
        subject_key=str(order.pk), event__in=["job_orders:order:held", "job_orders:order:reopened"]
    )
    moved = [event.event.rsplit(":")[-1] for event in events.order_by("at")]
    assert moved == ["held", "reopened", "held", "reopened"]  # first until it had its permit
    hers = Event.objects.filter(person_id=world.sari.person.pk).values_list("event", flat=True)
    assert {"job_orders:reservation:on_hold", "job_orders:reservation:goes_on"} <= set(hers)
    assert not refused(
        order_services.reserve_opening, actor=world.wulan.actor, order=order, candidate=make_candidate("J-9")
    )


def stands(world):
    for proposal in (world.accepted, world.offered, world.waiting):
        proposal.refresh_from_db()
    world.order.refresh_from_db()
    return world.accepted.state, world.offered.state, world.waiting.state, world.order.reserved


def test_a_hold_gives_back_what_it_took(world, sign_in):
    unanswered = path_of(world, make_candidate("J-4"), "proposed", answer_by=TODAY - DAY)
    draft = path_of(world, make_candidate("J-5"), "proposed")
    elsewhere = path_of(world, make_candidate("J-6"), "proposed")
    left = path_of(world, make_candidate("J-7"), "proposed")
    for row, state in ((unanswered, "expired"), (draft, "draft"), (left, "lapsed")):
        row.state = state
        row.save()
    rests = adopt(**WELDERS, status="paused")(world, sign_in)
    assert "3 Jalur usulan yang sementara tidak berlaku" in rests
    run = Run.objects.create(as_of=TODAY, requested_by=world.wulan.user, state="done", value=1)
    Proposal.objects.create(run=run, candidate=elsewhere.candidate, order=world.order, value=1)
    shown = take_rule_back(world, sign_in)
    assert "2 Jalur usulan yang menunggu lagi" in shown  # the same that rested: a draft waits for nobody
    assert "1 Jalur usulan yang tidak kembali" in shown
    rows = [world.waiting, unanswered, draft, elsewhere, left]
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["proposed", "expired", "draft", "lapsed", "lapsed"]
    assert Event.objects.filter(event="proposals:proposal:revived").count() == 3


def test_what_the_company_does_about_it_is_told_to_the_company(world, sign_in, client):
    licence_step("suspend")(world, sign_in)
    address, remedy = reverse("job_orders:order", args=[world.order.number]), "perpanjang izinnya"
    assert remedy in text(sign_in(world.lestari).get(address))
    for browser, page in ((client, address), (sign_in(world.sari), address), (sign_in(world.sari), "/")):
        shown = text(browser.get(page))
        assert remedy not in shown
        assert "izin perusahaan" in shown


def test_an_offer_does_not_run_out_while_its_order_is_on_hold(world, sign_in):
    adopt(**WELDERS, status="paused")(world, sign_in)
    later = TODAY + 5 * DAY
    keep(dates.begins(later))
    assert stands(world) == ("accepted", "offered", "lapsed", 2)


def test_a_rule_of_a_coming_day_holds_from_that_day(world, sign_in):
    first = TODAY + 10 * DAY
    shown = adopt(**WELDERS, status="paused", valid_from=first)(world, sign_in)
    assert "1 Permintaan PMI yang ditahan mulai 22 Januari 2026" in shown
    for day, state in ((TODAY, "open"), (first - DAY, "open"), (first, "held"), (first, "held")):
        consequences.follow(day)
        world.order.refresh_from_db()
        assert world.order.state == state
    assert Event.objects.filter(event="job_orders:order:held").count() == 2  # once until it had its permit
    take_back = {"on": first, "source": "Dicabut"}
    rule = DestinationRule.objects.get(source=SOURCE["source"], valid_to=None)
    post(sign_in(world.yusuf), "rulebook:take_back_rule", [rule.pk], take_back)
    consequences.follow(first)
    world.order.refresh_from_db()
    assert world.order.state == "open"


def test_a_narrower_rule_that_keeps_deciding_is_named_beforehand(world, sign_in):
    shown = adopt(country="KR", status="forbidden")(world, sign_in)
    assert "Aturan lebih sempit yang berbunyi lain" in shown
    assert "tidak ada yang berubah" in shown
    world.order.refresh_from_db()
    assert world.order.state == "open"


def test_a_pause_of_new_orders_lets_verified_ones_go_on(world, sign_in):
    """Malaysia in July 2022 (domain.md §21): new orders were stopped, approved ones went on."""
    draft = order_services.draft_order(
        actor=world.lestari.actor, order=new_order(world, employer=world.order.employer), today=TODAY
    )
    shown = adopt(**WELDERS, status="paused", extent="new_orders")(world, sign_in)
    assert "tidak ada yang berubah" in shown
    world.order.refresh_from_db()
    assert world.order.state == "open"
    company = sign_in(world.lestari)
    refused = company.post(f"/job-orders/orders/{draft.number}/submit/", {"as_typed": "on"})
    assert "Permintaan yang sudah diverifikasi tetap berjalan" in text(refused)
    draft.refresh_from_db()
    assert draft.state == "draft"
    order_services.reserve_opening(
        actor=world.wulan.actor, order=world.order, candidate=make_candidate("J-9"), today=TODAY
    )
    wider = adopt(**WELDERS, status="paused", extent="underway", valid_from=TODAY + DAY)
    wider(world, sign_in)
    consequences.follow(TODAY + DAY)
    world.order.refresh_from_db()
    assert world.order.state == "held"


def test_what_touches_very_many_is_carried_out_by_the_worker(world, sign_in, monkeypatch):
    """A pause of a nation's orders takes minutes: the page answers at once, and the rule stands already."""
    monkeypatch.setattr(consequences.follow, "__kwdefaults__", {"at_once": 0})
    adopt(**WELDERS, status="paused")(world, sign_in)
    adopt(**WELDERS, status="paused", valid_from=TODAY + DAY)(world, sign_in)
    waiting = ProcrastinateJob.objects.filter(task_name__endswith="follow_soon", status="todo")
    assert waiting.count() == 1
    world.order.refresh_from_db()
    assert world.order.state == "open"
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)  # a worker's own, not the test's
    tasks.follow_soon.func()
    world.order.refresh_from_db()
    assert world.order.state == "held"


def test_what_is_shown_beforehand_can_still_be_changed(world, sign_in):
    typed = {"valid_from": TODAY, **SOURCE, **WELDERS, "status": "paused"}
    again = sign_in(world.yusuf).post("/rulebook/rules/new/", {**typed, "asked_again": "yes"})
    assert again.status_code == 200
    assert 'value="https://contoh.example/putusan"' in again.content.decode()
    assert not DestinationRule.objects.filter(source=SOURCE["source"]).exists()


def test_an_institute_s_classes_and_people_are_shown(cast, sign_in, settings):
    from jalur.journey.training import services as training
    from tests.training.factories import open_class

    settings.TODAY = TODAY
    intake = open_class(cast)
    training.enrol(actor=cast.sari.actor, intake=intake, candidate=cast.sari.person.candidate, today=TODAY)
    provider = intake.programme.provider
    Licence.objects.create(
        organisation=provider, kind="provider_licence", number="LPK-1", valid_from=TODAY - DAY
    )
    shown = post(
        sign_in(cast.wulan), "organisations:organisation_step", [provider.pk, "close"], {"on": TODAY}
    )
    assert "1 Kelas dari lembaga yang saat itu tidak boleh melatih" in shown
    assert "1 Orang yang terdaftar di kelas itu" in shown
    assert cast.sari.person.name not in shown


def test_every_table_that_refers_to_an_order_says_what_a_hold_makes_of_it():
    refer = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is JobOrder and not hasattr(model, "pgh_tracked_model")
    }
    assert refer == OWN | {room.model._meta.label_lower for room in dependants.of(JobOrder)}
