"""Why a call was not done, as programs read it: a problem document (RFC 9457) with the code and sentence of the screens."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as Unreadable
from pydantic import Field

from jalur.foundation.accounts.access import Refused
from jalur.foundation.workflow.workflow import WRONG_STATE

MEDIA_TYPE = "application/problem+json"
# Codes of refusals that are no fault of what was sent.
CONFLICTS = frozenset({WRONG_STATE, "stale", "in_use"})


class Fault(Schema):
    """One sentence of a refusal: the field it belongs to ("" for the whole), a code that stays the same, and the sentence."""

    field: str
    code: str
    sentence: str


class Problem(Schema):
    """RFC 9457. `code` is that of the first fault; nothing has changed."""

    title: str = Field(description="The status in words, always English.")
    status: int
    code: str
    detail: str = Field(description="What stood in the way, in the language of Accept-Language (id, en).")
    faults: list[Fault] = []


class ProblemError(Exception):
    """A call that ends with this problem, and nothing done."""

    def __init__(self, status: int, code: str, detail: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}


def problem(
    status: int,
    code: str,
    detail: str,
    faults: list[Fault] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """The answer that says it."""
    title = HTTPStatus(status).phrase
    document = Problem(title=title, status=status, code=code, detail=detail, faults=faults or [])
    return HttpResponse(
        document.model_dump_json(), status=status, content_type=MEDIA_TYPE, headers=headers or {}
    )


def of_error(error: ProblemError) -> HttpResponse:
    return problem(error.status, error.code, error.detail, headers=error.headers)


def of_refusal(error: ValidationError) -> HttpResponse:
    """A refusal of a service or a form: its fields, codes and sentences, as the screen would show them."""
    fields = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    faults = [
        Fault(field="" if field == NON_FIELD_ERRORS else field, code=one.code or "invalid", sentence=sentence)
        for field, errors in fields.items()
        for one in errors
        for sentence in one.messages
    ]
    status = HTTPStatus.CONFLICT if faults[0].code in CONFLICTS else HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, faults[0].code, " ".join(fault.sentence for fault in faults), faults)


def of_unreadable(error: Unreadable) -> HttpResponse:
    """Something that does not have the form the schema gives it; the value is never repeated."""
    faults = [_unreadable(one) for one in error.errors]
    status = (
        HTTPStatus.NOT_FOUND
        if all(one["loc"][0] == "path" for one in error.errors)
        else HTTPStatus.UNPROCESSABLE_ENTITY
    )
    if status == HTTPStatus.NOT_FOUND:
        return not_found()
    return problem(status, faults[0].code, " ".join(fault.sentence for fault in faults), faults)


def _unreadable(error: dict[str, Any]) -> Fault:
    *_place, field = ["", *(str(part) for part in error["loc"][1:])]
    sentences = {
        "missing": _("This is missing: %(field)s."),
        "extra_forbidden": _("There is no such field here: %(field)s."),
    }
    sentence = sentences.get(error["type"], _("This cannot be read: %(field)s."))
    return Fault(field=field, code=error["type"], sentence=sentence % {"field": field[:60]})


def not_found() -> HttpResponse:
    return problem(404, "not_found", _("There is nothing at this address that you may see."))


def of_refused(_error: Refused) -> HttpResponse:
    """No right: the same words whatever is asked for."""
    return problem(403, "refused", _("The role of this program does not allow this."))


# Of answers that come from elsewhere: no address, a wrong method, a hostile sign, a deadlock, a failure.
CODES = {
    400: "bad_request",
    403: "refused",
    404: "not_found",
    405: "method",
    413: "too_large",
    500: "failed",
    503: "busy",
}


def sentence_of(status: int) -> str:
    """What is said of a status that no refusal explains."""
    sentences = {
        400: _("This request cannot be read."),
        404: _("There is nothing at this address that you may see."),
        405: _("This address does not take this method."),
        413: _("This is too much at once."),
        500: _("Something went wrong on our side. Nothing has changed; send it again with the same key."),
        503: _("Several people changed this at once. Please try again."),
    }
    return sentences.get(status, HTTPStatus(status).phrase)


def of_status(error: HttpError) -> HttpResponse:
    """What the library itself says: a body that is no JSON."""
    status = error.status_code
    return problem(status, CODES.get(status, "refused"), sentence_of(status))


HANDLERS: dict[type[Exception], Any] = {
    ProblemError: of_error,
    ValidationError: of_refusal,
    Unreadable: of_unreadable,
    Refused: of_refused,
    Http404: lambda _error: not_found(),
    HttpError: of_status,
}
"""Exception → its problem document."""
