"""What a row of an office's list says: read cell by cell, then held against the law of the day by the guards that hold every draft."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.models import Competency, Route
from jalur.foundation.competencies.rules import read_schooling
from jalur.foundation.geography import queries as geography
from jalur.foundation.geography.models import Country
from jalur.foundation.imports.queries import find_occupations
from jalur.foundation.imports.rows import AS_WRITTEN, Fault, Faults, Row, folded
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.rules import SEX_WORDS
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.steps import Ask
from jalur.journey.employers import queries as employers
from jalur.journey.employers.guards import stopped_by
from jalur.journey.job_orders import guards, queries, rules
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.models.terms import DEDUCTIONS_LEAVE_PAY, DEDUCTIONS_SAY_WHY
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.services.lists import Listed
from jalur.journey.job_orders.services.meant import employer_finder
from jalur.journey.job_orders.services.orders import LOOKED_UP, complete
from jalur.journey.job_orders.services.paid import PAYERS, charges, read_costs
from jalur.kit.folding import fold
from jalur.kit.reading import SOON, read_money, read_number, read_pay

ROUTES = folded(
    {
        "": Route.P_TO_P,
        **dict.fromkeys(("P to P", "PtoP", "P2P", "private to private", "antar swasta"), Route.P_TO_P),
        **dict.fromkeys(("G to G", "G2G", "government to government", "antar pemerintah"), Route.G_TO_G),
        **dict.fromkeys(("G to P", "G2P", "government to private"), Route.G_TO_P),
        **dict.fromkeys(("UKPS", "untuk kepentingan perusahaan sendiri"), Route.UKPS),
    }
)
SEXES = folded(
    {
        **SEX_WORDS,
        **dict.fromkeys(("", "L/P", "P/L", "M/F", "F/M", "campuran", "semua", "bebas", "any", "both"), ""),
        **dict.fromkeys(("laki-laki/perempuan", "pria/wanita", "male/female", "men and women"), ""),
        "men": "M",
        "women": "F",
    }
)
OCCUPATION_CODE = re.compile(r"[0-9]{4}")
PEOPLE = re.compile(r"\s*(?:orang|org|pax|people|persons?|workers?|pekerja)\.?$", re.IGNORECASE)
MONTHS = re.compile(r"([0-9]{1,3})\s*(?:bulan|bln|months?|mos?)?\.?", re.IGNORECASE)
YEARS = re.compile(r"([0-9]{1,2})\s*(?:tahun|thn|th|years?|yrs?)\.?", re.IGNORECASE)
TWO_AGES = re.compile(
    r"([0-9]{2})\s*(?:[-–]|s\.?/?d\.?|sampai|to|until)\s*([0-9]{2})(?:\s*(?:tahun|thn|th|years?))?",
    re.IGNORECASE,
)
FROM_AGE = re.compile(r"(?:(?:min(?:imal|imum)?|from|mulai)\.?\s*([0-9]{2})|([0-9]{2})\s*\+)", re.IGNORECASE)
TO_AGE = re.compile(r"(?:maks(?:imal|imum)?|max(?:imum)?|up to|sampai)\.?\s*([0-9]{2})", re.IGNORECASE)
MOST_PEOPLE, AGES, LONGEST_CONTRACT, LONGEST_WEEK = 100_000, (15, 70), 120, 112


class Reader:
    """How a row becomes an order that this actor may draft today. doubts: what to look at again in rows that were read.

    meant: what was found for the parts of the list before this one.
    """

    def __init__(self, actor: Actor, rows: Sequence[Row], today: date, meant: dict[str, Any]) -> None:
        self.actor, self.today, self.doubts = actor, today, list[Fault]()
        self.law, self.duties = rulebook.law_of(today), rulebook.order_checks(today)
        self.problems = employers.all_problems(today)
        self.countries = {country.pk: country for country in Country.objects.order_by("pk")}
        self.called = folded(geography.country_words())
        self.currencies = {"IDR", *rules.EVERYWHERE} | {one.currency for one in self.countries.values()}
        self.employer = employer_finder(actor, rows, self.countries, self.called, meant)
        self.occupations = cache(find_occupations)
        self.uncharged = cache(lambda occupation: rulebook.uncharged(occupation, today))
        self.usual = cache(lambda currency, country: queries.usual_pay(currency, country, today))

    def __call__(self, row: Row) -> Listed:
        values: dict[str, Any] = row.every(
            reference=lambda row: row.words("reference", 60),
            employer=self.employer,
            route=lambda row: row.choice("route", ROUTES),
            occupation_id=self.occupation,
            openings=_openings,
            sex=lambda row: row.choice("sex", SEXES),
            ready_by=self.ready_by,
            contract_months=_months,
            ages=_ages,
            min_education=_schooling,
            requirements=lambda row: row.choices("requirements", self.codes),
            pay=self.pay,
            allowance=lambda row: _amount(row, "allowance"),
            overtime_pay=lambda row: _amount(row, "overtime_pay"),
            deductions=lambda row: _amount(row, "deductions"),
            deductions_for=lambda row: row.words("deductions_for", 160),
            weekly_hours=lambda row: row.number("weekly_hours", 1, LONGEST_WEEK),
            rest_days=lambda row: row.number("rest_days", 0, 6),
            lodging=lambda row: row.choice("lodging", PAYERS),
            food=lambda row: row.choice("food", PAYERS),
            insurance=lambda row: row.choice("insurance", PAYERS),
            title=lambda row: row.words("title", 160),
            company=self.company,
            costs=read_costs,
        )
        costs = values.pop("costs")
        values["min_age"], values["max_age"] = values.pop("ages")
        values["monthly_pay"], values["pay_currency"] = values.pop("pay")
        requirements = tuple(values.pop("requirements"))
        order = JobOrder(**values)
        order.destination = self.countries[order.employer.country_id]
        order.title = order.title or self.title(row, order.occupation_id)
        if not order.pay_currency:
            order.pay_currency = order.destination.currency or "IDR"
        order.taken_on_by(self.actor)
        order.partner = self.partner(row, order)
        if requirements:
            least = self.law.least(**order.case)
            requirements = tuple(sorted({*requirements, *least.requirements}))
        self.hold_against_the_law(row, order, requirements)
        self.ask_about_pay(row, order)
        faults, doubts = charges(row, costs, self.uncharged(order.occupation_id) if costs else {})
        if faults:
            raise Faults(faults)
        self.doubts += doubts
        return Listed(order, requirements, costs)

    @property
    def is_company(self) -> bool:
        return self.actor.role == Role.COMPANY_OFFICER

    @cached_property
    def codes(self) -> dict[str, str]:
        known = Competency.objects.order_by("code").values_list("code", flat=True)
        return folded({code: code for code in known})

    def occupation(self, row: Row) -> str:
        return row.chosen("occupation", *row.read("occupation", self.occupations))

    def title(self, row: Row, code: str) -> str:
        """What the cell of the occupation says in words, else what the occupation is called."""
        text = " ".join(row.cells.get("occupation", "").split())
        if not OCCUPATION_CODE.fullmatch(text):
            return text[:160]
        found, _question = self.occupations(code)
        return dict(found)[code]

    def ready_by(self, row: Row) -> date:
        day = row.day("ready_by", SOON, today=self.today)
        if day is None:
            raise row.fault("ready_by")
        if refused := guards.deadline_is_ahead(JobOrder(ready_by=day), Ask(self.actor, self.today)):
            raise row.fault("ready_by", refused.messages[0])
        return day

    def pay(self, row: Row) -> tuple[Decimal, str]:
        """Amount and currency, which the cell itself or its own column says."""
        amount, inside = row.read("monthly_pay", read_pay)
        beside = row.read("pay_currency", lambda text: text.upper()) if row.is_said("pay_currency") else ""
        for key, currency in (("monthly_pay", inside), ("pay_currency", beside)):
            if currency and currency not in self.currencies:
                raise row.fault(key, row.columns["pay_currency"].instruction if key in row.columns else "")
        if inside and beside and inside != beside:
            sentence = _("The pay says %(inside)s and the currency %(beside)s. Write one of them.")
            raise row.fault("pay_currency", sentence % {"inside": inside, "beside": beside})
        if amount < 1:
            raise row.fault("monthly_pay")
        return amount, inside or beside

    def company(self, row: Row) -> Organisation | None:
        """The placement company: a company's officer drafts for the own one alone."""
        if self.is_company:
            own = self.own
            if row.is_said("company") and not _is_called(own, row.cells["company"]):
                raise row.fault("company", _("You draft for your own company alone. Leave the cell empty."))
            return own
        if not row.is_said("company"):
            return None
        return _organisation(row, "company", self.companies)

    @cached_property
    def own(self) -> Organisation:
        assert self.actor.organisation_id is not None  # the right to draft is that of an office's staff
        return Organisation.objects.get(pk=self.actor.organisation_id)

    def partner(self, row: Row, order: JobOrder) -> Organisation | None:
        if not row.is_said("partner"):
            return None
        there = [one for one in self.agencies if one.country_id == order.destination.pk]
        return _organisation(row, "partner", there)

    @cached_property
    def companies(self) -> list[Organisation]:
        return _open(OrganisationKind.PLACEMENT_COMPANY)

    @cached_property
    def agencies(self) -> list[Organisation]:
        return _open(OrganisationKind.PARTNER_AGENCY)

    def hold_against_the_law(self, row: Row, order: JobOrder, requirements: tuple[str, ...]) -> None:
        """What a draft is refused for, each at its column; what only sending is, as a doubt."""
        for right in (Right.VIEW_DRAFT, Right.DRAFT_ORDER):
            if not access.covers(self.actor, right, order):
                raise row.fault("employer", _("Your office does not draft orders for this country."))
        if closed := guards.destination_is_closed(order, self.law):
            raise Faults(_faults(row, closed))
        try:
            least = self.law.least(**order.case)
            if order.contract_months is None and least.standard is not None:
                order.contract_months = least.standard.contract_months
            complete(order, requirements, self.law)
            order.clean_fields(exclude=[*LOOKED_UP, "number"])
        except ValidationError as refused:
            raise Faults(_faults(row, refused)) from refused
        finally:
            order.number = ""
        if order.deductions and not order.deductions_for:
            raise row.fault("deductions_for", str(DEDUCTIONS_SAY_WHY.violation_error_message))
        if order.deductions is not None and order.deductions >= order.monthly_pay:
            raise row.fault("deductions", str(DEDUCTIONS_LEAVE_PAY.violation_error_message))
        asked = queries.checks_among(self.duties, order, self.today)
        if lacking := guards.lacks_partner(order, asked):
            self.doubts.append(row.fault("partner", lacking.messages[0]))
        for key, named in (("employer", order.employer.pk), ("partner", order.partner_id)):
            if named is not None and (problem := self.problems.get(named)) is not None:
                self.doubts.append(row.fault(key, stopped_by(problem).messages[0]))

    def ask_about_pay(self, row: Row, order: JobOrder) -> None:
        """As below the form; where nothing is usual yet, once for all amounts of a country in one currency."""
        currency, country = order.pay_currency, order.destination
        usual = self.usual(currency, country.pk)
        for key, said in guards.doubts_beside(usual, country, order.monthly_pay, currency):
            sentence, about, value = said, f"{currency} {country.pk}", ""
            if key == "monthly_pay" and usual is not None:
                about = f"{about} {order.monthly_pay}"
            elif key == "monthly_pay":
                value = f"{country.name}, {currency}"
                sentence = _(
                    "There are too few orders yet to compare these pays with. Check currency and zeros of all of them."
                )
            row.ask(key, sentence, [(AS_WRITTEN, _("It is right as written"))], about=about, value=value)


