"""What the page around every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import ANONYMOUS, Actor, Role
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.foundation.workflow import kept
from jalur.kit import help as rooms_help
from jalur.kit import navigation
from jalur.kit.components import Crumb
from jalur.kit.dates import today

THEMES = ("light", "dark")
THEME_COOKIE = "theme"
OWN_FILE = "own"


def shell(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "actor": actor,
        "form_mark": kept.mark(actor.user_id) if actor.user_id else "",
        "is_demo": settings.DEMO,
        "pinned_day": settings.TODAY,
        "today": today(),
        "theme": theme if theme in THEMES else "",
        "navigation": menu(actor),
        "search_url": reverse("portal:search") if may_search(actor) else "",
        "role_label": role_label(actor),
        "account_links": account_links(actor),
        "acting_choices": acting_choices(request, actor),
        "help_url": help_for(request),
        "footer_links": [
            Crumb(_("Help"), reverse("portal:help")),
            Crumb(_("About Jalur"), reverse("portal:about")),
            Crumb(_("Privacy"), reverse("portal:privacy")),
            Crumb(_("Who may do what"), reverse("portal:access")),
        ],
    }


def help_for(request: HttpRequest) -> str:
    """The page of help about the screen that is open, else the list of them."""
    topic = rooms_help.topic_of(request.resolver_match.view_name) if request.resolver_match else ""
    return rooms_help.address(topic) if topic else reverse("portal:help")


def may_search(actor: Actor) -> bool:
    """Searching people is a desk's work: those who see only themselves have nothing to search."""
    scopes = {grant.scope for grant in access.grants(actor, PeopleRight.VIEW_PERSON)}
    return bool(scopes - {access.Scope.OWN})


def role_label(actor: Actor) -> str:
    """Under the name: the office for staff, the role for everyone else."""
    if actor.user_id is None:
        return ""
    return actor.label if actor.organisation_id else str(ROLE_NAMES[actor.role])


def account_links(actor: Actor) -> list[Crumb]:
    if actor.user_id is None:
        return []
    links = [
        Crumb(_("Downloads"), reverse("exports:mine")),
        Crumb(_("Account and security"), reverse("portal:account")),
    ]
    if actor.person_id:
        links.insert(0, Crumb(_("My file"), reverse("portal:case_file", args=[actor.person_id])))
    return links


def acting_choices(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """In which of their capacities a person may act; nothing to choose with one."""
    memberships = getattr(request, "memberships", [])
    choices = [
        {
            "value": str(membership.pk),
            "label": f"{ROLE_NAMES[Role(membership.role)]}, {membership.organisation.name}",
            "is_now": membership.organisation_id == actor.organisation_id and membership.role == actor.role,
        }
        for membership in memberships
    ]
    if memberships:
        choices.append(
            {"value": OWN_FILE, "label": _("myself, with my own file"), "is_now": not actor.organisation_id}
        )
    return choices if len(choices) > 1 else []


def menu(actor: Actor) -> list[tuple[str, list[dict[str, Any]]]]:
    """(heading, links) in the order of the menu: only what the actor may open."""
    links = [
        (
            str(entry.group),
            {"label": entry.label, "url": reverse(entry.url_name), "icon": entry.icon},
        )
        for entry in navigation.entries()
        if (access.may(actor, entry.action) if entry.action else actor.user_id is not None)
    ]
    groups: dict[str, list[dict[str, Any]]] = {}
    for heading, link in links:
        groups.setdefault(heading, []).append(link)
    return list(groups.items())
