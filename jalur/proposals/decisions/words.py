"""States of proposals, outcomes and events in words."""

from django.utils.translation import gettext_lazy

from jalur.kit.components import Tag
from jalur.proposals.models import BulkVerb, Outcome, RefusalReason

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


BULK_REASONS = [(reason.value, reason.label) for reason in RefusalReason if reason != RefusalReason.OTHER]