def _open(kind: OrganisationKind) -> list[Organisation]:
    return list(Organisation.objects.filter(kind=kind, closed_on=None).order_by("name", "pk"))


def _organisation(row: Row, key: str, among: Sequence[Organisation]) -> Organisation:
    """The one that is called so; of several, or of those in whose names it occurs, the uploader says which."""
    text = fold(row.text(key, longest=200))
    called = [one for one in among if fold(one.name) == text]
    found = called or [one for one in among if text and text in fold(one.name)][:12]
    which = "" if len(called) == 1 else _("Which one is it? Your answer is for all rows that say the same.")
    chosen = row.chosen(key, [(str(one.pk), one.name) for one in found], which)
    return next(one for one in found if str(one.pk) == chosen)


def _faults(row: Row, refused: ValidationError) -> list[Fault]:
    """One for each field that is refused, at the column which says it; what a validator says in its own words reads as the column's."""
    found = []
    for field, errors in refused.error_dict.items():
        key = field if field in row.columns else "employer"
        if key in ("min_age", "max_age") and row.is_said("ages") and not row.is_said(key):
            key = "ages"
        for error in errors:
            is_ours = (
                error.code in {"less_than_the_law", "forbidden", "paused", "closed"}
                or field not in row.columns
            )
            found.append(row.fault(key, " ".join(error.messages) if is_ours else ""))
    return found


