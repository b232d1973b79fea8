"""How entry tests, rungs and ladders read on a screen."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.competencies.words import language_name
from jalur.journey.languages import queries
from jalur.journey.languages.models import PARTS, EntryTest
from jalur.journey.languages.queries import Standing
from jalur.journey.languages.rules import Rung, is_old, worst
from jalur.journey.training.models import IN_LINE, EnrolmentState, Intake, Programme
from jalur.kit import dates, formats
from jalur.kit.components import Chart, Grid, Row, Series, Tag, Text
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.money import format_money


def level_words(test: EntryTest) -> str:
    """The level that a test found."""
    return test.level.title if test.level else _("below the first level")


def class_tag(test: EntryTest) -> Tag:
    """Whether somebody who was placed has a class; the list that is shown has looked it up, and how long is too long."""
    if getattr(test, "has_class", False):
        return Tag(_("has a class"), "done")
    days = (dates.today() - test.taken_on).days
    longest = test.patience if hasattr(test, "patience") else queries.patience(dates.today())
    if days > longest:
        sentence = _("no class for %(days)s days")
        return Tag(sentence % {"days": formats.number(days)}, "warn")
    return Tag(_("no class yet"), "wait")


def points_words(test: EntryTest) -> str:
    if test.points is None:
        return ""
    params = {"points": formats.number(test.points), "maximum": formats.number(test.maximum or 0)}
    return _("%(points)s of %(maximum)s") % params


def rows_of(test: EntryTest, above: str) -> list[Row]:
    """What a test says; above: the level that comes next."""
    candidate, today = test.candidate, dates.today()
    old = is_old(test.taken_on, today, queries.counts_for(today))
    hint = _("Longer ago than an entry test counts: ask for a new one.") if old else ""
    day = formats.day(test.taken_on, "long")
    return [
        Row(_("Candidate"), candidate.person.name, hint=candidate.number),
        Row(_("Lives in"), str(candidate.person.residence)),
        Row(_("Day of the test"), day, hint=hint, about="entry-test#age"),
        Row(_("Level reached"), level_words(test), about="entry-test#level"),
        Row(_("Next level"), above),
        *([Row(_("Points"), points_words(test))] if test.points is not None else []),
        *facts(test, *PARTS),
        Row(_("Given by"), str(test.given_by), hint=test.examiner),
        *facts(test, "note", "correction_reason", "strike_reason"),
    ]


def classes_grid(title: str, intakes: list[Intake], *, empty: str = "", number: str = "") -> Grid:
    """Open classes that lead to a level, with the way to each."""
    return Grid(
        title,
        [_("Class"), _("Where"), _("From"), _("Until"), _("Seats left")],
        [
            [
                Text(intake.programme.title, url=link("training:intake", intake.number)),
                f"{intake.programme.provider.name}, {intake.place}",
                intake.starts,
                intake.ends,
                intake.left,
            ]
            for intake in intakes
        ],
        empty=empty,
        hint=_("On the page of the class: enrol, with the number %(number)s.") % {"number": number}
        if number
        else "",
    )


def programmes_grid(programmes: list[Programme]) -> Grid:
    """Programmes in reach that lead to a level, with or without a class now."""
    return Grid(
        _("Programmes in reach that teach the next level"),
        [_("Programme"), _("Institute"), _("Open classes"), _("Seats left")],
        [
            [
                Text(programme.title, url=link("training:programme", programme.code)),
                f"{programme.provider.name}, {programme.provider.place or ''}".rstrip(", "),
                programme.open_classes,
                programme.seats_left,
            ]
            for programme in programmes
        ],
        empty=_("Nobody in reach teaches it. The list of what nobody teaches shows it to institutes."),
    )


# -- one person's ladder -----------------------------------------------------------------------------------------------


def reached_words(standing: Standing) -> str:
    """Where somebody stands, in a few words."""
    level = standing.levels.get(standing.rung)
    return level.title if level else _("below the first level")


def rung_tag(standing: Standing, rung: int) -> Tag:
    """What is known of one rung of somebody's ladder."""
    seat, test = standing.classes.get(rung), standing.test
    if standing.held >= rung:
        return Tag(_("confirmed in the file"), "done")
    if seat is not None and seat.state == EnrolmentState.COMPLETED:
        return Tag(_("class completed"), "done")
    if seat is not None and seat.state == EnrolmentState.ENROLLED:
        return Tag(_("has a seat"), "now")
    if seat is not None and seat.state in IN_LINE:
        return Tag(_("on the waiting list"), "wait")
    if test is not None and test.rung >= rung:
        return Tag(_("by entry test"), "done")
    if seat is not None:
        return Tag(_("not yet competent"), "warn")
    if rung == standing.rung + 1:
        return Tag(_("next"), "now")
    return Tag(_("ahead"), "none")


def rung_hint(standing: Standing, rung: int) -> str:
    """Since when, and who has it."""
    seat, test = standing.classes.get(rung), standing.test
    if seat is not None:
        days = f"{formats.day(seat.intake.starts)} – {formats.day(seat.intake.ends)}"
        return f"{seat.intake.programme.provider.name}, {days}"
    if test is not None and test.rung >= rung > standing.held:
        return f"{test.given_by}, {formats.day(test.taken_on)}"
    return ""


