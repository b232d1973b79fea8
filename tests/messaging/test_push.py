"""Notices on a device: turned on by herself alone, sealed for that browser, and nobody counts as reached before she opens one."""

import json
import logging
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.signing import Signer
from django.db import connection
from django.test import Client

from jalur.foundation.accounts.models import User
from jalur.foundation.history.models import Event
from jalur.foundation.messaging import kinds, push, rules, services, writing
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.models import Device, Message, Subscription
from jalur.foundation.organisations.messages import FACTOR_RESET
from tests.cast import open_session
from tests.messaging.conftest import DAY
from tests.messaging.push_service import AGENT, Browser
from tests.messaging.test_kinds import CANARIES

KIND = MessageKind(
    key="tests:day",
    title="Hari",
    subject="Hari penting",
    text="Datanglah pada %(day)s.",
    link=lambda key: f"/tests/{key}/",
    values={"day": date(2026, 2, 1)},
)
URGENT = MessageKind("tests:now", "Kini", "Kini", "Datanglah.", lambda key: f"/tests/{key}/", is_urgent=True)
PHONE = "+6281234567890"
HOSTILE = [
    "https://..push.apple.com/x",
    "https://a..push.apple.com/x",
    "https://-a.push.apple.com/x",
    "https://xn--80ak6aa92e.push.apple.com/x",
    f"https://{'a' * 70}.push.apple.com/x",
    "http://fcm.googleapis.com/fcm/send/x",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1:8000/x",
    "https://localhost/x",
    "https://fcm.googleapis.com.jahat.example/x",
    "https://jahat.example/fcm.googleapis.com/",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://fcm.googleapis.com:80@127.0.0.1/x",
    "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com",
    "https://evilpush.apple.com/x",
    "https://push.apple.com/x",
    "https://FCM.googleapis.com/x",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/\nHost: jahat.example",
    "https://fcm.google\u0430pis.com/x",
    "https://fcm.googleapis.com/" + "x" * 1001,
    "file:///etc/passwd",
    "//fcm.googleapis.com/x",
    "javascript:alert(1)",
    "",
]


@pytest.fixture(autouse=True)
def day(db, monkeypatch):
    for kind in (KIND, URGENT):
        monkeypatch.setitem(kinds._kinds, kind.key, kind)
    with time_machine.travel(DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def sari(cast):
    from jalur.kit.vault import seal

    person = cast.sari.person
    person.phone_sealed = seal(PHONE, table="people.person", row=str(person.pk), field="phone")
    person.save()
    return person


def signed_in(member) -> Client:
    client = Client(headers={"host": "localhost", "user-agent": AGENT})
    open_session(client, member.user)
    return client


def turn_on(member, browser=None, client=None):
    """Through the door; gives the browser's client and what it can read with."""
    client, browser = client or signed_in(member), browser or Browser()
    client.post("/messaging/devices/", browser.subscription)
    return client, browser


def tell(person, kind=KIND, **more):
    values = {"day": date(2026, 2, 9)} if kind is KIND else {}
    return services.tell(kind, to=person, about=person, **values, **more)


def state(message):
    message.refresh_from_db()
    return message.state, message.channel


def opened(notice, change=lambda body: body):
    """What the service worker says when a notice is clicked."""
    body = change(json.dumps({"opened": notice["opened"]}).encode())
    return Client().post("/messaging/hooks/push/", body, content_type="text/plain")


# -- sent --------------------------------------------------------------------------------------------------------------


def test_it_is_sealed_for_her_browser_and_names_nobody(cast, sari, push_service):
    _client, browser = turn_on(cast.sari)
    message = tell(sari)
    assert services.send_due() == 1
    [request] = push_service.requests
    assert str(request.url) == browser.endpoint
    assert {name: request.headers[name] for name in ("TTL", "Topic", "Urgency")} == {
        "TTL": "21600", "Topic": message.pk.hex, "Urgency": "normal",
    }  # fmt: skip
    notice = browser.read(request.content)
    assert notice.pop("opened").startswith(message.pk.hex)
    assert notice == {
        "title": "Hari penting",
        "body": "Datanglah pada 9 Februari 2026.",
        "lang": "id",
        "link": f"http://localhost/tests/{sari.pk}/",
        "tag": message.pk.hex,
    }
    assert state(message) == ("sent", "push")


def test_what_is_urgent_says_so(cast, sari, push_service):
    turn_on(cast.sari)
    tell(sari, URGENT)
    services.send_due()
    assert push_service.requests[0].headers["Urgency"] == "high"


def test_five_thousand_notices_name_nobody(db):
    chance = Random(11)
    browser = Browser()
    subscription = Subscription(**browser.subscription)
    for at in range(5000):
        kind = chance.choice(kinds.kinds())
        values = {
            name: date(2026, 1, 1) + timedelta(chance.randrange(900)) if isinstance(value, date) else 7
            for name, value in kind.values.items()
        }
        written = writing.in_words(kind, values, str(uuid4()), chance.choice(["id", "en"]))
        notice = json.dumps(push._notice(uuid4(), written), ensure_ascii=False)
        assert not [canary for canary in CANARIES if canary in notice]
        if at < 20:
            assert browser.read(push._sealed(subscription, uuid4(), written))["body"] == written.text


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.key) for kind in kinds.kinds()])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_fits_a_notice(kind, language):
    written = writing.in_words(kind, kind.values, str(uuid4()), language)
    assert len(push._sealed(Subscription(**Browser().subscription), uuid4(), written)) <= 4096


