"""The page that explains the API: how to sign in, what to send, and every operation with its right."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.api.router import ROOT, rooms
from jalur.project.api import VERSION, api

CURL = """\
# 1. A token of an hour. The client id and the secret are on the page of your program.
TOKEN=$(curl --silent --user "$CLIENT_ID:$SECRET" \\
  --data grant_type=client_credentials {root}token | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')

# 2. Read.
curl --header "Authorization: Bearer $TOKEN" "{root}geography/places/?within=35.17&level=district"

# 3. Write: a key of your own, the same when you send it again.
curl --header "Authorization: Bearer $TOKEN" --header "Idempotency-Key: $(python3 -c 'import uuid; print(uuid.uuid4())')" \\
  --json '{{"name": "Contoh Shipyard", "employer_type": "legal_entity", "country": "KR"}}' {root}job-orders/employers/
"""
PYTHON = """\
import base64, json, os, urllib.parse, urllib.request

ROOT = "{root}"
pair = base64.b64encode(f"{{os.environ['CLIENT_ID']}}:{{os.environ['SECRET']}}".encode()).decode()


def call(path, headers, data=None):
    with urllib.request.urlopen(urllib.request.Request(ROOT + path, data, headers)) as answer:
        return json.load(answer)


asked = urllib.parse.urlencode({{"grant_type": "client_credentials"}}).encode()
token = call("token", {{"Authorization": f"Basic {{pair}}"}}, asked)["access_token"]

cursor = ""
while cursor is not None:  # page by page, until there is no next one
    page = call("geography/countries/?" + urllib.parse.urlencode({{"cursor": cursor}}), {{"Authorization": f"Bearer {{token}}"}})
    for country in page["items"]:
        print(country["code"], country["name_id"])
    cursor = page["next"]
"""

NOTICE = """\
{{
  "id": "6f0c3b52-8a0e-4a9e-9d38-0b8a3f4f7c11",
  "type": "job_orders:order:verified",
  "timestamp": "2026-11-29T09:30:00+07:00",
  "version": 1,
  "data": {{"record": "{root}job-orders/orders/JO-2026-00017/"}}
}}
"""
VERIFY = """\
import base64, hashlib, hmac, time

SECRET = "whsec_..."  # shown once, when it is made


def verified(body: bytes, headers) -> bool:
    \"""Whether a notice is from Jalur: body as it came, byte by byte; headers of the request.\"""
    told, sent = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > 300:
        return False  # somebody sends an old one again
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{told}.{sent}.".encode() + body
    mark = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # For a day after a new secret was made there are two signatures, with a space between.
    return any(hmac.compare_digest(mark, one) for one in headers["webhook-signature"].split(" "))
"""


@dataclass(frozen=True)
class Line:
    method: str
    path: str
    summary: str
    right: str
    scope: str
    is_deprecated: bool


@require_safe
@access.public
def guide(request: HttpRequest) -> HttpResponse:
    root = request.build_absolute_uri(ROOT)
    context = {
        "title": _("Interface for programs"),
        "version": VERSION,
        "curl": CURL.format(root=root),
        "python": PYTHON.format(root=root),
        "verify": VERIFY,
        "notice": NOTICE.format(root=root),
        "rooms": [(name, lines(room)) for room, name in rooms().items()],
    }
    return render(request, "project/guide.html", context)


def lines(room: str) -> list[Line]:
    """A room's operations as the page lists them."""
    names, found = access.names(), []
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                declared = getattr(operation.view_func, "declared", None)
                if declared is None or declared.right.split(":")[0] != room:
                    continue
                found.append(
                    Line(
                        declared.method,
                        re.sub(r"\{\w+:", "{", f"/{bound.prefix.strip('/')}{path}"),
                        (operation.description or operation.summary).split("\n")[0],
                        capfirst(str(names[declared.right])),
                        declared.scope,
                        declared.deprecated is not None,
                    )
                )
    return found
