"""What this room adds to a person's file (the opening held) and to the homes of companies, missions and everybody."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Min, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.geography.queries import count_by_regency
from jalur.foundation.imports.kinds import ImportKind
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.organisations import words as organisation_words
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.tasks.kinds import TaskKind
from jalur.foundation.workflow import dependants
from jalur.foundation.workflow.consequences import Change, Group, Keys, UnderLaw, people
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.candidates import words as candidate_words
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import guards, queries, rules, services, words
from jalur.journey.job_orders.models import (
    UNDER_LAW,
    JobOrder,
    OrderCheck,
    OrderVersion,
    Reservation,
    State,
    takes_of,
)
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.services.imports import COLUMNS, plan
from jalur.journey.job_orders.services.lists import change_many, draft_many
from jalur.journey.job_orders.words import versions
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit import formats
from jalur.kit.components import Action, Figure, Grid, Need, Stage, Text
from jalur.kit.dates import day_of
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep, PagePart

SOON = timedelta(days=30)
MOST = 50
MOST_NAMED = 100
OPENINGS = {"taken_on": Sum(takes_of(), default=0), "held": Sum("reserved", default=0)}


LIST = ImportKind(
    key="orders",
    right=Right.DRAFT_ORDER,
    columns=COLUMNS,
    plan=plan,
    apply=draft_many,
    change=change_many,
    new=gettext_lazy("Would become drafts"),
    known=gettext_lazy("Entered already"),
    otherwise=gettext_lazy(
        "These orders were sent to the attaché or are open: a list does not change them. Change an open order on its own page;"
        " take one back that still waits."
    ),
    shown={
        gettext_lazy("Own number"): "reference",
        gettext_lazy("Employer"): "employer",
        gettext_lazy("Position"): "title",
        gettext_lazy("Route"): "route",
        gettext_lazy("How many"): "openings",
        gettext_lazy("Ready by"): "ready_by",
        gettext_lazy("Monthly pay"): "monthly_pay",
    },
    button=lambda count: (
        ngettext("Save %(count)s order as a draft", "Save %(count)s orders as drafts", count)
        % {"count": formats.number(count)}
    ),
    done=lambda count: (
        ngettext("%(count)s draft saved.", "%(count)s drafts saved.", count)
        % {"count": formats.number(count)}
    ),
    place=(gettext_lazy("Orders in progress"), "job_orders:desk"),
    files={gettext_lazy("Download invented orders to try"): "job_orders:example_list"},
)


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """The opening that the person holds, or has lost with its order; and whether its job stands still."""
    rows = Reservation.objects.visible_to(actor).filter(candidate__person=person)
    related = (
        *(f"order__{path}" for path in ORDER.related),
        "candidate__registered_by",
        "candidate__person__residence",
    )
    # Most people hold none: the joins of its page are not planned for them.
    key = rows.order_by("-created_at", "pk").values_list("pk", flat=True).first()
    latest = Reservation.objects.select_related(*related).get(pk=key) if key else None
    label = _("Opening held")
    if latest is None or not (latest.is_held or latest.is_lost):
        return FilePart(stages=[Stage(label)])
    order, office = latest.order, candidate_words.office_of(latest.candidate)
    job, url = words.job_in_country(order), link("job_orders:order", order.number)
    if order.state == State.HELD:
        return _standing_still(actor, person, latest, today)
    if latest.is_held:
        sentence = _("Be ready for %(job)s by %(day)s. Ask %(office)s what you still need.")
        params = {"job": job, "day": formats.day(order.ready_by, "long"), "office": office}
        return FilePart(
            stages=[Stage(label, "done", day_of(latest.created_at), note=job, url=url)],
            needs=versions.news(latest, today, is_own=actor.person_id == person.pk),
            next_step=NextStep(sentence % params, url, order.ready_by),
        )
    closed_on = day_of(order.closed_at)
    stage = Stage(label, "problem", closed_on, note=order.get_close_reason_display(), url=url)
    sentence = _("%(gone)s Ask %(office)s for another path.")
    params = {"gone": words.gone_sentence(order), "office": office}
    is_new = today - closed_on <= SOON
    return FilePart(stages=[stage], next_step=NextStep(sentence % params, url, is_urgent=is_new))


def _standing_still(actor: Actor, person: Person, held: Reservation, today: date) -> FilePart:
    """The opening of an order that is on hold: what happened, what is safe, what to do."""
    order, is_own = held.order, actor.person_id == person.pk
    job, url = words.job_in_country(order), link("job_orders:order", order.number)
    told = (
        _("The job you hold an opening for is on hold: %(job)s")
        if is_own
        else _("The job of the opening held is on hold: %(job)s")
    )
    note = _("%(job)s: on hold") % {"job": job}
    sentence = _(
        "%(job)s is on hold, because %(because)s: the opening stays held, and nobody leaves for it before it opens again."
        " Classes go on."
    )
    params = {"job": job, "because": order.get_held_because_display()}
    return FilePart(
        stages=[Stage(_("Opening held"), "problem", order.held_since, note=note, url=url)],
        needs=[
            Need(told % {"job": job}, url, words.safe_words(order, today, is_own=is_own), tone="warn"),
            *versions.news(held, today, is_own=is_own),
        ],
        next_step=NextStep(sentence % params, url, comes_first=True),
    )


def home(actor: Actor, today: date) -> HomePart:
    """A company's and a mission's work; for the ministry and visitors what the country's orders come to."""
    if actor.role == Role.COMPANY_OFFICER:
        return _company(actor, today)
    if actor.role == Role.LABOUR_ATTACHE:
        return _mission(actor, today)
    if actor.role == Role.MINISTRY_ANALYST:
        return HomePart(needs=[_on_hold(JobOrder.objects.all())], figures=_nation(today))
    return HomePart(figures=_nation(today)) if actor.user_id is None else HomePart()


