"""How a change of an order reads: before and after side by side, and what each part means for whoever works there."""

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.rulebook.models import CostItem
from jalur.foundation.workflow.views import page_of
from jalur.journey.job_orders import queries, rules
from jalur.journey.job_orders.models import (
    BY_NEWEST,
    COUNTING,
    JobOrder,
    OrderVersion,
    Payer,
    Reservation,
    VersionState,
)
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.rules import Leaning
from jalur.journey.job_orders.workflow import VERSION
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Need, Notice, Row, Tag, Text
from jalur.kit.dates import day_of
from jalur.kit.links import link
from jalur.kit.money import format_money

LEANINGS = {
    Leaning.BETTER: gettext_lazy("better for the worker"),
    Leaning.WORSE: gettext_lazy("worse for the worker"),
}
# Below a heading that says for whom.
TAGS = {Leaning.BETTER: (gettext_lazy("better"), "done"), Leaning.WORSE: (gettext_lazy("worse"), "bad")}
NEWS = timedelta(days=60)
"""How long whoever holds an opening reads at her home what changed."""


class Line(NamedTuple):
    """One thing that differs, in words."""

    label: str
    before: str
    after: str
    leaning: Leaning


def lines(version: OrderVersion) -> list[Line]:
    """What differs. While it waits the order of today stands beside what is asked for."""
    before, after = version.before, version.after
    if version.state == VersionState.WAITING:
        said = queries.said_of(version.order)
        before = {name: said[name] for name in after}
    was, will = _filled(version.order, before), _filled(version.order, after)
    is_other_money = was.pay_currency != will.pay_currency
    found: list[Line] = []
    for name, value in after.items():
        if name == "costs":
            found += _costs(before.get(name, {}), value)
        elif name == "requirements":
            said = (_competencies(before.get(name, [])), _competencies(value))
            found.append(
                Line(
                    _("Skills and languages required"),
                    *said,
                    rules.leaning(name, before.get(name, []), value),
                )
            )
        else:
            kept = (getattr(was, name), getattr(will, name))
            towards = rules.leaning(name, *kept, is_other_money=is_other_money)
            label = capfirst(JobOrder._meta.get_field(name).verbose_name)
            found.append(Line(str(label), _value(was, name), _value(will, name), towards))
    return found


def is_worse(version: OrderVersion) -> bool:
    """Whether something of it is worse for whoever works there."""
    return any(line.leaning == Leaning.WORSE for line in lines(version))


def _filled(order: JobOrder, said: Mapping[str, Any]) -> JobOrder:
    return queries.become(copy(order), said)


def _value(order: JobOrder, name: str) -> str:
    value, field = getattr(order, name), JobOrder._meta.get_field(name)
    if value in (None, ""):
        return str(order.get_sex_display()) if name == "sex" else _("not said")
    if field.choices:
        return str(getattr(order, f"get_{name}_display")())
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return format_money(value, order.pay_currency, locale=formats.locale())
    return formats.number(value) if isinstance(value, int) else str(value)


def _competencies(codes: list[str]) -> str:
    titles = competencies.competency_labels(codes)
    return "; ".join(titles.get(code, code) for code in codes) or _("none")


