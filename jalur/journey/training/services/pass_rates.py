"""Keeping what is learned of each programme beside it."""

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed
from jalur.journey.training import pass_rates, queries
from jalur.journey.training.models import Programme
from jalur.kit.jobs import enqueue

LEARN = "jalur.journey.training.tasks.learn_pass_rates"


def learn_pass_rates_soon() -> None:
    """Once the results of a class are written."""
    enqueue(LEARN, queue="upkeep", once=LEARN)


@deed
def learn_pass_rates(*, actor: Actor) -> None:  # noqa: ARG001 - read by the history
    """Pass rates of all programmes anew, from every result there is."""
    found = pass_rates.learned(queries.records())
    programmes = list(Programme.objects.order_by("pk").only("code"))
    for programme in programmes:
        programme.expected = found.get(programme.code)
    Programme.objects.bulk_update(programmes, ["pass_rate", "pass_rate_low", "pass_rate_high"])
