"""One decision on many proposals: kept first, then done item by item by a worker, each in its own transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.organisations.queries import actor_again
from jalur.foundation.work import services as work
from jalur.foundation.work.services import begin, end, goes_on
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.kit import dates
from jalur.kit.jobs import enqueue
from jalur.proposals.decisions.services.decision import check_words, offer, refuse, take_back, undo
from jalur.proposals.models import (
    WAITING_FOR_THE_OFFICE,
    BulkDecision,
    BulkItem,
    BulkVerb,
    Outcome,
    Proposal,
    ProposalState,
    RefusalReason,
)
from jalur.proposals.rights import Right
from jalur.proposals.workflow import BULK_DECISION

BULK_TASK = "jalur.proposals.tasks.decide_many"
MOST = 20_000
BULK_SOURCES = {
    BulkVerb.OFFER: WAITING_FOR_THE_OFFICE,
    BulkVerb.REFUSE: WAITING_FOR_THE_OFFICE,
    BulkVerb.TAKE_BACK: (ProposalState.OFFERED,),
    BulkVerb.UNDO: (ProposalState.REFUSED,),
}
TARGETS = {
    BulkVerb.OFFER: ProposalState.OFFERED,
    BulkVerb.REFUSE: ProposalState.REFUSED,
    BulkVerb.TAKE_BACK: ProposalState.PROPOSED,
    BulkVerb.UNDO: ProposalState.PROPOSED,
}


@deed
def decide_many(
    *,
    actor: Actor,
    verb: str,
    proposals: Sequence[UUID],
    reason: str = "",
    note: str = "",
    today: date,
) -> BulkDecision:
    """Keep a decision on many proposals and hand it to a worker. What the actor can't see is not among them.

    Raises ValidationError without proposals, with more than `MOST`, or for a refusal without a reason.
    """
    access.check(actor, Right.DECIDE_PROPOSAL)
    if actor.user_id is None:
        raise Refused(Right.DECIDE_PROPOSAL)
    _check_decision(verb, reason, note)
    chosen = list(
        Proposal.objects.visible_to(actor, Right.DECIDE_PROPOSAL)
        .filter(pk__in=proposals)
        .order_by("candidate__number", "pk")
        .values_list("pk", flat=True)[: MOST + 1]
    )
    if not chosen:
        raise ValidationError({"selected": _("Choose at least one proposal.")})
    if len(chosen) > MOST:
        raise ValidationError(
            {"selected": _("Choose at most %(most)s proposals at a time.") % {"most": MOST}}
        )
    decision = BulkDecision(
        requested_by_id=actor.user_id,
        role=actor.role,
        organisation_id=actor.organisation_id,
        place_id=actor.place_code or None,
        verb=verb,
        refusal_reason=reason if verb == BulkVerb.REFUSE else "",
        refusal_note=note.strip() if verb == BulkVerb.REFUSE else "",
        language=(translation.get_language() or "id")[:2],
        as_of=today,
    )
    detail = {"verb": verb, "count": len(chosen)}
    with BULK_DECISION.step("ask", actor=actor, subject=decision, today=today, detail=detail):
        defer_bulk(decision)
    BulkItem.objects.bulk_create(
        [
            BulkItem(decision=decision, proposal_id=pk, position=position)
            for position, pk in enumerate(chosen, start=1)
        ],
        batch_size=5000,
    )
    return decision


def _check_decision(verb: str, reason: str, note: str) -> None:
    if verb not in BulkVerb.values:
        raise ValidationError({"verb": _("Choose whether to offer, to refuse or to take back.")})
    if verb == BulkVerb.REFUSE and reason not in RefusalReason.values:
        raise ValidationError({"reason": _("Say why the proposals are refused.")})
    check_words(reason if verb == BulkVerb.REFUSE else "", note)


def defer_bulk(decision: BulkDecision) -> None:
    """Queue the decision once it is committed."""
    key = str(decision.pk)
    transaction.on_commit(lambda: enqueue(BULK_TASK, "decisions", f"decision {key}", decision_id=key))


def cancel_bulk(*, actor: Actor, decision: BulkDecision) -> BulkDecision:
    """Leave the items that still wait as they are; what is done stays done."""
    return work.cancel(BULK_DECISION, actor=actor, work=decision)


def perform_bulk(decision_id: UUID | str) -> None:
    """Do the waiting items, each on its own. Begun again after a crash, it goes on where it stopped."""
    decision = begin(BULK_DECISION, decision_id)
    if decision is None:
        return
    actor = actor_again(decision.requested_by, decision.role, decision.organisation_id, dates.today())
    if actor is None:
        end(BULK_DECISION, "fail", decision, failure="not_allowed")
        return
    with translation.override(decision.language):
        do_items(actor=actor, decision=decision)
    end(BULK_DECISION, "finish", decision)


def do_items(*, actor: Actor, decision: BulkDecision) -> None:
    """Until there are no more, or somebody has stopped it, or another worker has it."""
    waiting = decision.items.filter(outcome=Outcome.WAITING).order_by("position")
    for pk in list(waiting.values_list("pk", flat=True)):
        if not goes_on(decision):
            return
        do_item(actor=actor, decision=decision, pk=pk)


@deed
def do_item(*, actor: Actor, decision: BulkDecision, pk: UUID) -> None:
    """Decide on one proposal and keep what became of it, together."""
    (item,) = lock(BulkItem, [pk], related=("proposal__candidate__person",))
    proposal = item.proposal
    if proposal.state == TARGETS[BulkVerb(decision.verb)]:
        item.outcome = Outcome.ALREADY
    else:
        try:
            with atomic():
                decide_one(actor=actor, decision=decision, proposal=proposal)
            item.outcome = Outcome.DONE
        except ValidationError as refusal:
            item.outcome, item.because = Outcome.IMPOSSIBLE, " ".join(refusal.messages)[:400]
        except Refused:
            item.outcome, item.because = (
                Outcome.IMPOSSIBLE,
                _("You are not allowed to decide on this proposal."),
            )
    item.save(update_fields=["outcome", "because"])


def decide_one(*, actor: Actor, decision: BulkDecision, proposal: Proposal) -> None:
    today = decision.as_of
    match decision.verb:
        case BulkVerb.OFFER:
            offer(actor=actor, proposal=proposal, today=today)
        case BulkVerb.TAKE_BACK:
            take_back(actor=actor, proposal=proposal, today=today)
        case BulkVerb.UNDO:
            undo(actor=actor, proposal=proposal, today=today)
        case _:
            reason, note = decision.refusal_reason, decision.refusal_note
            refuse(actor=actor, proposal=proposal, reason=reason, note=note, today=today)
