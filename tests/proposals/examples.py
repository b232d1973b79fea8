from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, change, fixed
from tests.access.world import TODAY


def start_a_bulk_decision(side: SimpleNamespace, member: Any) -> None:
    from jalur.proposals.models import BulkDecision

    side.bulk = BulkDecision.objects.create(
        requested_by=member.user,
        role=member.actor.role,
        organisation_id=member.actor.organisation_id,
        place_id=member.actor.place_code or None,
        verb="accept",
        as_of=TODAY,
    )


def free_the_candidate(side: SimpleNamespace, member: Any) -> None:
    type(side.reservation).objects.filter(pk=side.reservation.pk).delete()
    type(side.enrolment).objects.filter(pk=side.enrolment.pk).delete()
    change("order", reserved=0)(side, member)
    change("intake", taken=0)(side, member)


OPENS = {
    "proposals:order": about("", pk="run.pk", number="order.number"),
    "proposals:cancel": about("run", pk="run.pk"),
    "proposals:decide_many": fixed(verb="accept"),
    "proposals:run": about("", pk="run.pk"),
    "proposals:holds_back": about("", pk="run.pk"),
    "proposals:openings": about("", pk="run.pk"),
    "proposals:start_openings": about("run", pk="run.pk"),
    "proposals:budget": about("", pk="run.pk"),
    "proposals:start_budget": about("run", pk="run.pk"),
    "proposals:cancel_study": about("run", pk="study.pk"),
    "proposals:seats": about("", pk="run.pk"),
    "proposals:orders": about("", pk="run.pk"),
    "proposals:compare": about("", pk="run.pk"),
    "proposals:bulk": about("", pk="bulk.pk"),
    "proposals:bulk_cancel": about("", pk="bulk.pk"),
    "proposals:*": about("proposal", pk="proposal.pk"),
}
WRITES = {
    "proposals:start": Write({}),
    "proposals:cancel": Write(before=change("run", state="waiting")),
    "proposals:start_openings": Write({"seats": "20", "every": "2", "top": "3"}),
    "proposals:start_budget": Write(),
    "proposals:cancel_study": Write(),
    "proposals:decide_many": Write(lambda side: {"selected": [side.proposal.pk], "confirm": "yes"}),
    "proposals:accept": Write(before=free_the_candidate),
    "proposals:refuse": Write({"reason": "family"}),
    "proposals:bulk_cancel": Write(before=start_a_bulk_decision),
    "proposals:undo": Write(
        before=change("proposal", state="refused", refusal_reason="family", decided_on=TODAY)
    ),
}
OWN_WORK = {"proposals:bulk", "proposals:bulk_cancel"}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"proposals:proposal": "proposal"}