def _costs(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    items = {item: (before.get(item), after.get(item)) for item in sorted({*before, *after})}
    differ = {item: both for item, both in items.items() if both[0] != both[1]}
    named = {item.code: str(item) for item in CostItem.objects.filter(code__in=differ).order_by("position")}
    return [
        Line(named[item], *map(_paid, differ[item]), rules.leaning_of_cost(*differ[item])) for item in named
    ]


def _paid(cost: Any) -> str:
    if cost is None:
        return _("not said")
    payer, amount = cost
    who = str(Payer(payer).label)
    return who if amount is None else f"{who}, {format_money(Decimal(amount), locale=formats.locale())}"


def side_by_side(version: OrderVersion) -> Grid:
    rows = [[line.label, line.before, line.after, _tag(line.leaning)] for line in lines(version)]
    is_waiting = version.state == VersionState.WAITING
    heads = [
        _("What"),
        _("Now") if is_waiting else _("Before"),
        _("Asked for") if is_waiting else _("After"),
        _("For the worker"),
    ]
    return Grid(_("Before and after"), heads, rows, key="versions", about="order#versions")


def _tag(leaning: Leaning) -> Any:
    if leaning not in TAGS:
        return Text(_("cannot be told"))
    words, tone = TAGS[leaning]
    return Tag(str(words), tone)


def leaning_words(leaning: Leaning) -> str:
    return str(LEANINGS[leaning]) if leaning in LEANINGS else ""


def day_words(at: datetime) -> str:
    return formats.day(day_of(at), "long")


def effect(version: OrderVersion, on: date) -> Notice | None:
    """To whoever decides, before it is decided: who holds an opening, and whom the change would leave with one that no longer fits."""
    held = queries.holders_under(version, on)
    if not held.count:
        return None
    sentences = [
        ngettext(
            "%(count)s person holds an opening and keeps it.",
            "%(count)s people hold an opening and keep it.",
            held.count,
        )
        % {"count": formats.number(held.count)}
    ]
    if held.not_taken:
        sentence = ngettext(
            "%(count)s of them would no longer meet age, sex or schooling.",
            "%(count)s of them would no longer meet age, sex or schooling.",
            held.not_taken,
        )
        sentences.append(sentence % {"count": formats.number(held.not_taken)})
    if held.lacking:
        sentence = ngettext(
            "%(count)s of them would lack a skill or language that is new.",
            "%(count)s of them would lack a skill or language that is new.",
            held.lacking,
        )
        sentences.append(sentence % {"count": formats.number(held.lacking)})
    if len(sentences) == 1:
        sentences.append(_("All of them would still fit."))
    sentences.append(_("Nobody is taken off by the change; all of them are told what changed."))
    is_safe = not held.not_taken and not held.lacking
    return Notice(" ".join(sentences), _("Who holds an opening"), "info" if is_safe else "warn")


def changed_row(order: JobOrder) -> list[Row]:
    """For everybody: that it is not the order that was first verified."""
    if order.changed_on is None:
        return []
    hint = _("Version %(number)s. What matters to a worker changes only when the attaché agrees.")
    written = formats.day(order.changed_on, "long")
    return [Row(_("Changed on"), written, hint=hint % {"number": order.version})]


def versions_grid(actor: Actor, order: JobOrder) -> Grid:
    """Every version of an order, the newest first, for those who work on it; without rows for others."""
    rows: list[list[Any]] = []
    if access.covers(actor, Right.VIEW_DRAFT, order):
        found = order.versions.select_related("order__partner", "decided_by").order_by(*BY_NEWEST)
        tags = VERSION.tags()
        for one in found:
            one.order = order
            number = _("Version %(number)s") % {"number": one.number} if one.number else _("Change")
            day = day_of(one.decided_at or one.created_at)
            who = one.decided_by.name if one.decided_by else ""
            differs = ", ".join(line.label for line in lines(one))
            rows.append(
                [
                    Text(number, url=page_of(VERSION, one)),
                    tags[one.state],
                    Text(formats.day(day, "short"), who),
                    differs,
                ]
            )
        if rows and order.decided_at:
            first = Text(formats.day(day_of(order.decided_at), "short"))
            rows.append([_("Version %(number)s") % {"number": 1}, "", first, _("as the attaché verified it")])
    heads = [_("Version"), _("State"), _("Day"), _("What differs")]
    return Grid(_("Versions"), heads, rows, key="order-versions", about="order#versions")


def waiting_notice(actor: Actor, order: JobOrder) -> list[Notice]:
    """To those who work on it: that a change waits, and where it is read."""
    if not access.covers(actor, Right.VIEW_DRAFT, order):
        return []
    if (version := queries.waiting_version(order)) is None:
        return []
    text = _("The order goes on as it was until the attaché has decided. Asked for on %(day)s.")
    way = Action(_("See before and after"), page_of(VERSION, version), "primary")
    said = text % {"day": formats.day(day_of(version.created_at), "long")}
    return [Notice(said, _("A change waits for the attaché"), "info", [way], about="order#versions")]


def news(held: Reservation, today: date, *, is_own: bool) -> list[Need]:
    """To whoever holds an opening: what has changed of the job since she holds it."""
    order = held.order
    if order.changed_on is None or order.changed_on < max(today - NEWS, day_of(held.created_at)):
        return []
    since = max(held.created_at.date(), today - NEWS)
    rows = OrderVersion.objects.filter(
        order=order, state__in=COUNTING, decided_at__date__gte=since, decided_at__gte=held.created_at
    )
    found = []
    for version in rows.order_by("-number")[:3]:
        version.order = order
        told = [line for line in lines(version) if not _is_wording(version)]
        if not told:
            continue
        said = "; ".join(f"{line.label}: {line.before} → {line.after}" for line in told)
        hint = _("%(changes)s. The opening stays held.") % {"changes": said}
        worse = any(line.leaning == Leaning.WORSE for line in told)
        if worse:
            hint += " " + (
                _(
                    "Something of it is worse for you: you may give the opening back without any disadvantage. Ask your labour"
                    " office."
                )
                if is_own
                else _("Something of it is worse: the opening may be given back without any disadvantage.")
            )
        label = _("The job of the opening changed on %(day)s") % {
            "day": formats.day(day_of(version.decided_at), "long")
        }
        found.append(
            Need(label, link("job_orders:order", order.number), hint, tone="warn" if worse else "now")
        )
    return found


def _is_wording(version: OrderVersion) -> bool:
    return version.after.keys() <= rules.AT_ONCE
