from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call, change, fixed
from tests.access.world import TODAY
from tests.training.examples import free_the_seat


def free_the_candidate(side: SimpleNamespace, member: Any) -> None:
    type(side.reservation).objects.filter(pk=side.reservation.pk).delete()
    free_the_seat(side, member)
    change("order", reserved=0)(side, member)


def drafted(side: SimpleNamespace, member: Any) -> None:
    free_the_candidate(side, member)
    change("proposal", state="draft")(side, member)


offered = change("proposal", state="offered")
OPENS = {
    "proposals:order": about("", pk="run.pk", number="order.number"),
    "proposals:run_step/cancel": about("run", pk="run.pk"),
    "proposals:run_step/rename": about("run", pk="run.pk"),
    "proposals:publish": about("run", pk="run.pk"),
    "proposals:publication": about("", pk="publication.pk"),
    "proposals:publication_step/take_back": about("publication", pk="publication.pk"),
    "proposals:publication_job": about("publication_job", pk="publication_job.pk"),
    "proposals:publication_job_step/cancel": about("publication_job", pk="publication_job.pk"),
    "proposals:decide_many": fixed(verb="offer"),
    "proposals:run": about("", pk="run.pk"),
    "proposals:holds_back": about("", pk="run.pk"),
    "proposals:openings": about("", pk="run.pk"),
    "proposals:start_openings": about("run", pk="run.pk"),
    "proposals:budget": about("", pk="run.pk"),
    "proposals:start_budget": about("run", pk="run.pk"),
    "proposals:study_step/cancel": about("run", pk="study.pk"),
    "proposals:seats": about("", pk="run.pk"),
    "proposals:orders": about("", pk="run.pk"),
    "proposals:compare": about("", pk="run.pk"),
    "proposals:bulk": about("bulk", pk="bulk.pk"),
    "proposals:bulk_step/cancel": about("bulk", pk="bulk.pk"),
    **{
        f"proposals:proposal_step/{verb}": about("proposal", pk="proposal.pk")
        for verb in ("offer", "accept", "decline", "record_yes", "record_no", "take_back", "refuse", "undo")
    },
    "proposals:answer": about("", token="answer_token"),
    "proposals:answer_step": about("", token="answer_token", verb="answer_verb"),
    "proposals:*": about("proposal", pk="proposal.pk"),
}
WRITES = {
    "proposals:start": Write({}),
    "proposals:run_step/cancel": Write(before=change("run", state="waiting")),
    "proposals:run_step/rename": Write({"name": "Rencana lain"}),
    "proposals:publish": Write(before=drafted),
    "proposals:publication_step/take_back": Write(),
    "proposals:publication_job_step/cancel": Write(before=change("publication_job", state="waiting")),
    "proposals:start_openings": Write({"seats": "20", "every": "2", "top": "3"}),
    "proposals:start_budget": Write(before=change("study", state="finished")),
    "proposals:study_step/cancel": Write(),
    "proposals:decide_many": Write(lambda side: {"selected": [side.proposal.pk], "confirm": "yes"}),
    "proposals:answer": Write({"birth_date": "1990-01-01"}),
    "proposals:answer_step": Write(changes=False),
    "proposals:proposal_step/offer": Write(before=free_the_candidate),
    "proposals:proposal_step/accept": Write(before=offered),
    "proposals:proposal_step/decline": Write({"reason": "family"}, before=offered),
    "proposals:proposal_step/record_yes": Write({"answered_how": "spoken"}, before=offered),
    "proposals:proposal_step/record_no": Write({"how": "paper", "reason": "family"}, before=offered),
    "proposals:proposal_step/take_back": Write(before=offered),
    "proposals:proposal_step/refuse": Write({"reason": "family"}),
    "proposals:bulk_step/cancel": Write(),
    "proposals:proposal_step/undo": Write(
        before=change("proposal", state="refused", refusal_reason="family", decided_on=TODAY)
    ),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {
    "proposals:proposal": "proposal",
    "proposals:run": "run",
    "proposals:publication": "publication",
    "proposals:publication_job": "publication_job",
    "proposals:study": "study",
    "proposals:bulk_decision": "bulk",
}
CALLS = {
    "proposals_show_run": call("", pk="run.pk"),
    "proposals_show_proposal": call("proposal", pk="proposal.pk"),
}