def ladder_rows(standing: Standing) -> list[tuple[str, Tag, str]]:
    """The next rung on top, below it every one down to the first: level, what is known of it, since when and by whom."""
    top = max(standing.rung + 1, *standing.classes, 0)
    shown = sorted((rung for rung in standing.levels if rung <= top), reverse=True)
    return [
        (standing.levels[rung].title, rung_tag(standing, rung), rung_hint(standing, rung)) for rung in shown
    ]


def standing_sentence(standing: Standing, today: date) -> str:
    """One sentence: where she stands, what comes next, who has it."""
    language = language_name(standing.scale.language)
    seat = standing.in_class
    params = {"language": language, "level": reached_words(standing), "next": "", "class": "", "day": ""}
    if standing.next is None:
        return _("%(language)s: %(level)s, the highest level of this scale.") % params
    params["next"] = standing.next.title
    if seat is not None:
        params |= {"class": seat.intake.programme.title, "day": formats.day(seat.intake.starts)}
        return _("%(language)s: %(level)s now; on the way to more in “%(class)s” from %(day)s.") % params
    if standing.test is not None and is_old(standing.test.taken_on, today, queries.counts_for(today)):
        return _("%(language)s: %(level)s by an old test. Take a new entry test before a class.") % params
    return _("%(language)s: %(level)s now, next %(next)s. No class yet.") % params


# -- the ladder of many ------------------------------------------------------------------------------------------------


def _money(amount: object) -> str:
    return "" if amount is None else format_money(amount, locale=formats.locale())  # type: ignore[arg-type]  # Decimal or None


def ladder_chart(rungs: list[Rung], titles: dict[int, str], on: date) -> Chart:
    """The rungs as steps: who came to each, finished it, went on."""
    return Chart(
        key="ladder",
        title=_("From rung to rung"),
        kind="bar",
        categories=[titles[rung.rung] for rung in reversed(rungs)],
        series=[
            Series(_("came to it"), [rung.came for rung in reversed(rungs)]),
            Series(_("finished it"), [rung.finished for rung in reversed(rungs)]),
            Series(_("went on"), [rung.went_on for rung in reversed(rungs)]),
            Series(_("stopped here"), [rung.stopped for rung in reversed(rungs)]),
        ],
        unit=_("people"),
        definition=_(
            "The highest rung on top. Came to it: had a seat in a class that leads to it, or was placed at it by an entry test. Went on:"
            " finished it and took a seat on a higher rung. Stopped: gave the seat back, not yet competent, or placed without a class"
            " for longer than the house allows."
        ),
        source=_("Jalur's own data"),
        as_of=on,
    )


def ladder_grid(rungs: list[Rung], titles: dict[int, str]) -> Grid:
    """People and their stops, a row for each rung."""
    return Grid(
        _("Who came, finished, went on"),
        [
            _("Rung"),
            _("Placed by test"),
            _("Had a seat"),
            _("In class now"),
            _("Finished"),
            _("Went on"),
            _("Gave the seat back"),
            _("Not yet competent"),
            _("No class for too long"),
            _("Finished, no next step"),
        ],
        [
            [
                titles[rung.rung],
                rung.placed,
                rung.started,
                rung.in_class,
                rung.finished,
                rung.went_on,
                rung.left,
                rung.not_yet,
                rung.no_class,
                rung.rests,
            ]
            for rung in reversed(rungs)
        ],
        key="rungs",
        about="language-ladder#counts",
    )


def cost_grid(rungs: list[Rung], titles: dict[int, str]) -> Grid:
    """What a rung takes in days and money."""
    return Grid(
        _("Days and cost per rung"),
        [
            _("Rung"),
            _("Days to finish"),
            _("Cost of all seats"),
            _("Cost per seat"),
            _("Cost per person who reached it"),
        ],
        [
            [
                titles[rung.rung],
                "" if rung.mean_days is None else formats.number(round(rung.mean_days)),
                _money(rung.cost),
                _money(rung.cost_per_seat),
                _money(rung.cost_per_reached),
            ]
            for rung in reversed(rungs)
            if rung.started
        ],
        hint=_(
            "Days from the first to the last of the class, on average of who finished. Seats that were given back cost nothing here."
        ),
        empty=_("Nobody had a seat in this period."),
        key="costs",
        about="language-ladder#cost",
    )


def stop_sentence(rungs: list[Rung], titles: dict[int, str]) -> str:
    """Where people stop, in one sentence."""
    stop = worst(rungs)
    if stop is None:
        return _("Nobody has stopped on this ladder in the period.")
    sentence = ngettext(
        "Most people stop at %(rung)s: %(count)s of the %(came)s who came to it (%(left)s left, %(not_yet)s not yet competent,"
        " %(no_class)s without a class).",
        "Most people stop at %(rung)s: %(count)s of the %(came)s who came to it (%(left)s left, %(not_yet)s not yet competent,"
        " %(no_class)s without a class).",
        stop.stopped,
    )
    return sentence % {
        "rung": titles[stop.rung],
        "count": formats.number(stop.stopped),
        "came": formats.number(stop.came),
        "left": formats.number(stop.left),
        "not_yet": formats.number(stop.not_yet),
        "no_class": formats.number(stop.no_class),
    }
