"""What an organisation's letters look like: letterhead, numbers, who signs, and an example of each kind."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.letters import press, queries, services, words
from jalur.foundation.letters.forms import LANGUAGES, LetterheadForm, SignatoryForm
from jalur.foundation.letters.kinds import LetterKind, kinds
from jalur.foundation.letters.models import Letterhead, Signatory
from jalur.foundation.letters.rights import Right
from jalur.foundation.letters.views.letters import page_picture
from jalur.foundation.letters.workflow import SIGNATORY
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, step_actions, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Notice, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted


def _own(actor: Actor) -> Organisation:
    """The organisation that the reader works for."""
    found = Organisation.objects.select_related("place").filter(pk=actor.organisation_id).first()
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Letterhead and numbers"), reverse("letters:letterhead"))]


@require_safe
@access.requires(Right.VIEW_LETTERHEAD)
def letterhead(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    organisation = _own(actor)
    head = queries.letterhead_of(organisation.pk)
    may_edit = access.may(actor, Right.EDIT_LETTERHEAD)
    change = Action(
        _("Change") if head else _("Set up the letterhead"), reverse("letters:change_letterhead"), "primary"
    )
    add = Action(_("Add who signs"), reverse("letters:new_signatory"), icon="plus-lg")
    missing = _("Until it is set up, no letter can be issued. Below stands what the register says.")
    context = {
        "title": _("Letterhead and numbers"),
        "caption": organisation.name,
        "actions": [change, add] if may_edit else [],
        "notices": [] if head else [Notice(missing, _("Not set up yet"), "warn")],
        "summary_title": _("Letterhead"),
        "rows": _head_facts(head or words.proposed_letterhead(organisation)),
        "grids": [_signatories(actor, organisation), _kinds()],
        "happenings": None,
    }
    return render(request, "detail.html", context)


def _head_facts(head: Letterhead) -> list[Row]:
    today = dates.today()
    following = queries.last_serial(head.organisation_id, today.year) + 1
    return [
        *facts(head, "above", "name", "address", "contact", "town", "number_form"),
        Row(
            _("Next number"),
            press.written_number(head, following, today),
            hint=_("One counter for all letters of your organisation; it begins again every year."),
        ),
    ]


def _signatories(actor: Actor, organisation: Organisation) -> Grid:
    rows = Signatory.objects.visible_to(actor).filter(organisation=organisation)
    tags = SIGNATORY.tags()
    return Grid(
        _("Who signs"),
        [_("Name"), _("Signs"), _("NIP"), _("State"), "", ""],
        [
            [
                Text(one.name, one.grade),
                ", ".join(press.signature(one)["acts"]).rstrip(",").replace("u.b., ", "u.b. "),
                press.signature(one)["nip"],
                tags[one.state],
                *[*step_actions(SIGNATORY, actor, one), "", ""][:2],
            ]
            for one in rows.order_by("state", "name", "pk").reverse()
        ],
        empty=_("Nobody yet. A letter needs somebody who signs it."),
    )


def _kinds() -> Grid:
    return Grid(
        _("What letters look like"),
        [_("Kind of letter"), ""],
        [
            [
                str(kind.title),
                Action(
                    str(LANGUAGES[language]), reverse("letters:preview", args=[kind.key, language]), "quiet"
                ),
            ]
            for kind in kinds()
            for language in kind.languages
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_LETTERHEAD)
def change(request: HttpRequest) -> HttpResponse:
    organisation = _own(request.actor)
    head = queries.letterhead_of(organisation.pk) or words.proposed_letterhead(organisation)
    return answer_form(
        request,
        LetterheadForm(posted(request), instance=head),
        lambda form: services.keep_letterhead(actor=request.actor, letterhead=form.instance),
        done=_("Saved. Letters already issued stay as they are."),
        title=_("Letterhead and number series"),
        caption=organisation.name,
        button=_("Save"),
        crumbs=_crumbs(),
        changes=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_LETTERHEAD)
def new_signatory(request: HttpRequest) -> HttpResponse:
    signatory = Signatory(organisation=_own(request.actor))
    return answer_form(
        request,
        SignatoryForm(posted(request), instance=signatory),
        lambda form: services.add_signatory(actor=request.actor, signatory=form.instance),
        done=_("Added. New letters offer this name."),
        title=_("Add who signs"),
        button=_("Add"),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(SIGNATORY)
def signatory_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Change who signs, or end it."""
    actor, signatory = request.actor, find(SIGNATORY, request.actor, pk)
    takes = {
        "change": partial(services.change_signatory, actor=actor, signatory=signatory),
        "end": partial(services.end_signatory, actor=actor, signatory=signatory),
    }
    forms = {"change": partial(SignatoryForm, instance=signatory)}
    return step_page(
        request,
        SIGNATORY,
        signatory,
        verb,
        takes[verb],
        own_forms=forms,
        crumbs=_crumbs(),
        to=reverse("letters:letterhead"),
    )


def _kind(key: str, language: str) -> LetterKind[Any]:
    found = next((kind for kind in kinds() if kind.key == key and language in kind.languages), None)
    if found is None:
        raise Http404
    return found


def _example(actor: Actor, key: str, language: str) -> press.Sheet:
    order = words.example_sheet(_kind(key, language), _own(actor), language, dates.today())
    (sheet,) = press.typeset([order])
    return sheet


@require_safe
@access.requires(Right.VIEW_LETTERHEAD)
def preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """A kind of letter with invented values, on the paper of the reader's organisation."""
    known = _kind(kind, language)
    pages = _example(request.actor, kind, language).pages
    context = {
        "title": str(known.title),
        "caption": _("Example"),
        "lead": _("Invented values on your letterhead, dated %(day)s.") % {"day": formats.day(dates.today())},
        "crumbs": _crumbs(),
        "actions": [
            Action(str(LANGUAGES[other]), reverse("letters:preview", args=[kind, other]), "quiet")
            for other in known.languages
            if other != language
        ],
        "pictures": [
            (number, reverse("letters:preview_picture", args=[kind, language, number]))
            for number in range(1, pages + 1)
        ],
    }
    return render(request, "letters/preview.html", context)


@require_safe
@access.requires(Right.VIEW_LETTERHEAD)
def preview_picture(request: HttpRequest, kind: str, language: str, number: int) -> HttpResponseBase:
    sheet = _example(request.actor, kind, language)
    if not 1 <= number <= sheet.pages:
        raise Http404
    return page_picture(sheet.pdf, number)
