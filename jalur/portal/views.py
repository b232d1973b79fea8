from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jalur.foundation.accounts import access
from jalur.foundation.accounts.words import ROLE_NAMES, SCOPE_NAMES
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.kit.components import Crumb
from jalur.kit.dates import today
from jalur.kit.forms import apply_errors
from jalur.portal import acting, case
from jalur.portal.context import THEME_COOKIE, THEMES
from jalur.portal.forms import SearchForm
from jalur.portal.rights import Right
from jalur.portal.searching import find_people

YEAR = 365 * 24 * 3600


@access.public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """A page per role: what needs its reader today, the figures of the work, where to go."""
    if request.actor.user_id is None:
        return render(request, "portal/welcome.html", case.welcome(today()))
    return render(request, "portal/home.html", case.home(request.actor, request.user.name, today()))


@access.public
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"title": _("About Jalur")})


@access.public
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html", {"title": _("Privacy")})


@access.public
@require_GET
def access_table(request: HttpRequest) -> HttpResponse:
    """The declared access table, as it is: the same rows that the checks read."""
    grants = sorted(
        access.table(), key=lambda grant: (grant.action.split(":")[0], list(access.Role).index(grant.role))
    )
    rooms = [
        (room, [_grant_row(grant) for grant in found])
        for room, found in groupby(grants, key=lambda grant: grant.action.split(":")[0])
    ]
    return render(request, "portal/access.html", {"title": _("Who may do what"), "rooms": rooms})


def _grant_row(grant: access.Grant) -> dict[str, str]:
    return {
        "role": str(ROLE_NAMES[grant.role]),
        "action": grant.action.partition(":")[2] or grant.action,
        "scope": str(SCOPE_NAMES[grant.scope]),
        "reason": grant.reason,
    }


@access.requires(PeopleRight.VIEW_PERSON)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find a person by name, candidate number or NIK. By POST: what was typed never stands in an address or a log."""
    form = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = find_people(actor=request.actor, text=form.cleaned_data["text"])
        except ValidationError as refusal:
            apply_errors(form, refusal)
    return render(request, "portal/search.html", {"title": _("Search people"), "form": form, "found": found})


@access.requires(PeopleRight.VIEW_PERSON)
@require_GET
def case_file(request: HttpRequest, person: str) -> HttpResponse:
    """One person's whole file: the path through all rooms, what needs attention, and what happened."""
    subject = get_object_or_404(
        Person.objects.visible_to(request.actor).select_related("residence", "merged_into"), pk=person
    )
    if subject.merged_into_id:
        return redirect("portal:case_file", person=subject.merged_into_id)
    crumbs = (
        [] if request.actor.person_id == subject.pk else [Crumb(_("Search people"), reverse("portal:search"))]
    )
    return render(
        request,
        "portal/case_file.html",
        {**case.whole_file(request.actor, subject, today()), "crumbs": crumbs},
    )


@access.requires(Right.VIEW_ACCOUNT)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    title = _("Account and security")
    return render(
        request,
        "portal/account.html",
        {"title": title, "has_second_factor": acting.has_second_factor(request)},
    )


@access.requires(Right.CHOOSE_ACTING)
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose in which capacity to act from now on; only one's own memberships in force can be chosen."""
    chosen = request.POST.get("as", "")
    if chosen == "own" or chosen in {str(one.pk) for one in acting.memberships_of(request)}:
        request.session[acting.SESSION_KEY] = chosen
    else:
        messages.error(request, _("You don't hold that role any more. Nothing has changed."))
    return redirect("portal:home")


@access.public
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie that says nothing else."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(wanted if safe else reverse("portal:home"))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        answer.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.HTTPS
        )
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "portal/refused.html", {"title": _("You may not do this")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "portal/not_found.html", {"title": _("This page is not here")}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "portal/bad_request.html", {"title": _("We could not read that")}, status=400)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The page of last resort: stands alone, needs no database and no context."""
    return HttpResponseServerError(render_to_string("portal/failed.html"))
