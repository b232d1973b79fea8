"""What a decision about two people means for their candidate files."""

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.workflow.locks import atomic, lock
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
    keep = people.decide_same(actor=actor, duplicate=duplicate, keep=keep)
    keys = Candidate.objects.filter(person__in=(duplicate.first_id, duplicate.second_id)).order_by("pk")
    files = {file.person_id: file for file in lock(Candidate, keys.values_list("pk", flat=True))}
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
