"""The talent pool through the doors people use: found without a name, asked, answered, and gone the moment she leaves."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.organisations.models import Licence
from jalur.journey.candidates import services as candidates
from jalur.journey.talent_pool import queries, rules, services
from jalur.journey.talent_pool.models import Consent, Look, Request
from jalur.kit.refusals import codes_of
from tests.access.operations import connect, send
from tests.job_orders.factories import license_company, open_order
from tests.talent_pool.factories import SKILL, TODAY, ask, can, join, neighbour, request_for

pytestmark = pytest.mark.django_db
POOL = "/talent-pool/"
REGENCY = "Jombang, "


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


@pytest.fixture
def world(cast):
    """Sari can weld and has agreed; the company is licensed and has an open order."""
    cast.order = open_order(cast)
    if not Licence.objects.filter(organisation=cast.lestari.organisation).exists():
        license_company(cast.lestari.organisation)
    cast.candidate = can(cast.sari.person.candidate, SKILL)
    cast.consent = join(cast, cast.candidate)
    return cast


def refused(act, code):
    with pytest.raises(ValidationError) as caught:
        act()
    assert code in codes_of(caught.value), caught.value


def test_she_agrees_on_her_own_page_after_seeing_herself_as_others_do(cast, sign_in):
    sari, page = cast.sari.person.candidate, sign_in(cast.sari)
    address = reverse("talent_pool:give", args=[sari.number])
    assert "Belum" in page.get(address).content.decode()
    assert page.post(address, {"purposes": ["companies"], "until": "2026-06-30"}).status_code == 422
    assert not Consent.objects.exists()
    can(sari, SKILL)
    shown = page.get(page.get("/talent-pool/own/").url).content.decode()
    assert "Cara orang lain akan melihat Anda" in shown
    assert page.post(address, {"purposes": ["companies"], "until": "2027-02-01"}).status_code == 422
    done = page.post(address, {"purposes": ["companies"], "until": "2026-06-30"})
    consent = Consent.objects.get()
    assert done.url == reverse("talent_pool:consent", args=[consent.number])
    assert consent.recorded_by is None
    assert "Anda" in page.get(done.url).content.decode()


def test_an_officer_writes_it_down_and_another_region_cannot(cast, sign_in):
    sari = can(cast.sari.person.candidate, SKILL)
    address = reverse("talent_pool:give", args=[sari.number])
    sent = {"purposes": ["companies"], "until": "2026-06-30"}
    assert sign_in(cast.gatot).post(address, sent).status_code == 404
    assert not Consent.objects.exists()
    assert sign_in(cast.darmo).post(address, sent).status_code == 302
    assert Consent.objects.get().recorded_by == cast.darmo.organisation
    with pytest.raises(ValidationError):
        join(cast, sari)
    with pytest.raises(Refused):
        join(cast, sari, actor=cast.lestari.actor)


def doors(world, sign_in, number):
    """What a seeker gets of an entry at each of its doors."""
    page, token = sign_in(world.lestari), connect(world.lestari, "talent_pool:read")
    file = page.post("/exports/start/", {"path": POOL, "query": "", "kind": "csv"})
    file = b"".join(file) if file.streaming else file.content
    listed = page.get(POOL).content.decode()
    entries = send("GET", "/api/v1/talent-pool/entries/", token).content.decode()
    return {
        "list": number in listed,
        "file": number in file.decode(),
        "page": page.get(f"{POOL}{number}/").status_code == 200,
        "ask": page.get(f"{POOL}{number}/ask/").status_code == 200,
        "api list": number in entries,
        "api": send("GET", f"/api/v1/talent-pool/entries/{number}/", token).status_code == 200,
    }


def same(answer):
    """A page without what is drawn for each request."""
    return re.sub(r'value="[^"]{20,}"|nonce="[^"]+"', "", answer.content.decode())


def test_what_was_taken_back_is_gone_at_the_very_next_request(world, sign_in):
    number = world.consent.number
    assert all(doors(world, sign_in, number).values()), doors(world, sign_in, number)
    page = sign_in(world.sari)
    assert page.post(f"{POOL}consents/{number}/take_back/").status_code == 302
    assert not any(doors(world, sign_in, number).values())
    seeker, token = sign_in(world.lestari), connect(world.lestari, "talent_pool:read")
    never = "T-0000-0000"
    gone, none = seeker.get(f"{POOL}{number}/"), seeker.get(f"{POOL}{never}/")
    assert (gone.status_code, none.status_code) == (404, 404)
    assert same(gone).replace(number, never) == same(none)
    told = [send("GET", f"/api/v1/talent-pool/entries/{one}/", token) for one in (number, never)]
    assert [one.status_code for one in told] == [404, 404]
    assert told[0].content.decode().replace(number, never) == told[1].content.decode()


def test_a_stale_entry_is_seen_where_the_day_is_not_asked(world, sign_in, monkeypatch):
    """The planted fault: a pool that forgets to ask what stands today is found by the doors."""
    services.take_consent_back(actor=world.sari.actor, consent=world.consent, today=TODAY)
    assert not any(doors(world, sign_in, world.consent.number).values())
    monkeypatch.setattr(queries, "pool_of", lambda _actor, _on: Consent.objects.all())
    assert all(doors(world, sign_in, world.consent.number).values())


def test_it_is_gone_after_its_last_day_and_ends_by_itself(world, sign_in, settings):
    settings.TODAY = world.consent.until
    assert doors(world, sign_in, world.consent.number)["page"]
    refused(
        lambda: services.expire_consent(actor=SYSTEM, consent=world.consent, today=world.consent.until),
        "ahead",
    )
    settings.TODAY = world.consent.until + timedelta(days=1)
    assert not any(doors(world, sign_in, world.consent.number).values())
    services.expire_consent(actor=SYSTEM, consent=world.consent, today=settings.TODAY)
    world.consent.refresh_from_db()
    assert world.consent.state == "expired"


def test_a_company_without_licence_and_another_purpose_see_nobody(world, sign_in):
    Licence.objects.filter(organisation=world.lestari.organisation).update(revoked_on=TODAY)
    assert not any(doors(world, sign_in, world.consent.number).values())
    mission = sign_in(world.ratna)
    assert mission.get(f"{POOL}{world.consent.number}/").status_code == 200
    changed = Consent.objects.get()
    changed.purposes = ["companies"]
    services.extend_consent(actor=world.sari.actor, consent=changed, today=TODAY)
    assert mission.get(f"{POOL}{world.consent.number}/").status_code == 404
    for key in ("wulan", "hendra", "rini", "sari"):
        assert sign_in(getattr(world, key)).get(POOL).status_code == 403


def test_no_page_file_or_answer_for_a_seeker_tells_who_it_is(world, sign_in, client_factory):
    """Canaries: what must never reach whoever looks, before she has agreed."""
    person, candidate = world.sari.person, world.candidate
    person.phone = "+62811000424242"
    person.save()
    asked = ask(world, world.consent, world.order)
    village = person.residence
    type(village).objects.filter(pk=village.pk).update(name="Desa Kenarirahasia")
    secrets = [
        person.name, "Contohwati", candidate.number, "J-SARI", "811000424242", "Kenarirahasia",
        village.pk, str(person.pk), str(candidate.pk), "2001-04-12", "12 Apr",
    ]  # fmt: skip
    page, token = sign_in(world.lestari), connect(world.lestari)
    number = world.consent.number
    addresses = [
        POOL, f"{POOL}{number}/", f"{POOL}{number}/ask/", f"{POOL}requests/", f"{POOL}requests/{asked.number}/", "/",
        f"{POOL}?q=Sari", f"{POOL}?sort=-regency",
    ]  # fmt: skip
    answers = {one: page.get(one).content.decode() for one in addresses}
    for path in (POOL, f"{POOL}requests/"):
        for kind in ("csv",):
            made = page.post("/exports/start/", {"path": path, "query": "", "kind": kind})
            body = b"".join(made) if made.streaming else made.content
            answers[f"{path} {kind}"] = body.decode()
    for path in ("entries/", f"entries/{number}/", "requests/", f"requests/{asked.number}/"):
        answers[path] = send("GET", f"/api/v1/talent-pool/{path}", token).content.decode()
    found = [(where, one) for where, text in answers.items() for one in secrets if one in text]
    assert found == []
    assert all(number in answers[one] for one in (POOL, "entries/", f"{POOL} csv"))


def test_each_consent_has_a_number_of_its_own(world):
    services.take_consent_back(actor=world.sari.actor, consent=world.consent, today=TODAY)
    again = join(world, world.candidate)
    assert again.number != world.consent.number
    assert world.candidate.number[2:] not in again.number


def test_a_regency_is_shown_where_five_can_do_the_same(world, sign_in):
    page = sign_in(world.lestari)

    def shown():
        return page.get(f"{POOL}{world.consent.number}/").content.decode()

    for mark in "ABC":
        join(world, neighbour(mark))
    assert REGENCY not in shown()
    here = (Consent.objects.all(), "35.17", "companies", TODAY)
    assert not queries.shown_in_regency(*here).exists()
    fifth = join(world, neighbour("D"))
    assert queries.shown_in_regency(*here).count() == 5
    assert REGENCY in shown()
    assert world.consent.number in page.get(f"{POOL}?regency=35.17").content.decode()
    can(world.candidate, "SOFT-KOMUNIKASI")
    assert REGENCY not in shown()
    services.take_consent_back(actor=world.wulan.actor, consent=fifth, today=TODAY)
    assert queries.common_by_regency("companies", TODAY) == {}


def test_she_reads_who_looked_and_asked_and_says_yes(world, sign_in):
    seeker, her = sign_in(world.lestari), sign_in(world.sari)
    number = world.consent.number
    for _twice in range(2):
        seeker.get(f"{POOL}{number}/")
    assert Look.objects.count() == 1
    page = her.get(f"{POOL}consents/{number}/").content.decode()
    assert "PT Jalan Contoh" in page
    sent = seeker.post(
        f"{POOL}{number}/ask/", {"order": str(world.order.pk), "message": "Gaji Rp12.000.000, kami tunggu."}
    )
    asked = Request.objects.get()
    assert sent.url == f"{POOL}requests/{asked.number}/"
    assert Message.objects.filter(kind="talent_pool:asked", person_id=world.sari.person.pk).count() == 1
    assert "PT Jalan Contoh" in her.get("/").content.decode()
    read = her.get(sent.url).content.decode()
    assert all(word in read for word in ("PT Jalan Contoh", "Rp12.000.000", world.order.number))
    assert "Sari Contohwati" not in seeker.get(sent.url).content.decode()
    assert seeker.post(f"{sent.url}agree/").status_code == 403
    assert Request.objects.get().state == "waiting"
    assert her.post(f"{sent.url}agree/").status_code == 302
    told = seeker.get(sent.url).content.decode()
    assert "Sari Contohwati" in told
    assert world.candidate.number not in told
    assert Message.objects.filter(kind="talent_pool:agreed").count() == 1
    her.post(f"{POOL}consents/{number}/take_back/")
    assert "Sari Contohwati" not in seeker.get(sent.url).content.decode()
    assert Request.objects.get().state == "fell_away"


def test_a_no_tells_nothing_and_is_not_asked_again(world, sign_in):
    asked = ask(world, world.consent, world.order)
    refused(lambda: ask(world, world.consent, world.order), "")
    services.decline_request(actor=world.sari.actor, request=asked, today=TODAY)
    page = sign_in(world.lestari).get(f"{POOL}requests/{asked.number}/").content.decode()
    assert "ditolak" in page
    assert "Sari Contohwati" not in page
    refused(lambda: ask(world, world.consent, world.order), "not_to_be_asked")
    services.take_consent_back(actor=world.sari.actor, consent=world.consent, today=TODAY)
    again = join(world, world.candidate)
    refused(lambda: ask(world, again, world.order), "not_to_be_asked")


@pytest.mark.parametrize(
    "message",
    ["Telepon 0812 3456 789", "hubungi +62-812-3456-7890", "wa.me/62812", "www.kerja.example", "a@b.example", "lihat kerja-cepat.com"],
)  # fmt: skip
def test_contacts_in_a_message_are_refused(world, sign_in, message):
    refused(lambda: ask(world, world.consent, world.order, message=message), "contact")
    answer = sign_in(world.lestari).post(
        f"{POOL}{world.consent.number}/ask/", {"order": str(world.order.pk), "message": message}
    )
    assert answer.status_code == 422
    assert not Request.objects.exists()
    assert not rules.holds_contact("Gaji Rp12.000.000 sebulan, mulai 2026. Kontrak 24 bulan, 5 hari kerja.")


def test_only_own_running_orders_and_only_missions_name_programmes(world):
    from tests.job_orders.factories import draft

    refused(lambda: ask(world, world.consent, draft(world, employer=world.order.employer)), "takes_nobody")
    refused(lambda: ask(world, world.consent, None), "required")
    mission = Request(
        consent=world.consent,
        seeker=world.ratna.organisation,
        programme="G to G perawat 2026",
        message="Program pemerintah.",
    )
    assert services.send_request(actor=world.ratna.actor, request=mission, today=TODAY).state == "waiting"
    with pytest.raises(Refused):
        services.send_request(
            actor=world.ratna.actor, request=request_for(world, world.consent, world.order), today=TODAY
        )


def test_silence_ends_a_request(world):
    asked = ask(world, world.consent, world.order)
    assert asked.answer_by == TODAY + timedelta(days=14)
    refused(lambda: services.lapse_request(actor=SYSTEM, request=asked, today=asked.answer_by), "ahead")
    after = asked.answer_by + timedelta(days=1)
    refused(lambda: services.agree_to_request(actor=world.sari.actor, request=asked, today=after), "past")
    assert services.lapse_request(actor=SYSTEM, request=asked, today=after).state == "lapsed"


def test_whoever_leaves_the_path_leaves_the_pool(world, sign_in):
    asked = ask(world, world.consent, world.order)
    candidates.withdraw(actor=world.sari.actor, candidate=world.candidate, reason="family", today=TODAY)
    asked.refresh_from_db()
    world.consent.refresh_from_db()
    assert (asked.state, world.consent.state) == ("fell_away", "ended")
    assert not any(doors(world, sign_in, world.consent.number).values())
    refused(lambda: join(world, world.candidate), "left")


def test_the_office_answers_for_who_has_no_phone(world, sign_in):
    other = neighbour("Z")
    consent = join(world, other, actor=world.wulan.actor)
    asked = ask(world, consent, world.order)
    assert "tanpa akun" in sign_in(world.wulan).get("/").content.decode()
    assert sign_in(world.gatot).post(f"{POOL}requests/{asked.number}/agree/").status_code == 404
    assert sign_in(world.wulan).post(f"{POOL}requests/{asked.number}/agree/").status_code == 302
    event = Event.objects.get(event="talent_pool:request:agreed")
    assert event.user == world.wulan.user


def test_another_company_reads_nothing_of_a_request(world, sign_in):
    from jalur.foundation.organisations.models import Membership, Organisation

    asked = ask(world, world.consent, world.order)
    other = Organisation.objects.create(name="PT Lain Contoh", kind="placement_company", place_id="31.71")
    Membership.objects.filter(user=world.lestari.user).update(organisation=other)
    page = sign_in(world.lestari)
    assert page.get(f"{POOL}requests/{asked.number}/").status_code == 404
    assert asked.number not in page.get(f"{POOL}requests/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_leaving_while_a_request_is_sent_leaves_nothing_waiting(cast):
    """Ten times: she leaves as a company asks. Either it was asked and fell away, or it was refused."""
    cast.order = open_order(cast)
    can(cast.sari.person.candidate, SKILL)
    for _try in range(10):
        consent = join(cast, cast.sari.person.candidate)
        start = threading.Barrier(2)

        def asking(consent=consent, start=start):
            start.wait(timeout=30)
            try:
                ask(cast, consent, cast.order)
            except ValidationError as stopped:
                return codes_of(stopped)
            finally:
                connection.close()
            return ["sent"]

        def leaving(consent=consent, start=start):
            start.wait(timeout=30)
            try:
                services.take_consent_back(actor=cast.sari.actor, consent=consent, today=TODAY)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            told, _left = pool.submit(asking), pool.submit(leaving)
            assert told.result() in (["sent"], ["not_in_the_pool"])
        assert not Request.objects.filter(state__in=["waiting", "agreed"]).exists()


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_are_one(cast):
    cast.order = open_order(cast)
    consent = join(cast, can(cast.sari.person.candidate, SKILL))
    start = threading.Barrier(4)

    def asking(_number):
        start.wait(timeout=30)
        try:
            return ask(cast, consent, cast.order).state
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(asking, range(4)))
    assert told == ["refused", "refused", "refused", "waiting"]
    assert Request.objects.count() == 1
