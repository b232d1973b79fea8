"""One person: what is recorded, who opened the NIK, corrections."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import queries as history
from jalur.foundation.people import notice, queries, services, words
from jalur.foundation.people.forms import CorrectionForm, RevealForm
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form, answer_refusal
from jalur.kit.components import Action, Crumb, Notice, Row
from jalur.kit.forms import posted


def find_person(actor: Actor, pk: UUID, action: str = Right.VIEW_PERSON) -> Person:
    """The person, if the actor may do the action to the row; else 404."""
    rows = Person.objects.visible_to(actor, action=action).select_related("residence", "served_by")
    return get_object_or_404(rows, pk=pk)


def page_of(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


@require_safe
@access.requires(Right.VIEW_PERSON)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = find_person(request.actor, pk)
    if (kept := queries.kept_record(request.actor, person)) is not None:
        messages.info(request, words.joined_sentence())
        return redirect(page_of(kept))
    may_reveal = bool(person.national_id_sealed) and access.covers(
        request.actor, Right.REVEAL_IDENTITY, person
    )
    context = _page(request.actor, person)
    return render(request, "people/person.html", {**context, "form": RevealForm() if may_reveal else None})


@require_POST
@access.requires(Right.REVEAL_IDENTITY)
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the NIK once, in the answer to this request only."""
    person = find_person(request.actor, pk, Right.REVEAL_IDENTITY)
    purpose = request.POST.get("purpose", "")
    try:
        number = services.reveal_national_id(actor=request.actor, person=person, purpose=purpose)
    except ValidationError as refused:
        return answer_refusal(request, refused, to=page_of(person))
    return render(request, "people/person.html", {**_page(request.actor, person), "number": number})


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.READ_NOTICE)
def privacy_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The version that was read; where a newer one is in force, that one, with the button that says that it was read."""
    person = find_person(request.actor, pk, Right.READ_NOTICE)
    version = notice.version_on(dates.today())
    is_read, is_own = person.notice_version == version, request.actor.person_id == pk
    lead = _("Version of %(day)s.") % {"day": formats.day(version, "long")}
    if is_read and (read_on := dates.day_of(person.notice_read_at)):
        lead += " " + _("Read on %(day)s.") % {"day": formats.day(read_on, "long")}
    return answer_form(
        request,
        Form(posted(request)),
        lambda _form: services.read_notice(actor=request.actor, person=person, version=version),
        done=_("Noted."),
        to=page_of(person),
        title=_("What is kept, and why"),
        caption=person.name,
        lead=lead,
        rows=[Row(point.heading, point.text) for point in notice.points(version)],
        button="" if is_read else _("I have read this") if is_own else _("I have read this out"),
        crumbs=[Crumb(person.name, page_of(person))],
    )


def _page(actor: Actor, person: Person) -> dict[str, Any]:
    actions = []
    if access.covers(actor, Right.EDIT_PERSON, person) and person.merged_into_id is None:
        edit = reverse("people:edit", args=[person.pk])
        actions.append(Action(_("Correct the data"), edit, "primary", icon="pencil"))
    return {
        "title": person.name,
        "caption": _("Person"),
        "crumbs": [],
        "person": person,
        "summary_title": _("As on the KTP"),
        "rows": _rows(person),
        "notices": _notices(actor, person),
        "actions": actions,
        "history_title": _("Who opened the NIK"),
        "happenings": [history.happening(event) for event in queries.readings(person)],
    }


def _rows(person: Person) -> list[Row]:
    return [
        *words.identity_rows(person),
        Row(_("Phone or WhatsApp"), formats.phone(person.phone()) if person.phone_sealed else ""),
        Row(_("Registered at"), words.registered_at(person)),
        _notice_row(person),
    ]


def _notice_row(person: Person) -> Row:
    read = person.notice_version
    value = _("version of %(day)s") % {"day": formats.day(read, "long")} if read else _("not read yet")
    return Row(_("Privacy notice"), value, Action(_("Read"), reverse("people:notice", args=[person.pk])))


def _notices(actor: Actor, person: Person) -> list[Notice]:
    notices = words.merged_notices(person)
    sentences = words.warning_sentences(person)
    if sentences:
        text = _("The number is accepted, but please check it against the KTP again. %(warnings)s")
        notices.append(Notice(text % {"warnings": " ".join(sentences)}, _("Check the NIK again"), "warn"))
    for pair, _other in queries.others_with_number(actor, person):
        compare = Action(_("Compare the two"), reverse("people:duplicate", args=[pair.pk]))
        notices.append(words.number_notice(pair, [compare]))
    return notices


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_PERSON)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = find_person(request.actor, pk, Right.EDIT_PERSON)
    initial = {
        "name": person.name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "residence": person.residence_id,
        "phone": person.phone(),
    }

    corrects = services.may_correct_identity(request.actor, person)
    ask = [Action(_("Ask for a correction"), reverse("people:ask_correction", args=[pk]))]
    may_ask = access.covers(request.actor, Right.ASK_CORRECTION, person)
    text = _(
        "Name, date of birth, sex and NIK are corrected at the labour office: bring the KTP or the family card."
    )

    def save(form: CorrectionForm) -> Person:
        if corrects:
            identity = {name: form.cleaned_data[name] for name in ("name", "birth_date", "national_id")}
            form.ask_whether_another(services.lookalikes(actor=request.actor, person=person, **identity))
        return services.edit_person(
            actor=request.actor, person=person, today=dates.today(), **form.cleaned_data
        )

    return answer_form(
        request,
        CorrectionForm(posted(request), person=person, corrects=corrects, initial=initial),
        save,
        done=_("Saved."),
        to=page_of(person),
        changes=True,
        notices=[] if corrects else [Notice(text, actions=ask if may_ask else [])],
        title=_("Correct the data"),
        button=_("Save"),
        crumbs=[Crumb(person.name, page_of(person))],
    )
