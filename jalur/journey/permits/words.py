"""How permits read on a screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.rulebook.models import PermitPaper
from jalur.journey.permits import queries, rules
from jalur.journey.permits.models import AT_THE_COMPANY, Permit, Position, Request, State
from jalur.journey.permits.rights import Right
from jalur.journey.permits.workflow import PERMIT
from jalur.kit import formats
from jalur.kit.components import Grid, Notice, Tag, Text
from jalur.kit.links import link


def standing(permit: Permit, on: date) -> Tag:
    """Whether it counts today."""
    if permit.state == State.GRANTED and not permit.is_in_force(on):
        return Tag(_("valid until %(day)s") % {"day": formats.day(permit.valid_until, "short")}, "warn")
    if permit.state == State.GRANTED:
        return Tag(_("in force"), "done")
    return PERMIT.tag(permit)


def said_of(permit: Permit, on: date) -> str:
    """In one sentence whether anybody may recruit by it today; never that it is false."""
    params = {"number": permit.number, "company": permit.company.name, "day": formats.day(permit.valid_until)}
    if permit.state == State.REVOKED:
        params["day"] = formats.day(permit.revoked_on)
        sentence = _("Permit %(number)s of %(company)s was revoked on %(day)s. Nobody is recruited by it.")
    elif not permit.is_in_force(on):
        sentence = _(
            "Permit %(number)s of %(company)s was valid until %(day)s. Nobody is recruited by it now."
        )
    else:
        sentence = _("Permit %(number)s of %(company)s was found, valid until %(day)s.")
    return sentence % params


def notices(permit: Permit, on: date, *, works_on_it: bool) -> list[Notice]:
    """Why it does not count, for everybody; why it was sent back or not granted, for those who work on it."""
    if permit.state == State.REVOKED:
        title = _("Revoked on %(day)s") % {"day": formats.day(permit.revoked_on, "long")}
        kept = _("Its orders stand still. Who holds an opening of them keeps it.")
        return [Notice(f"{permit.answer} {kept}", title, "bad", about="permit#revoked")]
    if permit.state == State.GRANTED and not permit.is_in_force(on):
        sentence = _("Nobody is recruited by it before it is extended. Openings held are kept.")
        title = _("It was valid until %(day)s") % {"day": formats.day(permit.valid_until, "long")}
        return [Notice(sentence, title, "warn", about="permit#until")]
    if works_on_it and permit.state in {State.RETURNED, State.REFUSED}:
        return [Notice(permit.answer, str(State(permit.state).label).capitalize(), "warn")]
    return []


def positions_grid(permit: Permit, *, is_public: bool) -> Grid:
    """For which orders; what was asked, allowed, reserved and is left, as the orders say it now."""
    rows: list[list[Any]] = []
    for position in queries.positions_of(permit):
        order = position.order
        what = Text(order.title, order.number, link("job_orders:order", order.number))
        if is_public:
            left = order.left if position.is_live else None
            rows.append([what, order.openings, position.quota, order.reserved, left])
        else:
            rows.append([what, order.openings, position.asked])
    heads = [_("Order"), _("Requested")]
    heads += [_("Allowed"), _("Reserved"), _("Left")] if is_public else [_("To be recruited")]
    return Grid(
        _("Orders"),
        heads,
        rows,
        empty=_("No order yet."),
        about="permit#quota",
    )


def papers_grid(actor: Actor, permit: Permit, on: date) -> Grid:
    """The papers asked for, each with its file or that it is missing; without rows for those who may not read them."""
    rows: list[list[Any]] = []
    if access.covers(actor, Right.VIEW_APPLICATION, permit):
        held = {paper.kind: paper for paper in permit.papers.order_by("kind")}
        kind = kind_of(rules.PERMIT_PAPERS)
        stored = files.files_of_many(kind, [paper.pk for paper in held.values()])
        asked = {duty.paper: duty for duty in queries.duties_of(_orders(permit), on)}
        is_open = permit.state in (*AT_THE_COMPANY, State.APPLIED)
        for what in PermitPaper:
            title = capfirst(what.label)
            source = asked[what].rests_on if what in asked else ""
            if paper := held.get(what):
                ways = file_words.links(actor, kind, paper, stored.get(paper.pk, []))
                rows.append([Text(title, source), Tag(_("handed in"), "done"), *(ways[:1] or [""])])
            elif what in asked and is_open:
                rows.append([Text(title, source), Tag(_("still missing"), "wait"), ""])
    return Grid(_("Papers"), [_("Paper"), _("State"), _("File")], rows, about="apply-for-a-permit#papers")


def _orders(permit: Permit) -> list[Any]:
    return [position.order for position in queries.positions_of(permit)]


def requests_grid(actor: Actor, permit: Permit) -> Grid:
    """What was asked about it, of what the reader may see."""
    rows: Sequence[Request] = []
    if access.may(actor, Right.VIEW_REQUEST):
        found = Request.objects.visible_to(actor).filter(permit=permit).select_related("office")
        rows = list(found.order_by("-created_at", "pk"))
    return Grid(
        _("Asked about it"),
        [_("What"), _("By"), _("Day"), _("State")],
        [
            [
                Text(str(one), one.reason, link("permits:request", one.pk)),
                one.office.name,
                one.created_at,
                one.get_state_display(),
            ]
            for one in rows
        ],
    )


def order_grid(position: Position | None) -> Grid:
    """On an order's page: its permit with what it allows, as everybody may read it."""
    rows: list[list[Any]] = []
    if position is not None:
        permit, order = position.permit, position.order
        counts = position.is_live and permit.state == State.GRANTED
        rows.append(
            [
                Text(permit.number, permit.company.name, link("permits:permit", permit.pk)),
                permit.granted_on,
                permit.valid_until,
                order.openings,
                position.quota,
                order.reserved,
                order.left if counts else None,
            ]
        )
    return Grid(
        _("Permit to recruit (SIP2MI)"),
        [_("Number"), _("Of"), _("Until"), _("Requested"), _("Allowed"), _("Reserved"), _("Left")],
        rows,
        about="permit#quota",
    )
