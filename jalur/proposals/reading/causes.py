"""Why openings stay empty, in words and as charts. Stored are codes: {"stops": [[code, people, detail], …]}."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency
from jalur.kit import formats
from jalur.kit.components import Chart, Series
from jalur.proposals.models import OrderPrice, Run
from jalur.proposals.shared import rules

MOST_BARS = 12


@dataclass(frozen=True)
class Stop:
    """One thing that keeps `people` from the openings of an order; `what_to_do` for whoever can change it."""

    code: str
    people: int
    text: str
    label: str = ""
    what_to_do: str = ""


def short_words() -> dict[str, str]:
    """Cause → a few words; %(detail)s is a competency or a class."""
    return {
        "destination": _("do not want to go to this country"),
        "too_young": _("are too young on the day"),
        "too_old": _("are too old on the day"),
        "sex": _("are not of the sex asked for"),
        "education": _("have too little schooling"),
        "untaught": _("lack %(detail)s, and no class in reach teaches it"),
        "begun": _("are free only after the classes for %(detail)s in reach have begun"),
        "before": _("lack what the classes for %(detail)s ask for before"),
        "deadline": _("can't finish a class for %(detail)s before the deadline"),
        "seats": _("find no seat left in the classes for %(detail)s"),
        "openings": _("fit, but all openings are taken"),
        "elsewhere": _("have a path to a job that counts more"),
        "worth": _("can't fit the classes one after another, or it would cost more than it is worth"),
    }


def short_labels() -> dict[str, str]:
    """Cause → two or three words for the axis of a chart."""
    return {
        "destination": _("Other wishes"),
        "too_young": _("Too young"),
        "too_old": _("Too old"),
        "sex": _("Sex asked for"),
        "education": _("Schooling"),
        "untaught": _("No class: %(detail)s"),
        "begun": _("Class begun: %(detail)s"),
        "before": _("Step before: %(detail)s"),
        "deadline": _("Deadline: %(detail)s"),
        "seats": _("No seat: %(detail)s"),
        "openings": _("Openings taken"),
        "elsewhere": _("Better path elsewhere"),
        "worth": _("Not worth it, or does not fit"),
    }


def remedies() -> dict[str, str]:
    """Cause → what somebody could do about it."""
    return {
        "destination": _("Tell people about this destination, honestly, with pay and costs."),
        "too_young": _("Nothing now: the law or the employer sets the age."),
        "too_old": _("Ask the employer whether the ages can be wider."),
        "education": _("Ask the employer whether training can stand in for schooling."),
        "untaught": _("Open a class that teaches this, in reach of these people."),
        "begun": _("Open a class that starts later, or help people to start sooner."),
        "before": _("Open the class that comes before, early enough."),
        "deadline": _("Ask the employer for a later day, or start a class sooner."),
        "seats": _("Add seats or open another class: see what a seat is worth."),
        "openings": _("Ask the employer for more openings."),
    }


def titles_of(prices: Iterable[OrderPrice]) -> dict[str, str]:
    """Titles of every competency that the causes name, in one query."""
    codes = {detail for price in prices for _code, _people, detail in price.causes.get("stops", []) if detail}
    return competencies.competency_labels(codes) if codes else {}


def stops_of(price: OrderPrice, titles: dict[str, str] | None = None) -> list[Stop]:
    """The causes of one order, the one that stops most people first."""
    named = titles_of([price]) if titles is None else titles
    texts, advice, labels = short_words(), remedies(), short_labels()
    stops = []
    for code, people, detail in price.causes.get("stops", []):
        text = texts.get(code, code) % {"detail": named.get(detail, detail)}
        label = labels.get(code, code) % {"detail": named.get(detail, detail)}
        stops.append(Stop(code, people, text, label, advice.get(code, "")))
    return sorted(stops, key=lambda stop: (-stop.people, stop.text))


def main_cause(price: OrderPrice) -> str:
    """The cause that stops most people, in one line: "312 people lack JLPT N4, and no class in reach teaches it"."""
    code, people, detail = _main_stop(price)
    return counted(people, short_words().get(code, code) % {"detail": title_of(detail)}) if code else ""


def main_label(price: OrderPrice) -> str:
    """The same in two or three words, for a narrow cell."""
    code, _people, detail = _main_stop(price)
    return short_labels().get(code, code) % {"detail": title_of(detail)}


def _main_stop(price: OrderPrice) -> tuple[str, int, str]:
    """Code, people, detail; "" where nothing stays empty or nobody was stopped."""
    if price.assigned >= price.openings:
        return "", 0, ""
    return rules.main_stop(price.causes.get("stops", [])) or ("", 0, "")


def title_of(code: str) -> str:
    if not code:
        return ""
    titles = TITLES.get(code)
    if titles is None:
        competency = Competency.objects.filter(code=code).first()
        if competency is None:
            return code
        titles = TITLES[code] = (competency.title_id or competency.title_en, competency.title_en)
    return titles[1] if formats.locale() == "en" else titles[0]


# Titles of competencies hardly ever change; a list page asks for the same few a hundred times.
TITLES: dict[str, tuple[str, str]] = {}


def counted(people: int, text: str) -> str:
    return ngettext("%(count)s of those who %(text)s", "%(count)s people %(text)s", people) % {
        "count": formats.number(people),
        "text": text,
    }


def lead_of(price: OrderPrice) -> str:
    empty = price.openings - price.assigned
    if not empty:
        return _("This plan fills every opening of this order.")
    return ngettext(
        "%(empty)s of %(openings)s opening stays empty.",
        "%(empty)s of %(openings)s openings stay empty.",
        price.openings,
    ) % {"empty": formats.number(empty), "openings": formats.number(price.openings)}


def chart_of_order(run: Run, price: OrderPrice) -> Chart | None:
    stops = stops_of(price)[:MOST_BARS]
    if not stops:
        return None
    return Chart(
        key="causes",
        title=_("What stands in the way, and of how many people"),
        kind="bar",
        categories=[stop.label for stop in stops],
        series=[Series(_("people"), [stop.people for stop in stops])],
        unit=_("people"),
        definition=_(
            "Each person the plan looked at and did not send to this order is counted once, "
            "under the first thing that stands in the way."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def chart_of_causes(run: Run) -> Chart | None:
    """Empty openings by the cause that stops most people of each order."""
    rows = run.summary.get("empty", [])[:MOST_BARS]
    if not rows:
        return None
    labels = short_labels()
    return Chart(
        key="why",
        title=_("Empty openings by what stops most people"),
        kind="bar",
        categories=[(labels.get(code, code) % {"detail": ""}).strip(" :") for code, _count in rows],
        series=[Series(_("openings"), [count for _code, count in rows])],
        unit=_("openings"),
        definition=_(
            "Each order counts with its empty openings under the cause that stops most people, "
            "wishes for other countries aside."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def chart_of_unplaced(run: Run) -> Chart | None:
    """Why people have no path, each counted once under the obstacle that came nearest to a path."""
    stops = run.summary.get("unplaced", [])[:MOST_BARS]
    if not stops:
        return None
    labels = short_labels()
    titles = competencies.competency_labels({detail for _code, _people, detail in stops if detail})
    categories = [
        labels.get(code, code) % {"detail": titles.get(detail, detail)} for code, _people, detail in stops
    ]
    return Chart(
        key="unplaced",
        title=_("Why people have no path yet"),
        kind="bar",
        categories=categories,
        series=[Series(_("people"), [people for _code, people, _detail in stops])],
        unit=_("people"),
        definition=_(
            "Everybody without a path is counted once, under the obstacle that came nearest to a "
            "path over all orders. The seats and "
            "classes named here are where one more would help most."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )
