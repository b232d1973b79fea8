"""How somebody wants to be reached: by which channel, on which devices, in which language, at which hours."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import narrow
from jalur.foundation.messaging import channels, kinds, push, queries, services
from jalur.foundation.messaging.forms import PreferenceForm
from jalur.foundation.messaging.models import Device, Subscription
from jalur.foundation.messaging.rights import Right
from jalur.foundation.messaging.services.telling import preference_of
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Text
from jalur.kit.dates import day_of
from jalur.kit.forms import posted
from jalur.kit.links import link


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SET_OWN_PREFERENCE)
def own(request: HttpRequest) -> HttpResponse:
    """The way from a message: the reader's own wishes and devices, whatever she works as."""
    actor = request.actor
    row = queries.own_row(actor)
    assert row is not None
    return _answer(
        request,
        row,
        is_person=actor.person_id is not None,
        to=link("portal:case_file", actor.person_id) if actor.person_id else link("portal:account"),
        template="messaging/preferences.html",
        title=_("How Jalur reaches me"),
        **_devices(request),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SET_PREFERENCE)
def of(request: HttpRequest, pk: UUID) -> HttpResponse:
    """At the counter, for somebody else."""
    people = kinds.with_preferences().model._default_manager.all()
    person = narrow(people, request.actor, Right.SET_PREFERENCE).filter(pk=pk).first()
    if person is None:
        raise Http404
    return _answer(
        request, person, is_person=True, to=link("portal:case_file", pk), title=_("How to reach this person")
    )


def _answer(request: HttpRequest, row: Model, *, is_person: bool, to: str, **page: Any) -> HttpResponse:
    reach = kinds.recipient_of(row._meta.label_lower).reach([row])[row.pk]
    initial = PreferenceForm.initial_of(preference_of(row), reach.language)

    def save(form: PreferenceForm) -> Any:
        return services.set_preference(actor=request.actor, to=row, **form.told())

    return answer_form(
        request,
        PreferenceForm(posted(request), initial=initial, is_person=is_person),
        save,
        done=_("Kept. It holds from the next message on."),
        to=to,
        lead=_("Messages name nobody and lead to a page that asks who you are. They cost nothing."),
        about="reach-me#says",
        button=_("Save"),
        crumbs=[Crumb(reach.name, to)],
        **page,
    )


def _devices(request: HttpRequest) -> dict[str, Any]:
    """The actor's devices and what this browser needs to become one of them."""
    if not channels.is_offered("push"):
        return {"push_key": ""}
    here = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    mine = list(Device.objects.visible_to(request.actor).order_by("created_at", "pk"))
    rows = [
        [
            Text(str(device), _("this device") if device.pk.hex == here else ""),
            day_of(device.created_at),
            Action(_("Turn off"), reverse("messaging:device_off", args=[device.pk]), post=True),
        ]
        for device in mine
    ]
    return {
        "push_key": push.public_key(),
        "subscription_fields": Subscription._fields,
        "is_on_here": any(device.pk.hex == here for device in mine),
        "devices": Grid(
            _("Notices on devices"),
            [_("Device"), _("Since"), ""],
            rows,
            empty=_("No device shows your notices."),
        ),
    }
