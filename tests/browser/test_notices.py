"""Notices on a phone, in Chromium: turned on by a button, shown by the service worker, opened by a touch.

Without Google's push service Chromium cannot subscribe, so `pushManager.subscribe` is a stand-in that answers with the keys of a
browser of our own; what Jalur sealed for it is handed to the real service worker as the browser itself would (CDP).
"""

import json

import pytest
from django.db import transaction

from jalur.foundation.messaging import services
from jalur.foundation.messaging.models import Device, Message
from jalur.foundation.people.models import Person
from jalur.journey.candidates.messages import SLIP_HANDED_OUT
from tests.browser.conftest import axe_violations, sign_in
from tests.browser.looking import fits
from tests.messaging import conftest as stand_ins
from tests.messaging.push_service import Browser

push_service = stand_ins.push_service
pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUBSCRIBES = """
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || options.applicationServerKey.length !== 87) throw new TypeError();
    return { toJSON: () => (%s) };
  };
"""


def deliver(page, data: str) -> None:
    """Hand the worker a push message, as the browser does when one comes from its service."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(50)
    origin = page.url[: page.url.index("/", 8)]
    session.send(
        "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[0], "data": data}
    )


def shown(page) -> list[dict]:
    return page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(one => ({title: one.title, body: one.body, lang: one.lang, tag: one.tag}))"
    )


def test_a_notice_is_turned_on_shown_once_and_opened(country, open_page, live_server, settings, push_service):
    settings.ADDRESS = live_server.url
    settings.CHANNELS = {**settings.CHANNELS, "push": "jalur.foundation.messaging.push.Push"}
    browser = Browser()
    given = {"endpoint": browser.endpoint, "keys": {k: browser.subscription[k] for k in ("p256dh", "auth")}}
    page = open_page(360, 740)
    page.context.grant_permissions(["notifications"])
    page.add_init_script(SUBSCRIBES % given)
    sign_in(page, "sari", staff=False)
    page.goto("/messaging/preferences/")
    button = page.get_by_role("button", name="Nyalakan pemberitahuan di perangkat ini")
    assert button.is_visible()
    assert not page.get_by_text("Peramban ini tidak dapat").is_visible()
    button.click()
    page.get_by_text("Pemberitahuan kini tampil di perangkat ini.").wait_for()
    assert axe_violations(page) == []
    assert fits(page)
    device = Device.objects.get(account__email="sari@contoh.example", system="Linux")
    assert device.subscription.endpoint == browser.endpoint

    sari = Person.objects.get(account__email="sari@contoh.example")
    with transaction.atomic():
        message = services.tell(SLIP_HANDED_OUT, to=sari, about=sari)
    services.send_due()
    sealed = [one.content for one in push_service.requests if str(one.url) == browser.endpoint][-1]
    notice = browser.read(sealed)
    for _time in range(2):
        deliver(page, json.dumps(notice))
    page.wait_for_timeout(500)
    assert shown(page) == [
        {"title": "Kartu kode untuk akun Anda", "body": notice["body"], "lang": "id", "tag": message.pk.hex}
    ]
    [worker] = page.context.service_workers
    worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }"""
    )
    for _wait in range(50):
        page.wait_for_timeout(100)
        if Message.objects.get(pk=message.pk).state == "read":
            break
    assert Message.objects.get(pk=message.pk).state == "read"
    assert shown(page) == []
    assert page.evaluate("async () => (await caches.keys()).length") == 0
