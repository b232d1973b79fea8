"""What brings messages: one adapter per channel, over the setting CHANNELS. docs/reference/messages.md is the contract with a gateway."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from functools import cache
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Protocol
from uuid import UUID, uuid4

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.module_loading import import_string

from jalur.foundation.messaging.kinds import Written

TIMEOUT = 10.0
LATER = frozenset({408, 425, 429})
"""Answers below 500 with which a gateway asks for another try."""


class UnreachableError(Exception):
    """The channel does not work at the moment. Says nothing about whom the message was for."""


class NotTakenError(Exception):
    """The channel works and will never bring this message to this address."""


class ForgedError(Exception):
    """What came is not from the channel."""


@dataclass(frozen=True)
class Reported:
    """What a channel says of a message it took: delivered, read or failed."""

    key: str
    state: str
    at: datetime


class ChannelAdapter(Protocol):
    """What a channel has to do."""

    def send(self, key: UUID, to: str, written: Written) -> str:
        """Bring it to `to`, an address, a number in E.164 or an account, once for each key; returns the channel's own name for it.

        UnreachableError: try later. NotTakenError: this address cannot be reached by this channel.
        """

    def reports(self, body: bytes, headers: Any) -> list[Reported]:
        """What a webhook of the channel says; ForgedError unless its signature holds for these very bytes."""


def offered() -> frozenset[str]:
    """The channels that are set up here."""
    return frozenset(name for name, adapter in settings.CHANNELS.items() if adapter)


def is_offered(channel: str) -> bool:
    return channel in offered()


def adapter_of(channel: str) -> ChannelAdapter:
    """LookupError for a channel that is not set up."""
    if channel not in offered():
        raise LookupError(channel)
    adapter: ChannelAdapter = import_string(settings.CHANNELS[channel])()
    return adapter


def send(channel: str, key: UUID, to: str, written: Written) -> str:
    return adapter_of(channel).send(key, to, written)


def send_code(phone: str, text: str) -> None:
    """Bring a code to a phone at once, while the person waits on the page; UnreachableError or NotTakenError."""
    if "sms" not in offered():
        raise UnreachableError
    send("sms", uuid4(), phone, Written("accounts:code", "", "", text, ""))


@cache
def _client() -> httpx.Client:
    """One for the whole process: connections are kept, certificates are read once."""
    return httpx.Client(timeout=TIMEOUT)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def hand_in(url: str, headers: dict[str, str], **body: Any) -> httpx.Response:
    """Post it and give the answer, unless that asks for another try: UnreachableError. No answer leads to another address.

    NotTakenError where the address cannot be one.
    """
    try:
        answer = _client().post(url, headers=headers, **body)
    except httpx.HTTPError as failure:
        raise UnreachableError from failure
    except (httpx.InvalidURL, UnicodeError) as wrong:
        raise NotTakenError from wrong
    if answer.status_code >= 500 or answer.status_code in LATER or 300 <= answer.status_code < 400:
        raise UnreachableError
    return answer


def post(url: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    """The answer of a gateway as JSON, {} when it says nothing; UnreachableError or NotTakenError."""
    if not url.startswith(("https://", "http://")):
        raise UnreachableError
    answer = hand_in(url, headers, json=body)
    if answer.status_code >= 400:
        raise NotTakenError
    try:
        said = answer.json() if answer.content else {}
    except ValueError as failure:
        raise UnreachableError from failure
    return said if isinstance(said, dict) else {}


def signed(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def check_signature(body: bytes, signature: str, secret: str) -> None:
    """Of the bytes as they came: parsed and written again they would not be the same."""
    if not secret or not hmac.compare_digest(signed(body, secret), signature):
        raise ForgedError


class Gateway:
    """An SMS gateway or a mail provider's reports, by our own contract: docs/reference/messages.md.

    Send: POST to SMS_URL {"key", "to", "text"} with a bearer token and the key as Idempotency-Key; answers {"id"}. Report: POST to
    /messaging/hooks/<channel>/ {"reports": [{"id", "state", "at"}]} with Jalur-Signature: t=<unix time>,v1=<HMAC-SHA256 of "t.body">.
    """

    TOLERANCE = timedelta(minutes=5)

    def send(self, key: UUID, to: str, written: Written) -> str:
        headers = bearer(settings.SMS_TOKEN) | {"Idempotency-Key": str(key)}
        body = {"key": str(key), "to": to, "text": written.short}
        return str(post(settings.SMS_URL, body, headers).get("id") or key)[:128]

    def reports(self, body: bytes, headers: Any) -> list[Reported]:
        parts = dict(
            part.split("=", 1) for part in headers.get("Jalur-Signature", "").split(",") if "=" in part
        )
        sent = parts.get("t", "")
        if not sent.isascii() or not sent.isdigit() or len(sent) > 12:
            raise ForgedError
        check_signature(sent.encode() + b"." + body, parts.get("v1", ""), settings.HOOK_SECRET)
        if abs(timezone.now().timestamp() - int(sent)) > self.TOLERANCE.total_seconds():
            raise ForgedError
        return [
            Reported(str(one["id"]), one["state"], datetime.fromisoformat(one["at"]))
            for one in json.loads(body)["reports"]
            if one["state"] in {"delivered", "read", "failed"}
        ]


class WhatsApp:
    """WhatsApp Business, Cloud API: a template of the kind's name, approved beforehand, with its values and the link as parameters."""

    # Undeliverable, not on WhatsApp, not allowed to be written to: another channel, not another try.
    NEVER = frozenset({131026, 131021, 131030, 131047, 131050, 131051})

    def send(self, key: UUID, to: str, written: Written) -> str:
        parameters = [{"type": "text", "text": value} for value in (*written.values, written.link) if value]
        body = {
            "messaging_product": "whatsapp",
            "to": to.removeprefix("+"),
            "type": "template",
            "biz_opaque_callback_data": str(key),
            "template": {
                "name": written.kind.replace(":", "_"),
                "language": {"code": written.language},
                "components": [{"type": "body", "parameters": parameters}],
            },
        }
        said = post(settings.WHATSAPP_URL, body, bearer(settings.WHATSAPP_TOKEN))
        try:
            return str(said["messages"][0]["id"])[:128]
        except (KeyError, IndexError, TypeError) as failure:
            raise UnreachableError from failure

    def reports(self, body: bytes, headers: Any) -> list[Reported]:
        signature = headers.get("X-Hub-Signature-256", "").removeprefix("sha256=")
        check_signature(body, signature, settings.WHATSAPP_SECRET)
        return [
            Reported(status["id"], status["status"], datetime.fromtimestamp(int(status["timestamp"]), UTC))
            for entry in json.loads(body).get("entry", ())
            for change in entry.get("changes", ())
            for status in change.get("value", {}).get("statuses", ())
            if status.get("status") in {"delivered", "read", "failed"}
        ]


class Email(Gateway):
    """A letter by SMTP. Its Message-ID is the message's own key, so that a second copy is known as one; reports come by our contract."""

    def send(self, key: UUID, to: str, written: Written) -> str:
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        headers = {"Message-ID": f"<{key}@{domain}>"}
        if written.unsubscribe:
            headers["List-Unsubscribe"] = f"<{written.unsubscribe}>"
        body = "\n\n".join(part for part in (written.text, written.link) if part)
        try:
            EmailMessage(written.subject, body, None, [to], headers=headers).send()
        except SMTPRecipientsRefused as refused:
            codes = [code for code, _text in refused.recipients.values()]
            raise (NotTakenError if all(code >= 500 for code in codes) else UnreachableError) from refused
        except (OSError, SMTPException) as failure:
            raise UnreachableError from failure
        return str(key)


class NothingLeaves:
    """The example country: whatever is sent counts as taken, and nothing leaves."""

    def send(self, key: UUID, _to: str, _written: Written) -> str:
        return str(key)

    def reports(self, _body: bytes, _headers: Any) -> list[Reported]:
        raise ForgedError
