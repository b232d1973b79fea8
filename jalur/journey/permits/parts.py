"""What this room adds to an order's page and to the homes of companies, labour offices and the ministry; the files of applications."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.job_orders.models import UNDER_LAW, HeldBecause, JobOrder
from jalur.journey.job_orders.models import State as OrderState
from jalur.journey.permits import guards, queries, rules, words
from jalur.journey.permits.models import Paper, Permit, Request, RequestState, State
from jalur.journey.permits.rights import Right
from jalur.journey.permits.workflow import PERMIT
from jalur.kit.components import Action, Need, Notice
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.parts import HomePart, PagePart


def of_order(actor: Actor, order: JobOrder, today: date) -> PagePart:
    """The permit of an order, as everybody may read it; to its company the way to one where it waits for it."""
    if order.state not in UNDER_LAW and order.quota is None:
        return PagePart()
    position = queries.permit_of(order)
    if position is not None:
        position.order = order
        revoked = position.permit.state == State.REVOKED and not order.is_permitted(today)
        told = [Notice(words.said_of(position.permit, today), tone="warn")] if revoked else []
        return PagePart(notices=told, grids=[words.order_grid(position)], actions=_way(actor, order, today))
    return PagePart(actions=_way(actor, order, today))


def _way(actor: Actor, order: JobOrder, today: date) -> list[Action]:
    waits = order.state in UNDER_LAW and not order.is_permitted(today)
    if not waits or not access.covers(actor, Right.APPLY_PERMIT, Permit(company=order.company)):
        return []
    if not queries.needs_permit(order, today):
        return []
    return [Action(_("Apply for its permit"), link("permits:new"), "secondary")]


def home(actor: Actor, today: date) -> HomePart:
    if actor.role == Role.COMPANY_OFFICER:
        return HomePart(needs=_company(actor, today))
    if actor.role == Role.MINISTRY_ANALYST:
        return HomePart(
            needs=[
                Need(
                    _("Applications for a permit to recruit (SIP2MI)"),
                    link("permits:applications", query="state=applied"),
                    count=Permit.objects.filter(state=State.APPLIED).count(),
                ),
                Need(
                    _("Asked about permits to recruit"),
                    link("permits:requests"),
                    count=Request.objects.filter(state=RequestState.WAITING).count(),
                ),
            ]
        )
    return HomePart()


def _company(actor: Actor, today: date) -> list[Need]:
    mine = Permit.objects.filter(company=actor.organisation_id)
    return [
        Need(
            _("Verified orders that wait for a permit (SIP2MI)"),
            link("job_orders:desk", query=f"state=held&held_because={HeldBecause.PERMIT}"),
            _("Nobody is recruited for them before."),
            JobOrder.objects.filter(
                company=actor.organisation_id, state=OrderState.HELD, held_because=HeldBecause.PERMIT
            ).count(),
            tone="warn",
        ),
        Need(
            _("Applications for a permit that were sent back"),
            link("permits:applications", query="state=returned"),
            count=mine.filter(state=State.RETURNED).count(),
            tone="warn",
        ),
        Need(
            _("Permits that run out within 30 days"),
            link("permits:applications", query="state=running_out"),
            count=mine.running_out(today).count(),
            tone="warn",
        ),
    ]


PAPERS = FileKind(
    key=rules.PERMIT_PAPERS,
    model=Paper,
    title=gettext_lazy("Paper of an application"),
    reads=Right.VIEW_APPLICATION,
    adds=Right.APPLY_PERMIT,
    related=("permit__company", "permit__destination"),
    person=lambda _paper: None,
    place=lambda _paper: "",
    crumbs=lambda _actor, paper: [crumb_of(PERMIT, paper.permit)],
    beside=lambda _actor, paper: (facts(paper, "kind"), []),
    guard=guards.its_papers_may_change,
)
