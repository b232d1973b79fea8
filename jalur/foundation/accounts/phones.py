"""Short messages to phones: the setting PHONE_ADAPTER names what brings them; without one nobody signs up by phone."""

import json
from http.client import HTTPException
from typing import Protocol, cast
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string

TIMEOUT = 10


class Unreachable(Exception):
    """The message did not go out. Says nothing about the number."""


class PhoneAdapter(Protocol):
    """What a channel has to do: bring one short text to one number in E.164, or raise `Unreachable`."""

    def send_code(self, phone: str, text: str) -> None: ...


class HttpGateway:
    """Hands the text to a gateway: POST to PHONE_URL with {"to": "+62…", "text": "…"}; any answer of 200 to 299 is a yes.

    PHONE_TOKEN goes along as a bearer token. Nothing is written to a log, and nothing is tried twice: the person can.
    """

    def send_code(self, phone: str, text: str) -> None:
        if not settings.PHONE_URL.startswith(("https://", "http://")):
            raise Unreachable
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.PHONE_TOKEN}"}
        body = json.dumps({"to": phone, "text": text}).encode()
        request = Request(settings.PHONE_URL, body, headers, method="POST")
        try:
            with urlopen(request, timeout=TIMEOUT):  # nosec B310  # the scheme is checked above
                return
        except (OSError, HTTPException) as failure:
            raise Unreachable from failure


class NothingLeaves:
    """The example country: the page shows the code instead, as it does for codes by e-mail."""

    def send_code(self, phone: str, text: str) -> None:
        """Nothing to do."""


def is_offered() -> bool:
    return settings.PHONE_ADAPTER is not None


def send_code(phone: str, text: str) -> None:
    """Bring a text to a phone; raises `Unreachable`."""
    if settings.PHONE_ADAPTER is None:
        raise Unreachable
    cast("PhoneAdapter", import_string(settings.PHONE_ADAPTER)()).send_code(phone, text)
