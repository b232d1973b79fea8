"""What was planned and what counted, in words."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography import queries as geography
from jalur.foundation.geography.models import Place
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import failure_of
from jalur.kit import formats
from jalur.kit.components import Action, Notice, Row, Tag
from jalur.proposals.models import PublicationJob, PublicationVerb, Run
from jalur.proposals.rights import Right
from jalur.proposals.runs.rules import minutes_for
from jalur.proposals.workflow import PUBLICATION_JOB

WHAT_FIRST = {
    "people": gettext_lazy("as many people as possible"),
    "worth": gettext_lazy("the orders' own weight"),
}


THRIFT = {
    "none": gettext_lazy("cost does not matter within the budget"),
    "some": gettext_lazy("of two equal paths the cheaper one"),
    "strong": gettext_lazy("cheaper paths first"),
}


def default_name(place: Place | None, day: date, *, is_what_if: bool = False) -> str:
    """What a plan is called unless somebody says otherwise."""
    params = {"place": place or _("Indonesia"), "day": formats.day(day)}
    if is_what_if:
        return _("What-if for %(place)s, %(day)s") % params
    return _("Plan for %(place)s, %(day)s") % params


STATUS = {
    "draft": Tag(gettext_lazy("draft"), "wait"),
    "published": Tag(gettext_lazy("published"), "done"),
    "what_if": Tag(gettext_lazy("what-if"), "none"),
}


def status_of(run: Run, *, is_published: bool) -> Tag | None:
    """Whether a plan is a draft, published or a what-if; None before there is a plan."""
    if not run.has_plan:
        return None
    return STATUS["what_if" if run.is_what_if else "published" if is_published else "draft"]


def policy_rows(run: Run) -> list[tuple[str, str]]:
    """What counted in a run, as (label, words)."""
    kept = run.policy
    return [
        (_("Priorities"), str(WHAT_FIRST.get(kept.get("what_first", "people"), ""))),
        (_("Cost of training"), str(THRIFT.get(kept.get("thrift", "none"), ""))),
        (
            _("Budget"),
            f"Rp{formats.number(kept['budget'])}" if kept.get("budget") is not None else _("no limit"),
        ),
        (_("Classes a path, at most"), str(kept.get("max_intakes", 3))),
        (_("Time to look, at most"), time_limit(run)),
        (_("From one region, at least"), region_wish(run)),
        (_("Women, at least"), formats.number(kept["women"]) if kept.get("women") else _("not set")),
    ]


def region_wish(run: Run) -> str:
    wished, code = run.policy.get("from_region"), run.policy.get("region")
    if not (wished and code):
        return _("not set")
    return _("%(count)s people of %(place)s") % {
        "count": formats.number(wished),
        "place": geography.place_label(code) or code,
    }


def time_limit(run: Run) -> str:
    minutes = run.policy.get("minutes") or minutes_for(run.counts.get("candidates", 0))
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def planned_rows(run: Run) -> list[Row]:
    counts = run.counts
    return [
        Row(_("People looked at"), formats.number(counts.get("candidates", 0))),
        Row(_("Already hold an offer or a job"), formats.number(counts.get("held", 0))),
        Row(
            _("Openings"),
            _("%(openings)s in %(orders)s orders")
            % {
                "openings": formats.number(counts.get("openings", 0)),
                "orders": formats.number(counts.get("orders", 0)),
            },
        ),
        Row(
            _("Seats in reach"),
            _("%(seats)s in %(intakes)s classes")
            % {
                "seats": formats.number(counts.get("seats", 0)),
                "intakes": formats.number(counts.get("intakes", 0)),
            },
        ),
        *(Row(label, value) for label, value in policy_rows(run)),
        Row(_("As of"), formats.day(run.as_of)),
    ]


def job_notices(jobs: Iterable[PublicationJob], actor: Actor) -> list[Notice]:
    """Of the latest jobs of a plan what is on its way; to who may look at them also why one came to nothing."""
    return [
        job_notice(job, actor)
        for job in jobs
        if not job.is_over or (job.state == WorkState.FAILED and may_look(job, actor))
    ]


def job_notice(job: PublicationJob, actor: Actor) -> Notice:
    look = Action(_("See how far it is"), reverse("proposals:publication_job", args=[job.pk]), "quiet")
    if job.is_over:
        return Notice(failure_of(PUBLICATION_JOB, job), title=PUBLICATION_JOB.called(job), tone="bad")
    if job.verb == PublicationVerb.PUBLISH:
        sentence = _("This plan is being published for the people of %(place)s.")
    else:
        sentence = _("This plan is being taken back for the people of %(place)s.")
    params = {"place": job.place or _("Indonesia")}
    return Notice(sentence % params, actions=[look] if may_look(job, actor) else [])


def may_look(job: PublicationJob, actor: Actor) -> bool:
    return access.covers(actor, Right.PUBLISH_PLAN, job)
