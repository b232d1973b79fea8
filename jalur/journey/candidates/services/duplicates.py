"""What a decision about two people means for their candidate files."""

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.workflow.locks import atomic
from jalur.journey.candidates.models import Candidate


@atomic()
def decide_different(*, actor: Actor, duplicate: Duplicate) -> Duplicate:
    """Two rows are two people: both files stand."""
    return people.decide_different(actor=actor, duplicate=duplicate)


@atomic()
def decide_same(*, actor: Actor, duplicate: Duplicate, keep: Person) -> Person:
    """Two rows are one person. One candidate file between them goes with the person kept.

    Where both have a file, both stay as they are: the other one is linked, readable, and no plan looks at it any more.
    """
    pair = (duplicate.first_id, duplicate.second_id)
    files = {
        one.person_id: one
        for one in Candidate.objects.filter(person_id__in=pair).order_by("pk").select_for_update(of=("self",))
    }
    keep = people.decide_same(actor=actor, duplicate=duplicate, keep=keep)
    if keep.pk not in files and files:
        candidate = next(iter(files.values()))
        candidate.person = keep
        candidate.save(update_fields=["person"])
        record(
            actor=actor,
            event="candidates:candidate:moved",
            subject=candidate,
            person_id=keep.pk,
            place=keep.residence_id,
        )
    return keep
