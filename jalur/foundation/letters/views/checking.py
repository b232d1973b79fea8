"""Whether a letter exists, for whoever holds its paper: no account, nothing personal."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access, limits
from jalur.foundation.letters import queries, words
from jalur.foundation.letters.forms import CheckForm
from jalur.foundation.letters.models import Letter
from jalur.foundation.letters.rights import Right
from jalur.kit import formats
from jalur.kit.answers import ask_form
from jalur.kit.components import Notice

MISSES = limits.Guesses("letter-check", most=30, seconds=60)
"""Codes of no letter from one address; each web process counts for itself."""


@require_safe
@access.requires(Right.CHECK_LETTER)
def check(request: HttpRequest) -> HttpResponse:
    """The square picture on a letter leads here with its code. Unknown and confidential letters are answered alike."""
    form = CheckForm(request.GET or None)
    found, who = None, limits.address_of(request)
    if form.is_valid():
        if MISSES.are_over(who):
            return limits.stop(request)
        found = queries.letter_with(form.cleaned_data["code"])
        if found is None:
            MISSES.missed(who)
    answer = ask_form(
        request,
        form,
        template="letters/check.html",
        title=_("Is this letter genuine?"),
        lead=_(
            "Every letter from Jalur carries a code. Type it, or point a phone's camera at the square picture."
        ),
        button=_("Look it up"),
        answers=_answers(form, found),
        facts=words.checked_facts(found) if found else [],
    )
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _answers(form: CheckForm, letter: Letter | None) -> list[Notice]:
    if not form.is_valid():
        return []
    if letter is None:
        text = _(
            "Compare the code sign by sign. If it is right, the letter was not issued here, or whether it exists may not be told: ask"
            " the office that it names, at an address you know."
        )
        return [Notice(text, _("No letter with this code is known"), "bad")]
    compare = _("Compare number, day and office with the paper. What else it says cannot be checked here.")
    if letter.withdrawn_on is None:
        return [Notice(compare, _("This letter exists"), "done")]
    text = _("It was withdrawn on %(day)s and holds no longer. Ask the office that issued it.")
    return [Notice(text % {"day": formats.day(letter.withdrawn_on)}, _("This letter was withdrawn"), "bad")]
