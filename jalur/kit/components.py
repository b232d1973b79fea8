"""What the components of a page are given. Each class is the options of the template of the same name.

`path.html` takes a list of `Stage`, `task_list.html` a list of `Task`, and so on: see docs/reference/components.md.
Texts are already in the reader's language.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Tone = Literal["done", "now", "wait", "warn", "bad", "none"]
"""What a state means to the reader: done, in hand, waiting for somebody, needs attention, refused, not started."""


@dataclass(frozen=True)
class Tag:
    """A state in words. The tone picks colour and mark; the words carry the meaning."""

    text: str
    tone: Tone = "none"


@dataclass(frozen=True)
class Action:
    """A link or, with `post`, a button that sends a form. `weight`: primary (one a page), secondary, quiet, danger.

    hindered: why it can't be done now, in a sentence; the button is shown, but not to be pressed.
    """

    label: str
    url: str
    weight: Literal["primary", "secondary", "quiet", "danger"] = "secondary"
    icon: str = ""
    post: bool = False
    hindered: str = ""


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str


@dataclass(frozen=True)
class Stage:
    """One stage of a person's path. `holder`: whose turn it is, since `since`; at most one stage is "now".

    next with a date: begins on that day. is_optional: whoever came further without it does not need it any more. needs_all: never
    now before every stage is reached that is not optional. open: she came further without it, and it is still to be done.
    ended: she left the path here.
    """

    label: str
    state: Literal["done", "now", "next", "open", "problem", "ended", "skipped"] = "next"
    date: dt.date | None = None
    holder: str = ""
    since: dt.date | None = None
    note: str = ""
    url: str = ""
    is_optional: bool = False
    needs_all: bool = False


@dataclass(frozen=True)
class Task:
    """One paper or condition. `age_days` since it was asked for; `expires` the first day it is worth nothing."""

    label: str
    state: Tag
    url: str = ""
    hint: str = ""
    owner: str = ""
    age_days: int | None = None
    expires: dt.date | None = None


@dataclass(frozen=True)
class TaskGroup:
    title: str
    tasks: Sequence[Task]


@dataclass(frozen=True)
class Row:
    """One row of a summary list; an empty value shows as a dash, a Text as a link. `hint`: where it comes from, how sure it is.

    about: `topic#anchor` of the help that its "?" opens, here and in other components.
    """

    label: str
    value: Any = ""
    action: Action | None = None
    hint: str = ""
    about: str = ""


@dataclass(frozen=True)
class Text:
    """Words with a hint beside them, and perhaps an address."""

    text: str
    hint: str = ""
    url: str = ""


@dataclass(frozen=True)
class Grid:
    """A small table on a page about one record: `heads` above, a list of cells a row.

    A cell is text, a Text, a Tag, an Action (a quiet link or button), a day, a whole number, or None for a dash. `empty` says what an
    empty table means; without it the table is left out then. An empty head is read out as "Actions".
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    empty: str = ""
    hint: str = ""
    key: str = ""
    about: str = ""

    def columns(self) -> list[tuple[str, bool]]:
        """Each head, with whether numbers stand below it."""
        columns = zip(*self.rows, strict=True)
        return [
            (head, any(type(cell) is int for cell in column))
            for head, column in zip(self.heads, columns, strict=True)
        ]


@dataclass(frozen=True)
class Need:
    """Something that needs the reader today."""

    label: str
    url: str = ""
    hint: str = ""
    count: int | None = None
    due: dt.date | None = None
    tone: Tone = "now"


