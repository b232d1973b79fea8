"""What each room adds to one person's file and to the homes: registered when the application starts, arranged by portal."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.kit import figures, formats
from jalur.kit.components import Action, Empty, Figure, Grid, Need, Notice, Row, Stage, Step, Tag, Tone


@dataclass(frozen=True)
class Section:
    """A summary list of a file, under its title; language: of its texts, where it is not the page's. prints: also on paper."""

    title: str
    rows: Sequence[Row]
    language: str = ""
    prints: bool = True


@dataclass(frozen=True)
class NextStep:
    """What the person does next, in one sentence with day and place.

    is_urgent: something fell away, so it is said before what other rooms wait for; comes_first: it stands before the sentence of
    the room furthest along instead of replacing it; is_idle: she only waits, so what asks something of her by a day is said instead.
    """

    text: str
    url: str = ""
    day: date | None = None
    is_urgent: bool = False
    comes_first: bool = False
    is_idle: bool = False


@dataclass(frozen=True)
class FilePart:
    """One room's part of a person's file, as the reader may see it; left empty where it has nothing to say."""

    stages: Sequence[Stage] = ()
    tags: Sequence[Tag] = ()
    needs: Sequence[Need] = ()
    facts: Sequence[Row] = ()
    sections: Sequence[Section] = ()
    steps: Sequence[Step] = ()
    actions: Sequence[Action] = ()
    next_step: NextStep | None = None
    # The person left the path: what lies ahead is not needed any more.
    has_ended: bool = False
    # The person has been asked and has not answered: what later rooms hold for her is not yet hers.
    is_asked: bool = False


@dataclass(frozen=True)
class HomePart:
    """One room's part of somebody's first page: what needs the reader, figures of the work, where to go."""

    needs: Sequence[Need] = ()
    figures: Sequence[Figure] = ()
    actions: Sequence[Action] = ()
    empty: Empty | None = None


@dataclass(frozen=True)
class PagePart:
    """What one room adds to another room's page about one record."""

    notices: Sequence[Notice] = ()
    grids: Sequence[Grid] = ()
    actions: Sequence[Action] = ()


ReadFile = Callable[[Any, Any, date], FilePart]
"""(actor, person, today) → the room's part of the file."""
ReadHome = Callable[[Any, date], HomePart]
"""(actor, today) → the room's part of the actor's home."""

ReadPage = Callable[[Any, Any, date], PagePart]
"""(actor, record, today) → the room's part of the record's page."""

_pages: dict[str, dict[str, tuple[int, ReadPage]]] = {}
_files: dict[str, tuple[int, ReadFile]] = {}
_homes: dict[str, tuple[int, ReadHome]] = {}
_leading: set[str] = set()


def register(
    room: str,
    *,
    order: int,
    file: ReadFile | None = None,
    home: ReadHome | None = None,
    leads: bool = False,
) -> None:
    """A room's parts; `order` is its place in the worker's path. A second registration replaces the first.

    leads: its part of a file may say what the person does next; every other room's must not.
    """
    if file is not None:
        _files[room] = (order, file)
        (_leading.add if leads else _leading.discard)(room)
    if home is not None:
        _homes[room] = (order, home)


def add_to_page(thing: str, room: str, *, order: int, page: ReadPage) -> None:
    """A later room's part of the page about a `thing` ("job_orders:order"). A second registration replaces the first."""
    _pages.setdefault(thing, {})[room] = (order, page)


def page_parts(thing: str, actor: Any, record: Any, today: date) -> list[PagePart]:
    """What later rooms add to the page about a record."""
    rooms = sorted(_pages.get(thing, {}).values(), key=lambda one: one[0])
    return [read(actor, record, today) for _order, read in rooms]


def file_parts(actor: Any, person: Any, today: date) -> list[FilePart]:
    """Every room's part of a person's file, in the order of the path."""
    found = {room: read(actor, person, today) for room, _order, read in _in_order()}
    silent = [room for room, part in found.items() if room not in _leading and _leads(part)]
    assert not silent, f"say `leads` where these are registered: {silent}"
    return list(found.values())


def leading_parts(actor: Any, person: Any, today: date) -> list[FilePart]:
    """The parts that say what a person does next, of the rooms that may, and of no other: all that `next_step` looks at."""
    return [read(actor, person, today) for room, _order, read in _in_order() if room in _leading]


