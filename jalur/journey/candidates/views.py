"""The desk's list and one candidate's file."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Kind
from jalur.foundation.history.models import Event
from jalur.foundation.people import queries as people
from jalur.journey.candidates import queries, rules, words
from jalur.journey.candidates.filters import CandidateFilter
from jalur.journey.candidates.models import Candidate, HeldCompetency, State, Wish
from jalur.journey.candidates.tables import CandidateTable
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Empty, Happening, Need, Notice, Row
from jalur.kit.lists import list_page

# How many lines of history a file shows; the whole file in the portal has them all.
HISTORY_LINES = 12


@require_safe
@access.requires("candidates:desk:view")
def candidate_list(request: HttpRequest) -> HttpResponse:
    if "export" in request.GET:
        access.check(request.actor, "candidates:candidate:export")
    may_export = access.may(request.actor, "candidates:candidate:export")
    action = "candidates:candidate:export" if "export" in request.GET else "candidates:desk:view"
    register = Action(_("Register somebody"), reverse("candidates:register"), "primary", icon="person-plus")
    actions = [register]
    if access.may(request.actor, "candidates:candidate:import"):
        actions.append(Action(_("Import a spreadsheet"), reverse("candidates:upload"), icon="upload"))
    return list_page(
        request,
        queryset=for_list(Candidate.objects.visible_to(request.actor, action=action)),
        table=CandidateTable,
        filters=CandidateFilter,
        export_name="cpmi",
        exportable=may_export,
        title=_("Candidates"),
        lead=_("People registered to work abroad (CPMI) whom your office may see."),
        actions=actions,
        empty=Empty(
            _("Nobody matches"),
            _("Take a filter away, or register the person who stands at your desk."),
            register,
            icon="people",
        ),
    )


def for_list(rows: Any) -> Any:
    """What the table shows, in a fixed number of queries; sealed numbers and the rest of a person stay where they are."""
    levels = (
        HeldCompetency.objects.filter(competency__kind=Kind.LANGUAGE)
        .select_related("competency")
        .only("candidate_id", "competency__scale_id", "competency__title_id", "competency__title_en")
        .order_by("competency__scale_id", "competency__rank", "competency_id")
    )
    wishes = Wish.objects.select_related("country").only(
        "candidate_id", "country__name_id", "country__name_en"
    )
    return (
        rows.filter(person__merged_into__isnull=True)
        .select_related("person", "person__residence")
        .only(
            *(
                "number",
                "state",
                "education",
                "available_from",
                "any_destination",
                "opted_out_of_planning_at",
            ),
            *("person__name", "person__birth_date", "person__residence__name"),
        )
        .prefetch_related(Prefetch("wishes", wishes), Prefetch("held", levels, to_attr="language_levels"))
        .order_by("person__name", "pk")
    )


@require_safe
@access.requires("candidates:own:view")
def own_file(request: HttpRequest) -> HttpResponse:
    """One's own file, or the form that opens it."""
    candidate = queries.own_candidate(request.actor)
    return (
        redirect("candidates:candidate", candidate.number) if candidate else redirect("candidates:register")
    )


@require_safe
@access.requires("candidates:candidate:view")
def candidate(request: HttpRequest, number: str) -> HttpResponse:
    return file_page(request, find_candidate(request.actor, number))


def find_candidate(actor: Actor, number: str, action: str = "candidates:candidate:view") -> Candidate:
    """The candidate of this number, if the actor may do the action to the file; else 404."""
    rows = Candidate.objects.visible_to(actor, action=action).select_related(
        "person", "person__residence", "person__merged_into", "registered_by"
    )
    return get_object_or_404(rows, number=number)


def is_own(actor: Actor, candidate: Candidate) -> bool:
    return actor.person_id is not None and actor.person_id == candidate.person_id


