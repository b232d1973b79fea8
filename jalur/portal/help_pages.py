"""The pages at /help/: what every room says of its screens, for whoever asks, signed in or not."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.kit import help as rooms_help
from jalur.kit.components import Crumb
from jalur.kit.help import LANGUAGES, Hit, Topic

MOST_HITS = 12
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@require_safe
@access.public
def help_home(request: HttpRequest) -> HttpResponse:
    """What there is to read: for the reader's own role and for everybody, the other roles by name; or what was searched for."""
    asked = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"title": _("Help"), "asked": asked}
    if asked:
        context["hits"] = [_line(hit) for hit in rooms_help.search(asked)[:MOST_HITS]]
    else:
        shelves = _shelves(request.actor, request.GET.get("for", ""))
        context["open"] = [shelf for shelf in shelves if shelf.is_open]
        context["closed"] = [shelf for shelf in shelves if not shelf.is_open]
    return render(request, "portal/help.html", context)


def _line(hit: Hit) -> dict[str, str]:
    part = hit.section
    return {
        "title": hit.topic.page().title,
        "url": rooms_help.address(f"{hit.topic.key}#{part.anchor}" if part.anchor else hit.topic.key),
        "hint": rooms_help.words(part.title or hit.topic.page().lead),
    }


@dataclass(frozen=True)
class Shelf:
    """The pages that are for one role first; closed, only how many there are."""

    role: str
    heading: str
    topics: list[Topic]
    is_open: bool


def _shelves(actor: Actor, asked_for: str) -> list[Shelf]:
    """Each page once: the reader's own, what is for everybody, then under the role it is for first.
    Open are the reader's own and everybody's, and a candidate's for whoever is not signed in; another by `?for=`."""
    own = {str(role) for role in actor.roles} - {str(Role.ANYONE), str(Role.SIGNED_IN)}
    every = list(rooms_help.topics().values())
    mine = [topic for topic in every if own.intersection(topic.readers)]
    others: dict[str, list[Topic]] = {}
    for topic in every:
        if topic not in mine:
            others.setdefault(topic.readers[0], []).append(topic)
    opened = {str(Role.ANYONE), asked_for} | (set() if own else {str(Role.CANDIDATE)})
    shelves = [Shelf("", _("For you"), mine, is_open=True)] if mine else []
    for role, about in others.items():
        heading = _("For everybody") if role == Role.ANYONE else str(ROLE_NAMES[Role(role)])
        shelves.append(Shelf(role, heading, about, is_open=role in opened))
    return shelves


@require_safe
@access.public
def help_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One page of help, in the language of the screen, or in the other one by `?in=en`."""
    found = rooms_help.topics().get(topic)
    if found is None:
        raise Http404
    shown = request.GET.get("in", "")
    code = shown if shown in LANGUAGES else rooms_help.language()
    other = next(each for each in LANGUAGES if each != code)
    with translation.override(code):
        article = _article(request.actor, found)
    return render(
        request,
        "portal/help_topic.html",
        {
            **article,
            "crumbs": [Crumb(_("Help"), reverse("portal:help"))],
            "language": code if code != rooms_help.language() else "",
            "other": (other, LANGUAGE_NAMES[other]),
            "near": [rooms_help.topics()[key] for key in found.near],
        },
    )


def _article(actor: Actor, topic: Topic) -> dict[str, Any]:
    page = topic.page()

    def opens(screen: str) -> bool:
        action = getattr(resolve(reverse(screen)).func, "access_action", "public")
        return action == "public" or access.may(actor, action)

    sections = [
        (rooms_help.words(part.title), part.anchor, rooms_help.html(part.text, opens))
        for part in page.sections
    ]
    return {"title": page.title, "lead": rooms_help.words(page.lead), "sections": sections}
