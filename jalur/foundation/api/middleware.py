"""Below /api/v1/ every answer that says no is a problem document, whoever gives it, in the language that the program asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jalur.foundation.api.problems import CODES, MEDIA_TYPE, problem, sentence_of
from jalur.foundation.api.router import is_call
from jalur.kit.answers import CODE_HEADER

PASSED_ON = ("Allow", "Retry-After", "WWW-Authenticate")


class ProblemDocuments:
    """Outermost: signs that no text has, unknown addresses and failures are answered by others, as pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_call(request):
            return response
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        status = response.status_code
        kind = response.get("Content-Type", "").partition(";")[0]
        if status < 400 or kind in {MEDIA_TYPE, "application/json"}:
            return response
        with translation.override(language_of(request)):
            code = response.get(CODE_HEADER) or CODES.get(status, "refused")
            said = response.content.decode() if CODE_HEADER in response else sentence_of(status)
            answer = problem(status, code, said)
        for name in PASSED_ON:
            if name in response:
                answer[name] = response[name]
        return answer


def language_of(request: HttpRequest) -> str:
    """The language a program reads: Indonesian unless it prefers English."""
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.partition(";")[0].strip().partition("-")[0].lower()
        if code in dict(settings.LANGUAGES):
            return code
    return settings.LANGUAGE_CODE
