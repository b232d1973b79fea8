"""What a first visitor finds of plans in Jombang: one of a district two weeks ago, whose offers were answered or not, one of the
regency that is published now, with offers that wait, a draft beside it, and a what-if."""

from datetime import date, timedelta

from demo.cast import CAST
from demo.country import TODAY
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.geography.models import Place
from jalur.foundation.history.services import deeds_of
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.kit.dates import begins
from jalur.proposals import services
from jalur.proposals.models import Answered, Proposal, ProposalState, RefusalReason, Run
from jalur.proposals.runs.rules import Wanted

JOMBANG, MOJOWARNO = "35.17", "35.17.07"
DRAFT = ("Rencana Jombang, perempuan didahulukan", Wanted(thrift="some", women=50), False)
BEFORE = TODAY - timedelta(days=14)
WHAT_IF = ("Andaian Jombang dengan anggaran Rp500 juta", Wanted(thrift="some", budget=500_000_000), True)


def make_plans() -> None:
    """As Bu Wulan would, once: nothing where somebody has made a plan already."""
    if Run.objects.exists():
        return
    wulan, place = officer(), Place.objects.get(code=JOMBANG)
    earlier = made(wulan, Place.objects.get(code=MOJOWARNO), "", Wanted(thrift="some"), on=BEFORE)
    services.publish(actor=wulan, run=earlier, today=BEFORE)
    confirmed, declined, unanswered = offered(wulan, earlier, 3, on=BEFORE)
    heard = BEFORE + timedelta(days=2)
    services.record_yes(actor=wulan, proposal=confirmed, reason=Answered.SPOKEN, said_on=heard, today=heard)
    services.record_no(
        actor=wulan,
        proposal=declined,
        how=Answered.SPOKEN,
        reason=RefusalReason.FAMILY,
        said_on=heard,
        today=heard,
    )
    published = made(wulan, place, "", Wanted(thrift="some"))
    services.publish(actor=wulan, run=published, today=TODAY)
    services.expire(actor=SYSTEM, proposal=unanswered, today=TODAY)
    *_waiting, dropped = offered(wulan, published, 3, on=TODAY, beside=1)
    services.refuse(actor=wulan, proposal=dropped, reason=RefusalReason.TIMING, today=TODAY)
    for name, wanted, is_what_if in (DRAFT, WHAT_IF):
        made(wulan, place, name, wanted, is_what_if=is_what_if)


def offered(actor: Actor, run: Run, count: int, *, on: date, beside: int = 0) -> list[Proposal]:
    """So many of a plan's people, not Sari, are offered their path on a day; those `beside` follow, not offered."""
    rows = Proposal.objects.filter(run=run, state=ProposalState.PROPOSED, candidate__person__account=None)
    chosen = list(rows.order_by("candidate__number")[: count + beside])
    offers = [services.offer(actor=actor, proposal=one, today=on) for one in chosen[:count]]
    if on != TODAY:  # the example country's clock stands still
        with deeds_of(actor):
            Proposal.objects.filter(pk__in=[one.pk for one in offers]).update(
                offered_at=begins(on) + timedelta(hours=10)
            )
    return [*offers, *chosen[count:]]


def officer() -> Actor:
    (email,) = (player.email for player in CAST if player.key == "wulan")
    return staff_actor(Membership.objects.select_related("organisation").get(user__email=email))


def made(
    actor: Actor, place: Place, name: str, wanted: Wanted, *, is_what_if: bool = False, on: date = TODAY
) -> Run:
    run = services.start_run(
        actor=actor, place=place, wanted=wanted, today=on, name=name, is_what_if=is_what_if
    )
    services.perform_run(run.pk)
    return Run.objects.get(pk=run.pk)
