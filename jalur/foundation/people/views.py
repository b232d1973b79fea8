"""One person: what is recorded, who looked at the NIK, corrections."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.people import queries, services, words
from jalur.foundation.people.forms import PersonForm, RevealForm
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Happening, Notice, Row
from jalur.kit.forms import apply_errors, posted


def find_person(actor: Actor, pk: UUID, action: str = Right.VIEW_PERSON) -> Person:
    """The person, if the actor may do the action to the row; else 404."""
    rows = Person.objects.visible_to(actor, action=action).select_related(
        "residence", "served_by", "merged_into"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
@access.requires(Right.VIEW_PERSON)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _person_page(request, find_person(request.actor, pk))


def _person_page(
    request: HttpRequest, found: Person, *, number: str = "", form: RevealForm | None = None
) -> HttpResponse:
    actor = request.actor
    may_reveal = bool(found.national_id_sealed) and access.covers(actor, Right.REVEAL_IDENTITY, found)
    if may_reveal and form is None:
        form = RevealForm()
    actions = []
    if access.covers(actor, Right.EDIT_PERSON, found) and found.merged_into_id is None:
        actions.append(
            Action(_("Correct the data"), reverse("people:edit", args=[found.pk]), "primary", icon="pencil")
        )
    context = {
        "title": found.name,
        "caption": _("Person"),
        "crumbs": [],
        "person": found,
        "rows": _rows(found),
        "notices": _notices(found),
        "actions": actions,
        "number": number,
        "form": form if may_reveal else None,
        "happenings": _readings(found),
    }
    return render(request, "people/person.html", context, status=422 if form and form.errors else 200)


def _rows(found: Person) -> list[Row]:
    age = dates.completed_years(found.birth_date, dates.today())
    return [
        Row(_("Name"), found.name),
        Row(_("NIK"), found.national_id_masked or _("not recorded")),
        Row(
            _("Born"),
            _("%(day)s, %(age)d years") % {"day": formats.day(found.birth_date, "long"), "age": age},
        ),
        Row(_("Sex"), found.get_sex_display()),
        Row(_("Lives in"), str(found.residence), hint=found.residence_id),
        Row(_("Phone or WhatsApp"), formats.phone(found.phone()) if found.phone_sealed else ""),
        Row(_("Registered at"), found.served_by or _("by the person herself or himself")),
    ]


def _notices(found: Person) -> list[Notice]:
    notices = []
    if found.merged_into is not None:
        text = _(
            "An official found that this row and another one are the same person. The other one goes on."
        )
        notices.append(Notice(text, _("Second row of the same person"), "warn"))
    sentences = words.warning_sentences(found)
    if sentences:
        text = _("None of this refuses the number; look at the KTP once more. %(warnings)s")
        notices.append(
            Notice(text % {"warnings": " ".join(sentences)}, _("The NIK deserves a second look"), "warn")
        )
    return notices


def _readings(found: Person) -> list[Happening]:
    return [history.happening(event) for event in queries.readings(found)]


@require_POST
@access.requires(Right.REVEAL_IDENTITY)
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the NIK once, on the answer to this request only."""
    found = find_person(request.actor, pk, Right.REVEAL_IDENTITY)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _person_page(request, found, form=form)
    try:
        number = services.reveal_national_id(
            actor=request.actor, person=found, purpose=form.cleaned_data["purpose"]
        )
    except ValidationError as refusal:
        apply_errors(form, refusal)
        return _person_page(request, found, form=form)
    return _person_page(request, found, number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_PERSON)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find_person(request.actor, pk, Right.EDIT_PERSON)
    initial = {
        "name": found.name,
        "birth_date": found.birth_date,
        "sex": found.sex,
        "residence": found.residence_id,
        "phone": found.phone(),
    }
    form = PersonForm(posted(request), person=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_person(actor=request.actor, person=found, today=dates.today(), **form.cleaned_data)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("Saved."))
            still = Person.objects.visible_to(request.actor).filter(pk=found.pk).exists()
            return redirect("people:person", found.pk) if still else redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "form": form,
        "title": _("Correct the data"),
        "crumbs": [Crumb(found.name, reverse("people:person", args=[found.pk]))],
    }
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)