def test_a_repeat_takes_the_place_of_the_first(cast, sari, push_service, day):
    turn_on(cast.sari)
    message = tell(sari)
    services.send_due()
    Message.objects.update(state="waiting")  # the worker died before it wrote that down
    services.send_due()
    assert len(push_service.requests) == 2
    assert len(push_service.kept) == 1
    assert state(message) == ("sent", "push")


def test_every_device_of_hers_shows_it_and_one_that_has_gone_is_forgotten(cast, sari, push_service):
    _phone, first = turn_on(cast.sari)
    _desk, second = turn_on(cast.sari, Browser("https://updates.push.services.mozilla.com/wpush/v2/"))
    push_service.answers[first.endpoint] = [410]
    message = tell(sari)
    services.send_due()
    assert [endpoint for endpoint, _topic in push_service.kept] == [second.endpoint]
    assert state(message) == ("sent", "push")
    [left] = Device.objects.all()
    assert left.subscription.endpoint == second.endpoint


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_ended_leaves_it_to_the_next_channel(cast, sari, push_service, sms, status):
    _client, browser = turn_on(cast.sari)
    push_service.answers[browser.endpoint] = [status]
    message = tell(sari)
    services.send_due()
    assert state(message) == ("sent", "sms")
    assert not Device.objects.exists()


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_a_service_that_refuses_is_named_without_the_subscription(
    cast, sari, push_service, sms, status, caplog
):
    _client, browser = turn_on(cast.sari)
    push_service.answers[browser.endpoint] = [status]
    message = tell(sari)
    with caplog.at_level(logging.WARNING):
        services.send_due()
    assert state(message) == ("sent", "sms")
    assert caplog.messages == [f"push service fcm.googleapis.com answers {status}"]
    assert Device.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503, 302, 307])
def test_one_that_is_down_is_asked_again_and_leads_nowhere(cast, sari, push_service, day, status):
    _client, browser = turn_on(cast.sari)
    push_service.answers[browser.endpoint] = [status]
    message = tell(sari)
    services.send_due()
    assert state(message) == ("waiting", "")
    day.shift(timedelta(minutes=2))
    services.send_due()
    assert state(message) == ("sent", "push")
    assert {request.url.host for request in push_service.requests} == {"fcm.googleapis.com"}


def test_at_night_no_device_shows_anything(cast, sari, push_service, day):
    turn_on(cast.sari)
    day.move_to(DAY.replace(hour=16))  # 23.00 in Jombang
    tell(sari)
    assert services.send_due() == 0
    assert not push_service.requests


def test_an_account_that_is_closed_is_shown_nothing(cast, sari, push_service):
    turn_on(cast.sari)
    User.objects.filter(pk=cast.sari.user.pk).update(is_active=False)
    tell(sari)
    services.send_due()
    assert not push_service.requests


def test_a_service_that_is_no_longer_allowed_is_not_asked(cast, sari, push_service, sms, settings):
    turn_on(cast.sari)
    settings.PUSH_SERVICES = ["updates.push.services.mozilla.com"]
    message = tell(sari)
    services.send_due()
    assert not push_service.requests
    assert state(message) == ("sent", "sms")


# -- opened, or not ----------------------------------------------------------------------------------------------------


