"""What readers everywhere fetch to check a signature: the issuer's keys, its lists, the type of its credentials."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from jalur.foundation.accounts.access import requires
from jalur.foundation.credentials import lists, queries
from jalur.foundation.credentials.models import StatusList
from jalur.foundation.credentials.rights import Right
from jalur.foundation.credentials.rules import LIST_WINDOW, PURPOSES, TOKEN, vct_of
from jalur.kit.dates import now

HOUR = int(LIST_WINDOW.total_seconds())
# A key that was stolen must be gone soon wherever it was kept.
KEYS_KEPT = 300


@require_safe
@requires(Right.READ_DOCUMENT)
def issuer_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The did:web document of a body that signs, by the name under which it is asked: an older one names the keys made there."""
    document = queries.did_document(pk, queries.address_at(pk, request.get_host()) or settings.ADDRESS)
    if document is None:
        raise Http404
    return _public(request, json.dumps(document), "application/did+json", KEYS_KEPT)


@require_safe
@requires(Right.READ_DOCUMENT)
def status_list(request: HttpRequest, pk: UUID, number: int, purpose: str) -> HttpResponse:
    """One list of a body, signed within the hour."""
    found = StatusList.objects.filter(issuer=pk, number=number).first() if number < 2**31 else None
    if found is None or purpose not in {*PURPOSES, TOKEN}:
        raise Http404
    text = lists.current(found, purpose, now())
    if text is None:
        return HttpResponse("No key to sign this list with.", status=503, content_type="text/plain")
    kind = "application/statuslist+jwt" if purpose == TOKEN else "application/vc"
    return _public(request, text, kind, HOUR // 4)


@require_safe
@requires(Right.READ_DOCUMENT)
def type_metadata(request: HttpRequest) -> HttpResponse:
    """What our SD-JWT VCs say (SD-JWT VC type metadata)."""
    return _public(
        request, json.dumps(queries.type_metadata(vct_of(settings.ADDRESS))), "application/json", HOUR
    )


def _public(request: HttpRequest, text: str, kind: str, seconds: int) -> HttpResponse:
    """Readable from any page, kept for a while, sent again only when it is another."""
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    asked: Any = parse_etags(request.headers.get("If-None-Match", ""))
    is_same = etag in asked or "*" in asked or f"W/{etag}" in asked
    answer = HttpResponse(status=304) if is_same else HttpResponse(text, content_type=kind)
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