def file_page(
    request: HttpRequest, candidate: Candidate, *, refusal: ValidationError | None = None
) -> HttpResponse:
    """The page of one candidate, with what stood in the way of the last step when there is a refusal."""
    actor, today = request.actor, dates.today()
    held = list(
        candidate.held.select_related("competency", "confirmed_by").order_by("competency__kind", "pk")
    )
    may_edit = access.covers(actor, "candidates:candidate:edit", candidate)
    counting = rules.counting_competencies(held, today)
    own = is_own(actor, candidate)
    context = {
        "title": candidate.person.name,
        "caption": _("Candidate %(number)s") % {"number": candidate.number},
        "tags": [words.state_tags()[candidate.state]],
        "crumbs": [] if own else [Crumb(_("Candidates"), reverse("candidates:list"))],
        "candidate": candidate,
        "stages": words.path_stages(candidate, counting=len(counting)),
        "path_label": _("The way so far"),
        "refusal": Notice(" ".join(refusal.messages), _("Nothing has changed"), "bad") if refusal else None,
        "notices": _notices(candidate, today, own=own),
        "needs": _needs(actor, candidate, held, today, may_edit=may_edit),
        "actions": _actions(actor, candidate),
        "rows": _person_rows(actor, candidate, today),
        "wish_rows": _wish_rows(candidate, may_edit=may_edit),
        "planning_rows": _planning_rows(actor, candidate),
        "held": [_held_line(actor, one, today, may_edit=may_edit) for one in held],
        "counting": len(counting),
        "may_edit": may_edit,
        "happenings": _happenings(actor, candidate),
        "shows_history": access.may(actor, "history:event:view"),
    }
    return render(request, "candidates/candidate.html", context, status=409 if refusal else 200)


def _notices(candidate: Candidate, today: date, *, own: bool) -> list[Notice]:
    found = []
    merged = candidate.person.merged_into
    if merged is not None:
        found.append(
            Notice(
                _(
                    "An official found that this person has another file. That one goes on; this one stays readable."
                ),
                _("Second file of the same person"),
                "warn",
            )
        )
    standing = queries.age_standing_of(candidate.person.birth_date, today)
    if not standing.may_leave:
        found.append(
            Notice(
                _("Aged %(age)d: may be trained now, may be placed abroad from the age of %(from)d.")
                % {"age": standing.age, "from": standing.leave_from},
                _("Still too young to leave"),
            )
        )
    if candidate.opted_out_of_planning_at is not None:
        text = (
            _(
                "No plan looks at your file. The office still serves you by hand; you can be planned again at any time."
            )
            if own
            else _(
                "No plan looks at this file. Look for classes and orders by hand, together with the candidate."
            )
        )
        found.append(Notice(text, _("Does not want to be planned by a program")))
    return found


def _needs(
    actor: Actor, candidate: Candidate, held: list[HeldCompetency], today: date, *, may_edit: bool
) -> list[Need]:
    if candidate.state == State.WITHDRAWN:
        return []
    found = []
    here = reverse("candidates:candidate", args=[candidate.number])
    waiting = [one for one in held if one.confirmed_at is None and one.evidence != "declared"]
    if waiting and access.covers(actor, "candidates:evidence:confirm", candidate):
        found.append(
            Need(
                _("See the evidence and confirm it"), f"{here}#competencies", count=len(waiting), tone="wait"
            )
        )
    expiring = [one for one in held if one.expires_on and 0 < (one.expires_on - today).days <= 60]
    found += [
        Need(_("%(what)s expires") % {"what": one.competency.title}, due=one.expires_on, tone="warn")
        for one in expiring
    ]
    if not held and may_edit:
        found.append(
            Need(
                _("Enter skills and languages"),
                reverse("candidates:add_held", args=[candidate.number]),
                _("Informal ones too. Without them a plan starts from zero."),
            )
        )
    pairs = people.open_duplicates(actor, candidate.person)
    found += [
        Need(
            _("May be the same person as another row"),
            reverse("candidates:duplicate", args=[pair.pk]),
            str(pair.get_reason_display()),
            tone="warn",
        )
        for pair in pairs
    ]
    return found


