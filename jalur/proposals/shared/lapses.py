"""Which proposals lapsed only because the law stopped something of their path."""

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from jalur.foundation.history.models import Event
from jalur.proposals.models import Proposal, ProposalState
from jalur.proposals.workflow import STOPPED, STOPPED_DRAFT

LAPSES = (STOPPED, STOPPED_DRAFT, "proposals:proposal:lapsed")


def stopped(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those that lapsed because of a hold and for nothing else; `lapse`: the event that says so."""
    events = Event.objects.filter(
        subject_table=Proposal._meta.label_lower, subject_key=OuterRef("key"), event__in=LAPSES
    )
    latest = Subquery(events.order_by("-at", "-pk").values("event")[:1])
    lapsed = rows.filter(state=ProposalState.LAPSED).annotate(key=Cast("pk", TextField()))
    return lapsed.annotate(lapse=latest).filter(Q(lapse__in=(STOPPED, STOPPED_DRAFT)))
