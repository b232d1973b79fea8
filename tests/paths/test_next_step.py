"""Whatever has happened, her home says what she does next in one sentence with day and place, and the desk reads the same."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jalur.foundation.rulebook import services as rulebook
from jalur.foundation.workflow import consequences
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.job_orders import services as job_orders
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment
from jalur.proposals import services as proposals
from jalur.proposals.decisions.messages import answer_token
from jalur.proposals.models import Proposal, Run
from tests.job_orders.factories import TODAY, open_order
from tests.training.factories import ENDS, STARTS, add_programme, open_class

DAY = timedelta(days=1)
OFFICE = "Disnaker Jombang, Jalan Contoh 7"
HELD_IN_JOMBANG = "LPK Cakap Contoh, Jalan Contoh 12"


@pytest.fixture
def world(cast, settings):
    settings.TODAY = TODAY
    cast.wulan.organisation.address = "Jalan Contoh 7"
    cast.wulan.organisation.save()
    cast.hendra.organisation.address = "Jalan Contoh 12"
    cast.hendra.organisation.save()
    cast.file = cast.sari.person.candidate
    cast.file.registered_by = cast.wulan.organisation
    cast.file.save()
    cast.order, cast.settings = open_order(cast, requirements=()), settings
    cast.intake = open_class(cast, programme=add_programme(cast))
    return cast


def nothing(world):
    pass


def held(world, evidence="certificate"):
    entry = HeldCompetency(candidate=world.file, competency_id="EN-A2", evidence=evidence)
    return candidates.add_held(actor=world.sari.actor, held=entry, today=TODAY)


def asked_for_more(world):
    candidates.ask_for_more(actor=world.wulan.actor, held=held(world), reason="Bawalah rapor asli")


def confirmed(world):
    candidates.confirm_held(actor=world.wulan.actor, held=held(world))


def opted_out(world):
    confirmed(world)
    candidates.opt_out_of_planning(actor=world.sari.actor, candidate=world.file)


def proposed(world):
    confirmed(world)
    run = Run.objects.create(as_of=TODAY, requested_by=world.wulan.user, state="done")
    proposal = Proposal.objects.create(
        run=run, candidate=world.file, order=world.order, value=1, first_intake=world.intake, classes=1
    )
    proposal.steps.create(intake=world.intake, position=0)
    return proposal


def proposed_and_begun(world):
    proposed(world)
    world.settings.TODAY = STARTS


def offered(world):
    return proposals.offer(actor=world.wulan.actor, proposal=proposed(world), today=TODAY)


def expired(world):
    proposal = offered(world)
    world.settings.TODAY = proposal.answer_by + DAY
    proposals.expire(actor=world.wulan.actor, proposal=proposal, today=world.settings.TODAY)


def accepted(world):
    return proposals.accept(actor=world.sari.actor, proposal=offered(world), today=TODAY)


def close(world, reason="false"):
    job_orders.close_order(actor=world.ratna.actor, order=world.order, reason=reason)


def hold(world):
    rule = {"country_id": "KR", "employer_type": "", "route": "", "occupation_id": None, "status": "paused"}
    dated = {"valid_from": world.settings.TODAY, "source": "Contoh", "source_url": "https://contoh.example/a"}
    rulebook.adopt_destination_rule(actor=world.yusuf.actor, values={**rule, **dated}, ends_narrower=True)
    consequences.follow(world.settings.TODAY)


def offered_and_held(world):
    offered(world)
    hold(world)


def accepted_and_held(world):
    accepted(world)
    hold(world)


def in_class_and_held(world):
    in_class(world)
    hold(world)


def completed_and_held(world):
    completed(world)
    hold(world)


def offered_and_the_order_false(world):
    offered(world)
    close(world)


def accepted_and_the_order_false(world):
    accepted(world)
    close(world)


def first_day(world):
    accepted(world)
    world.settings.TODAY = STARTS


def in_class(world):
    first_day(world)
    training.start_intake(actor=world.hendra.actor, intake=world.intake, today=STARTS)
    world.settings.TODAY = STARTS + DAY


def finish(world, *, passed):
    in_class(world)
    world.settings.TODAY = ENDS
    seat = Enrolment.objects.get(intake=world.intake, candidate=world.file)
    training.close_intake(
        actor=world.hendra.actor, intake=world.intake, not_yet=[] if passed else [seat.pk], today=ENDS
    )


def completed(world):
    finish(world, passed=True)


def fell_short(world):
    finish(world, passed=False)


def completed_without_an_opening(world):
    confirmed(world)
    training.enrol(actor=world.sari.actor, intake=world.intake, candidate=world.file, today=TODAY)
    training.start_intake(actor=world.hendra.actor, intake=world.intake, today=STARTS)
    world.settings.TODAY = ENDS
    training.close_intake(actor=world.hendra.actor, intake=world.intake, not_yet=[], today=ENDS)


def class_cancelled(world):
    accepted(world)
    training.cancel_intake(actor=world.hendra.actor, intake=world.intake, reason="Instruktur sakit")


def withdrawn(world):
    accepted(world)
    candidates.withdraw(actor=world.sari.actor, candidate=world.file, reason="family", today=TODAY)


SENTENCES = [
    (nothing, f"Tambahkan yang Anda kuasai.*{OFFICE}"),
    (held, f"Bawa.*Bahasa Inggris.*{OFFICE}"),
    (asked_for_more, f"Bawalah rapor asli. Bawalah ke {OFFICE}"),
    (confirmed, f"Pilih kelas sendiri.*{OFFICE}"),
    (opted_out, f"tidak ikut pencarian jalur otomatis.*{OFFICE}"),
    (proposed, f"paling lambat .*2026: .*di Korea Selatan diusulkan.*mulai pada .*2026 di {HELD_IN_JOMBANG}"),
    (proposed_and_begun, f"hari terakhir untuk menjawab.*Mintalah jalur lain kepada {OFFICE}"),
    (offered, f"paling lambat Senin, 19 Januari 2026.*mulai pada .*2026 di {HELD_IN_JOMBANG}"),
    (expired, f"Senin, 19 Januari 2026|19 Januari 2026.*{OFFICE}"),
    (offered_and_the_order_false, f"tidak ada lagi.*Mintalah jalur lain kepada {OFFICE}"),
    (accepted_and_the_order_false, f"tidak ada lagi.*Mintalah jalur lain kepada {OFFICE}"),
    (offered_and_held, "tidak perlu menjawab sekarang.*ditahan.*dihentikan"),
    (accepted_and_held, f"ditahan.*Kelas tetap berjalan. Datang ke {HELD_IN_JOMBANG} pada"),
    (in_class_and_held, f"ditahan.*Kelas tetap berjalan. Ikuti .* di {HELD_IN_JOMBANG}"),
    (completed_and_held, "ditahan.*lowongan tetap dipegang"),
    (accepted, f"Datang ke {HELD_IN_JOMBANG} pada .*2026: hari pertama"),
    (first_day, f"Datang ke {HELD_IN_JOMBANG} hari ini"),
    (in_class, f"Ikuti .* di {HELD_IN_JOMBANG} sampai .*2026"),
    (completed, f"Bersiaplah untuk .*Korea Selatan paling lambat .*2026. .*{OFFICE}"),
    (fell_short, f"belum kompeten .*{HELD_IN_JOMBANG}"),
    (completed_without_an_opening, f"menyelesaikan kelas.*{OFFICE}"),
    (class_cancelled, f"dibatalkan.*{OFFICE}"),
    (withdrawn, f"mengundurkan diri.*{OFFICE}"),
]


@pytest.mark.parametrize(("happens", "sentence"), SENTENCES)
def test_her_home_says_the_next_step_and_the_desk_reads_the_same(world, sign_in, happens, sentence):
    happens(world)
    home = sign_in(world.sari).get("/").context["next_step"]
    assert re.search(sentence, home.text), home.text
    assert "%(" not in home.text
    file, page = reverse("portal:case_file", args=[world.sari.person.pk]), f"/candidates/{world.file.number}/"
    for address in (file, page):
        read = sign_in(world.wulan).get(address).context["next_step"]
        assert (read.text, read.url) == (home.text, "")
        assert sign_in(world.sari).get(address).context["next_step"] == home
    assert sign_in(world.sari).get(home.url).status_code == 200


@pytest.mark.parametrize("happens", [happens for happens, _sentence in SENTENCES])
def test_nothing_is_next_before_what_is_done(world, sign_in, happens):
    happens(world)
    stages = sign_in(world.sari).get("/").context["stages"]
    states = [stage.state for stage in stages]
    last = max(at for at, state in enumerate(states) if state not in {"next", "skipped"})
    assert all(stage.state != "next" or stage.date for stage in stages[:last]), states
    assert states.count("ended") == (happens is withdrawn)
    assert "problem" not in states or happens is not withdrawn


def test_who_does_not_see_what_it_rests_on_does_not_read_another(world, sign_in):
    accepted(world)
    village = sign_in(world.darmo).get(reverse("portal:case_file", args=[world.sari.person.pk]))
    assert village.context["next_step"] is None


@pytest.mark.parametrize("happens", [offered_and_held, accepted_and_held])
def test_her_path_says_the_hold_to_her_and_to_the_office(world, sign_in, happens):
    happens(world)
    proposal = Proposal.objects.get(candidate=world.file)
    pages = [
        ("/proposals/mine/", world.sari),
        (reverse("proposals:proposal", args=[proposal.pk]), world.wulan),
    ]
    for address, reader in pages:
        (notice,) = sign_in(reader).get(address).context["notices"]
        assert "ditahan sejak" in notice.title
    token = answer_token(proposal)
    link = reverse("proposals:answer", args=[token])
    browser = Client()
    browser.post(link, {"birth_date": world.sari.person.birth_date.isoformat()})
    (notice,) = browser.get(link).context["notices"]
    assert "tetap" in notice.text


def test_a_proposed_path_can_be_answered_until_the_day_before_its_first_class(world, sign_in):
    proposed(world)
    world.settings.TODAY = STARTS - DAY
    page = sign_in(world.sari).get("/").context
    assert [need.due for need in page["needs"] if need.url == page["next_step"].url] == [STARTS - DAY]
    assert page["next_step"].day == STARTS - DAY
    world.settings.TODAY = STARTS
    page = sign_in(world.sari).get("/").context
    assert not [need for need in page["needs"] if need.url == page["next_step"].url]


TURNS = [
    (held, "Disnaker Jombang"),
    (asked_for_more, "Sari Contohwati"),
    (proposed, "Sari Contohwati"),
    (proposed_and_begun, "Disnaker Jombang"),
    (offered, "Sari Contohwati"),
    (accepted, ""),
    (first_day, "LPK Cakap Contoh"),
    (in_class, "LPK Cakap Contoh"),
]


@pytest.mark.parametrize(("happens", "holder"), TURNS)
def test_the_path_names_whose_turn_it_is(world, sign_in, happens, holder):
    happens(world)
    stages = sign_in(world.sari).get("/").context["stages"]
    assert next((stage.holder for stage in stages if stage.state == "now"), "") == holder


def test_what_she_has_no_account_for_the_office_decides(world, sign_in):
    proposed(world)
    person = world.sari.person
    person.account = None
    person.save()
    stages = sign_in(world.wulan).get(reverse("portal:case_file", args=[person.pk])).context["stages"]
    assert [stage.holder for stage in stages if stage.state == "now"] == ["Disnaker Jombang"]


def test_a_class_is_ahead_until_its_first_day(world, sign_in):
    accepted(world)
    html = sign_in(world.sari).get("/").content.decode()
    assert re.search(r"Mulai <time[^>]*>2 Feb", html)
    assert 'class="path-now"' not in html


def test_papers_are_not_now_before_there_is_a_job(world, sign_in):
    completed_without_an_opening(world)
    *_others, papers = stages = sign_in(world.sari).get("/").context["stages"]
    assert (papers.needs_all, papers.state) == (True, "next")
    assert [stage.label for stage in stages if stage.state == "now"] == ["Lowongan dipegang"]


@pytest.mark.parametrize("happens", [offered_and_the_order_false, accepted_and_the_order_false])
def test_a_false_order_is_nothing_to_be_glad_of(world, sign_in, happens):
    happens(world)
    browser = sign_in(world.sari)
    stages = {str(stage.label): stage for stage in browser.get("/").context["stages"]}
    assert [stages[label].state for label in ("Jalur dipilih", "Lowongan dipegang")] == ["problem"] * 2
    mine = browser.get("/proposals/mine/")
    assert "tidak ada lagi" in mine.content.decode()
    assert not mine.context["decision"].accept_url


def test_she_opts_out_in_two_clicks(world, sign_in):
    browser = sign_in(world.sari)
    (choice,) = [one for one in browser.get("/").context["choices"] if "/opt_" in one.url]
    assert browser.get(choice.url).status_code == 200
    browser.post(choice.url)
    world.file.refresh_from_db()
    assert world.file.is_opted_out


def test_who_has_withdrawn_comes_back_in_two_clicks(world, sign_in):
    withdrawn(world)
    browser = sign_in(world.sari)
    (choice,) = [one for one in browser.get("/").context["choices"] if f"/{world.file.number}/re" in one.url]
    assert not [one for one in browser.get("/").context["choices"] if "/opt_" in one.url]
    browser.post(choice.url)
    world.file.refresh_from_db()
    assert world.file.state == "registered"


def test_she_takes_a_seat_in_two_clicks_and_is_offered_only_what_takes_her(world, sign_in):
    confirmed(world)
    too_soon = open_class(world, programme=add_programme(world, code="DINI"), starts=TODAY, ends=ENDS)
    asks_more = add_programme(world, code="TINGGI", teaches=["KR-LAS-K3"], prerequisites=["KR-LAS-FCAW"])
    too_hard = open_class(world, programme=asks_more)
    world.file.available_from = TODAY + DAY
    world.file.save()
    browser = sign_in(world.sari)
    choice = next(one for one in browser.get("/").context["choices"] if "training" in one.url)
    offered = browser.get(choice.url).context["open_to_her"]
    assert [intake.number for intake, _take in offered] == [world.intake.number]
    assert {too_soon.number, too_hard.number}.isdisjoint(intake.number for intake, _take in offered)
    browser.post(offered[0][1].url)
    assert Enrolment.objects.filter(candidate=world.file, state="enrolled").count() == 1


def test_a_village_officer_begins_with_the_own_village(world, sign_in):
    form = sign_in(world.darmo).get("/candidates/register/").context["form"]
    assert form.initial["residence"] == world.darmo.actor.place_code
    assert "residence" not in sign_in(world.wulan).get("/candidates/register/").context["form"].initial