def _on_hold(orders: QuerySet[JobOrder]) -> Need:
    """Of some orders those that stand still, with the people who hold their openings."""
    counted = orders.filter(state=State.HELD).aggregate(
        count=Count("pk"), people=Sum("reserved", default=0), since=Min("held_since")
    )
    hint = (
        _("%(people)s people hold an opening of them and keep it; the oldest stands still since %(day)s.")
        if counted["people"]
        else _("Nobody holds an opening of them; the oldest stands still since %(day)s.")
    )
    params = {"people": formats.number(counted["people"]), "day": formats.day(counted["since"])}
    return Need(
        _("Orders on hold: by law nobody may be sent there now"),
        link("job_orders:desk", query="state=held"),
        hint % params if counted["count"] else "",
        counted["count"],
        tone="warn",
    )


def _changes_waiting(orders: QuerySet[JobOrder], label: str) -> Need:
    waiting = OrderVersion.objects.waiting().filter(order__in=orders)
    counted = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    hint = _("The oldest since %(day)s") % {"day": formats.day(counted["oldest"])} if counted["count"] else ""
    return Need(label, link("job_orders:desk", query="state=changing"), hint, counted["count"])


def _nation(today: date) -> list[Figure]:
    running = JobOrder.objects.running(today).aggregate(orders=Count("pk"), **OPENINGS)
    url = link("job_orders:open_orders", query="state=running")
    return [
        counted(
            _("Openings still free"),
            running["taken_on"] - running["held"],
            _("Openings of verified orders whose deadline has not passed, less those held for a candidate."),
            of=running["taken_on"],
            url=url,
        ),
        counted(
            _("Open job orders"),
            running["orders"],
            _("Orders verified by a labour attaché, not closed, whose deadline has not passed."),
            url=url,
        ),
    ]


