"""One person's whole file and everybody's home: each room adds its part, here they are only arranged."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import ANONYMOUS, Actor, Role
from jalur.foundation.geography.queries import place_label
from jalur.foundation.history import queries as history
from jalur.foundation.history.rights import Right as HistoryRight
from jalur.foundation.people import words as people_words
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.kit import formats, parts
from jalur.kit.components import Action, Empty, Row, Stage
from jalur.kit.dates import completed_years
from jalur.kit.links import link
from jalur.kit.parts import FilePart, PagePart

ALL_HISTORY = "history"
PERSONS = frozenset({Role.CANDIDATE, Role.SIGNED_IN})
"""Who sees a person's home: one thing at a time, and nobody else's work."""


def whole_file(actor: Actor, person: Person, today: date, *, has_all: bool = False) -> dict[str, Any]:
    """What the page of a person shows; has_all: with everything that happened, not with the latest alone."""
    rooms = parts.file_parts(actor, person, today)
    is_candidate = any(part.facts for part in rooms)
    may_read = access.may(actor, HistoryRight.VIEW_EVENT)
    limit = history.ALL if has_all else history.SHOWN
    happenings = history.happenings(actor, person_id=person.pk, limit=limit) if may_read else None
    may_have_more = not has_all and len(happenings or ()) == limit
    return {
        "title": person.name,
        "caption": _caption(actor, person, is_candidate=is_candidate),
        "tags": [tag for part in rooms for tag in part.tags],
        "actions": [*(action for part in rooms for action in part.actions), *_track(person, rooms)],
        "stages": parts.path(rooms) if is_candidate else [],
        "next_step": people_words.next_step_of(actor, person, rooms, today) if is_candidate else None,
        "is_own_file": actor.person_id == person.pk,
        "needs": parts.needs(rooms),
        "rows": [*_rows(person, today), *(row for part in rooms for row in part.facts)],
        "sections": [section for part in rooms for section in part.sections if section.rows],
        "steps": [step for part in rooms for step in part.steps],
        "happenings": happenings,
        "happenings_more": f"?{ALL_HISTORY}=1#history-title" if may_have_more else "",
        "is_candidate": is_candidate,
    }


def ahead(_actor: Actor, _person: Person, _today: date) -> FilePart:
    """What no room keeps yet stands at the end of the path."""
    return FilePart(stages=[Stage(_("Papers and departure"), needs_all=True)])


def way_to_file(actor: Actor, candidate: Candidate, _today: date) -> PagePart:
    """From the page of what a candidate can do and wishes to everything that is kept and done for her."""
    seen = Person.objects.visible_to(actor).filter(pk=candidate.person_id).exists()
    label = _("See my file") if actor.person_id == candidate.person_id else _("Whole file")
    way = Action(label, link("portal:case_file", candidate.person_id), icon="person-vcard")
    return PagePart(actions=[way] if seen else [])


def _caption(actor: Actor, person: Person, *, is_candidate: bool) -> str:
    if actor.person_id == person.pk:
        return _("Your file")
    return _("Candidate") if is_candidate else _("Person")


def _rows(person: Person, today: date) -> list[Row]:
    return [
        Row(_("Place of residence"), place_label(person.residence_id)),
        Row(_("Age"), _("%(years)s years") % {"years": completed_years(person.birth_date, today)}),
        Row(_("Sex"), person.get_sex_display()),
        Row(
            _("NIK"),
            person.national_id_masked,
            hint=_("Masked. Opening it is recorded, and the person can see who opened it."),
        ),
    ]


def welcome(today: date) -> dict[str, Any]:
    """For everybody: what Jalur is, and the live figures of open orders and classes."""
    return {
        "title": _("The proper route abroad"),
        "stages": [
            Stage(_("Registration"), note=_("At the labour office or your village, with your KTP.")),
            Stage(_("Choose a path"), note=_("One that leads to a job that exists.")),
            Stage(_("Train once"), note=_("What the job requires, nothing twice.")),
            Stage(
                _("Be assessed"),
                note=_("By a licensed assessor, unit by unit, with a certificate that anybody can check."),
            ),
            Stage(
                _("Leave with papers"),
                note=_("With a contract and costs written down. Not in Jalur yet: the labour office helps."),
            ),
        ],
        "figures": [figure for part in parts.home_parts(ANONYMOUS, today) for figure in part.figures],
    }


def home(actor: Actor, name: str, today: date) -> dict[str, Any]:
    """The first page after signing in: what needs its reader today, the figures of the work, where to go."""
    page: dict[str, Any] = {
        "title": _("%(greeting)s, %(name)s") % {"greeting": _greeting(), "name": name},
        "lead": formats.day(today, "long"),
        "shortcuts": (),
        "stages": (),
        "next_step": None,
        "actions": (),
        "own_file": None,
    }
    if actor.role in PERSONS:
        return {**page, "is_person": True, **_own(actor, today)}
    rooms = parts.home_parts(actor, today)
    needs = parts.by_urgency(parts.needs(rooms))
    return {
        **page,
        "next_step": parts.opening(needs),
        "needs": needs,
        "figures": [figure for part in rooms for figure in part.figures],
        "actions": _with_one_main([action for part in rooms for action in part.actions]),
        "empty": next((part.empty for part in rooms if part.empty), None),
    }


def _own(actor: Actor, today: date) -> dict[str, Any]:
    """A person's own home opens with her next step."""
    people = Person.objects.visible_to(actor).filter(pk=actor.person_id)
    person = people.select_related("residence").first() if actor.person_id else None
    rooms = parts.file_parts(actor, person, today) if person else []
    has_file = any(part.facts for part in rooms)
    return {
        "next_step": parts.next_step(rooms) if has_file else None,
        "is_own_file": True,
        "choices": [*(action for part in rooms for action in part.actions), *_track(person, rooms)],
        "needs": parts.needs(rooms),
        "stages": parts.path(rooms) if has_file else (),
        "own_file": Action(_("See my file"), link("portal:case_file", person.pk)) if person else None,
        "figures": (),
        "empty": None if has_file else _register_first(),
    }


def _track(person: Person | None, rooms: list[FilePart]) -> list[Action]:
    """The page of her strands, for whoever is on the path."""
    is_on_the_path = (
        person and any(part.facts for part in rooms) and not any(part.has_ended for part in rooms)
    )
    return [Action(_("Integrated track"), link("portal:track", person.pk), "quiet")] if is_on_the_path else []


def _register_first() -> Empty:
    return Empty(
        _("You have no file yet"),
        _(
            "Register with your KTP at hand; it takes about ten minutes. The labour office or your village can help."
            " If you work for an institution, ask its administrator to invite you."
        ),
        Action(_("Register myself"), link("candidates:register"), "primary"),
        "person-plus",
    )


def _with_one_main(actions: list[Action]) -> list[Action]:
    """The first button is the page's main one."""
    return [replace(action, weight="primary") if at == 0 else action for at, action in enumerate(actions)]


def _greeting() -> str:
    """By the clock of the place, as one greets in Indonesia: pagi to 10, siang to 15, sore to 18, malam."""
    hour = timezone.localtime().hour
    if 4 <= hour < 10:
        return _("Good morning")
    if hour < 15 and hour >= 10:
        return _("Good day")
    return _("Good afternoon") if 15 <= hour < 18 else _("Good evening")
