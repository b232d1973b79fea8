"""How entries of the pool and requests read: to whoever looks without a name, to her with everything."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Education
from jalur.foundation.geography.queries import place_label
from jalur.foundation.people.models import Sex
from jalur.journey.job_orders import words as order_words
from jalur.journey.talent_pool import queries, rules
from jalur.journey.talent_pool.models import Consent, Purpose, Request, RequestState
from jalur.journey.talent_pool.rights import Right
from jalur.kit import dates, formats
from jalur.kit.components import Action, Grid, Notice, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import Section


def region(seen: Any, common: Mapping[str, set[str]]) -> str:
    """The regency where enough people can do the same, else the province."""
    if rules.shows_regency(seen.codes, common.get(seen.regency, ())):
        return f"{seen.regency_name}, {seen.province_name}"
    return str(seen.province_name or "")


def age(born: date, on: date) -> str:
    first, last = rules.age_band(dates.completed_years(born, on))
    if last is None:
        return _("%(first)s or older") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def languages(levels: list[tuple[str, str]]) -> list[str]:
    """The highest level of each language; levels: (scale, title), the lowest first."""
    return list(dict(levels).values())


def wanted_countries(seen: Any) -> list[str]:
    return [_("any destination")] if seen.goes_anywhere else list(dict.fromkeys(seen.countries))


def entry_rows(seen: Any, common: Mapping[str, set[str]], on: date) -> list[Row]:
    """All that a seeker reads of somebody."""
    rows = [
        Row(_("Can do"), ", ".join(seen.skills)),
        Row(_("Languages"), ", ".join(languages(seen.levels))),
        Row(_("Certificates of competence"), ", ".join(dict.fromkeys(seen.certified))),
        Row(_("Schooling"), str(Education(seen.schooling).label)),
        Row(_("Age"), age(seen.born, on)),
        Row(
            _("Region"),
            region(seen, common),
            hint=_("The regency only where at least five people there can do the same, else the province."),
        ),
        Row(_("Wants to go to"), ", ".join(wanted_countries(seen))),
        Row(_("Work wished for"), ", ".join(dict.fromkeys(seen.works))),
        Row(_("Ready from"), formats.month(max(seen.ready_from, on))),
    ]
    if seen.seen_for == Purpose.PROGRAMMES:
        rows.append(Row(_("Sex"), str(Sex(seen.gender).label), hint=_("Only missions see it.")))
    return rows


def never_shown() -> Notice:
    return Notice(
        _("Name, NIK, telephone, e-mail, photo, village, family, and the number of your file."),
        _("What nobody who looks ever sees"),
    )


def consent_notices(is_own: bool) -> list[Notice]:
    """What agreeing means, before it."""
    text = _(
        "You choose who may find you and until when. Whoever wants to know who you are has to ask, and you say yes or no each"
        " time. You can leave with one tap; from then on nobody finds you. It costs nothing, and whoever is not in the pool loses"
        " no right and no service."
    )
    found = [Notice(text, _("What you agree to")), never_shown()]
    if not is_own:
        sentence = _("Only on her own word and with her beside you. Your office stands in the history.")
        found.insert(0, Notice(sentence, tone="warn"))
    return found


def purposes(consent: Consent) -> str:
    return "; ".join(str(Purpose(one).label) for one in consent.purposes)


def consent_rows(consent: Consent) -> list[Row]:
    rows = [
        Row(_("Who may find you"), purposes(consent)),
        Row(_("Until"), formats.day(consent.until, "long")),
        Row(_("Agreed on"), formats.day(consent.given_on, "long")),
        Row(_("Pool number"), consent.number, hint=_("Drawn anew each time you agree; it names nobody.")),
    ]
    if consent.recorded_by is not None:
        rows.append(Row(_("Written down by"), consent.recorded_by.name))
    return rows


def looked(count: int) -> str:
    """ "3 organisations looked at your entry this week"."""
    if not count:
        return _("Nobody looked at your entry this week.")
    sentence = ngettext(
        "%(count)s organisation looked at your entry this week.",
        "%(count)s organisations looked at your entry this week.",
        count,
    )
    return sentence % {"count": formats.number(count)}


def looks_grid(consent: Consent, on: date) -> Grid:
    return Grid(
        _("Who looked in the last 30 days"),
        [_("Day"), _("Who")],
        [[day, name] for day, name in queries.looks_at(consent, on - queries.MONTH)],
        empty=_("Nobody has opened your entry yet."),
    )


def requests_grid(rows: list[Request], tags: Mapping[str, Any], *, is_own: bool) -> Grid:
    """Of her, who asked; of a seeker, whom it asked."""
    return Grid(
        _("Requests"),
        [_("Number"), _("Who asks") if is_own else _("Entry"), _("For what"), _("Answer by"), _("State")],
        [
            [
                Text(one.number, url=link("talent_pool:request", one.number)),
                one.seeker.name if is_own else one.consent.number,
                what_for(one),
                one.answer_by,
                tags[one.state],
            ]
            for one in rows
        ],
    )


def what_for(request: Request) -> str:
    return order_words.job_in_country(request.order) if request.order else request.programme


# -- a request ---------------------------------------------------------------------------------------------------------


def knows_who(request: Request) -> bool:
    """Whether whoever asked may read who it is: she said yes and has not left since."""
    return request.state == RequestState.AGREED


def labour_office(request: Request) -> str:
    """Of her regency, without anything nearer."""
    regency = place_label(request.candidate.person.residence_id[: queries.REGENCY])
    return _("the labour office of %(regency)s") % {"regency": regency or ""}


def rows_for_seeker(actor: Actor, request: Request, on: date) -> list[Row]:
    """What whoever asked reads: no more than the entry, until she has agreed."""
    is_seen = queries.pool_of(actor, on).filter(pk=request.consent_id).exists()
    entry = link("talent_pool:entry", request.consent.number) if is_seen else ""
    rows = [
        Row(
            _("Entry in the pool"),
            Text(request.consent.number, url=entry) if entry else request.consent.number,
        ),
        _what_row(request),
        Row(_("Your message"), request.message),
        Row(_("Answer by"), formats.day(request.answer_by, "long")),
    ]
    if request.answered_on and request.state in (RequestState.AGREED, RequestState.DECLINED):
        rows.append(Row(_("Answered on"), formats.day(request.answered_on, "long")))
    if knows_who(request):
        rows += [
            Row(_("Name"), request.candidate.person.name),
            Row(
                _("Labour office"),
                labour_office(request),
                hint=_("Contact goes through it and through Jalur. Nothing is signed yet."),
            ),
        ]
    return rows


def rows_for_her(request: Request, on: date) -> list[Row]:
    """Who asks, with what is known of it, for what, and what they wrote."""
    seeker = request.seeker
    licence, hint = "", _("A mission of Indonesia.")
    if queries.purpose_of_seeker(seeker, on) != Purpose.PROGRAMMES:
        hint = (
            _("Its licence to place workers is in force today.")
            if queries.is_licensed(seeker, on)
            else _("No licence to place workers is in force today. Do not pay or sign anything.")
        )
        licence = link("organisations:check", query=f"q={seeker.name}")
    check = Action(_("Check this company"), licence) if licence else None
    return [
        Row(_("Who asks"), seeker.name, check, hint),
        _what_row(request),
        Row(_("What they write"), request.message),
        Row(_("Answer by"), formats.day(request.answer_by, "long")),
        Row(
            _("They read about you"),
            _("your name and your labour office")
            if knows_who(request)
            else _("only your entry in the pool, without a name"),
        ),
    ]


def sections_for_her(request: Request, on: date) -> list[Section]:
    """Pay and costs of the order, as everybody reads them."""
    if request.order is None:
        return []
    pay = Section(_("Pay"), [order_words.pay_row(request.order, on)])
    return [pay, order_words.costs_section(request.order, on)]


def _what_row(request: Request) -> Row:
    if request.order is None:
        return Row(_("Programme"), request.programme)
    what = order_words.job_in_country(request.order)
    return Row(
        _("Job order"), Text(what, request.order.number, link("job_orders:order", request.order.number))
    )


def request_notices(actor: Actor, request: Request) -> list[Notice]:
    """What to know before answering, or what an answer means."""
    if request.state == RequestState.WAITING and access.covers(actor, Right.ANSWER_REQUEST, request):
        text = _(
            "Nobody may ask you for money. With “yes” they read your name and your labour office, nothing else. With “no” they"
            " read only that you declined."
        )
        return [Notice(text, _("Before you answer"))]
    if request.state == RequestState.FELL_AWAY:
        return [Notice(_("This entry is no longer in the pool."))]
    return []


def closed_to(actor: Actor, on: date) -> list[Notice]:
    """Why a company sees an empty pool."""
    if queries.purpose_of(actor, on):
        return []
    text = _(
        "The talent pool opens to companies whose licence to place workers is in force. Today yours is not."
    )
    return [Notice(text, tone="warn")]
