"""A plan is published to the people of a place, and taken back: alone, while nobody decides on a proposal."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.journey.candidates.models import Candidate
from jalur.kit.refusals import refusal
from jalur.proposals.models import Publication, Run
from jalur.proposals.publishing import queries
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.shared.rules import PUBLISHING
from jalur.proposals.workflow import PUBLICATION, step_rows


@deed
def publish(*, actor: Actor, run: Run, today: date) -> Publication:
    """Propose to the people of the actor's place what the plan found for them, as far as it is still true.

    Waiting proposals of the people whom the plan looked at make room; offers and decisions stay. Raises Refused outside the
    actor's region, ValidationError for a what-if, without a plan, or when nothing of it is left to publish.
    """
    is_ours, place = run_queries.part_of(actor, run)
    if not is_ours:
        raise Refused(Right.PUBLISH_PLAN)
    in_turn(PUBLISHING)
    publication = Publication(
        run=run,
        place=place,
        published_by_id=actor.user_id,
        organisation_id=actor.organisation_id,
        published_on=today,
    )
    with PUBLICATION.step("publish", actor=actor, subject=publication, today=today) as held:
        outlook = queries.outlook(held.run, place, today)
        if not outlook.published:
            raise refusal("run", "nothing_left", nothing_left(outlook.drafts))
        held.counts = outlook.to_json()
        held.save(force_insert=True)  # proposals refer to it from here on
        replaced = queries.waiting(held.run, place)
        step_rows("overtake", actor=actor, rows=replaced, also={"replaced_by_id": held.pk})
        proposals = queries.still_true(queries.drafts(held.run, place), today)[-1]
        step_rows("publish", actor=actor, rows=proposals, also={"published_in_id": held.pk})
    return held


def nothing_left(drafts: int) -> str:
    if drafts:
        return _("Nothing of this plan is still true for your region. Make a new plan.")
    return _("There is nothing of this plan to publish for your region.")


@deed
def take_plan_back(*, actor: Actor, publication: Publication, today: date) -> Publication:
    """The plan is a draft again; what it had replaced waits as it did, except for people who have left the path."""
    in_turn(PUBLISHING)
    with PUBLICATION.step("take_back", actor=actor, subject=publication, today=today) as held:
        step_rows("unpublish", actor=actor, rows=held.proposals.all(), also={"published_in_id": None})
        on_the_path = Candidate.objects.on_the_path().current().order_by()
        replaced = held.replaced.filter(candidate__in=on_the_path)
        for verb, is_unanswered in (("restore", False), ("restore_unanswered", True)):
            step_rows(
                verb,
                actor=actor,
                # Only an offer that nobody answered has a last day and waits.
                rows=replaced.filter(answer_by__isnull=not is_unanswered),
                also={"replaced_by_id": None},
            )
    return held