def _actions(actor: Actor, candidate: Candidate) -> list[Action]:
    number = [candidate.number]
    if candidate.state == State.WITHDRAWN:
        if access.covers(actor, "candidates:candidate:return", candidate):
            return [
                Action(_("Come back"), reverse("candidates:come_back", args=number), "primary", post=True)
            ]
        return []
    found = []
    if access.covers(actor, "candidates:candidate:edit", candidate):
        found.append(
            Action(
                _("Enter a competency"),
                reverse("candidates:add_held", args=number),
                "primary",
                icon="plus-lg",
            )
        )
    if access.covers(actor, "candidates:candidate:withdraw", candidate):
        found.append(Action(_("Withdraw"), reverse("candidates:withdraw", args=number), "quiet"))
    return found


def _person_rows(actor: Actor, candidate: Candidate, today: date) -> list[Row]:
    person = candidate.person
    page = reverse("people:person", args=[person.pk])
    age = dates.completed_years(person.birth_date, today)
    edit_skills = None
    if access.covers(actor, "candidates:candidate:edit", candidate):
        edit_skills = Action(_("Change"), reverse("candidates:edit", args=[candidate.number]))
    return [
        Row(_("Name"), person.name, Action(_("Personal data"), page)),
        Row(
            _("Born"),
            _("%(day)s, %(age)d years") % {"day": formats.day(person.birth_date), "age": age},
        ),
        Row(_("Sex"), person.get_sex_display()),
        Row(_("Lives in"), str(person.residence), hint=person.residence_id),
        Row(
            _("NIK"),
            person.national_id_masked or _("not recorded"),
            hint=_("%(count)d things to look at again") % {"count": len(person.national_id_warnings)}
            if person.national_id_warnings
            else "",
        ),
        Row(_("Schooling"), candidate.get_education_display(), edit_skills),
        Row(_("Can start from"), formats.day(candidate.available_from, "long"), edit_skills),
        Row(_("Registered at"), candidate.registered_by or _("by the person herself or himself")),
    ]


def _wish_rows(candidate: Candidate, *, may_edit: bool) -> list[Row]:
    change = Action(_("Change"), reverse("candidates:wishes", args=[candidate.number])) if may_edit else None
    if candidate.any_destination:
        return [Row(_("Where to"), _("any destination"), change)]
    by_country: dict[str, list[str]] = {}
    for wish in candidate.wishes.select_related("country", "occupation").order_by(
        "country_id", "occupation_id"
    ):
        by_country.setdefault(str(wish.country), []).append(str(wish.occupation) if wish.occupation else "")
    return [
        Row(country, ", ".join(title for title in titles if title) or _("any occupation"), change)
        for country, titles in by_country.items()
    ]


def _planning_rows(actor: Actor, candidate: Candidate) -> list[Row]:
    change = None
    if access.covers(actor, "candidates:planning:opt_out", candidate):
        change = Action(_("Change"), reverse("candidates:planning", args=[candidate.number]))
    since = candidate.opted_out_of_planning_at
    value = _("no, since %(day)s") % {"day": formats.day(since)} if since else _("yes")
    return [Row(_("May be planned by a program"), value, change)]


def _held_line(actor: Actor, held: HeldCompetency, today: date, *, may_edit: bool) -> dict[str, Any]:
    can_confirm = (
        held.confirmed_at is None
        and held.evidence != "declared"
        and access.covers(actor, "candidates:evidence:confirm", held)
        and held.candidate.person.account_id != actor.user_id
    )
    arguments = [held.candidate.number, held.pk]
    return {
        "held": held,
        "tag": words.evidence_tag(held, today),
        "confirm_url": reverse("candidates:confirm_held", args=arguments) if can_confirm else "",
        "remove_url": reverse("candidates:remove_held", args=arguments) if may_edit else "",
    }


def _happenings(actor: Actor, candidate: Candidate) -> list[Happening]:
    if not access.may(actor, "history:event:view"):
        return []
    events = (
        Event.objects.visible_to(actor)
        .filter(person_id=candidate.person_id, event__in=list(words.EVENTS))
        .select_related("user")
        .order_by("-at", "-pk")[:HISTORY_LINES]
    )
    return [
        Happening(event.at, str(words.EVENTS[event.event]), event.user.name if event.user else "Jalur")
        for event in events
    ]
