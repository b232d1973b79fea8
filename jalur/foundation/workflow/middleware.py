"""A post takes effect as a whole, once, and a deadlock is tried again instead of shown."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, SerializationFailure

from jalur.foundation.history import services as history
from jalur.foundation.workflow import kept
from jalur.foundation.workflow.locks import atomic
from jalur.foundation.workflow.models import SentForm
from jalur.kit.answers import BY_WORDS, CODE_HEADER, UNKEPT
from jalur.kit.dates import today
from jalur.kit.vault import seal, unseal

ATTEMPTS = 4
# The library's own pages keep count of what went wrong, so what they write must outlive a refusal.
NOT_OURS = ("/accounts/",)
READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
IDEMPOTENCY_KEY, KEY_LENGTH = "Idempotency-Key", 200
SHOWN_AGAIN_FOR = timedelta(minutes=10)
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


KEPT_COOKIE = "kept"


class KeepsTyped:
    """Whoever sends a form after her session ended or became another, or without the second factor, finds it filled as it was.

    `request.kept()` is what stands kept for this address; `request.keep(typed)` keeps it while it is checked (kit.forms.posted,
    kit.answers). The cookie says only that something is kept, so that other pages need not look.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.kept, request.keep = partial(_kept, request), partial(_keep, request)  # type: ignore[attr-defined]  # portal's middleware, or this one
        response = self.get_response(request)
        if request.method == "POST" and not request.path.startswith(NOT_OURS):
            if _leads_to_sign_in(response) or getattr(request, "is_out_of_date", False):
                self._keep_typed(request)
            elif _is_sent(request, response):
                kept.forget(request.actor.user_id, request.path)  # type: ignore[attr-defined]  # portal's middleware, or this one
        if getattr(request, "has_kept", False):
            age = int(kept.KEPT_FOR.total_seconds())
            response.set_cookie(
                KEPT_COOKIE, "1", max_age=age, httponly=True, samesite="Lax", secure=settings.HTTPS
            )
        return response

    def _keep_typed(self, request: HttpRequest) -> None:
        owner = kept.owner_of(request.POST.get("form_key", ""))
        here = request.actor.user_id  # type: ignore[attr-defined]  # portal's middleware, or this one
        if owner is not None and here in {None, owner}:
            _keep(request, request.POST, owner, was_signed_out=True)


def _kept(request: HttpRequest) -> QueryDict | None:
    user_id = request.actor.user_id  # type: ignore[attr-defined]  # portal's middleware, or this one
    if user_id is None or KEPT_COOKIE not in request.COOKIES:
        return None
    found = kept.kept(user_id, request.path)
    if found is None:
        return None
    typed, request.was_signed_out = found  # type: ignore[attr-defined]  # the page around it says so
    return typed


def _keep(
    request: HttpRequest, typed: QueryDict, user_id: UUID | None = None, *, was_signed_out: bool = False
) -> None:
    owner = user_id or request.actor.user_id  # type: ignore[attr-defined]  # portal's middleware, or this one
    request.has_kept = kept.keep(owner, request.path, typed, was_signed_out=was_signed_out)  # type: ignore[attr-defined]  # portal's middleware, or this one


def _is_sent(request: HttpRequest, response: HttpResponse) -> bool:
    """Done, and not kept in the same breath to be checked."""
    is_done = isinstance(response, HttpResponseRedirect) and CODE_HEADER not in response
    is_mine = request.actor.user_id is not None and KEPT_COOKIE in request.COOKIES  # type: ignore[attr-defined]  # portal's middleware, or this one
    return is_done and is_mine and not getattr(request, "has_kept", False)


def _leads_to_sign_in(response: HttpResponse) -> bool:
    doors = (resolve_url(settings.LOGIN_URL), reverse("mfa_reauthenticate"), reverse("mfa_activate_totp"))
    return response.get("Location", "").startswith(doors)


def shown_once(page: HttpResponse) -> HttpResponse:
    """A page that answers a form itself, because what it says is kept nowhere; the form takes effect once all the same."""
    page.is_shown_once = True  # type: ignore[attr-defined]  # OneEffect reads it
    return page


