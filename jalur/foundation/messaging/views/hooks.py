"""Where channels report what became of messages: signed over the very bytes, taken once however often they come."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.messaging import channels, services
from jalur.foundation.messaging.channels import ForgedError

MOST_BYTES = 1_000_000


@csrf_exempt  # a program sends it, with its signature
@access.public
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, channel: str) -> HttpResponse:
    try:
        adapter = channels.adapter_of(channel)
    except LookupError as unknown:
        raise Http404 from unknown
    if request.method == "GET":
        return _handshake(request, channel)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        reports = adapter.reports(request.body, request.headers)
    except ForgedError:
        return HttpResponse(status=403)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    services.apply_reports(channel, reports)
    return HttpResponse(status=204)


def _handshake(request: HttpRequest, channel: str) -> HttpResponse:
    """WhatsApp asks once whether the address is ours: the word agreed upon, and its own number back."""
    word, number = request.GET.get("hub.verify_token", ""), request.GET.get("hub.challenge", "")
    agreed = settings.WHATSAPP_VERIFY
    if channel != "whatsapp" or not agreed or not constant_time_compare(word, agreed) or not number.isdigit():
        raise Http404
    return HttpResponse(number, content_type="text/plain")
