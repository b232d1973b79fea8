from itertools import groupby

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_reset import perform_password_reset_login
from django.apps import apps
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
from jalur.foundation.messaging import channels
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.services import use_slip
from jalur.kit import formats
from jalur.kit.answers import answer_form, answer_refusal, ask_form
from jalur.kit.components import Action, Crumb, Row
from jalur.kit.dates import today
from jalur.kit.forms import apply_errors, posted
from jalur.kit.refusals import refusal
from jalur.portal import acting, case
from jalur.portal.context import THEME_COOKIE, THEMES, role_label
from jalur.portal.forms import PasswordBySlipForm, SearchForm
from jalur.portal.rights import Right
from jalur.portal.searching import find_people
from jalur.portal.track import page_of

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
        access.table(),
        key=lambda grant: (grant.action.split(":")[0], grant.action, list(access.Role).index(grant.role)),
    )
    rooms = [
        (_room_name(label), [_grant_row(grant) for grant in rows])
        for label, rows in groupby(grants, key=lambda grant: grant.action.split(":")[0])
    ]
    return render(request, "portal/access.html", {"title": _("Who may do what"), "rooms": rooms})


def _room_name(label: str) -> str:
    return _("The system") if label == access.EVERY_ACTION else str(apps.get_app_config(label).verbose_name)


def _grant_row(grant: access.Grant) -> dict[str, str]:
    every = grant.action == access.EVERY_ACTION
    return {
        "role": str(ROLE_NAMES[grant.role]),
        "action": _("everything") if every else str(access.names()[grant.action]),
        "scope": str(SCOPE_NAMES[grant.scope]),
        "reason": _(grant.reason),
    }


@access.requires(PeopleRight.VIEW_PERSON)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find a person by name, candidate number or NIK. By POST: what was typed is never in an address or a log."""
    form, matches = SearchForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            matches = find_people(actor=request.actor, text=form.cleaned_data["text"])
        except ValidationError as refused:
            apply_errors(form, refused)
    return ask_form(
        request,
        form,
        template="portal/search.html",
        method="post",
        title=_("Search people"),
        button=_("Search"),
        matches=matches,
    )


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
        {
            **case.whole_file(request.actor, subject, today(), has_all=case.ALL_HISTORY in request.GET),
            "crumbs": crumbs,
        },
    )


@access.requires(PeopleRight.VIEW_PERSON)
@require_GET
def track(request: HttpRequest, person: str) -> HttpResponse:
    """What a candidate's job or classes ask for, strand by strand: what is settled, and who has what is not."""
    files = Candidate.objects.visible_to(request.actor).select_related(
        "person__residence", "registered_by__place"
    )
    candidate = get_object_or_404(files, person=person, person__in=Person.objects.visible_to(request.actor))
    if candidate.person.merged_into_id:
        return redirect("portal:track", person=candidate.person.merged_into_id)
    file = Crumb(candidate.person.name, reverse("portal:case_file", args=[person]))
    return render(
        request, "portal/track.html", {**page_of(request.actor, candidate, today()), "crumbs": [file]}
    )


@access.requires(Right.VIEW_ACCOUNT)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    second_factor = _("Authenticator app") if acting.has_second_factor(request) else _("Not set up")
    user, change = request.user, _("Change")
    rows = [
        Row(_("Name"), user.name),
        Row(
            _("E-mail"),
            user.email or "",
            Action(change if user.email else _("Add"), reverse("account_email")),
        ),
    ]
    if channels.is_offered("sms"):
        way = Action(change if user.phone_sealed else _("Add"), reverse("account_change_phone"))
        rows.append(Row(_("Phone number to sign in with"), formats.phone(user.phone()), way))
    if user.username:
        rows.append(Row(_("Candidate number to sign in with"), user.username))
    rows += [
        Row(_("Messages"), _("Channel, devices, hours"), Action(change, reverse("messaging:preferences"))),
        Row(_("Acting as"), role_label(request.actor)),
        Row(_("Password"), "••••••••••", Action(_("Change"), reverse("account_change_password"))),
        Row(
            _("Second factor"),
            second_factor,
            Action(_("Manage"), reverse("mfa_index")),
            about="sign-in#second-factor",
        ),
    ]
    return render(request, "portal/account.html", {"title": _("Account and security"), "rows": rows})


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Choose a password with a slip from the counter. Guesses are counted by number and address."""

    def save(form: PasswordBySlipForm) -> HttpResponse:
        number, adapter = form.cleaned_data["number"], get_adapter(request)
        guess = adapter.count_slip_guess(request, number)
        user = use_slip(
            number=number,
            code=form.cleaned_data["slip"],
            password=form.cleaned_data["password1"],
            today=today(),
        )
        guess.rollback()
        messages.success(request, _("This is your password from now on."))
        return perform_password_reset_login(request, user)

    return answer_form(
        request,
        PasswordBySlipForm(posted(request)),
        save,
        done="",
        title=_("Choose your password"),
        lead=_("With the slip that the village or labour office gave you. It works once."),
        button=_("Save the password and sign in"),
    )


@access.requires(Right.CHOOSE_ACTING)
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Choose in which capacity to act from now on; only one's own memberships in force can be chosen."""
    chosen = request.POST.get("as", "")
    if chosen == "own" or chosen in {str(membership.pk) for membership in acting.memberships_of(request)}:
        request.session[acting.SESSION_KEY] = chosen
        return redirect("portal:home")
    gone = refusal("as", "no_role", _("You no longer have that role. Nothing has changed."))
    return answer_refusal(request, gone, to=reverse("portal:home"))


@access.public
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie that says nothing else."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(address if safe else reverse("portal:home"))
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


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """A form whose page is older than the session: somebody signed in, or out, in another tab meanwhile. What was typed is kept."""
    request.is_out_of_date = True  # type: ignore[attr-defined]  # read by workflow.middleware.KeepsTyped
    page = {"title": _("This page was out of date"), "back": access.page_before(request)}
    return render(request, "portal/out_of_date.html", page, status=403)


def not_that_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address that only takes a form, opened by itself: after "back", from a bookmark, after signing in."""
    page = {"title": _("This page opens from a form only"), "back": access.page_before(request)}
    answer = render(request, "portal/not_that_way.html", page, status=response.status_code)
    answer["Allow"] = response["Allow"]
    return answer


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "portal/not_found.html", {"title": _("Page not found")}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(
        request, "portal/bad_request.html", {"title": _("We could not understand the request")}, status=400
    )


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The page of last resort: stands alone, needs no database and no context."""
    return HttpResponseServerError(render_to_string("portal/failed.html"))
