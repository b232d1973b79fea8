"""The screens of possible duplicates: side by side, and a human decides."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.journey.candidates import services
from jalur.journey.candidates.filters import DuplicateFilter
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.tables import DuplicateTable
from jalur.kit import formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Empty, Notice, Tag
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("What is the case?"),
        choices=[
            ("different", gettext_lazy("These are two people")),
            ("first", gettext_lazy("One person: keep the record on the left")),
            ("second", gettext_lazy("One person: keep the record on the right")),
        ],
        widget=forms.RadioSelect,
    )


@require_safe
@access.requires(PeopleRight.VIEW_DUPLICATE)
def duplicates(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Duplicate.objects.visible_to(request.actor).select_related("first", "second"),
        table=DuplicateTable,
        filters=DuplicateFilter,
        exportable=False,
        title=_("Possible duplicates"),
        lead=_(
            "The same NIK, or the same name, birth date and sex. Only a person can tell; until then both records stay."
        ),
        crumbs=[Crumb(_("Candidates"), reverse("candidates:list"))],
        empty=Empty(
            _("No possible duplicates"),
            _("Pairs appear when someone is registered who resembles an existing record."),
            icon="people",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(PeopleRight.VIEW_DUPLICATE)
def duplicate(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Duplicate.objects.visible_to(request.actor).select_related(
        "first__residence", "second__residence", "first__served_by", "second__served_by", "decided_by"
    )
    pair = get_object_or_404(rows, pk=pk)
    may_decide = all(
        access.covers(request.actor, PeopleRight.DECIDE_DUPLICATE, person)
        for person in (pair.first, pair.second)
    )
    files = {one.person_id: one for one in Candidate.objects.filter(person__in=[pair.first, pair.second])}
    is_open = pair.status == Duplicate.Status.OPEN
    return answer_form(
        request,
        DecisionForm(posted(request)),
        lambda form: _decide(request, pair, form.cleaned_data["decision"]),
        done=lambda sentence: sentence,
        to=reverse("candidates:duplicates"),
        template="candidates/duplicate.html",
        title=_("Possible duplicate"),
        button=_("Decide"),
        caption=str(pair.get_reason_display()),
        tags=[Tag(str(pair.get_status_display()), "wait" if is_open else "done")],
        crumbs=[Crumb(_("Possible duplicates"), reverse("candidates:duplicates"))],
        lines=_lines(pair, files),
        notices=[_consequence(files)] if is_open else [],
        may_decide=is_open and may_decide,
    )


def _decide(request: HttpRequest, pair: Duplicate, decision: str) -> str:
    if decision == "different":
        services.decide_different(actor=request.actor, duplicate=pair)
        return _("Decided: two people. Both records stay.")
    keep = pair.first if decision == "first" else pair.second
    services.decide_same(actor=request.actor, duplicate=pair, keep=keep)
    return _("Decided: one person. The record you kept stays in use; the other one points to it.")


def _consequence(files: dict[UUID, Candidate]) -> Notice:
    if len(files) == 2:
        text = _(
            "Both rows have a candidate file. If it is one person, the file of the row you keep goes on and no plan"
            " looks at the other one; classes, openings and competencies entered there stay there to be read and are"
            " not moved."
        )
    else:
        text = _(
            "If it is one person, the row you keep takes over the NIK, phone, account and candidate file it lacks; the"
            " other row stays to be read and points at it."
        )
    return Notice(text, _("What your decision does"))


def _lines(pair: Duplicate, files: dict[UUID, Candidate]) -> list[tuple[str, str, str, bool]]:
    """(what, left, right, whether they are equal) for the comparison."""
    one, other = pair.first, pair.second
    same_number = bool(one.national_id_index) and bytes(one.national_id_index) == bytes(
        other.national_id_index or b""
    )
    compared = [
        (_("Name"), one.name, other.name),
        (_("Born"), formats.day(one.birth_date), formats.day(other.birth_date)),
        (_("Sex"), str(one.get_sex_display()), str(other.get_sex_display())),
        (_("Lives in"), f"{one.residence} ({one.residence_id})", f"{other.residence} ({other.residence_id})"),
        (_("Phone"), formats.phone(one.phone()), formats.phone(other.phone())),
        (_("Registered at"), _office(one), _office(other)),
        (_("Entered on"), formats.day(one.created_at), formats.day(other.created_at)),
        (_("Candidate file"), _file(files.get(one.pk)), _file(files.get(other.pk))),
    ]
    lines = [(label, left, right, left == right) for label, left, right in compared]
    lines.insert(1, (_("NIK"), one.national_id_masked, other.national_id_masked, same_number))
    return lines


def _office(person: Person) -> str:
    return person.served_by.name if person.served_by else _("by the person herself or himself")


def _file(candidate: Candidate | None) -> str:
    return candidate.number if candidate else _("none")
