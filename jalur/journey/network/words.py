"""How readiness and what is free read on a screen."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.letters.kinds import Words
from jalur.foundation.organisations.models import Organisation
from jalur.journey.attendance import words as attendance_words
from jalur.journey.attendance.models import Standing
from jalur.journey.network import queries, rules
from jalur.journey.network.models import Finding, Item, Layer, Loan, Result, Share, ShareState
from jalur.journey.premises.rules import Hours
from jalur.journey.progress import queries as progress
from jalur.journey.progress import words as progress_words
from jalur.journey.training.models import Enrolment, Intake, Programme
from jalur.journey.training.queries import free_beds_of
from jalur.kit import dates, formats
from jalur.kit.components import Action, Figure, Grid, Row, Tag
from jalur.kit.facts import facts
from jalur.kit.figures import places
from jalur.kit.links import link

TONES = {Result.MET: "done", Result.NOT_YET: "bad", Result.NOT_APPLICABLE: "none"}


def result_tag(finding: Finding | None) -> Tag:
    if finding is None:
        return Tag(_("not looked at yet"), "wait")
    return Tag(str(finding.get_result_display()), TONES[Result(finding.result)])  # type: ignore[arg-type]  # tones of the table above


def layer_figures(layers: Sequence[rules.Standing]) -> list[Figure]:
    """A bar for each layer: what of it is met, and whether it counts."""
    return [
        Figure(
            str(Layer(one.layer).label),
            f"{one.met}/{one.asked}",
            trend=layer_state(one),
            trend_tone="done" if one.counts else "warn",
            definition=_("A layer counts once all of it is met and every layer before it counts."),
            share=one.share,
        )
        for one in layers
    ]


def layer_state(one: rules.Standing) -> str:
    """Whether a layer counts, in words."""
    if one.counts:
        return _("counts")
    if one.before:
        return _("does not count yet: %(layer)s comes first") % {"layer": Layer(one.before).label}
    return _("something is missing")


def readiness_words(institution: Organisation, _answers: Mapping[str, Any]) -> Words:
    """What the letter to an institution says of its readiness today, layer by layer, in the language in force."""
    today = dates.today()
    asked, found = queries.items(today), queries.counting(institution, today)
    results = {item.code: found[item.code].result for item in asked if item.code in found}
    layers = rules.standings({item.code: item.aspect for item in asked}, results)
    place = str(institution.place or "")
    return Words(
        _("Readiness of the institution as a hub"),
        (
            _("Head of %(institution)s") % {"institution": institution.name},
            *([_("in %(place)s") % {"place": place}] if place else []),
        ),
        {
            "institution": institution.name,
            "day": formats.day(today, "long"),
            "layers": [_layer(one, asked, found) for one in layers],
            "is_ready": all(one.counts for one in layers),
        },
    )


def _layer(one: rules.Standing, asked: Sequence[Item], found: Mapping[str, Finding]) -> dict[str, Any]:
    """A layer as its part of the letter: how it stands, its items, and those that are missing."""
    items = [item for item in asked if item.aspect in rules.LAYERS[one.layer]]
    return {
        "title": str(Layer(one.layer).label),
        "met": f"{one.met}/{one.asked}",
        "state": layer_state(one),
        "items": [_item(item, found.get(item.code)) for item in items],
        "missing": [str(item) for item in items if item.code in one.missing],
    }


def _item(item: Item, finding: Finding | None) -> dict[str, str]:
    """An item of the letter; of what has a last day, the day."""
    said = {
        "name": str(item),
        "result": result_tag(finding).text,
        "note": "",
        "office": "",
        "day": "",
        "until": "",
    }
    if finding is None:
        return said
    return said | {
        "note": finding.note,
        "office": str(finding.office or ""),
        "day": formats.day(finding.found_on),
        "until": formats.day(finding.valid_until) if finding.valid_until else "",
    }


def readiness_example() -> Words:
    """The same of an institution that does not exist, with one item of each layer."""
    day = dates.today()
    seen = {"office": "Disnaker Contoh", "day": formats.day(day), "until": "", "note": ""}
    until = formats.day(day + timedelta(days=365))
    items = {
        "legality": {
            "name": _("Licence of the institution"),
            "result": str(Result.MET.label),
            "until": until,
        },
        "facilities": {
            "name": _("Workshops with equipment"),
            "result": str(Result.NOT_YET.label),
            "note": _("Three machines are missing."),
        },
        "programme": {"name": _("Certified instructors"), "result": _("not looked at yet")},
    }
    results = {"legality": rules.MET, "facilities": rules.NOT_YET}
    layers = rules.standings({key: rules.LAYERS[key][0] for key in items}, results)
    return Words(
        _("Readiness of the institution as a hub"),
        (
            _("Head of %(institution)s") % {"institution": "BLK Contoh"},
            _("in %(place)s") % {"place": "Kabupaten Contoh"},
        ),
        {
            "institution": "BLK Contoh",
            "day": formats.day(day, "long"),
            "layers": [
                {
                    "title": str(Layer(one.layer).label),
                    "met": f"{one.met}/{one.asked}",
                    "state": layer_state(one),
                    "items": [(seen if one.layer in results else dict.fromkeys(seen, "")) | items[one.layer]],
                    "missing": [items[key]["name"] for key in one.missing],
                }
                for one in layers
            ],
            "is_ready": False,
        },
    )


def finding_facts(finding: Finding) -> list[Row]:
    """What the evidence is compared with."""
    return [
        Row(_("Institution"), finding.organisation.name),
        Row(_("What was looked at"), str(finding.item)),
        *facts(finding, "result", "note", "found_on", "valid_until"),
    ]


def seats_in_words(seats: Sequence[Mapping[str, Any]]) -> str:
    """ "Las 12, Listrik 8": never a sum, as programmes may share a workshop or an instructor."""
    return ", ".join(f"{one['title']} {formats.number(one['seats'])}" for one in seats)


def party(label: str, organisation: Organisation) -> Row:
    """An institution with its place, and the way to its page."""
    way = Action(_("Open"), link("organisations:organisation", organisation.pk), "quiet")
    return Row(label, organisation.name, way, str(organisation.place or ""))


def class_to_choose(intake: Intake) -> str:
    """ "Las 3G, BLK Contoh Lebak, Lebak: 9 Feb 2026 to 20 Mar 2026, 4 seats left"."""
    sentence = _("%(title)s, %(provider)s, %(place)s: %(first)s to %(last)s, %(left)s seats left")
    return sentence % {
        "title": intake.programme.title,
        "provider": intake.programme.provider.name,
        "place": intake.place,
        "first": formats.day(intake.starts),
        "last": formats.day(intake.ends),
        "left": formats.number(intake.left),
    }


def class_row(label: str, intake: Intake) -> Row:
    """A class with where and when, and the way to its page."""
    days = _("%(first)s to %(last)s") % {
        "first": formats.day(intake.starts),
        "last": formats.day(intake.ends),
    }
    way = Action(_("Open"), link("training:intake", intake.number), "quiet")
    return Row(
        label, intake.programme.title, way, f"{intake.programme.provider.name}, {intake.place}, {days}"
    )


def brought(seat: Enrolment, to: Programme) -> list[Grid]:
    """What somebody takes along from a class: how far she is with each of its parts, and how often she came."""
    here = seat.intake.programme
    items = progress.items_of(here)
    (one,) = progress.standings([seat], items, here)
    there = {item.key for item in progress.items_of(to)}
    rows: list[list[object]] = [
        [
            item.title,
            progress_words.tag(one.marks.get(item.key)),
            progress_words.who_and_when(one.marks.get(item.key)),
            _("yes") if item.key in there else None,
        ]
        for item in items
    ]
    head = [_("Part"), _("How far"), _("Seen by"), _("Also in the other class")]
    grids = [Grid(_("Progress so far: %(title)s") % {"title": here.title}, head, rows)] if one.marks else []
    standing = Standing.objects.filter(intake=seat.intake_id, candidate=seat.candidate_id).first()
    if standing is not None:
        line = [[here.title, attendance_words.attended(standing.came)]]
        head = [_("Class"), _("Attendance")]
        grids.append(Grid(_("Attendance so far"), head, line, about="roll#share"))
    return grids


def share_figures(share: Share) -> list[Figure]:
    """How many of the kept seats are taken."""
    if share.state != ShareState.KEPT:
        return []
    return places((_("Seats"), share.seats), (_("Taken"), share.seats - share.left))


def beds_rows(share: Share, on: date) -> list[Row]:
    """Of a class that boards: how many beds are free for its nights, as whoever is sent needs one."""
    if share.state != ShareState.KEPT or not share.intake.with_bed:
        return []
    free = free_beds_of(share.intake, on)
    sentence = _("women %(women)s, men %(men)s")
    words = {"women": formats.number(free["F"]), "men": formats.number(free["M"])}
    return [Row(_("Beds free for its nights"), sentence % words, hint=_("A bed goes with each seat."))]


def loan_days(loan: Loan) -> str:
    """ "9 Feb 2026", or from when until when."""
    if loan.first == loan.last:
        return formats.day(loan.first)
    return _("%(first)s to %(last)s") % {"first": formats.day(loan.first), "last": formats.day(loan.last)}


def free_hours(record: Any, days: Sequence[date], off: Collection[date]) -> tuple[int, int]:
    """Hours of workshops and of instructors that are not booked on these days. record: as `queries.with_capacity` gives it."""
    hours = Hours()
    if record.opens_at is not None:
        hours = Hours(
            record.opens_at,
            record.closes_at,
            record.break_starts_at,
            record.break_ends_at,
            bool(record.on_saturday_at),
        )
    closed = {*off, *record.own_days_off}
    day_long = hours.length / timedelta(hours=1)
    open_hours = sum(day_long for day in days if hours.is_open_on(day, closed))
    workshop = record.workshops * open_hours - record.workshop_booked / timedelta(hours=1)
    away = record.lent / timedelta(days=7)
    taught = record.weekly_hours * len(days) / 7 - away - record.taught / timedelta(hours=1)
    return max(round(workshop), 0), max(round(taught), 0)