def _in_order() -> list[tuple[str, int, ReadFile]]:
    return sorted(((room, *one) for room, one in _files.items()), key=lambda one: one[1])


def _leads(part: FilePart) -> bool:
    return part.next_step is not None or part.has_ended or part.is_asked


def home_parts(actor: Any, today: date) -> list[HomePart]:
    """Every room's part of the actor's home, in the order of the path."""
    rooms = [read(actor, today) for _order, read in sorted(_homes.values(), key=lambda one: one[0])]
    return [replace(part, figures=figures.own(part.figures, today)) for part in rooms]


def needs(parts: Sequence[FilePart | HomePart]) -> list[Need]:
    """What needs the reader, nearest to departure first; of which there are none needs nobody."""
    return [need for part in reversed(parts) for need in part.needs if need.count != 0]


_URGENCY: dict[Tone, int] = {"bad": 0, "warn": 1, "now": 2, "wait": 3, "none": 4, "done": 5}


def by_urgency(needs: Iterable[Need]) -> list[Need]:
    """What fell due or went wrong first; in each rank the nearest last day first."""
    return sorted(needs, key=lambda need: (_URGENCY[need.tone], need.due or date.max))


def opening(needs: Sequence[Need]) -> NextStep:
    """The sentence with which the page of somebody at work opens: what is most urgent of all that waits."""
    if not needs:
        return NextStep(_("Nothing is waiting for you today."))
    first = needs[0]
    text = str(first.label)
    if first.count is not None:
        text = f"{text} ({formats.number(first.count)})"
    if first.due is not None:
        text = _("%(text)s, by %(day)s") % {"text": text, "day": formats.day(first.due, "long")}
    return NextStep(f"{text}.", first.url, first.due)


def path(parts: Iterable[FilePart]) -> list[Stage]:
    """The one line from registration to departure that every page shows.

    The first stage after the furthest one reached is now, since the day that one was reached, or ahead until the day on which it
    begins. One before it is not done yet, unless it was optional; what needs all of them waits for it.
    """
    parts = list(parts)
    asked = next((at for at, part in enumerate(parts) if part.is_asked), len(parts))
    stages = [stage for part in parts[: asked + 1] for stage in part.stages]
    stages += [Stage(stage.label) for part in parts[asked + 1 :] for stage in part.stages]
    if any(part.has_ended for part in parts):
        return [
            stage if stage.state in {"done", "ended", "problem"} else Stage(stage.label, "skipped")
            for stage in stages
        ]
    reached = max((at for at, stage in enumerate(stages) if stage.state != "next"), default=-1)
    stages = [_left_behind(stage) if at < reached else stage for at, stage in enumerate(stages)]
    if reached >= 0 and stages[reached].state not in {"now", "problem"}:
        behind = [at for at in range(reached) if stages[at].state in {"next", "open"}]
        at = next((at for at in range(reached + 1, len(stages)) if stages[at].state == "next"), None)
        if at is not None and stages[at].needs_all and behind:
            at = behind[0]
        if at is not None and not stages[at].date:
            stages[at] = replace(stages[at], state="now", since=stages[at].since or stages[reached].date)
    return stages


def _left_behind(stage: Stage) -> Stage:
    """A stage before the furthest one reached; one that begins on a day stays ahead."""
    if stage.state not in {"now", "next"} or (stage.state == "next" and stage.date):
        return stage
    return replace(stage, state="skipped" if stage.state == "next" and stage.is_optional else "open")


def next_step(parts: Iterable[FilePart]) -> NextStep | None:
    """How she comes back, what she has been asked, what fell away; else what the room furthest along says."""
    parts = [part for part in parts if part.next_step]
    first = next((part.next_step for part in parts if part.next_step and part.next_step.comes_first), None)
    parts = [part for part in parts if part.next_step is not first]
    ended = [part for part in parts if part.has_ended]
    urgent = [part for part in reversed(parts) if part.next_step and part.next_step.is_urgent]
    asked = [part for part in parts if part.is_asked]
    step = next((part.next_step for part in [*ended, *asked, *urgent, *reversed(parts)]), None)
    if step and step.is_idle:
        step = next((part.next_step for part in parts if part.next_step and part.next_step.day), step)
    if first is None or ended or asked:
        return step
    return replace(step, text=f"{first.text} {step.text}") if step else first
