"""States of proposals, outcomes and events in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.journey.candidates.words import office_of
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.words import gone_sentence, job_in_country, safe_words
from jalur.journey.training.models import Intake
from jalur.journey.training.words import where_taught
from jalur.kit import formats
from jalur.kit.components import Notice, Tag
from jalur.proposals import guards
from jalur.proposals.models import (
    HOLDING,
    WAITING_FOR_THE_OFFICE,
    BulkVerb,
    Outcome,
    Proposal,
    ProposalState,
    stands_still,
)
from jalur.proposals.shared.lapses import stopped
from jalur.proposals.workflow import PROPOSAL

OUTCOME_TAGS = {
    Outcome.WAITING: Tag(gettext_lazy("waiting"), "wait"),
    Outcome.DONE: Tag(gettext_lazy("done"), "done"),
    Outcome.ALREADY: Tag(gettext_lazy("had been done before"), "none"),
    Outcome.IMPOSSIBLE: Tag(gettext_lazy("not possible"), "bad"),
}


BULK_TITLES = {
    BulkVerb.OFFER: gettext_lazy("Offering paths"),
    BulkVerb.REFUSE: gettext_lazy("Refusing proposals"),
    BulkVerb.TAKE_BACK: gettext_lazy("Taking offers back"),
    BulkVerb.UNDO: gettext_lazy("Undoing refusals"),
}
BULK_QUESTIONS = {
    BulkVerb.OFFER: gettext_lazy("Offer these paths?"),
    BulkVerb.REFUSE: gettext_lazy("Refuse these proposals?"),
    BulkVerb.TAKE_BACK: gettext_lazy("Take these offers back?"),
    BulkVerb.UNDO: gettext_lazy("Undo these refusals?"),
}
BULK_WAITING = {
    BulkVerb.OFFER: gettext_lazy("Of these can be offered"),
    BulkVerb.REFUSE: gettext_lazy("Of these still waiting for a decision"),
    BulkVerb.TAKE_BACK: gettext_lazy("Of these not yet answered"),
    BulkVerb.UNDO: gettext_lazy("Of these refused"),
}
BULK_CONSEQUENCES = {
    BulkVerb.OFFER: gettext_lazy(
        "Each offer holds an opening and a seat in every class until its last day to answer. The candidates say yes or"
        " no themselves. Where a seat or an opening is gone meanwhile, that proposal stays as it is and you see why."
    ),
    BulkVerb.REFUSE: gettext_lazy(
        "Nothing is taken by a refusal. The next plan looks at these people again."
    ),
    BulkVerb.TAKE_BACK: gettext_lazy(
        "What these offers held is free again. Answers already given stay as they are."
    ),
    BulkVerb.UNDO: gettext_lazy(
        "These proposals wait for a decision again. A refusal can be undone on the day it was made, and never what a"
        " candidate said."
    ),
}
BULK_BUTTONS = {
    BulkVerb.OFFER: gettext_lazy("Yes, offer them"),
    BulkVerb.REFUSE: gettext_lazy("Yes, refuse them"),
    BulkVerb.TAKE_BACK: gettext_lazy("Yes, take them back"),
    BulkVerb.UNDO: gettext_lazy("Yes, undo them"),
}
REVERSED_BY = {
    BulkVerb.OFFER: (BulkVerb.TAKE_BACK, gettext_lazy("Take back the offers not yet answered")),
    BulkVerb.REFUSE: (BulkVerb.UNDO, gettext_lazy("Undo these refusals")),
    BulkVerb.TAKE_BACK: (BulkVerb.OFFER, gettext_lazy("Offer them again")),
}
"""What undoes a decision on many as a whole, and how its button reads."""

ANSWERS = ("accept", "offer", "decline", "refuse")
"""The steps that stand below a proposal as its yes and its no, whoever reads it."""


def consequence_of(proposal: Proposal, verb: str) -> str:
    """What pressing yes comes to."""
    if verb == "offer":
        return _(
            "An offer holds the opening and a seat in every class until the last day to answer. Only the candidate"
            " says yes: signed in, by the link, or at the counter."
        )
    if proposal.state == ProposalState.OFFERED and proposal.answer_by is not None:
        return _(
            "The opening and a seat in every class are held for you until %(day)s. You decide; if you do not answer,"
            " they go to somebody else."
        ) % {"day": formats.day(proposal.answer_by, "long")}
    return _("Your yes takes the opening and a seat in every class at once. You can take it back today.")


def next_step(proposal: Proposal, last_day: date, today: date) -> str:
    """What is asked of the candidate until the last day (`queries.last_day`), in one sentence with days and place."""
    job, office = job_in_country(proposal.order), office_of(proposal.candidate)
    last = formats.day(last_day, "long")
    if proposal.state == ProposalState.EXPIRED:
        return _(
            "You were offered %(job)s, and the last day to answer, %(day)s, has passed. Ask %(office)s: it can offer the path"
            " again."
        ) % {"job": job, "day": formats.day(last_day), "office": office}
    if proposal.state == ProposalState.OFFERED:
        asked = _("Say yes or no by %(day)s: %(job)s is held for you.") % {"day": last, "job": job}
    elif last_day < today:
        return _(
            "%(job)s was proposed to you, and %(day)s was the last day to answer. Ask %(office)s for another path."
        ) % {"job": job, "day": last, "office": office}
    else:
        asked = _("Say yes or no by %(day)s: %(job)s is proposed to you.") % {"day": last, "job": job}
    intake = proposal.first_intake
    if intake is None:
        return asked
    first = _("The first class begins on %(day)s at %(provider)s.") % {
        "day": formats.day(intake.starts, "long"),
        "provider": where_taught(intake),
    }
    return f"{asked} {first}"


def notices(proposal: Proposal, today: date, *, is_own: bool) -> list[Notice]:
    """What has fallen away of a path that was offered or taken, or rests."""
    order = proposal.order
    if proposal.state in HOLDING and (held := guards.what_is_held(proposal)):
        return [_kept_meanwhile(held, today, is_own=is_own)]
    if proposal.state == ProposalState.LAPSED and stopped(Proposal.objects.filter(pk=proposal.pk)).exists():
        return [stopped_notice(proposal, is_own=is_own)]
    stands = proposal.state in (*HOLDING, *WAITING_FOR_THE_OFFICE)
    if not (stands and order.has_no_job):
        return []
    text = _("%(gone)s Ask %(office)s for another path.")
    params = {"gone": gone_sentence(order), "office": office_of(proposal.candidate)}
    return [Notice(text % params, _("This path leads to no job any more"), "bad")]


def _kept_meanwhile(held: JobOrder | Intake, today: date, *, is_own: bool) -> Notice:
    """Of a path whose opening and seats are held, what is on hold and what is safe."""
    day = {"day": formats.day(held.held_since, "long")}
    if isinstance(held, JobOrder):
        return Notice(
            safe_words(held, today, is_own=is_own), _("The job is on hold since %(day)s") % day, "warn"
        )
    return Notice(
        f"{on_hold(held)} {kept(is_own=is_own)}", _("A class is on hold since %(day)s") % day, "warn"
    )


def on_hold(held: JobOrder | Intake) -> str:
    """What of a path is on hold, and why, in a sentence."""
    because = held.get_held_because_display()
    if isinstance(held, JobOrder):
        return _("%(job)s is on hold, because %(because)s.") % {
            "job": job_in_country(held),
            "because": because,
        }
    return _("The class “%(title)s” of %(provider)s is on hold, because %(because)s.") % {
        "title": held.programme.title,
        "provider": held.programme.provider.name,
        "because": because,
    }


def kept(*, is_own: bool) -> str:
    """What becomes of an offer or a path taken while something of it is on hold."""
    if is_own:
        return _(
            "What is held for you stays held. An offer need not be answered meanwhile; you get new time to answer when"
            " nothing is on hold any more."
        )
    return _("Opening and seats stay held. The time to answer an offer begins anew afterwards.")


def stopped_notice(proposal: Proposal, *, is_own: bool) -> Notice:
    """Of a proposed path that a hold stopped: what happened, why, and what comes next."""
    held = guards.what_is_held(proposal)
    office = {"office": office_of(proposal.candidate)}
    if held is None:
        text = _(
            "Something of it was on hold. When that ended, the opening or a seat was taken, it was too late, or there was"
            " another path. The next plan looks again; %(office)s knows more."
        )
        return Notice(text % office, _("This path did not come back"), "info")
    comes_next = (
        _(
            "Nothing was held for you yet, and you need not do anything. The path comes back when that ends and opening"
            " and seats are still free; meanwhile the next plan looks for another one. Ask %(office)s if you want to"
            " know more."
        )
        if is_own
        else _(
            "The path comes back when that ends, opening and seats are still free, and the candidate has no other path;"
            " meanwhile the next plan looks for another one."
        )
    )
    return Notice(f"{on_hold(held)} {comes_next % office}", str(RESTS), "warn")


def tag_of(proposal: Proposal) -> Tag:
    """Its state in words; of a path that a hold stopped, that it may come back."""
    this = Proposal.objects.filter(stands_still(), pk=proposal.pk)
    if proposal.state == ProposalState.LAPSED and stopped(this).exists():
        return Tag(_("does not hold for now"), "warn")
    return PROPOSAL.tag(proposal)


RESTS = gettext_lazy("The proposed path does not hold for now")


def answered(proposal: Proposal) -> str:
    """How the candidate said yes; "" for what was decided before she was asked."""
    how = proposal.answered_how
    return _("The candidate said yes: %(how)s") % {"how": proposal.get_answered_how_display()} if how else ""
