"""The desk's list, one candidate's file, and what is written on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files import queries as paper_queries
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.files.models import StoredFile
from jalur.foundation.history import queries as history
from jalur.foundation.history.rights import Right as HistoryRight
from jalur.foundation.letters.words import letter_actions
from jalur.foundation.people import notice
from jalur.foundation.people import queries as people
from jalur.foundation.people import words as people_words
from jalur.foundation.people.models import Person
from jalur.foundation.people.services import lookalikes, read_notice
from jalur.foundation.workflow.views import find, page_of, step_actions, step_page, takes_steps
from jalur.journey.candidates import queries, rules, services, words
from jalur.journey.candidates.filters import CandidateFilter
from jalur.journey.candidates.forms import CandidateForm, NewFileForm, RegisterForm, WishForm
from jalur.journey.candidates.models import Candidate, HeldCompetency, Slip, SlipState, State
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.tables import CandidateTable
from jalur.journey.candidates.words import file_crumbs, is_own
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit import dates, formats, parts
from jalur.kit.answers import answer_form, answers_of
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Row, Text
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page, wants_rows
from jalur.kit.refusals import refusal

OFFICIALS = frozenset({Role.LABOUR_OFFICER, Role.VILLAGE_OFFICER, Role.SYSTEM})


@require_safe
@access.requires(Right.VIEW_DESK)
def candidate_list(request: HttpRequest) -> HttpResponse:
    action = Right.EXPORT_CANDIDATE if wants_rows(request) else Right.VIEW_DESK
    actions = [Action(_("Register someone"), reverse("candidates:register"), "primary", icon="person-plus")]
    if access.may(request.actor, Right.IMPORT_CANDIDATE):
        actions.append(Action(_("Import a spreadsheet"), reverse("imports:candidates"), icon="upload"))
    return list_page(
        request,
        queryset=Candidate.objects.visible_to(request.actor, action=action).for_lists(),
        table=CandidateTable,
        filters=CandidateFilter,
        export_name="cpmi",
        exportable=access.may(request.actor, Right.EXPORT_CANDIDATE),
        by_key=True,
        title=_("Candidates"),
        lead=_("People registered to work abroad (CPMI) whom your office may see."),
        actions=actions,
        empty=Empty(
            _("No matches"),
            _("Remove a filter, or register the person in front of you."),
            icon="people",
        ),
    )


@require_safe
@access.requires(Right.VIEW_OWN)
def own_file(request: HttpRequest) -> HttpResponse:
    """One's own file, or the form that opens it."""
    candidate = queries.own_candidate(request.actor)
    return redirect(page_of(CANDIDATE, candidate) if candidate else "candidates:register")


@require_safe
@access.requires(Right.VIEW_CANDIDATE)
def candidate(request: HttpRequest, number: str) -> HttpResponse:
    actor, today = request.actor, dates.today()
    candidate = find(CANDIDATE, actor, number)
    if (kept := _kept_file(actor, candidate)) is not None:
        messages.info(request, people_words.joined_sentence())
        return redirect(page_of(CANDIDATE, kept))
    rooms = parts.file_parts(actor, candidate.person, today)
    beside = parts.page_parts(CANDIDATE.thing, actor, candidate, today)
    may_read = access.may(actor, HistoryRight.VIEW_EVENT)
    context = {
        "title": candidate.person.name,
        "caption": _("Candidate %(number)s") % {"number": candidate.number},
        "tags": [CANDIDATE.tag(candidate)],
        "crumbs": file_crumbs(actor, candidate)[:-1],
        "stages": parts.path(rooms),
        "path_label": _("The path so far"),
        "next_step": people_words.next_step_of(actor, candidate.person, rooms, today),
        "is_own_file": is_own(actor, candidate),
        "notices": _notices(actor, candidate, today),
        "needs": parts.needs(rooms),
        "actions": [*_actions(actor, candidate), *(action for part in beside for action in part.actions)],
        "summary_title": _("The person"),
        "rows": _person_rows(actor, candidate),
        "grids": [_held_grid(actor, candidate, today), *(grid for part in beside for grid in part.grids)],
        "sections": [
            parts.Section(_("Wishes"), _wish_rows(actor, candidate)),
            parts.Section(_("Automatic planning"), _planning_rows(actor, candidate)),
            *_account_section(actor, candidate),
        ],
        "happenings": history.happenings(actor, person_id=candidate.person_id) if may_read else None,
    }
    return render(request, "detail.html", context)


def _kept_file(actor: Actor, candidate: Candidate) -> Candidate | None:
    """The file in use of a person who has two, where the actor reaches it."""
    kept = people.kept_record(actor, candidate.person)
    return Candidate.objects.visible_to(actor).filter(person=kept).first() if kept else None


