"""What a page that writes answers: the form again with its errors, or the way to what was done."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jalur.kit.components import Action, Row
from jalur.kit.database import try_out
from jalur.kit.forms import apply_errors, changed_since, first_id, in_words, is_checked, opened_with
from jalur.kit.refusals import codes_of

UNPROCESSABLE = 422
CONFIRMED = "confirmed"
"""Sent along once whoever answers has seen whom the answer touches."""
ASKED_AGAIN = "asked_again"
"""Sent instead to change the answers."""
UNKEPT = frozenset({"csrfmiddlewaretoken", "form_key", CONFIRMED, ASKED_AGAIN})
BY_WORDS = "words"
"""In place of a form's key: what is typed tells it apart, see `once_by_words`."""
CODE_HEADER = "Refusal-Code"
"""Header with the code of a refusal, for programs and tests; the sentence is for people."""

# Whatever a browser makes of the bytes, it makes of them without our origin, without scripts and without asking anybody.
ALONE = "sandbox; default-src 'none'; frame-ancestors 'none'"


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[Any], Any],
    *,
    done: str | Callable[[Any], str],
    to: str | Callable[[Any], str] = "",
    title: str,
    button: str,
    template: str = "form.html",
    changes: bool = False,
    once_by_words: bool = False,
    beforehand: Callable[[Any], Any] | None = None,
    checks: Callable[[Any], list[tuple[str, list[Row]]]] | None = None,
    **context: Any,
) -> HttpResponse:
    """The one way a form goes: show it, check it, save by one service call, lead on with a sentence.

    save gets the valid form and may raise ValidationError: the sentences stand at their fields, and nothing typed is lost (422); a
    form without fields leads back to `to` instead. done, to: the sentence and the address afterwards, or made from what save gave;
    without `to` the last crumb's; a page that save gives is the answer itself, for what is shown once.
    context: lead, caption, weight, crumbs, notices (list), rows (facts above the form), secondary
    (Action). Without `button` there is nothing to send. changes: the form corrects what stands: when somebody changed that after
    the form was opened, the first sending is refused with both. once_by_words: the same words sent once more that day from a page opened
    again, as by who goes back, are the form that was sent already. checks: the answers as (heading, rows), repeated on a page of
    their own before they count; what save would refuse is said before that. beforehand: whom it touches, made from the valid form
    as a list of groups (title, count, grid, hint), shown with the answers until they are confirmed; it may raise ValidationError.
    """
    if not to and context.get("crumbs"):
        to = context["crumbs"][-1].url
    if changes:
        context["opened_with"] = opened_with(form)
    context["once_by_words"] = once_by_words
    if checks is not None:
        page = _checking(request, form, checks, save, title=title, button=button, **context)
        if page is not None:
            return page
    if request.method == "POST" and form.is_valid() and ASKED_AGAIN not in request.POST:
        if changes and (stale := changed_since(form, context["opened_with"])):
            form.add_error(None, stale)
            return _form_page(request, form, title, button, template, context)
        try:
            if beforehand is not None and CONFIRMED not in request.POST:
                return _confirm_page(request, form, beforehand(form), title, button, context)
            result = save(form)
        except ValidationError as refused:
            if not form.fields and isinstance(to, str):
                return answer_refusal(request, refused, to=to)
            apply_errors(form, refused)
        else:
            if isinstance(result, HttpResponse):
                return result
            if sentence := done(result) if callable(done) else done:
                messages.success(request, sentence)
            return redirect(to(result) if callable(to) else to)
    return _form_page(request, form, title, button, template, context)


