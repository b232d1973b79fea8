"""What somebody is told goes out by the channel she has, once, at her hours; what does not arrive is somebody's work."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from jalur.foundation.messaging import kinds, rules, services
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.models import Message, MessageState
from jalur.foundation.messaging.services.sending import claim
from tests.messaging.conftest import DAY

TRUE = {"is": True}
KIND = MessageKind(
    key="tests:day",
    title="Hari",
    subject="Hari penting",
    text="Datanglah pada %(day)s.",
    link=lambda key: f"/tests/{key}/",
    values={"day": date(2026, 2, 1)},
    holds=lambda _key: TRUE["is"],
    is_needed=False,
)
PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def day_and_kind(db, monkeypatch):
    monkeypatch.setitem(kinds._kinds, KIND.key, KIND)
    monkeypatch.setitem(TRUE, "is", True)
    with time_machine.travel(DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def sari(cast):
    from jalur.kit.vault import seal

    person = cast.sari.person
    person.phone_sealed = seal(PHONE, table="people.person", row=str(person.pk), field="phone")
    person.save()
    return person


def tell(person, about=None, **more):
    return services.tell(KIND, to=person, about=about or person, **{"day": date(2026, 2, 9), **more})


def state(message):
    message.refresh_from_db()
    return message.state, message.channel


def test_it_goes_to_her_phone_in_her_language_and_names_nobody(sari, sms):
    message = tell(sari)
    assert services.send_due() == 1
    [(body, headers)] = sms.requests
    assert body["to"] == PHONE
    assert body["text"] == f"Jalur: Datanglah pada 9 Februari 2026. http://localhost/tests/{sari.pk}/"
    assert headers["Authorization"] == "Bearer kunci"
    assert headers["Idempotency-Key"] == str(message.pk)
    assert state(message) == ("sent", "sms")
    assert services.send_due() == 0


def test_whatsapp_gets_the_template_with_its_values(sari, whatsapp):
    tell(sari)
    services.send_due()
    [(body, _headers)] = whatsapp.requests
    assert (body["to"], body["template"]["name"]) == (PHONE[1:], "tests_day")
    said = [one["text"] for one in body["template"]["components"][0]["parameters"]]
    assert said == ["9 Februari 2026", f"http://localhost/tests/{sari.pk}/"]


def test_told_twice_is_one_message(sari, sms):
    first, second, other = tell(sari), tell(sari), tell(sari, once="2026-02-08")
    assert first == second != other
    services.send_due()
    assert len(sms.requests) == 2


def test_what_is_not_committed_is_not_told(sari, sms):
    with transaction.atomic():
        tell(sari)
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.parametrize("day", ["Sari Contohwati", 20260209, None])
def test_nothing_but_days_and_numbers_stands_in_a_message(sari, day):
    with pytest.raises(TypeError):
        tell(sari, day=day)
    with pytest.raises(TypeError):
        tell(sari, name="Sari")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("hour_utc", "place", "hour_there"),
    [(14, "35.17.08.2001", 6), (14, "94.01", 6), (22, "94.01", None), (23, "35.17.08.2001", None)],
)
def test_nothing_comes_at_night_where_she_lives(hour_utc, place, hour_there, sari, day_and_kind):
    day_and_kind.move_to(DAY.replace(hour=hour_utc))
    due = rules.after_quiet(timezone.now(), rules.NIGHT, _zone(place))
    if hour_there is None:
        assert due == timezone.now()
    else:
        assert due.astimezone(_zone(place)).hour == hour_there
        assert timezone.now() < due < timezone.now() + timedelta(hours=12)


def _zone(place):
    from jalur.foundation.geography.rules import zone_of

    return zone_of(place)


def test_at_night_it_waits_until_morning(sari, sms, day_and_kind):
    day_and_kind.move_to(DAY.replace(hour=16))  # 23.00 in Jombang
    message = tell(sari)
    assert services.send_due() == 0
    day_and_kind.move_to(DAY.replace(day=12, hour=23, minute=1))  # 06.01 on the 13th
    assert services.send_due() == 1
    assert state(message) == ("sent", "sms")


def test_what_is_no_longer_true_is_not_sent(sari, sms):
    message = tell(sari)
    TRUE["is"] = False
    services.send_due()
    assert not sms.requests
    assert state(message) == ("dropped", "")


def test_a_gateway_that_fails_is_asked_again_later(sari, sms, day_and_kind):
    message = tell(sari)
    sms.answers = [503, 429]
    for minutes in (0, 1, 2):
        day_and_kind.shift(timedelta(minutes=minutes))
        services.send_due()
    assert [body["key"] for body, _headers in sms.requests] == [str(message.pk)] * 3
    assert len(sms.taken) == 1
    assert state(message) == ("sent", "sms")


def test_a_number_that_never_works_is_left_for_a_letter(sari, sms):
    message = tell(sari)
    sms.answers = [404]
    services.send_due()
    assert state(message) == ("sent", "email")
    [letter] = mail.outbox
    assert letter.to == ["sari@contoh.example"]
    assert letter.extra_headers["Message-ID"].startswith(f"<{message.pk}@")
    assert letter.extra_headers["List-Unsubscribe"] == "<http://localhost/messaging/preferences/>"


def test_a_gateway_that_stays_down_is_given_up(sari, sms, day_and_kind):
    message = tell(sari)
    sms.answers = [500] * 50
    for _attempt in range(rules.MOST_ATTEMPTS + 1):
        services.send_due()
        day_and_kind.shift(timedelta(hours=1, minutes=1))
    assert len(sms.requests) == rules.MOST_ATTEMPTS
    assert state(message)[1] == "email"


def test_a_worker_that_died_leaves_it_to_another(sari, sms, day_and_kind):
    message = tell(sari)
    [taken] = claim(timezone.now())  # and the worker is gone
    assert taken == message
    assert services.send_due() == 0
    day_and_kind.shift(rules.LEASE + timedelta(seconds=1))
    assert services.send_due() == 1
    assert len(sms.taken) == 1


def test_who_has_nothing_is_told_in_person(cast, sms, sign_in):
    cast.sari.person.account.emailaddress_set.update(verified=False)
    message = tell(cast.sari.person)
    services.send_due()
    assert state(message) == ("unreached", "")
    officer = sign_in(cast.darmo)
    assert "Orang yang belum terjangkau pesan" in officer.get("/").content.decode()
    page = officer.get("/messaging/missed/").content.decode()
    assert f"/messaging/{message.pk}/" in page
    assert "Sari Contohwati" in page
    shown = officer.get(f"/messaging/{message.pk}/").content.decode()
    assert "Datanglah pada 9 Februari 2026" in shown
    assert "/tests/" not in shown, "a personal link is hers alone"
    assert "/tests/" in sign_in(cast.sari).get(f"/messaging/{message.pk}/").content.decode()
    sheet = officer.get("/messaging/missed/sheet/").content.decode()
    assert "Sari Contohwati" in sheet
    assert "Datanglah pada 9 Februari 2026" in sheet
    officer.post(f"/messaging/{message.pk}/hand_over/")
    assert state(message) == ("handed_over", "paper")
    assert f"/messaging/{message.pk}/" not in officer.get("/messaging/missed/").content.decode()


def test_another_region_sees_nothing_of_it(cast, sari, sms, sign_in):
    message = tell(sari)
    client = sign_in(cast.gatot)
    assert client.get(f"/messaging/{message.pk}/").status_code == 404
    assert client.post(f"/messaging/{message.pk}/hand_over/").status_code == 404
    assert state(message) == ("waiting", "")


def test_once_the_number_is_right_it_is_sent_again(cast, sms, sign_in, sari):
    message = tell(sari)
    Message.objects.update(state=MessageState.UNREACHED, failed_channels=["sms"])
    sign_in(cast.wulan).post(f"/messaging/{message.pk}/resend/")
    services.send_due()
    assert state(message) == ("sent", "sms")


def test_she_says_how_and_when_and_what_not(cast, sari, sms, sign_in):
    client = sign_in(cast.sari)
    address = "/messaging/preferences/"
    page = client.get(address).content.decode()
    assert "tests:day" in page
    assert "proposals:offered" not in page, "her rights hang on it"
    form = {"channel": "email", "language": "en", "quiet_since": "18:00", "quiet_until": "09:00"}
    assert client.post(address, form).status_code == 302
    message = tell(sari)
    services.send_due()
    assert state(message) == ("sent", "email")
    assert "9 February 2026" in mail.outbox[0].body
    client.post(address, form | {"unwanted": ["tests:day"]})
    assert tell(sari, once="again") is None


def test_on_paper_is_nothing_for_a_gateway(cast, sari, sms, sign_in):
    address = f"/messaging/preferences/{sari.pk}/"
    form = {"channel": "paper", "language": "id", "quiet_since": "20:00", "quiet_until": "06:00"}
    assert sign_in(cast.gatot).post(address, form).status_code == 404
    sign_in(cast.darmo).post(address, form)
    message = tell(sari)
    services.send_due()
    assert state(message) == ("unreached", "")
    assert not sms.requests


def test_a_letter_of_the_library_leaves_nothing_behind(db):
    message = services.tell_letter(subject="Kode", text="ABCD-EFGH", address="baru@contoh.example")
    stored = Message.objects.filter(pk=message.pk).values().get()
    assert "ABCD" not in str(stored)
    assert "baru@" not in str(stored)
    services.send_due()
    [letter] = mail.outbox
    assert (letter.to, letter.body) == (["baru@contoh.example"], "ABCD-EFGH")
    message.refresh_from_db()
    assert (message.text_sealed, message.address_sealed) == (None, None)


def test_every_kind_reads_in_both_languages_and_leads_somewhere(client, db):
    page = client.get("/messaging/kinds/").content.decode()
    for kind in kinds.kinds():
        assert f"/messaging/kinds/{kind.key}/" in page
        assert client.get(f"/messaging/kinds/{kind.key}/").status_code == 200
    assert client.get("/messaging/kinds/nothing/").status_code == 404


def test_unknown_about_is_harmless():
    for kind in kinds.kinds():
        assert kind.link(str(uuid4())).startswith("/")


def test_after_two_years_it_is_gone(sari, sms):
    tell(sari)
    tell(sari, once="again")
    Message.objects.filter(once="again").update(created_at=timezone.now() - timedelta(days=731))
    assert services.forget_old() == 1
    assert [one.once for one in Message.objects.order_by("pk")] == [""]
