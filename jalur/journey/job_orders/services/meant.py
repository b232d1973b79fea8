"""Which employer a row of a list means: one that is there, or one to be registered with what the row says; asked once for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Country
from jalur.foundation.imports.rows import Choice, Row, folded
from jalur.foundation.rulebook.models import EmployerType
from jalur.journey.employers import queries
from jalur.journey.employers.models import Employer
from jalur.journey.employers.rights import Right
from jalur.kit.folding import fold
from jalur.kit.reading import read_name
from jalur.kit.search import Folded

TYPES = folded(
    {
        "": "",
        **dict.fromkeys(
            ("badan hukum", "berbadan hukum", "perusahaan", "legal entity", "company"),
            EmployerType.LEGAL_ENTITY,
        ),
        **dict.fromkeys(
            ("perseorangan", "perorangan", "rumah tangga", "individual", "household"), EmployerType.INDIVIDUAL
        ),
    }
)
NEW, LEFT_OUT = "new_", "left_out"
MOST_ALIKE = 6


def employer_finder(
    actor: Actor,
    rows: Iterable[Row],
    countries: Mapping[str, Country],
    called: Mapping[str, str],
    meant: dict[str, Any],
) -> Callable[[Row], Employer]:
    """Row → its employer, saved or not. meant: those found by the parts of the list before this one."""
    registered = _registered(rows)
    new: dict[tuple[str, ...], Employer] = {}
    looked_for: dict[tuple[str, ...], tuple[list[Employer], bool]] = {}

    def find(row: Row) -> Employer:
        name = row.text("employer", longest=200, reader=read_name)
        city, registration = row.words("city", 120), row.words("registration", 80)
        employer_type = row.choice("employer_type", TYPES)
        country = row.choice("country", called) if row.is_said("country") else ""
        if actor.country and country not in ("", actor.country):
            raise row.fault("country", _("Your office does not draft orders for this country."))
        country = country or actor.country or ""
        key = (fold(name), country, fold(city), fold(registration), employer_type)
        kept = f"employer {key}"
        known: Employer | None = meant.get(kept)
        if known is not None:
            return known
        if key not in looked_for:
            looked_for[key] = _there(actor, registered, name, country, city, registration)
        found, is_sure = looked_for[key]
        if is_sure:
            meant[kept] = _with_country(found[0], countries)
            return found[0]
        if not country:
            raise row.fault("country")
        answer = row.ask(
            "employer", *_question(name, countries[country], city, employer_type, found), about=" ".join(key)
        )
        if answer == LEFT_OUT:
            raise row.fault("employer", _("You said to leave the rows of this employer out."))
        if not answer.startswith(NEW):
            return _with_country(next(one for one in found if str(one.pk) == answer), countries)
        if key not in new:
            new[key] = Employer(
                name=name,
                employer_type=answer.removeprefix(NEW),
                country=countries[country],
                city=city,
                registration=registration,
            )
            if not access.covers(actor, Right.REGISTER_EMPLOYER, new[key]):
                raise row.fault("employer", _("Your office does not draft orders for this country."))
        return new[key]

    return find


def _question(
    name: str, country: Country, city: str, employer_type: str, alike: list[Employer]
) -> tuple[str, list[Choice]]:
    where = ", ".join(filter(None, (name, city, country.name)))
    types = [employer_type] if employer_type else EmployerType.values
    register = _("Register it: %(where)s, %(type)s")
    this = _("It is this one: %(written)s")
    choices: list[Choice] = [
        *((str(one.pk), this % {"written": _written(one)}) for one in alike),
        *((f"{NEW}{one}", register % {"where": where, "type": EmployerType(one).label}) for one in types),
        (LEFT_OUT, _("Leave its rows out")),
    ]
    sentence = _("This employer is not registered. Your answer is for all rows that say the same.")
    if alike:
        sentence = _("Which employer is it? Your answer is for all rows that say the same.")
    return sentence, choices


def _registered(rows: Iterable[Row]) -> list[Employer]:
    """Everybody who is called by the whole name or number of a row, in one query."""
    said = [(row.cells.get("employer", ""), row.cells.get("registration", "").strip()) for row in rows]
    names, numbers = {fold(name) for name, _number in said}, {number for _name, number in said if number}
    there = Employer.objects.current().alias(folded=Folded("name"))
    found = there.filter(Q(folded__in=names) | Q(registration__in=numbers))
    return list(found.order_by("name", "city", "pk"))


def _there(
    actor: Actor, registered: Sequence[Employer], name: str, country: str, city: str, registration: str
) -> tuple[list[Employer], bool]:
    """Employers that may be meant, and whether it is surely the first: called by the whole name or number, as the form finds them."""
    within = [one for one in registered if country in ("", one.country_id)]
    numbered = [one for one in within if registration and one.registration == registration]
    if numbered:
        return numbered[:2], len(numbered) == 1
    exact = [one for one in within if fold(one.name) == fold(name)]
    in_city = [
        one
        for one in exact
        if (not city or fold(one.city) == fold(city)) and not (registration and one.registration)
    ]
    if len(in_city) == 1:
        return in_city, True
    asked = Employer(name=name, country_id=country, registration=registration)
    near = queries.alike(asked) if country else []
    may_be_told = queries.tells_of(actor, asked, near)
    similar = [one for one in near if one.pk in may_be_told]
    return list({one.pk: one for one in [*in_city, *exact, *similar]}.values())[:MOST_ALIKE], False


def _written(employer: Employer) -> str:
    return queries.employer_label(Employer.objects.all(), str(employer.pk)) or employer.name


def _with_country(employer: Employer, countries: Mapping[str, Country]) -> Employer:
    employer.country = countries[employer.country_id]
    return employer