def _notices(actor: Actor, candidate: Candidate, today: date) -> list[Notice]:
    notices = people_words.merged_notices(candidate.person)
    standing = queries.age_standing_of(candidate.person.birth_date, today)
    if not standing.may_leave:
        text = _("Age %(age)d: may train now, may be placed abroad from age %(from)d.")
        params = {"age": standing.age, "from": standing.leave_from}
        notices.append(Notice(text % params, _("Still too young to leave")))
    if candidate.is_opted_out:
        text = (
            _(
                "Your file is not in automatic planning. The office still serves you in person; you can "
                "rejoin at any time."
            )
            if is_own(actor, candidate)
            else _(
                "This file is not in automatic planning. Look for classes and jobs together with the "
                "candidate."
            )
        )
        notices.append(Notice(text, _("Opted out of automatic planning")))
    return notices


def _actions(actor: Actor, candidate: Candidate) -> list[Action]:
    steps = step_actions(CANDIDATE, actor, candidate, "withdraw", "return")
    if candidate.state == State.WITHDRAWN or not access.covers(actor, Right.EDIT_CANDIDATE, candidate):
        return steps
    address = reverse("candidates:add_held", args=[candidate.number])
    letters = letter_actions(actor, candidate)
    return [Action(_("Add a skill"), address, "primary", icon="plus-lg"), *letters, *steps]


def _change(actor: Actor, candidate: Candidate, verb: str) -> Action | None:
    """The way to the step behind a row, for whoever may take it."""
    if CANDIDATE.offer(verb, actor, candidate) is None:
        return None
    return Action(_("Change"), reverse("candidates:candidate_step", args=[candidate.number, verb]))


def _person_rows(actor: Actor, candidate: Candidate) -> list[Row]:
    name, *others = people_words.identity_rows(candidate.person)
    change = _change(actor, candidate, "edit")
    return [
        replace(name, action=Action(_("Personal data"), link("people:person", candidate.person_id))),
        *others,
        Row(_("Schooling"), candidate.get_education_display(), change),
        Row(
            _("Can start from"),
            formats.day(candidate.available_from, "long"),
            change,
            about="wishes#can-start",
        ),
        Row(_("Registered at"), candidate.registered_by or _("by the person in question")),
    ]


def _wish_rows(actor: Actor, candidate: Candidate) -> list[Row]:
    change = _change(actor, candidate, "wish")
    if candidate.any_destination:
        return [Row(_("Where to"), _("any destination"), change)]
    wishes = candidate.wishes.select_related("country", "occupation").order_by("country_id", "occupation_id")
    return [
        Row(country, ", ".join(str(wish.occupation or _("any occupation")) for wish in of_country), change)
        for country, of_country in groupby(wishes, key=lambda wish: str(wish.country))
    ]


def _planning_rows(actor: Actor, candidate: Candidate) -> list[Row]:
    since = candidate.opted_out_of_planning_at
    change = _change(actor, candidate, "opt_in" if since else "opt_out")
    value = _("no, since %(day)s") % {"day": formats.day(since)} if since else _("yes")
    return [Row(_("Included in automatic planning"), value, change, about="wishes#automatic-planning")]


def _account_section(actor: Actor, candidate: Candidate) -> list[parts.Section]:
    """For counters: whether the person can sign in, and the slip that lets her."""
    if is_own(actor, candidate) or not access.covers(actor, Right.OPEN_ACCOUNT, candidate):
        return []
    has_account = candidate.person.account_id is not None
    make = Action(
        _("New password") if has_account else _("Open an account"), link("candidates:slip", candidate.number)
    )
    rows = [Row(_("Account"), _("has one") if has_account else _("none yet"), make)]
    slip = candidate.slips.filter(state=SlipState.OPEN).first()
    if slip is not None:
        back = link("candidates:slip_step", slip.pk, "withdraw")
        until = _("works until %(day)s") % {"day": formats.day(slip.expires_on, "long")}
        rows.append(Row(_("Slip handed out"), until, Action(_("Take the slip back"), back)))
        if has_account:
            rows.append(_second_officer(slip))
    return [parts.Section(_("Signing in"), rows)]


def _second_officer(slip: Slip) -> Row:
    if slip.confirmed_by is not None:
        return Row(_("Second officer"), slip.confirmed_by.name)
    confirm = Action(_("Confirm the slip"), link("candidates:slip_step", slip.pk, "confirm"))
    return Row(_("Second officer"), _("has still to confirm it"), confirm)


def _held_grid(actor: Actor, candidate: Candidate, today: date) -> Grid:
    held = list(candidate.held.select_related("competency").order_by("competency__kind", "pk"))
    for entry in held:
        entry.candidate = candidate
    kind = kind_of(rules.PAPERS)
    papers = paper_queries.files_of_many(kind, [entry.pk for entry in held])
    counting = len(rules.counting_competencies(held, today))
    sentence = ngettext(
        "%(counting)s of %(all)s counts for the plan today.",
        "%(counting)s of %(all)s count for the plan today.",
        counting,
    )
    return Grid(
        _("Skills, languages, culture"),
        [_("Competency"), _("Evidence"), _("State"), _("Paper"), "", "", "", ""],
        [
            [
                entry.competency.title,
                Text(entry.get_evidence_display(), words.evidence_note(entry)),
                words.evidence_tag(entry, today),
                next(iter(file_words.links(actor, kind, entry, papers.get(entry.pk, []))), ""),
                *_held_actions(actor, candidate, entry, papers.get(entry.pk, [])),
            ]
            for entry in held
        ],
        empty=_("Nothing added yet. What someone learned at home or at work belongs here as well."),
        hint=sentence % {"counting": counting, "all": len(held)},
        key="competencies",
        about="skills#counts",
    )


def _held_actions(
    actor: Actor, candidate: Candidate, entry: HeldCompetency, papers: Sequence[StoredFile]
) -> list[Any]:
    """Four cells: what an official says about it, or the person adds to it, and taking it away."""
    ways = words.evidence_steps(actor, entry, papers)
    if access.covers(actor, Right.EDIT_CANDIDATE, candidate):
        if words.what_to_bring(entry):
            address = reverse("candidates:add_held", args=[candidate.number])
            ways.append(Action(_("Add evidence"), f"{address}?competency={entry.competency_id}", "quiet"))
        address = reverse("candidates:remove_held", args=[candidate.number, entry.pk])
        ways.append(Action(_("Remove"), address, "quiet", post=True))
    return [*ways, *[""] * 4][:4]


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(CANDIDATE)
def candidate_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Correct the profile, say where to, choose about plans, withdraw from the path, or come back to it."""
    candidate = find(CANDIDATE, request.actor, number)
    return step_page(
        request,
        CANDIDATE,
        candidate,
        verb,
        partial(STEPS[verb], actor=request.actor, candidate=candidate),
        crumbs=file_crumbs(request.actor, candidate),
        own_forms={
            "edit": partial(CandidateForm, instance=candidate),
            "wish": partial(WishForm, candidate=candidate),
        },
        notices=words.notices_of(verb, candidate),
    )


STEPS = {
    "edit": services.edit_candidate,
    "wish": services.set_wishes,
    "opt_out": services.opt_out_of_planning,
    "opt_in": services.opt_into_planning,
    "withdraw": lambda **step: services.withdraw(today=dates.today(), **step),
    "return": services.come_back,
}


def _own_village(actor: Actor) -> dict[str, str]:
    """Who works for a village registers the people of that village."""
    return {"residence": actor.place_code} if actor.role == Role.VILLAGE_OFFICER else {}


def _registered_elsewhere(actor: Actor) -> list[Notice]:
    """To a village, whoever is registered: it is asked about its own people alone, and learns nothing of others."""
    if actor.role != Role.VILLAGE_OFFICER:
        return []
    text = _(
        "Jalur compares with the people of your village alone. If the person has registered before in another place, or you are"
        " not sure, ask the labour office before you go on."
    )
    return [Notice(text, _("Registered before, somewhere else?"))]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.REGISTER_CANDIDATE)
def register(request: HttpRequest) -> HttpResponse:
    """One form for person and candidate: an official for anybody in reach, everybody else for herself."""
    actor, today = request.actor, dates.today()
    is_self = actor.role not in OFFICIALS
    if is_self and (own := queries.own_candidate(actor)) is not None:
        return redirect(page_of(CANDIDATE, own))
    person = Person.objects.filter(pk=actor.person_id).first() if is_self and actor.person_id else None
    account = {"account_id": actor.user_id} if is_self and person is None else {}
    known = {"phone": request.user.phone()} if account and request.user.is_phone_confirmed else {}

    def save(form: Any) -> Candidate:
        if person is None and not is_self:
            identity = {name: form.cleaned_data[name] for name in ("name", "birth_date", "national_id")}
            form.ask_whether_another(lookalikes(actor=actor, **identity))
        try:
            made = services.register_candidate(
                actor=actor, today=today, person=person, **form.facts(), **account
            )
        except access.Refused:
            if is_self:
                raise
            sentence = _("Your office registers people of its own area. Check where the person lives.")
            raise refusal("residence", "out_of_reach", sentence) from None
        reader = replace(actor, role=Role.CANDIDATE, person_id=made.person_id) if is_self else actor
        read_notice(actor=reader, person=made.person, version=version)
        return made

    def checks(form: Any) -> list[tuple[str, list[Row]]]:
        told = [Row(point.heading, point.text) for point in notice.points(version)]
        return [(_("Your answers"), answers_of(form, request.path)), (_("What is kept, and why"), told)]

    version = notice.version_on(today)
    kind = RegisterForm if person is None else NewFileForm
    return answer_form(
        request,
        kind(posted(request), initial={"available_from": today, **known, **_own_village(actor)}),
        save,
        done=lambda made: _("Registered. The number is %(number)s.") % {"number": made.number},
        to=partial(page_of, CANDIDATE),
        title=_("Register myself") if is_self else _("Register a candidate"),
        lead=_("Keep your KTP or family card at hand. It costs nothing, and you can withdraw at any time.")
        if is_self
        else _("Ask to see the KTP or family card. Registering costs nothing."),
        button=_("Continue"),
        checks=checks,
        notices=_registered_elsewhere(actor),
        confirm_label=_("I have read this: register me") if is_self else _("I have read this out: register"),
        crumbs=[] if is_self else [Crumb(_("Candidates"), reverse("candidates:list"))],
    )