@dataclass(frozen=True)
class Happening:
    """One line of a history."""

    at: dt.datetime
    what: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that explains itself. `value` is already written; `trend` says in words what it is compared with."""

    label: str
    value: str
    unit: str = ""
    trend: str = ""
    trend_tone: Tone = "none"
    definition: str = ""
    as_of: dt.date | None = None
    source: str = ""
    url: str = ""
    share: float | None = None
    about: str = ""


@dataclass(frozen=True)
class Reason:
    """One reason for a proposal. `weight` 0..1 draws a bar beside the words; None draws none."""

    text: str
    weight: float | None = None
    tone: Tone = "none"


@dataclass(frozen=True)
class Alternative:
    title: str
    url: str = ""
    why_not: str = ""
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class Decision:
    """A proposal a person accepts or refuses. `accept_url` and `refuse_url` take a POST; a refusal carries `reason`.

    reasons_to_refuse: (value, words) pairs. `settled`: shown in place of the buttons.
    """

    title: str
    summary: Sequence[Row] = ()
    reasons: Sequence[Reason] = ()
    alternatives: Sequence[Alternative] = ()
    accept_url: str = ""
    refuse_url: str = ""
    reasons_to_refuse: Sequence[tuple[str, str]] = ()
    accept_label: str = ""
    refuse_label: str = ""
    consequence: str = ""
    settled: Tag | None = None


@dataclass(frozen=True)
class Work:
    """A long job. `share` 0..1 or None when unknown; `url` answers with this same component for the next look."""

    title: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    url: str
    doing: str = ""
    share: float | None = None
    seconds_left: int | None = None
    figures: Sequence[Figure] = ()
    cancel_url: str = ""
    result_url: str = ""
    result_label: str = ""
    error: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}


@dataclass(frozen=True)
class Empty:
    title: str
    text: str = ""
    action: Action | None = None
    icon: str = "inbox"


@dataclass(frozen=True)
class Notice:
    text: str
    title: str = ""
    tone: Literal["info", "done", "warn", "bad"] = "info"
    actions: Sequence[Action] = ()
    about: str = ""


@dataclass(frozen=True)
class Step:
    """One stretch of a path through training, from `start` to `end` (both inclusive)."""

    label: str
    start: dt.date
    end: dt.date | None = None
    place: str = ""
    note: str = ""
    url: str = ""
    kind: Literal["class", "wait", "exam", "work", "deadline"] = "class"


@dataclass(frozen=True)
class Cell:
    """A cell of a chart's or a map's table: what is shown, and the number the drawing takes."""

    text: str
    number: float | Decimal | None = None


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """A drawing with its table. kind: bar (lying), column, line. `categories` one a value; `unit` under the title."""

    key: str
    title: str
    kind: Literal["bar", "column", "line"]
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    places: int = 0
    definition: str = ""
    source: str = ""
    as_of: dt.date | None = None
    stacked: bool = False

    @property
    def data_key(self) -> str:
        return f"{self.key}-data"

    def drawing(self) -> dict[str, Any]:
        """What charts.js reads."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "places": self.places,
            "stacked": self.stacked,
            "categories": list(self.categories),
            "series": [{"name": one.name, "values": list(one.values)} for one in self.series],
        }

    def rows(self) -> list[tuple[str, list[float | None]]]:
        """One row a category: its name, then the value of every series."""
        return [
            (category, [one.values[position] for one in self.series])
            for position, category in enumerate(self.categories)
        ]


@dataclass(frozen=True)
class Area:
    """One region of a map. `code`: Kemendagri code as the boundaries write it ("35.17")."""

    code: str
    name: str
    value: float | None
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Map:
    """A choropleth with its table. `boundaries`: URL of a TopoJSON whose geometries have `id` = code."""

    key: str
    title: str
    boundaries: str
    areas: Sequence[Area]
    unit: str = ""
    places: int = 0
    definition: str = ""
    source: str = ""
    as_of: dt.date | None = None
    focus: Sequence[str] = ()

    @property
    def data_key(self) -> str:
        return f"{self.key}-data"

    def drawing(self) -> dict[str, Any]:
        """What maps.js reads."""
        return {
            "boundaries": self.boundaries,
            "unit": self.unit,
            "places": self.places,
            "focus": list(self.focus),
            "areas": [
                {"code": one.code, "name": one.name, "value": one.value, "text": one.text, "url": one.url}
                for one in self.areas
            ],
        }


def tag_of(state: str, tags: Mapping[str, Tag]) -> Tag:
    """The tag of a state; a state without one shows its own name."""
    return tags.get(state, Tag(state))
