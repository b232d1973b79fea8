"""Whether a certificate is genuine and holds, for whoever has it in hand: no account, nothing personal beyond what was shown."""

import json
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.limits import stop, too_often
from jalur.journey.certificates import limits, queries, rules, services, words
from jalur.journey.certificates.forms import CheckForm
from jalur.journey.certificates.queries import UNKNOWN, Found
from jalur.journey.certificates.rights import Right
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action
from jalur.kit.forms import posted

KEPT = 300
"""Seconds for which a web process says the same of all lists."""
FILES = (
    "certificates/check.js",
    "certificates/verify.js",
    "vendor/jsqr/jsqr.js",
    "vendor/noble-ed25519/ed25519.js",
    "vendor/bootstrap/reboot.min.css",
    "jalur/jalur.css",
    "jalur/app.js",
    "jalur/jalur.svg",
    "vendor/bootstrap-icons/bootstrap-icons.svg",
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.CHECK_CERTIFICATE)
def check(request: HttpRequest) -> HttpResponse:
    """Paste a link, a number with its name or a text; choose a file; or scan."""
    form = CheckForm(posted(request), request.FILES or None)
    return _guarded(
        answer_form(
            request,
            form,
            lambda answered: _answer(request, lambda: _read(answered)),
            done="",
            template="certificates/check.html",
            title=_("Is this certificate genuine?"),
            lead=_(
                "Scan the square picture, paste the link below it, or choose the file. No account is needed."
            ),
            button=_("Check it"),
            crumbs=[],
            secondary=_list_way(request),
            words=words.without_network(),
            is_kept=False,
        )
    )


@require_safe
@access.requires(Right.CHECK_CERTIFICATE)
def kept_page(request: HttpRequest, language: str) -> HttpResponse:
    """The page as a browser keeps it: of nobody, in one language."""
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return answer_form(
            request,
            CheckForm(),
            lambda _form: None,
            done="",
            template="certificates/check.html",
            title=_("Is this certificate genuine?"),
            lead=_("There is no network now. The square picture can be checked all the same."),
            button=_("Check it"),
            crumbs=[],
            words=words.without_network(),
            is_kept=True,
        )


@require_safe
@access.requires(Right.CHECK_CERTIFICATE)
def known(_request: HttpRequest) -> HttpResponse:
    """Keys and lists of every body, for browsers that check without a network; every body's own document says the same."""
    text = caches["memory"].get_or_set(
        "certificates-known", lambda: json.dumps(queries.known(dates.now())), KEPT
    )
    answer = HttpResponse(text, content_type="application/json")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@access.requires(Right.CHECK_CERTIFICATE)
def worker(request: HttpRequest) -> HttpResponse:
    """Of this release: a browser that asks is never answered from a store."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    page = {
        "page": reverse("certificates:check"),
        "offline": reverse("certificates:kept_page", args=[language]),
        "known": reverse("certificates:known"),
        "files": [static(name) for name in FILES],
    }
    answer = render(request, "certificates/worker.js", page, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@access.requires(Right.CHECK_CERTIFICATE)
def with_link(request: HttpRequest, code: str) -> HttpResponse:
    """The short link on the paper, or one that a holder shared. Unknown and withheld are answered alike."""
    asked = rules.read_asked(code)
    now, today = dates.now(), dates.today()
    return _guarded(
        _answer(
            request, lambda: queries.with_code(asked.code, now=now, today=today) if asked.code else UNKNOWN
        )
    )


def _list_way(request: HttpRequest) -> Action | None:
    if not access.may(request.actor, Right.CHECK_LIST):  # type: ignore[attr-defined]  # set by portal's middleware
        return None
    return Action(_("Check a list"), reverse("certificates:check_list"), "quiet")


def _read(form: CheckForm) -> Found | None:
    given = form.cleaned_data
    if given["file"]:
        return queries.with_text(given["file"].read(), now=dates.now())
    return limits.looked_up(rules.read_asked(given["what"]), given["name"])


def _answer(request: HttpRequest, look: Callable[[], Found | None]) -> HttpResponse:
    if too_often(request, "certificate-look", limits.LOOKS, limits.SECONDS):
        return stop(request)
    found = limits.unless_guessing(request, look)
    if found is None:
        return stop(request)
    if found.certificate is not None and request.method != "HEAD":
        _count(request, found)
    return render(
        request,
        "certificates/answer.html",
        {
            "title": _("Is this certificate genuine?"),
            "notices": [words.answer_notice(found)],
            "rows": words.shown_rows(found),
            "again": Action(_("Check another one"), reverse("certificates:check"), "secondary"),
            "accompanies": found.certificate is not None,
        },
    )


def _count(request: HttpRequest, found: Found) -> None:
    """Her own looking counts for nothing."""
    certificate = found.certificate
    assert certificate is not None
    person = request.actor.person_id  # type: ignore[attr-defined]  # set by portal's middleware
    if person is None or person != certificate.candidate.person_id:
        services.count_check(certificate, dates.today())


def _guarded(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
