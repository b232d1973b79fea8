"""A post takes effect as a whole, once, and a deadlock is tried again instead of shown."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, SerializationFailure

from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import atomic
from jalur.foundation.workflow.models import SentForm
from jalur.kit.answers import CODE_HEADER

ATTEMPTS = 4
# The library's own pages keep count of what went wrong, so what they write must outlive a refusal.
NOT_OURS = ("/accounts/",)
READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class OneEffect:
    """Every request that writes is one deed: all of it or, when it is refused, nothing.

    A form with a `form_key` takes effect once: whoever sends it again, or twice at the same time, is led where the first one led.
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
                if isinstance(response, HttpResponseRedirect):
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
    leads_to_sign_in = response.get("Location", "").startswith(resolve_url(settings.LOGIN_URL))
    return response.status_code >= 400 or CODE_HEADER in response or leads_to_sign_in


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _is_first(key: UUID, request: HttpRequest) -> bool:
    """Take the key; waits while another request that holds it is under way."""
    try:
        with transaction.atomic():
            SentForm.objects.create(pk=key, session=request.session.session_key or "")
    except IntegrityError:
        return False
    return True


def _first_answer(key: UUID, request: HttpRequest) -> HttpResponse:
    first = SentForm.objects.filter(pk=key, session=request.session.session_key or "").first()
    if first is None or not first.answer:
        return HttpResponse(_("This form has been sent before. Open the page again."), status=409)
    messages.info(request, _("This had been saved already; nothing was done twice."))
    return HttpResponseRedirect(first.answer)
