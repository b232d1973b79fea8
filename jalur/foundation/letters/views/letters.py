"""Letters: the list, one letter with its paper, and the page on which one is written for a row."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import door
from jalur.foundation.letters import queries, services, words
from jalur.foundation.letters.filters import LetterFilter
from jalur.foundation.letters.forms import LetterForm
from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.letters.models import Letter
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.tables import LetterTable
from jalur.foundation.letters.workflow import LETTER
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.kit import dates
from jalur.kit.answers import alone, answer_form, answers_of
from jalur.kit.components import Action, Crumb, Empty, Notice
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

View = Callable[..., HttpResponseBase]


@require_safe
@access.requires(Right.READ_LETTER)
def letter_list(request: HttpRequest) -> HttpResponse:
    """The letters of the reader's office; her own where the reader is a person."""
    actor = request.actor
    own = actor.person_id is not None
    return list_page(
        request,
        queryset=Letter.objects.visible_to(actor).select_related("organisation"),
        table=LetterTable,
        filters=LetterFilter,
        by_key=True,
        export_name="surat",
        title=_("My letters") if own else _("Letters"),
        lead=""
        if own
        else _(
            "Everything your office has issued, by day. A letter is written on the page of what it is about."
        ),
        empty=Empty(
            _("No letter yet"),
            _("Letters to you stand here.")
            if own
            else _("A letter is written on the page of what it is about: a class, a candidate."),
            icon="envelope-paper",
        ),
    )


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Letters"), reverse("letters:list"))]


@require_safe
@access.requires(Right.READ_LETTER)
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    letter = find(LETTER, request.actor, pk)
    numbers = range(1, letter.paper.pages + 1)
    get = Action(_("Download"), reverse("letters:download", args=[pk]), "primary", icon="download", post=True)
    return record_page(
        request,
        LETTER,
        letter,
        "letters/letter.html",
        first=[get],
        crumbs=_crumbs(),
        notices=_notices(letter),
        rows=words.letter_facts(letter),
        pictures=[(number, reverse("letters:picture", args=[pk, number])) for number in numbers],
    )


def _notices(letter: Letter) -> list[Notice]:
    if letter.withdrawn_on is None:
        return []
    text = _("It stays as it was issued. Whoever checks its code reads that it was withdrawn.")
    return [Notice(text, _("This letter was withdrawn"), "bad")]


@require_safe
@access.requires(Right.READ_LETTER)
def picture(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    """A page of the paper as a picture."""
    letter = find(LETTER, request.actor, pk)
    return page_picture(letter.paper.pdf(), number) if 1 <= number <= letter.paper.pages else _nothing()


def page_picture(pdf: bytes, number: int) -> HttpResponseBase:
    body = door.picture_of(pdf, number)
    return alone(HttpResponse(body, content_type="image/jpeg"), f"{number}.jpg", as_attachment=False)


def _nothing() -> HttpResponseBase:
    raise Http404


@require_POST
@access.requires(Right.READ_LETTER)
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    letter = find(LETTER, request.actor, pk)
    pdf = services.download(actor=request.actor, letter=letter)
    name = "".join(sign if sign.isalnum() or sign in ".-" else "-" for sign in letter.number)
    return alone(HttpResponse(pdf, content_type="application/pdf"), f"{name}.pdf", as_attachment=True)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(LETTER)
def letter_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Withdraw a letter."""
    letter = find(LETTER, request.actor, pk)
    take = partial(services.withdraw, actor=request.actor, letter=letter, today=dates.today())
    return step_page(request, LETTER, letter, verb, take, rows=words.letter_facts(letter))


def new(kind: LetterKind[Any]) -> View:
    @require_http_methods(["GET", "HEAD", "POST"])
    @access.requires(kind.issues)
    def write(request: HttpRequest, pk: UUID) -> HttpResponse:
        """What a letter needs beside what its row says, then the answers once more, then it is issued for good."""
        actor = request.actor
        owner = queries.owner_for(actor, kind, pk)
        if owner is None or not access.may(actor, Right.ISSUE_LETTER):
            raise Http404
        refused = kind.guard(owner)
        notices = [Notice(" ".join(refused.messages), tone="warn")] if refused else what_is_missing(actor)
        form = kind.form(
            posted(request), kind=kind, signatories=queries.signatories_of(actor.organisation_id), owner=owner
        )

        def save(answered: LetterForm) -> Letter:
            return services.issue(
                actor=actor,
                kind=kind,
                owner=owner,
                answers=answered.cleaned_data,
                check_page=settings.ADDRESS + reverse("letters:check"),
                today=dates.today(),
            )

        return answer_form(
            request,
            form,
            save,
            done=lambda letter: _("Letter %(number)s is issued.") % {"number": letter.number},
            to=partial(page_of, LETTER),
            checks=lambda answered: [(str(kind.title), answers_of(answered, request.path))],
            title=str(kind.title),
            caption=kind.back(owner).label,
            lead=_("Once issued it never changes. A wrong letter is withdrawn, and a new one written."),
            button="" if notices else _("Issue the letter"),
            crumbs=[kind.back(owner)],
            notices=notices,
            rows=words.letter_rows(queries.letters_of(actor, kind, owner)),
        )

    return write


def what_is_missing(actor: Actor) -> list[Notice]:
    """Why the actor's organisation can issue nothing yet, and the way to what is missing."""
    head = queries.letterhead_of(actor.organisation_id)
    if head is not None and queries.signatories_of(actor.organisation_id).exists():
        return []
    text = _("Whoever manages the members of your organisation sets up the letterhead and says who signs.")
    way = Action(_("Letterhead and numbers"), reverse("letters:letterhead"), "primary")
    return [Notice(text, _("Letterhead or signature is missing"), "warn", actions=[way])]