def _company(actor: Actor, today: date) -> HomePart:
    mine, soon = JobOrder.objects.filter(company_id=actor.organisation_id), today + SOON
    waiting = queries.counts_by_state(mine)
    is_open = mine.filter(state__in=UNDER_LAW).aggregate(**OPENINGS)
    lost = organisation_words.own_licence(
        actor.organisation_id,
        today,
        follows=_(
            "Meanwhile your orders stand still, and none can be sent to the attaché; openings and seats held for people are kept."
            " You can still write drafts."
        ),
        ask=_("Ask the ministry, which gives the licence."),
    )
    return HomePart(
        needs=[
            *lost,
            _on_hold(mine),
            Need(
                _("Drafts not yet sent to the attaché"),
                link("job_orders:desk", query="state=draft"),
                count=waiting.get(State.DRAFT, 0),
            ),
            Need(
                _("Orders refused by the attaché"),
                link("job_orders:desk", query="state=refused"),
                count=waiting.get(State.REFUSED, 0),
                tone="bad",
            ),
            _changes_waiting(mine, _("Changes you asked for that wait for the attaché")),
            Need(
                _("Orders with openings left and a deadline within 30 days"),
                link("job_orders:desk", query=f"state=running&left=yes&ready_to={soon}"),
                count=mine.plannable(today).filter(ready_by__lte=soon).count(),
                tone="warn",
            ),
        ],
        figures=[
            counted(
                _("Openings held for candidates"),
                is_open["held"],
                _("Openings of your orders, open or on hold, that an offered or accepted path holds."),
                of=is_open["taken_on"],
                url=link("job_orders:desk", query="state=published"),
            ),
        ],
        actions=[
            Action(_("Draft a job order"), link("job_orders:start_order"), icon="file-earmark-plus"),
            Action(_("Read orders in from a spreadsheet"), link("imports:orders"), icon="upload"),
        ],
    )


def _mission(actor: Actor, today: date) -> HomePart:
    orders = JobOrder.objects.filter(destination_id=actor.country)
    waiting = orders.filter(state=State.SUBMITTED).aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    hint = _("The oldest since %(day)s") % {"day": formats.day(waiting["oldest"])} if waiting["count"] else ""
    address = link("job_orders:desk", query="state=submitted")
    return HomePart(
        needs=[
            Need(_("Orders waiting for your verification"), address, hint, waiting["count"]),
            _changes_waiting(orders, _("Changes of orders waiting for your decision")),
            _on_hold(orders),
        ],
        figures=[
            counted(
                _("Open orders in your country"),
                orders.running(today).count(),
                _("Orders you verified whose deadline has not passed."),
                url=link("job_orders:open_orders", query=f"state=running&destination={actor.country}"),
            )
        ],
    )


def of_employer(actor: Actor, employer: Employer, _today: date) -> PagePart:
    """The orders of an employer that the reader may see, the newest first."""
    rows = JobOrder.objects.visible_to(actor).filter(employer=employer).for_lists()
    return PagePart(grids=[_order_grid(_("Its orders"), rows.order_by("-created_at", "pk")[:MOST])])


def of_company(_actor: Actor, organisation: Organisation, today: date) -> PagePart:
    """A placement company's record: what became of its orders, each figure with what it counts."""
    if organisation.kind != OrganisationKind.PLACEMENT_COMPANY:
        return PagePart()
    record = queries.record_of(organisation.pk, today)
    decided = record.verified + record.refused
    few = _("too few to say")
    share = formats.percent(record.refused / decided) if decided >= queries.FEWEST_PAYS else few
    days = few if record.days_to_fill is None else formats.number(record.days_to_fill)
    rows = [
        [
            _("Orders verified"),
            formats.number(record.verified),
            _("opened by a mission after it had seen the papers"),
        ],
        [
            _("Share refused"),
            share,
            _("of all orders that a mission decided, those it refused, as they stand now"),
        ],
        [
            _("Orders that proved false"),
            formats.number(record.false),
            _("closed by the company, a mission or the ministry because the order was not true"),
        ],
        [
            _("Openings held for somebody"),
            _("%(taken)s of %(openings)s")
            % {"taken": formats.number(record.taken), "openings": formats.number(record.openings)},
            _("of the openings of verified orders, those held for somebody"),
        ],
        [_("Days until filled"), days, _("from opening to the last opening taken, the order in the middle")],
    ]
    hint = _(
        "Orders decided in the twelve months before today. Below %(fewest)s orders no share and no middle is shown."
    )
    heads = [_("Measure"), _("Figure"), _("What it counts")]
    return PagePart(grids=[Grid(_("Track record"), heads, rows, hint=hint % {"fewest": queries.FEWEST_PAYS})])


