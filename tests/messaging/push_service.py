"""Stand-ins for Web Push, both of our own: a browser that subscribes and can read what is sealed for it, and a push service."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from secrets import token_bytes, token_hex
from urllib.parse import urlsplit

import http_ece
import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AGENT = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


def text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


class Browser:
    """Gives out a subscription, and reads what comes."""

    def __init__(self, service: str = "https://fcm.googleapis.com/fcm/send/") -> None:
        self.endpoint = service + token_hex(16)
        self._key, self._auth = ec.generate_private_key(ec.SECP256R1()), token_bytes(16)

    @property
    def subscription(self) -> dict[str, str]:
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": text(point), "auth": text(self._auth)}

    def read(self, sealed: bytes) -> dict[str, str]:
        plain = http_ece.decrypt(sealed, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return json.loads(plain)


class PushService:
    """Takes notices for its subscriptions, a later one in place of the one before with its Topic. `answers`: endpoint → statuses."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.kept: dict[tuple[str, str], bytes] = {}
        self.answers: dict[str, list[int]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        endpoint = str(request.url)
        if statuses := self.answers.get(endpoint):
            return httpx.Response(statuses.pop(0), headers={"Location": "http://127.0.0.1/"})
        if fault := wrong_with(request):
            return httpx.Response(400, text=fault)
        self.kept[endpoint, request.headers["Topic"]] = request.content
        return httpx.Response(201)


def wrong_with(request: httpx.Request) -> str:
    """What RFC 8030, 8188 or 8292 forbids in it."""
    headers, parts = request.headers, urlsplit(str(request.url))
    scheme, _space, given = headers.get("Authorization", "").partition(" ")
    fields = dict(one.strip().split("=", 1) for one in given.split(","))
    point = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), urlsafe_b64decode(fields["k"] + "==")
    )
    claims = jwt.decode(fields["t"], point, ["ES256"], audience=f"https://{parts.netloc}")
    far = claims["exp"] - datetime.now(UTC).timestamp()
    wrong = {
        "scheme": scheme != "vapid",
        "exp": not 0 < far <= 24 * 3600,
        "sub": not claims["sub"].startswith("mailto:"),
        "TTL": not headers.get("TTL", "").isdigit(),
        "Topic": not 0 < len(headers.get("Topic", "")) <= 32,
        "Urgency": headers.get("Urgency") not in {"very-low", "low", "normal", "high"},
        "encoding": headers.get("Content-Encoding") != "aes128gcm",
        "size": len(request.content) > 4096,
    }
    return ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