def sent_notice(member, person, service, kind=KIND):
    _client, browser = turn_on(member)
    message = tell(person, kind)
    services.send_due()
    return message, browser.read(service.requests[-1].content)


def test_only_what_she_opened_counts_as_read(cast, sari, push_service, day):
    message, notice = sent_notice(cast.sari, sari, push_service)
    assert state(message) == ("sent", "push")
    assert [opened(notice).status_code for _time in range(3)] == [204] * 3
    assert state(message) == ("read", "push")
    day.shift(timedelta(days=9))
    assert services.pass_on_unopened() == 0


def test_nobody_else_can_say_that_it_was_opened(cast, sari, push_service):
    message, notice = sent_notice(cast.sari, sari, push_service)
    forged = [
        {"opened": message.pk.hex},
        {"opened": f"{message.pk.hex}:"},
        {"opened": Signer(salt="proposals.answer").sign(message.pk.hex)},
        {"opened": notice["opened"][:-1]},
        {"opened": uuid4().hex + notice["opened"][32:]},
    ]
    assert [opened(one).status_code for one in forged] == [403] * 5
    nonsense = [b"", b"[]", b"{}", b'{"opened": 1}', b'{"opened": null}', b"\xff"]
    answers = [opened(notice, lambda _body, one=one: one).status_code for one in nonsense]
    assert set(answers) <= {400, 403}
    assert state(message) == ("sent", "push")


def test_what_nobody_opens_goes_by_the_next_channel(cast, sari, push_service, sms, day):
    message, _notice = sent_notice(cast.sari, sari, push_service)
    day.shift(rules.OPENED_WITHIN - timedelta(minutes=1))
    assert services.pass_on_unopened() == 0
    day.shift(timedelta(minutes=2))
    assert services.pass_on_unopened() == 1
    services.send_due()
    assert state(message) == ("sent", "sms")
    assert [body["to"] for body, _headers in sms.requests] == [PHONE]
    assert services.pass_on_unopened() == 0


def test_it_does_not_go_on_at_night(cast, sari, push_service, sms, day):
    day.move_to(DAY.replace(hour=10))  # 17.00 in Jombang
    message, _notice = sent_notice(cast.sari, sari, push_service)
    day.shift(timedelta(hours=7))
    assert services.pass_on_unopened() == 1
    assert services.send_due() == 0
    day.move_to(DAY.replace(day=12, hour=23, minute=1))  # 06.01 on the 13th
    services.send_due()
    assert state(message) == ("sent", "sms")


def test_who_has_nothing_else_is_somebodys_work_until_she_opens_it(
    cast, sari, push_service, settings, day, sign_in
):
    settings.CHANNELS = {"push": settings.CHANNELS["push"]}
    message, notice = sent_notice(cast.sari, sari, push_service)
    day.shift(timedelta(hours=7))
    services.pass_on_unopened()
    services.send_due()
    assert state(message) == ("unreached", "")
    assert f"/messaging/{message.pk}/" in sign_in(cast.darmo).get("/messaging/missed/").content.decode()
    assert opened(notice).status_code == 204
    assert state(message) == ("read", "push")
    assert f"/messaging/{message.pk}/" not in sign_in(cast.darmo).get("/messaging/missed/").content.decode()


def test_whoever_opens_it_late_has_read_it_before_another_channel_was_tried(
    cast, sari, push_service, sms, day
):
    message, notice = sent_notice(cast.sari, sari, push_service)
    day.shift(timedelta(hours=7))
    services.pass_on_unopened()
    opened(notice)
    assert services.send_due() == 0
    assert state(message) == ("read", "push")
    assert not sms.requests


def test_what_goes_by_every_way_goes_by_each_once(cast, push_service, sms, day):
    owner = cast.tuti.user
    owner.set_phone("+6281200000001", is_confirmed=True)
    owner.save()
    turn_on(cast.tuti)
    services.tell(FACTOR_RESET, to=owner, about=owner)
    for _hours in range(3):
        services.pass_on_unopened()
        services.send_due()
        day.shift(timedelta(hours=7))
    assert (len(push_service.requests), len(sms.requests)) == (1, 1)
    assert [letter.to for letter in mail.outbox] == [[owner.email]]
    assert set(Message.objects.values_list("state", "channel")) == {
        ("sent", "push"),
        ("sent", "sms"),
        ("sent", "email"),
    }