def touched(change: Change) -> list[Group]:
    """The orders that a change holds or opens again, who holds their openings, and what hangs on them in later rooms."""
    on = formats.day(change.on)
    return [
        _orders(_("Orders that stand still from %(day)s on") % {"day": on}, change.stops),
        _orders(_("Orders that open again on %(day)s") % {"day": on}, change.frees),
        _holders(_("People who hold an opening there and keep it"), change.stops),
        _holders(_("People whose job opens again"), change.frees),
        *(group for room in dependants.of(JobOrder) for group in room.touched(change)),
    ]


def _orders(title: str, keys: Keys) -> Group:
    orders = JobOrder.objects.filter(pk__in=keys).for_lists().order_by("destination__name_id", "number")
    grid = _order_grid(title, orders[:MOST_NAMED])
    more = len(keys) - MOST_NAMED
    hint = _("The first %(count)s are named.") % {"count": formats.number(MOST_NAMED)} if more > 0 else ""
    return Group(title, len(keys), grid, hint)


def _order_grid(title: str, orders: Iterable[JobOrder]) -> Grid:
    rows = [
        [
            Text(order.title, order.number, link("job_orders:order", order.number)),
            str(order.destination),
            str(order.company or ""),
            order.get_state_display(),
            order.openings,
            order.reserved,
        ]
        for order in orders
    ]
    heads = [_("Order"), _("Destination"), _("Company (P3MI)"), _("State"), _("Asked"), _("Reserved")]
    return Grid(title, heads, rows)


def _holders(title: str, keys: Keys) -> Group:
    held = Reservation.objects.held().filter(order__in=keys)
    return people(title, count_by_regency(held.values_list("candidate__home", flat=True)))


CHECK_PAPERS = FileKind(
    key=rules.CHECK_PAPERS,
    model=OrderCheck,
    title=gettext_lazy("Paper"),
    reads=Right.VIEW_CHECK,
    adds=Right.VERIFY_ORDER,
    related=tuple(f"order__{path}" for path in ORDER.related),
    person=lambda _check: None,
    place=lambda _check: "",
    crumbs=lambda _actor, check: [crumb_of(ORDER, check.order)],
    beside=lambda _actor, check: (words.check_facts(check), []),
    guard=guards.its_papers_may_change,
)


def _order_papers(key: str, title: object, most: int) -> FileKind[JobOrder]:
    return FileKind(
        key=key,
        model=JobOrder,
        title=title,
        reads=Right.VIEW_DRAFT,
        adds=Right.DRAFT_ORDER,
        related=ORDER.related,
        person=lambda _order: None,
        place=lambda _order: "",
        crumbs=lambda _actor, order: [crumb_of(ORDER, order)],
        beside=lambda _actor, order: (words.paper_facts(order), []),
        guard=guards.papers_may_change,
        most=most,
    )


DEMAND_LETTERS = _order_papers(rules.DEMAND_LETTER, gettext_lazy("Demand letter"), 5)
ORDER_PAPERS = _order_papers(rules.PAPERS, gettext_lazy("Other paper of the order"), 10)
NOTES = NoteKind(
    key="order",
    model=JobOrder,
    thing=ORDER.thing,
    title=gettext_lazy("Job order"),
    right=Right.VIEW_DRAFT,
    related=ORDER.related,
    place=lambda _order: "",
    crumbs=lambda _actor, order: [crumb_of(ORDER, order)],
)
TASKS = TaskKind(
    key="order",
    model=JobOrder,
    thing=ORDER.thing,
    title=gettext_lazy("Job order"),
    right=Right.VIEW_DRAFT,
    related=ORDER.related,
    person=lambda _order: None,
    place=lambda _order: "",
    crumbs=lambda _actor, order: [crumb_of(ORDER, order)],
)
KEPT_UNDER_LAW = UnderLaw(services.stopped_by_law, touched, services.moves)
