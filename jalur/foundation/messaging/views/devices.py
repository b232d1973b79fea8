"""Notices on a device: turned on and off by its owner, and the small program that shows them there."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.messaging import rules, services
from jalur.foundation.messaging.models import Device, Subscription
from jalur.foundation.messaging.rights import Right
from jalur.kit.answers import answer_button


@require_POST
@access.requires(Right.KEEP_DEVICE)
def turn_on(request: HttpRequest) -> HttpResponse:
    """What the browser gave out, posted by the script of the page that asks for it."""
    subscription = Subscription(*(request.POST.get(name, "") for name in Subscription._fields))
    turned_on: list[Device] = []

    def save() -> None:
        agent = request.headers.get("User-Agent", "")
        turned_on.append(
            services.turn_on_device(actor=request.actor, subscription=subscription, user_agent=agent)
        )

    answer = answer_button(
        request, save, done=_("Notices are shown on this device now."), to=reverse("messaging:preferences")
    )
    for device in turned_on:
        answer.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            device.pk.hex,
            max_age=int(rules.DEVICE_KEPT.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
    return answer


@require_POST
@access.requires(Right.KEEP_DEVICE)
def turn_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    device = Device.objects.visible_to(request.actor).filter(pk=pk).first()
    if device is None:
        raise Http404
    return answer_button(
        request,
        lambda: services.turn_off_device(actor=request.actor, device=device),
        done=_("No more notices are shown on that device."),
        to=reverse("messaging:preferences"),
    )


@require_safe
@access.public
def worker(request: HttpRequest) -> HttpResponse:
    """Of this release: a browser that asks is never answered from a store."""
    answer = render(request, "messaging/worker.js", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
