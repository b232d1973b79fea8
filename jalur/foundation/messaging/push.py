"""Notices on a device by Web Push: RFC 8030 to hand them in, 8291 to seal them for one browser, 8292 to say who sends them."""

import json
import logging
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.utils import parseaddr
from functools import cache
from time import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from jalur.foundation.messaging import channels, rules
from jalur.foundation.messaging.channels import ForgedError, NotTakenError, Reported, UnreachableError
from jalur.foundation.messaging.kinds import Written
from jalur.foundation.messaging.models import Device, Subscription
from jalur.kit.vault import derived

CURVE = ec.SECP256R1()
CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SP 800-186, 3.2.1.3
BASE64URL = re.compile(r"[\w-]{1,120}={0,2}", re.ASCII)
TOKEN_SECONDS = 12 * 3600  # RFC 8292, 2: a day at most
GONE = frozenset({404, 410})  # RFC 8030, 7.3: the subscription has ended
log = logging.getLogger(__name__)
# Which notice was opened: only the browser that was given one can say so.
_signer = Signer(salt="messaging.notice")


@cache
def _own_key() -> ec.EllipticCurvePrivateKey:
    """By which push services know us; 384 bits make every key of the curve as likely as any other (FIPS 186-5, A.2.1)."""
    secret = int.from_bytes(derived("push", length=48), "big")
    return ec.derive_private_key(1 + secret % (CURVE_ORDER - 1), CURVE)


def public_key() -> str:
    """Our key as browsers want it: they take notices from its holder alone."""
    return _text(_own_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_whole(subscription: Subscription) -> bool:
    """Whether these are keys for which something can be sealed."""
    if not all(BASE64URL.fullmatch(key) for key in (subscription.p256dh, subscription.auth)):
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(subscription.p256dh))
        return len(_bytes(subscription.auth)) == 16
    except ValueError:
        return False


class Push:
    """To every device of an account. The service replaces a notice by a later one of the same Topic, a browser one of the same tag."""

    def send(self, key: UUID, to: str, written: Written) -> str:
        taken = waits = False
        for device in Device.objects.filter(account=to, account__is_active=True).order_by("created_at", "pk"):
            try:
                taken |= _hand_in(device, key, written)
            except UnreachableError:
                waits = True
            except NotTakenError:
                continue
        if not taken:
            raise UnreachableError if waits else NotTakenError
        return str(key)

    def reports(self, body: bytes, _headers: Any) -> list[Reported]:
        try:
            key = UUID(_signer.unsign(json.loads(body)["opened"]))
        except BadSignature as forged:
            raise ForgedError from forged
        return [Reported(str(key), "read", timezone.now())]


def _hand_in(device: Device, key: UUID, written: Written) -> bool:
    """Whether the device's service took it; a device that the service does not know any more is forgotten."""
    subscription = device.subscription
    if not rules.is_push_service(subscription.endpoint, settings.PUSH_SERVICES):
        return False
    headers = {
        "Authorization": f"vapid t={_token(subscription.endpoint)}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(rules.OPENED_WITHIN.total_seconds())),
        "Topic": key.hex,
        "Urgency": "high" if written.is_urgent else "normal",
    }
    answer = channels.hand_in(subscription.endpoint, headers, content=_sealed(subscription, key, written))
    if answer.status_code in GONE:
        device.delete()
    elif answer.status_code >= 400:
        log.warning(
            "push service %s answers %s", urlsplit(subscription.endpoint).hostname, answer.status_code
        )
    return answer.status_code < 400


def _sealed(subscription: Subscription, key: UUID, written: Written) -> bytes:
    content = json.dumps(_notice(key, written), ensure_ascii=False).encode()
    sealed: bytes = http_ece.encrypt(
        content,
        private_key=ec.generate_private_key(CURVE),
        dh=_bytes(subscription.p256dh),
        auth_secret=_bytes(subscription.auth),
        version="aes128gcm",
    )
    return sealed


def _notice(key: UUID, written: Written) -> dict[str, str]:
    """What the service worker reads: messaging/worker.js."""
    return {
        "title": written.subject,
        "body": written.text,
        "lang": written.language,
        "link": written.link,
        "tag": key.hex,
        "opened": _signer.sign(key.hex),
    }


def _token(endpoint: str) -> str:
    claims = {
        "aud": "https://" + urlsplit(endpoint).netloc,
        "exp": int(time()) + TOKEN_SECONDS,
        "sub": "mailto:" + parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
    return jwt.encode(claims, _own_key(), algorithm="ES256")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