def test_she_may_want_another_channel_first(cast, sari, push_service, sms, sign_in):
    client, _browser = turn_on(cast.sari)
    form = {"channel": "sms", "language": "id", "quiet_since": "20:00", "quiet_until": "06:00"}
    assert client.post("/messaging/preferences/", form).status_code == 302
    message = tell(sari)
    services.send_due()
    assert state(message) == ("sent", "sms")
    assert not push_service.requests


# -- turned on and off -------------------------------------------------------------------------------------------------


def test_her_device_has_a_name_and_nothing_of_it_lies_open(cast, push_service):
    client, browser = turn_on(cast.sari)
    page = client.get("/messaging/preferences/").content.decode()
    assert "Chrome di Android" in page
    assert "12 Jan 2026" in page
    assert "perangkat ini" in page
    assert "Nyalakan pemberitahuan" not in page, "it is on here"
    other = signed_in(cast.sari).get("/messaging/preferences/").content.decode()
    assert "Chrome di Android" in other
    assert "Nyalakan pemberitahuan di perangkat ini" in other
    for secret in browser.subscription.values():
        assert secret not in page
        with connection.cursor() as cursor:
            cursor.execute("SELECT d::text FROM messaging_device d")
            [(row,)] = cursor.fetchall()
        assert secret.encode().hex() not in row
    assert Subscription(**browser.subscription) == Device.objects.get().subscription


def test_posted_again_it_is_one_device(cast, push_service):
    client, browser = turn_on(cast.sari)
    turn_on(cast.sari, browser, client)
    assert Device.objects.count() == 1
    assert Event.objects.filter(event="messaging:device:turned_on").count() == 1


@pytest.mark.parametrize("endpoint", HOSTILE, ids=range(len(HOSTILE)))
def test_no_other_address_is_ever_asked(cast, sari, push_service, endpoint):
    client = signed_in(cast.sari)
    before = client.get("/messaging/preferences/").status_code
    answer = client.post("/messaging/devices/", {**Browser().subscription, "endpoint": endpoint})
    assert before == 200
    assert answer.status_code in {302, 400}
    assert answer.status_code == 400 or answer["Refusal-Code"] == "no_push_service"
    assert not Device.objects.exists()
    assert not Event.objects.filter(event="messaging:device:turned_on").exists()
    tell(sari)
    services.send_due()
    assert not push_service.requests


def test_the_sentence_says_why(cast, push_service):
    answer = signed_in(cast.sari).post(
        "/messaging/devices/", {**Browser().subscription, "endpoint": "https://127.0.0.1/"}, follow=True
    )
    assert "lewat layanan yang tidak dipakai Jalur" in answer.content.decode()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b-_x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QABC",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2f",
    ],
)
def test_the_services_of_the_browsers_are_taken(endpoint, settings):
    assert rules.is_push_service(endpoint, settings.PUSH_SERVICES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("p256dh", ""), ("p256dh", "AAAA"), ("p256dh", "B" + "A" * 86), ("p256dh", "x y"), ("auth", ""),
        ("auth", "AAAA"), ("auth", "A" * 43), ("auth", "é" * 22), ("p256dh", "B" * 100_000),
    ],
)  # fmt: skip
def test_keys_for_which_nothing_can_be_sealed_are_refused(cast, push_service, name, value):
    answer = signed_in(cast.sari).post("/messaging/devices/", {**Browser().subscription, name: value})
    assert (answer.status_code, answer["Refusal-Code"]) == (302, "no_key")
    assert not Device.objects.exists()


def test_who_turns_them_on_next_takes_the_browser_over(cast, sari, push_service):
    _client, browser = turn_on(cast.sari)
    turn_on(cast.rini, browser)
    [device] = Device.objects.all()
    assert device.account_id == cast.rini.user.pk
    tell(sari)
    services.send_due()
    assert not push_service.requests


def test_whose_browser_is_taken_over_hears_of_it_but_not_by_whom(cast, sari, push_service, sms, sign_in):
    _client, browser = turn_on(cast.sari)
    for _again in range(2):
        turn_on(cast.rini, browser)
    [message] = Message.objects.all()
    assert (message.kind, message.person_id) == ("messaging:device_taken_over", sari.pk)
    services.send_due()
    assert state(message) == ("sent", "sms")
    assert not push_service.requests, "her words are shown on no device of somebody else"
    off = Event.objects.get(event="messaging:device:turned_off")
    assert (off.person_id, off.user_id) == (sari.pk, None)
    page = sign_in(cast.sari).get(f"/people/{sari.pk}/", follow=True).content.decode()
    assert cast.rini.user.name not in page