def _openings(row: Row) -> int:
    number = row.read("openings", lambda text: read_number(PEOPLE.sub("", text)))
    if not 1 <= number <= MOST_PEOPLE:
        raise row.fault("openings")
    return number


def _months(row: Row) -> int | None:
    if not row.is_said("contract_months"):
        return None

    def months(text: str) -> int | None:
        if found := MONTHS.fullmatch(text):
            return int(found[1])
        return int(found[1]) * 12 if (found := YEARS.fullmatch(text)) else None

    number = row.read("contract_months", months)
    if not 1 <= number <= LONGEST_CONTRACT:
        raise row.fault("contract_months")
    return number


def _ages(row: Row) -> tuple[int | None, int | None]:
    """The youngest and the oldest age, said in one column or in two."""
    low, high = (row.number(key, *AGES) for key in ("min_age", "max_age"))
    if row.is_said("ages"):
        both = row.read("ages", _two_ages)
        if any(one not in (None, two) for one, two in zip((low, high), both, strict=True)):
            raise row.fault("ages", _("The ages say something else in another column of this row."))
        low, high = both
        if any(age is not None and not AGES[0] <= age <= AGES[1] for age in both):
            raise row.fault("ages")
    if low is not None and high is not None and high < low:
        raise row.fault("ages" if row.is_said("ages") else "max_age")
    return low, high


def _two_ages(text: str) -> tuple[int | None, int | None] | None:
    if found := TWO_AGES.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := FROM_AGE.fullmatch(text):
        return int(found[1] or found[2]), None
    return (None, int(found[1])) if (found := TO_AGE.fullmatch(text)) else None


def _schooling(row: Row) -> int | None:
    return row.read("min_education", read_schooling) if row.is_said("min_education") else None


def _amount(row: Row, key: str) -> Decimal | None:
    return row.read(key, read_money) if row.is_said(key) else None


def _is_called(one: Organisation, text: str) -> bool:
    return fold(text) == fold(one.name)
