"""What it means for candidate files that two people are found to be one."""

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.models import Candidate


@deed
def carry_file_over(*, actor: Actor, kept: Person, gone: Person) -> None:
    """The only candidate file between two people goes with the one that is kept.

    Where both have a file, both stay as they are: the other one is linked, readable, and no plan looks at it any more.
    """
    keys = Candidate.objects.filter(person__in=(kept, gone)).order_by("pk").values_list("pk", flat=True)
    files = lock(Candidate, keys)
    if [candidate.person_id for candidate in files] != [gone.pk]:
        return
    [candidate] = files
    candidate.person = kept
    candidate.save(update_fields=["person"])
    record(
        actor=actor,
        event="candidates:candidate:moved",
        subject=candidate,
        person_id=kept.pk,
        place=kept.residence_id,
    )
