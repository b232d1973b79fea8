"""The screens of possible duplicates: side by side, and a human decides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.queries import place_label
from jalur.foundation.people import merging, services, words
from jalur.foundation.people.filters import DuplicateFilter
from jalur.foundation.people.forms import DecisionForm
from jalur.foundation.people.models import Duplicate
from jalur.foundation.people.rights import Right
from jalur.foundation.people.tables import DuplicateTable
from jalur.foundation.people.workflow import DUPLICATE
from jalur.foundation.workflow.deadlines import keeper
from jalur.kit import formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Tag
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_DUPLICATE)
def duplicates(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Duplicate.objects.visible_to(request.actor).select_related("first", "second"),
        table=DuplicateTable,
        filters=DuplicateFilter,
        exportable=False,
        title=_("Possible duplicates"),
        about="duplicates#why",
        lead=_(
            "The same NIK, or nearly the same name and the same birth date. Only a person can tell; until then both records stay."
        ),
        empty=Empty(
            _("No possible duplicates"),
            _("Pairs appear when someone is registered who resembles an existing record."),
            icon="people",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.VIEW_DUPLICATE)
def duplicate(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Duplicate.objects.visible_to(request.actor).select_related(
        "first__residence", "second__residence", "first__served_by", "second__served_by"
    )
    pair = get_object_or_404(rows, pk=pk)
    may_decide = all(
        access.covers(request.actor, Right.DECIDE_DUPLICATE, person) for person in (pair.first, pair.second)
    )
    held = merging.held(pair.first, pair.second)
    is_open = pair.status == Duplicate.Status.OPEN
    return answer_form(
        request,
        DecisionForm(posted(request)),
        lambda form: _decide(request, pair, form.cleaned_data["decision"]),
        done=lambda sentence: sentence,
        template="people/duplicate.html",
        title=_("Possible duplicate"),
        about="duplicates#same",
        button=_("Decide"),
        caption=str(pair.get_reason_display()),
        tags=[words.duplicate_tag(pair)],
        crumbs=[Crumb(_("Possible duplicates"), reverse("people:duplicates"))],
        grid=_comparison(pair, held),
        rows=keeper().facts(DUPLICATE, pair),
        notices=_notices(request.actor, pair, held),
        may_decide=is_open and may_decide,
    )


def _decide(request: HttpRequest, pair: Duplicate, decision: str) -> str:
    if decision == "different":
        services.decide_different(actor=request.actor, duplicate=pair)
        stays = _("The NIK that both have stays to be corrected.")
        done = _("Decided: two people. Both records stay.")
        return f"{done} {stays}" if pair.first.has_number_of(pair.second) else done
    keep = pair.first if decision == "first" else pair.second
    services.decide_same(actor=request.actor, duplicate=pair, keep=keep)
    return _("Decided: one person. The record you kept stays in use; the other one points to it.")


def _notices(actor: Actor, pair: Duplicate, held: list[merging.Held]) -> list[Notice]:
    if pair.has_one_number:
        corrections = [
            Action(
                _("Correct the data of %(name)s") % {"name": one.name}, reverse("people:edit", args=[one.pk])
            )
            for one in (pair.first, pair.second)
            if access.covers(actor, Right.EDIT_PERSON, one)
        ]
        return [words.number_notice(pair, corrections)]
    return [_consequence(held)] if pair.status == Duplicate.Status.OPEN else []


def _consequence(held: list[merging.Held]) -> Notice:
    of_people = _(
        "If it is one person, the record you keep takes over the NIK, phone and account it lacks; the other record stays"
        " to be read and points to it."
    )
    sentences = [of_people, *(one.consequence for one in held if one.consequence)]
    return Notice(" ".join(sentences), _("What your decision does"))


def _comparison(pair: Duplicate, held: list[merging.Held]) -> Grid:
    one, other = pair.first, pair.second
    lines = [
        (_("Name"), one.name, other.name),
        (_("Born"), formats.day(one.birth_date), formats.day(other.birth_date)),
        (_("Sex"), str(one.get_sex_display()), str(other.get_sex_display())),
        (_("Lives in"), place_label(one.residence_id), place_label(other.residence_id)),
        (_("Phone"), formats.phone(one.phone()), formats.phone(other.phone())),
        (_("Registered at"), words.registered_at(one), words.registered_at(other)),
        (_("Entered on"), formats.day(one.created_at), formats.day(other.created_at)),
        *(line for room in held for line in room.lines),
    ]
    compared = [(label, left, right, left == right) for label, left, right in lines]
    compared.insert(1, (_("NIK"), one.national_id_masked, other.national_id_masked, one.has_number_of(other)))
    same, different = Tag(_("same"), "done"), Tag(_("different"))
    return Grid(
        _("The two records side by side"),
        [_("What"), _("Record on the left"), _("Record on the right"), _("Compared")],
        [
            [label, left or None, right or None, same if is_equal else different]
            for label, left, right, is_equal in compared
        ],
    )