def _confirm_page(
    request: HttpRequest, form: forms.Form, groups: Any, title: str, button: str, context: dict[str, Any]
) -> HttpResponse:
    """What was answered and whom it touches; the answers go along unseen, to be confirmed or changed."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in UNKEPT]
    page = {
        "title": title,
        "crumbs": [],
        "weight": "primary",
        **context,
        "button": button,
        "kept": kept,
        "answers": answers_of(form),
        "groups": groups,
        "touches": any(not group.is_beside for group in groups),
        "has_fields": bool(form.fields),
    }
    return render(request, "confirm.html", page)


def answers_of(form: forms.Form, url: str = "") -> list[Row]:
    """What was given, in the words of the form; with `url`, each with the way back to its box. Empty boxes are left out."""
    rows = []
    for box in form:
        value = form.cleaned_data.get(box.name)
        # A number as it was typed: a year has no points between its thousands.
        given = box.value() if isinstance(value, int | Decimal) and not isinstance(value, bool) else value
        if not box.is_hidden and (words := in_words(box.field, given)):
            change = Action(_("Change"), f"{url}#{first_id(box)}") if url else None
            rows.append(Row(str(box.label), words, change))
    return rows


def ask_form(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    template: str = "form.html",
    **context: Any,
) -> HttpResponse:
    """A form that only asks: what was typed stays in the address, and the template says the answer below the form."""
    return _form_page(request, form, title, button, template, {"method": "get", **context})


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, button: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    page = {
        "title": title,
        "button": button,
        "lead": "",
        "caption": "",
        "weight": "primary",
        "crumbs": [],
        "notices": [],
        "rows": [],
        "secondary": None,
        "method": "post",
        "opened_with": "",
        **context,
        "form": form,
    }
    is_wrong = form.errors and request.method == "POST"
    return render(request, template, page, status=UNPROCESSABLE if is_wrong else 200)


def _checking(
    request: HttpRequest,
    form: forms.Form,
    checks: Callable[[Any], Any],
    save: Callable[[Any], Any],
    **page: Any,
) -> HttpResponse | None:
    """The page that repeats the answers, or the way to it; None when there is something else to do.

    What was typed is kept meanwhile, so that the page can be loaded again, left and come back to.
    """
    if not form.is_valid():
        if is_checked(request) and request.method == "POST":
            gone = _(
                "Too much time has passed since you filled this in. Nothing has been saved: fill it in again."
            )
            return answer_refusal(request, ValidationError(gone, code="gone"), to=request.path)
        return redirect(request.path) if is_checked(request) else None
    if request.method == "POST":
        if request.POST.get("confirm"):
            if is_checked(request) and request.POST["confirm"] != mark_of(form):
                other = _(
                    "This was filled in anew in another tab. Nothing has been saved: look at the answers again."
                )
                refused = ValidationError(other, code="other_answers")
                return answer_refusal(request, refused, to=f"{request.path}?check=1")
            return None
        try:
            try_out(lambda: save(form))
        except ValidationError as refused:
            apply_errors(form, refused)
            return None
        request.keep(request.POST)  # type: ignore[attr-defined]  # foundation/workflow's middleware
        return redirect(f"{request.path}?check=1")
    if not is_checked(request):
        return None
    context = {"crumbs": [], **page, "title": _("Check your answers"), "caption": page["title"], "lead": ""}
    context |= {"sections": checks(form), "confirm_label": page.get("confirm_label") or page["button"]}
    context["confirm"] = mark_of(form)
    return render(request, "check.html", context)


def mark_of(form: forms.Form) -> str:
    """Which answers these are: those of another tab are others, and nobody has read them here."""
    lists = cast("QueryDict", form.data).lists()
    typed = sorted((name, values) for name, values in lists if name not in {*UNKEPT, "confirm"})
    return hashlib.sha256(repr(typed).encode()).hexdigest()


def answer_button(
    request: HttpRequest,
    act: Callable[[], Any],
    *,
    done: str | Callable[[Any], str],
    to: str,
    otherwise: str = "",
) -> HttpResponse:
    """The same for a button: one service call, then `to` with the sentence of what was done.

    A refusal leads to `otherwise`, or to `to`, with the sentence of what stood in the way.
    """
    try:
        result = act()
    except ValidationError as refused:
        return answer_refusal(request, refused, to=otherwise or to)
    messages.success(request, done(result) if callable(done) else done)
    return redirect(to)


def answer_refusal(request: HttpRequest, refused: ValidationError, *, to: str) -> HttpResponse:
    """Back to a page that says why nothing has changed."""
    messages.error(request, " ".join(refused.messages))
    response = redirect(to)
    response[CODE_HEADER] = ",".join(filter(None, codes_of(refused)))
    return response


def answer_paper(request: HttpRequest, make: Callable[[], bytes], name: str, *, to: str) -> HttpResponse:
    """A PDF to take along; what stands in its way, such as a sign that no font has, leads to `to` with its sentence."""
    try:
        made = make()
    except ValidationError as refused:
        return answer_refusal(request, refused, to=to)
    return cast(
        "HttpResponse", alone(HttpResponse(made, content_type="application/pdf"), name, as_attachment=True)
    )


def alone(answer: Any, name: str, *, as_attachment: bool) -> Any:
    """An answer that is nothing but a file: it runs nothing, loads nothing and belongs to nobody's pages."""
    answer["Content-Disposition"] = content_disposition_header(as_attachment, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = ALONE
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
