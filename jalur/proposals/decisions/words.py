"""States of proposals, outcomes and events in words."""

from django.utils.translation import gettext_lazy

from jalur.kit.components import Tag
from jalur.proposals.models import BulkVerb, Outcome, ProposalState, RefusalReason

PROPOSAL_TAGS = {
    ProposalState.PROPOSED: Tag(gettext_lazy("waits for a decision"), "wait"),
    ProposalState.ACCEPTED: Tag(gettext_lazy("accepted"), "done"),
    ProposalState.REFUSED: Tag(gettext_lazy("refused"), "bad"),
    ProposalState.OVERTAKEN: Tag(gettext_lazy("overtaken by a newer plan"), "none"),
}


OUTCOME_TAGS = {
    Outcome.WAITING: Tag(gettext_lazy("waiting"), "wait"),
    Outcome.DONE: Tag(gettext_lazy("done"), "done"),
    Outcome.ALREADY: Tag(gettext_lazy("had been done before"), "none"),
    Outcome.IMPOSSIBLE: Tag(gettext_lazy("not possible"), "bad"),
}


BULK_TITLES = {
    BulkVerb.ACCEPT: gettext_lazy("Accepting proposals"),
    BulkVerb.REFUSE: gettext_lazy("Refusing proposals"),
}


EVENTS = {
    "proposals:proposal:accepted": gettext_lazy("accepted: opening and seats taken"),
    "proposals:proposal:refused": gettext_lazy("refused"),
    "proposals:proposal:decision_undone": gettext_lazy("decision taken back"),
}

BULK_REASONS = [(reason.value, reason.label) for reason in RefusalReason if reason != RefusalReason.OTHER]