@pytest.mark.parametrize("key", ["wulan", "sari"])
def test_turning_them_on_again_oneself_tells_nobody(cast, push_service, key):
    _client, browser = turn_on(getattr(cast, key))
    turn_on(getattr(cast, key), browser)
    assert not Message.objects.exists()


def test_an_officer_whose_browser_is_taken_over_hears_of_it(cast, push_service):
    _client, browser = turn_on(cast.wulan)
    turn_on(cast.hendra, browser)
    [message] = Message.objects.all()
    assert (message.kind, message.to_key) == ("messaging:device_taken_over", str(cast.wulan.user.pk))


def test_who_signs_out_leaves_no_notices_there(cast, sari, push_service):
    shared, _first = turn_on(cast.sari)
    _own, second = turn_on(cast.sari)
    shared.post("/accounts/logout/")
    [left] = Device.objects.all()
    assert left.subscription.endpoint == second.endpoint
    assert Event.objects.filter(event="messaging:device:turned_off").count() == 1
    tell(sari)
    services.send_due()
    assert [str(request.url) for request in push_service.requests] == [second.endpoint]


@pytest.mark.parametrize("cookie", ["", "x", "00000000000000000000000000000000", "' OR 1=1"])
def test_signing_out_elsewhere_ends_nothing(cast, push_service, cookie):
    turn_on(cast.sari)
    client = signed_in(cast.rini)
    client.cookies["device"] = cookie or Device.objects.get().pk.hex
    client.post("/accounts/logout/")
    assert Device.objects.count() == 1


def test_she_turns_one_off_and_nobody_else_can(cast, push_service):
    client, _browser = turn_on(cast.sari)
    address = f"/messaging/devices/{Device.objects.get().pk}/off/"
    for other in (cast.rini, cast.wulan, cast.bayu):
        assert signed_in(other).post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert Device.objects.count() == 1
    assert client.post(address)["Location"] == "/messaging/preferences/"
    assert not Device.objects.exists()


def test_ten_devices_are_enough(cast, push_service):
    for _device in range(rules.MOST_DEVICES):
        turn_on(cast.sari)
    answer = signed_in(cast.sari).post("/messaging/devices/", Browser().subscription)
    assert answer["Refusal-Code"] == "too_many"
    assert Device.objects.count() == rules.MOST_DEVICES


def test_after_a_year_it_is_gone(cast, push_service, day):
    turn_on(cast.sari)
    day.shift(timedelta(days=364))
    assert services.forget_old_devices() == 0
    day.shift(timedelta(days=2))
    assert services.forget_old_devices() == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (AGENT, ("Chrome", "Android")),
        (AGENT + " EdgA/140.0", ("Chrome", "Android")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/18.0 Safari/605.1.15", ("Safari", "macOS")),
        ("<script>alert(1)</script>", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_called_as_people_know_it(agent, name):
    assert rules.device_of(agent) == name


def test_our_key_is_the_same_after_every_start(settings):
    first = push.public_key()
    push._own_key.cache_clear()
    assert push.public_key() == first
    settings.VAULT_KEY = b"x" * 32
    push._own_key.cache_clear()
    assert push.public_key() != first
    push._own_key.cache_clear()


def test_the_worker_is_of_this_release_and_keeps_nothing(client):
    answer = client.get("/messaging/notices.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    source = answer.content.decode()
    assert "/messaging/hooks/push/" in source
    for word in ("caches", "indexedDB", '"fetch"', "importScripts"):
        assert word not in source


# -- the page ----------------------------------------------------------------------------------------------------------


def test_without_script_the_page_says_what_to_do(cast, push_service):
    page = signed_in(cast.sari).get("/messaging/preferences/").content.decode()
    assert "Peramban ini tidak dapat menampilkan pemberitahuan" in page
    assert "Siapa pun yang memegang perangkat ini melihatnya" in page
    assert 'messaging/devices.js"' in page
    assert 'messaging/devices.js"' not in signed_in(cast.sari).get("/").content.decode()


def test_where_it_is_not_set_up_nothing_is_offered(cast, settings):
    settings.CHANNELS = {**settings.CHANNELS, "push": None}
    page = signed_in(cast.sari).get("/messaging/preferences/").content.decode()
    assert "data-worker" not in page
