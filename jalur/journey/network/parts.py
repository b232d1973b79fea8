"""What this room adds to the homes of institutions and labour offices; the evidence of findings."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.files.kinds import FileKind
from jalur.foundation.letters.forms import LetterForm
from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.network import guards, queries, rules, words
from jalur.journey.network.models import (
    TEACHING,
    Finding,
    Layer,
    Loan,
    LoanState,
    Member,
    MemberState,
    Share,
    Transfer,
    TransferState,
)
from jalur.journey.network.rights import Right
from jalur.journey.network.workflow import LOAN, SHARE, TRANSFER
from jalur.journey.premises.models import Booking, Resource
from jalur.journey.premises.uses import Use
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.kit.components import Action, Crumb, Grid, Need, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart
from jalur.kit.refusals import refusal

MOST_NAMED = 3


def home(actor: Actor, today: date) -> HomePart:
    """Of an institution: who asks it, what is missing, what runs out. Of an office: what runs out in its region."""
    if actor.role == Role.TRAINING_MANAGER:
        return HomePart(
            needs=[
                *_asked(actor),
                *_to_lend(actor, today),
                *_to_take(actor),
                *_to_fill(actor, today),
                *_own(actor, today),
            ]
        )
    if actor.role == Role.LABOUR_OFFICER:
        rows = access.narrow(Finding.objects.all(), actor, Right.VIEW_FINDING)
        ending = rows.ending(today, today + rules.SOON).order_by().values("organisation").distinct().count()
        return HomePart(
            needs=[
                *_to_fill(actor, today),
                Need(
                    _("Institutions of which a finding runs out within 60 days"),
                    link("network:institutions", query="stands=ending"),
                    _("Look at them again, or they no longer count as ready."),
                    ending,
                    tone="warn",
                ),
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


def _to_take(actor: Actor) -> list[Need]:
    """Who wants to go on in a class of the institution and has no answer."""
    rows = Transfer.objects.under_way().filter(state=TransferState.WILLING, receiver=actor.organisation_id)
    if not (count := rows.count()):
        return []
    label = _("People of other institutions want to go on in your classes: answer them")
    return [Need(label, link("network:transfers", query="state=willing"), count=count, tone="warn")]


def _to_fill(actor: Actor, today: date) -> list[Need]:
    """Seats that are kept for the institution, or for one of the region, and that nobody has taken."""
    rows = Share.objects.visible_to(actor).to_fill(today).order_by("until", "pk")
    if actor.role == Role.TRAINING_MANAGER:
        rows = rows.filter(centre=actor.organisation_id)
    found = list(rows.select_related("intake__programme", "centre")[: MOST_NAMED + 1])
    if len(found) > MOST_NAMED:
        label = _("Classes with seats kept for institutions, not taken yet")
        return [
            Need(label, link("network:shares", query="state=open"), count=rows.count(), due=found[0].until)
        ]
    return [
        Need(
            _("Seats kept for %(centre)s in “%(title)s”: say who comes")
            % {"centre": one.centre.name, "title": one.intake.programme.title},
            link("network:share", one.number),
            one.note,
            count=one.left,
            due=one.until,
        )
        for one in found
    ]


def file(actor: Actor, person: Person, _today: date) -> FilePart:
    """What is proposed to somebody and not answered; whoever may answer for her sees it too."""
    rows = Transfer.objects.under_way().filter(enrolment__candidate__person=person)
    if actor.person_id != person.pk:
        rows = access.narrow(rows, actor, Right.VIEW_TRANSFER)
    is_own = actor.person_id == person.pk
    needs = []
    for one in rows.select_related("to__programme__provider").order_by("created_at", "pk"):
        words_of = {"title": one.to.programme.title, "provider": one.to.programme.provider.name}
        if one.state == TransferState.WILLING:
            sentence = _("Waits for the answer of %(provider)s: go on there in “%(title)s”")
        elif is_own:
            sentence = _("Do you want to go on in “%(title)s” at %(provider)s?")
        else:
            sentence = _("Has not said whether to go on in “%(title)s” at %(provider)s")
        needs.append(Need(sentence % words_of, link("network:transfer", one.pk), one.purpose))
    return FilePart(needs=needs)


def of_seat(actor: Actor, seat: Enrolment, _today: date) -> PagePart:
    """On the page of a seat: proposing a class elsewhere, what was proposed, and where she came from."""
    rows = Transfer.objects.visible_to(actor).filter(Q(enrolment=seat) | Q(seat=seat))
    lines: list[list[object]] = [
        [
            Text(one.to.programme.title, one.to.programme.provider.name, link("network:transfer", one.pk)),
            one.sender.name,
            TRANSFER.tag(one),
        ]
        for one in rows.select_related("to__programme__provider", "sender").order_by("created_at", "pk")
    ]
    blank = Transfer(enrolment=seat, sender=seat.intake.programme.provider)
    may = seat.state == EnrolmentState.ENROLLED and access.covers(actor, Right.PROPOSE_TRANSFER, blank)
    way = Action(_("Propose a class elsewhere"), link("network:new_transfer", seat.pk), "secondary")
    head = [_("Class to go on in"), _("Comes from"), _("State")]
    came = (
        Transfer.objects.filter(seat=seat).select_related("enrolment__intake__programme__curriculum").first()
    )
    brought = words.brought(came.enrolment, seat.intake.programme) if came else []
    return PagePart(
        grids=[*([Grid(_("Going on elsewhere"), head, lines)] if lines else []), *brought],
        actions=[way] if may else [],
    )


def of_class(actor: Actor, intake: Intake, today: date) -> PagePart:
    """On the page of a class: for whom its seats are kept, and keeping some."""
    if actor.person_id:
        return PagePart()
    rows = Share.objects.visible_to(actor).filter(intake=intake).select_related("centre")
    lines: list[list[object]] = [
        [
            Text(one.centre.name, url=link("network:share", one.number)),
            one.seats,
            one.left,
            one.until,
            SHARE.tag(one),
        ]
        for one in rows.order_by("created_at", "pk")
    ]
    head = [_("Kept for"), _("Seats"), _("Left"), _("Kept until"), _("State")]
    way = Action(_("Keep seats for the network"), link("network:new_share", intake.number), "secondary")
    may = (
        intake.programme.provider_id == actor.organisation_id
        and access.may(actor, Right.KEEP_SHARE)
        and intake.is_open(today)
        and intake.left > 0
        and queries.beside(actor.organisation_id, today).exists()
    )
    return PagePart(
        grids=[Grid(_("Shared seats"), head, lines)] if lines else [], actions=[way] if may else []
    )


def of_transfer(_actor: Actor, transfer: Transfer, _today: date) -> PagePart:
    """What somebody who goes on elsewhere can do already and how often she came, for everybody who may see the transfer."""
    return PagePart(grids=words.brought(transfer.enrolment, transfer.to.programme))


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
READINESS = LetterKind(
    key="network_readiness",
    model=Organisation,
    title=gettext_lazy("Letter on readiness"),
    template="journey/network/letters/readiness.typ",
    issues=Right.REPORT_FINDING,
    related=("place",),
    person=lambda _institution: None,
    words=words.readiness_words,
    example=words.readiness_example,
    form=LetterForm,
    languages=("id", "en"),
    back=lambda institution: Crumb(institution.name, link("network:institution", institution.pk)),
    guard=guards.can_be_told,
)