class OneEffect:
    """Every request that writes is one deed: all of it or, when it is refused, nothing.

    A form with a `form_key` takes effect once: whoever sends it again, or twice at the same time, is led where the first one led.
    One that is told apart by its words does so from a page opened anew as well, for that day.
    A program's call with an Idempotency-Key takes effect once: sent again, it gets the first answer as it was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READS or request.path.startswith(NOT_OURS):
            return self.get_response(request)
        for _attempt in range(ATTEMPTS):
            for name in request.FILES:
                for upload in request.FILES.getlist(name):
                    upload.seek(0)
            try:
                response = self._once(request)
            except (
                OperationalError
            ) as failure:  # outside the view: taking the key, or checks that wait for the commit
                if not _is_deadlock(failure):
                    raise
                response = Deadlocked()
            if not isinstance(response, Deadlocked):
                break
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002 - Django calls it
        """A deadlock in the view ends the attempt, not the request."""
        return Deadlocked() if _is_deadlock(exception) else None

    def _once(self, request: HttpRequest) -> HttpResponse:
        key = _key_of(request)
        with atomic(), history.deeds_of(request.actor):  # type: ignore[attr-defined]  # set by portal's middleware
            if key is not None and not _is_first(key, request):
                return _first_answer(key, request)
            response = self.get_response(request)
            if _is_refused(response):
                transaction.set_rollback(True)
            elif key is not None:
                sent = SentForm.objects.filter(pk=key)
                if _sent_by_program(request) or getattr(response, "is_shown_once", False):
                    sent.update(answer_sealed=_sealed(key, response))
                elif isinstance(response, HttpResponseRedirect):
                    sent.update(answer=response.url[:500])
                else:  # a page that asks again may be sent again
                    sent.delete()
        return response


class Deadlocked(HttpResponse):
    """What somebody reads when every attempt ended in a deadlock."""

    status_code = 503

    def __init__(self) -> None:
        super().__init__(_("Several people changed this at once. Please try again."))


def _is_deadlock(exception: Exception) -> bool:
    return isinstance(exception, OperationalError) and isinstance(
        exception.__cause__, DeadlockDetected | SerializationFailure
    )


def _is_refused(response: HttpResponse) -> bool:
    """An error, the way back with what stood in the way, or the way to sign-in: nothing was done, the form may be sent again."""
    return response.status_code >= 400 or CODE_HEADER in response or _leads_to_sign_in(response)


def _sent_by_program(request: HttpRequest) -> bool:
    return hasattr(request, "scopes")  # of its token, set by the middleware of connections


def _key_of(request: HttpRequest) -> UUID | None:
    if _sent_by_program(request):
        own, caller = request.headers.get(IDEMPOTENCY_KEY, ""), request.actor.user_id  # type: ignore[attr-defined]  # see ActingProgram
        return uuid5(caller, own) if caller and own else None
    key = request.POST.get("form_key", "").partition(".")[0]
    if key == BY_WORDS:
        typed = sorted((name, values) for name, values in request.POST.lists() if name not in UNKEPT)
        return uuid5(NAMESPACE_URL, json.dumps([_sender_of(request), request.path, str(today()), typed]))
    try:
        return UUID(key)
    except ValueError:
        return None


def _sender_of(request: HttpRequest) -> str:
    if _sent_by_program(request):
        return str(request.actor.user_id)  # type: ignore[attr-defined]  # see ActingProgram
    return request.session.session_key or ""


def _digest_of(request: HttpRequest) -> bytes:
    """What a program sent, in one number; a form tells itself apart by its key."""
    if not _sent_by_program(request):
        return b""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.digest()
    digest.update(json.dumps(sorted(request.POST.lists())).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(f"{name} {upload.size}\n".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.digest()


def _is_first(key: UUID, request: HttpRequest) -> bool:
    """Take the key; waits while another request that holds it is under way."""
    try:
        with transaction.atomic():
            SentForm.objects.create(pk=key, session=_sender_of(request), digest=_digest_of(request))
    except IntegrityError:
        return False
    return True


def _first_answer(key: UUID, request: HttpRequest) -> HttpResponse:
    first = SentForm.objects.filter(pk=key, session=_sender_of(request)).first()
    if first is not None and (_sent_by_program(request) or _is_shown_again(first)):
        return _answer_again(first, request)
    if first is None or not first.answer:
        return HttpResponse(_("This form has been sent before. Open the page again."), status=409)
    messages.info(request, _("This had been saved already; nothing was done twice."))
    return HttpResponseRedirect(first.answer)


def _is_shown_again(first: SentForm) -> bool:
    """Whether a page that is shown once, as of a new secret, is shown again to whoever sent the form twice."""
    return first.answer_sealed is not None and first.created_at > timezone.now() - SHOWN_AGAIN_FOR


def _sealed(key: UUID, response: HttpResponse) -> bytes:
    """An answer to a program, body and all: it may name people."""
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    text = json.dumps([response.status_code, headers, response.content.decode()])
    return seal(text, table="workflow.sentform", row=str(key), field="answer")


def _answer_again(first: SentForm, request: HttpRequest) -> HttpResponse:
    if bytes(first.digest) != _digest_of(request) or first.answer_sealed is None:
        sentence = _("This key has been used for something else. Nothing was done; choose another key.")
        return HttpResponse(sentence, status=422, headers={CODE_HEADER: "idempotency_key_reused"})
    text = unseal(bytes(first.answer_sealed), table="workflow.sentform", row=str(first.pk), field="answer")
    status, headers, body = json.loads(text)
    return HttpResponse(body, status=status, headers={**headers, "Idempotent-Replayed": "true"})
