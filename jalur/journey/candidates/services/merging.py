"""What it means for candidate files that two people are found to be one."""

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates import holdings
from jalur.journey.candidates.models import Candidate


@deed
def carry_file_over(*, actor: Actor, kept: Person, gone: Person) -> None:
    """The only candidate file between two people goes with the one that is kept.

    Where both have a file, what is held for the other one is given back: it is linked, readable, and no plan looks at it
    any more.
    """
    files = {one.person_id: one for one in Candidate.objects.filter(person__in=(kept, gone)).order_by("pk")}
    if gone.pk not in files:
        return
    candidate = files[gone.pk]
    if kept.pk in files:
        holdings.lock_all([candidate])
        holdings.give_back_all(actor=actor, file=candidate, why=_("the file was joined with another one"))
        return
    [candidate] = lock(Candidate, [candidate.pk])
    candidate.person = kept
    candidate.save(update_fields=["person"])
    record(
        actor=actor,
        event="candidates:candidate:moved",
        subject=candidate,
        person_id=kept.pk,
        place=kept.residence_id,
    )
