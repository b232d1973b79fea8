"""How somebody wants to be reached: by which channel, in which language, at which hours."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.messaging import kinds, services
from jalur.foundation.messaging.forms import PreferenceForm
from jalur.foundation.messaging.rights import Right
from jalur.foundation.messaging.services.telling import preference_of
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb
from jalur.kit.forms import posted
from jalur.kit.links import link


@require_safe
@access.requires(Right.SET_PREFERENCE)
def own(request: HttpRequest) -> HttpResponse:
    """The way from a message: to the reader's own page; who is nobody's file reads what Jalur writes."""
    if request.actor.person_id is None:
        return redirect("messaging:kinds")
    return redirect("messaging:preference_of", request.actor.person_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SET_PREFERENCE)
def of(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    person, name = _found(actor, pk)
    wish, is_self = preference_of(person), actor.person_id == pk

    def save(form: PreferenceForm) -> Any:
        return services.set_preference(actor=actor, to=person, **form.told())

    return answer_form(
        request,
        PreferenceForm(posted(request), initial=PreferenceForm.initial_of(wish)),
        save,
        done=_("Kept. It holds from the next message on."),
        to=lambda _wish: link("portal:case_file", pk),
        title=_("How Jalur reaches me") if is_self else _("How to reach this person"),
        lead=_("Messages name nobody and lead to a page that asks who you are. They cost nothing."),
        about="reach-me#says",
        button=_("Save"),
        crumbs=[Crumb(name, link("portal:case_file", pk))],
    )


def _found(actor: Actor, pk: UUID) -> tuple[Model, str]:
    """The person and her name, for whoever may say it for her; else 404."""
    recipient = kinds.with_preferences()
    row = narrow(recipient.model._default_manager.all(), actor, Right.SET_PREFERENCE).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row, recipient.reach([row])[row.pk].name
