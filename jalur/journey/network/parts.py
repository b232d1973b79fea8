"""What this room adds to the homes of institutions and labour offices; the evidence of findings."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate
from jalur.journey.network import queries, rules, words
from jalur.journey.network.models import TEACHING, Finding, Layer, Loan, LoanState, Member, MemberState
from jalur.journey.network.rights import Right
from jalur.journey.network.workflow import LOAN
from jalur.journey.premises.models import Booking, Resource
from jalur.journey.premises.uses import Use
from jalur.kit.components import Crumb, Grid, Need, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import HomePart, PagePart
from jalur.kit.refusals import refusal

MOST_NAMED = 3


def home(actor: Actor, today: date) -> HomePart:
    """Of an institution: who asks it, what is missing, what runs out. Of an office: what runs out in its region."""
    if actor.role == Role.TRAINING_MANAGER:
        return HomePart(needs=[*_asked(actor), *_to_lend(actor, today), *_own(actor, today)])
    if actor.role == Role.LABOUR_OFFICER:
        rows = access.narrow(Finding.objects.all(), actor, Right.VIEW_FINDING)
        ending = rows.ending(today, today + rules.SOON).order_by().values("organisation").distinct().count()
        return HomePart(
            needs=[
                Need(
                    _("Institutions of which a finding runs out within 60 days"),
                    link("network:institutions", query="stands=ending"),
                    _("Look at them again, or they no longer count as ready."),
                    ending,
                    tone="warn",
                )
            ]
        )
    return HomePart()


def _asked(actor: Actor) -> list[Need]:
    rows = Member.objects.filter(centre=actor.organisation_id, state=MemberState.ASKED)
    return [
        Need(
            _("%(hub)s asks you to join its network") % {"hub": member.hub.name},
            link("network:member", member.number),
            member.purpose,
        )
        for member in rows.select_related("hub").order_by("created_at", "pk")
    ]


def _to_lend(actor: Actor, today: date) -> list[Need]:
    """Requests that the institution has not answered; one leads to itself."""
    rows = Loan.objects.waiting(today).filter(lender=actor.organisation_id)
    found = list(rows.select_related("resource", "borrower").order_by("first", "pk")[:MOST_NAMED])
    if len(found) == MOST_NAMED:
        label = _("Requests to lend something")
        return [Need(label, link("network:loans", query="state=asked"), count=rows.count(), tone="warn")]
    return [
        Need(
            _("%(centre)s asks you to lend: %(what)s")
            % {"centre": one.borrower.name, "what": one.resource.name},
            link("network:loan", one.number),
            words.loan_days(one),
        )
        for one in found
    ]


def of_lent(actor: Actor, resource: Resource, _today: date) -> PagePart:
    """On the page of something that can be booked: the way to the loan it came by, and who else has it or asks for it."""
    rows = Loan.objects.visible_to(actor).filter(Q(resource=resource) | Q(lent=resource))
    rows = rows.filter(state__in=(LoanState.ASKED, LoanState.AGREED)).select_related("lender", "borrower")
    found = list(rows.order_by("first", "pk")[:20])
    if not found:
        return PagePart()
    lines: list[list[object]] = [
        [
            Text(words.loan_days(one), url=link("network:loan", one.number)),
            str(one.lender),
            str(one.borrower),
            one.units,
            LOAN.tag(one),
        ]
        for one in found
    ]
    return PagePart(
        grids=[Grid(_("Loans"), [_("Days"), _("Lends"), _("Borrows"), _("How many"), _("State")], lines)]
    )


def _loan_of(booking: Booking) -> Loan | None:
    return Loan.objects.filter(booking=booking).select_related("borrower").first()


def _goes_with_the_loan(booking: Booking) -> ValidationError | None:
    loan = _loan_of(booking)
    if loan is None:
        return None
    sentence = _("This time is lent to %(centre)s. End the loan instead.")
    return refusal("starts", "lent", sentence % {"centre": loan.borrower.name})


def _booked_for(booking: Booking) -> Row | None:
    loan = _loan_of(booking)
    if loan is None:
        return None
    return Row(_("Loan"), Text(loan.number, loan.borrower.name, link("network:loan", loan.number)))


USE = Use(
    guests=lambda _centre: Candidate.objects.none(),
    people=lambda _bookings: {},
    hang=lambda **_copied: None,
    objection=_goes_with_the_loan,
    row=_booked_for,
    kept=_goes_with_the_loan,
)


def _own(actor: Actor, today: date) -> list[Need]:
    """What is missing in the first layer that is not met, once somebody has looked; and what runs out."""
    rows = Finding.objects.filter(organisation=actor.organisation_id)
    one = Organisation.objects.filter(pk=actor.organisation_id, kind__in=TEACHING).first()
    if one is None or not rows.exists():
        return []
    address = link("network:institution", one.pk)
    waiting = next((layer for layer in queries.standings(one, today) if not layer.is_met), None)
    ending = rows.ending(today, today + rules.SOON).order_by("valid_until")
    first = ending.first()
    needs = []
    if waiting is not None:
        label = _("Missing before your institution is ready to be a hub: %(layer)s")
        params = {"layer": str(Layer(waiting.layer).label).lower()}
        needs.append(Need(label % params, address, count=len(waiting.missing), tone="warn"))
    if first is not None:
        label = _("Findings about your institution that run out within 60 days")
        needs.append(Need(label, address, count=ending.count(), due=first.valid_until, tone="warn"))
    return needs


def _way_back(organisation: Organisation) -> Crumb:
    return Crumb(organisation.name, link("network:institution", organisation.pk))


EVIDENCE = FileKind(
    key=rules.EVIDENCE,
    model=Finding,
    title=gettext_lazy("Evidence of a finding"),
    reads=Right.VIEW_FINDING,
    adds=Right.NOTE_FINDING,
    related=("organisation__place", "item"),
    person=lambda _finding: None,
    place=lambda finding: finding.organisation.place_id or "",
    crumbs=lambda _actor, finding: [_way_back(finding.organisation)],
    beside=lambda _actor, finding: (words.finding_facts(finding), []),
)
