"""Codes and numbers of a plan in the reader's words. No jargon without its explanation."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.geography import queries as geography
from jalur.kit import formats
from jalur.kit.components import Tag
from jalur.proposals.models import BulkVerb, Outcome, ProposalState, Run, RunState
from jalur.proposals.rules import minutes_for

FAILURES = {
    "no_candidates": gettext_lazy(
        "Nobody here can be planned now: no registered candidate is willing, free and without an opening."
    ),
    "no_orders": gettext_lazy(
        "There is no open job order with an opening left, so there is nothing to plan for."
    ),
    "no_classes": gettext_lazy(
        "There is no open class with a free seat that these people can reach. Ask the institutes "
        "to open classes first."
    ),
    "invalid_input": gettext_lazy(
        "The registered data contradict each other somewhere, so no plan was made. The "
        "administrator finds the tables and rows in the log."
    ),
    "unverified": gettext_lazy(
        "The plan did not pass the independent check and was thrown away. No proposal was made. "
        "Please tell the administrator."
    ),
    "lost": gettext_lazy(
        "The computer that worked on this plan stopped twice. Nothing was changed. Start the plan again."
    ),
    "error": gettext_lazy(
        "Something went wrong while the plan was made. Nothing was changed. Start it again, or "
        "tell the administrator."
    ),
}

PHASES = {
    "gathering": gettext_lazy("Collecting people, job orders and classes"),
    "planning": gettext_lazy("People, job orders and classes are collected"),
    "reading": gettext_lazy("Reading the tables"),
    "grouping": gettext_lazy("Putting people together who stand before the same choice"),
    "pricing": gettext_lazy("Finding out what each seat and opening is worth"),
    "smoothing": gettext_lazy("Finding out what each seat and opening is worth"),
    "rounding": gettext_lazy("Giving each person one path"),
    "repairing": gettext_lazy("Making sure no class and no order is overfilled"),
    "improving": gettext_lazy("Exchanging paths to place more people"),
    "exact": gettext_lazy("Exchanging paths to place more people"),
    "parts": gettext_lazy("Exchanging paths to place more people"),
    "polishing": gettext_lazy("Exchanging paths to place more people"),
    "verifying": gettext_lazy("Checking the plan with a second, independent program"),
    "comparing": gettext_lazy("Working out first come, first served on the same data"),
    "explaining": gettext_lazy("Writing down the reasons"),
    "storing": gettext_lazy("Saving prices and proposals"),
    "stored": gettext_lazy("The plan is saved"),
}

STUDY_PHASES = {
    "gathering": gettext_lazy("Collecting people, job orders and classes"),
    "planning": gettext_lazy("Planning again on the data of today"),
    "openings": gettext_lazy("Planning again with each of the best classes"),
    "budget": gettext_lazy("Planning again for each budget"),
}

RUN_TAGS = {
    RunState.WAITING: Tag(gettext_lazy("waiting for its turn"), "wait"),
    RunState.RUNNING: Tag(gettext_lazy("being made"), "now"),
    RunState.DONE: Tag(gettext_lazy("finished"), "done"),
    RunState.CANCELLED: Tag(gettext_lazy("stopped"), "none"),
    RunState.FAILED: Tag(gettext_lazy("failed"), "bad"),
}

PROPOSAL_TAGS = {
    ProposalState.PROPOSED: Tag(gettext_lazy("waits for a decision"), "wait"),
    ProposalState.ACCEPTED: Tag(gettext_lazy("accepted"), "done"),
    ProposalState.REFUSED: Tag(gettext_lazy("refused"), "bad"),
    ProposalState.OVERTAKEN: Tag(gettext_lazy("overtaken by a newer plan"), "none"),
}

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

# What the value of a plan counts, also when every opening counts the same: people have priorities.
UNIT = gettext_lazy("weighted placements")
WHAT_FIRST = {
    "people": gettext_lazy("as many people as possible"),
    "worth": gettext_lazy("the orders' own weight"),
}
THRIFT = {
    "none": gettext_lazy("cost does not matter within the budget"),
    "some": gettext_lazy("of two equal paths the cheaper one"),
    "strong": gettext_lazy("cheaper paths first"),
}


def value_definition(run: Run) -> str:
    if run.policy.get("what_first", "people") == "people":
        sentence = _(
            "Each person on a path counts with the chance to pass all its classes and with the "
            "priority set for them: with a chance of 80 % one person counts 0.8."
        )
    else:
        sentence = _(
            "Each person on a path counts with the chance to pass all its classes, with the "
            "priority set for them and with the weight of the order."
        )
    if run.policy.get("thrift", "none") != "none":
        sentence += " " + _("The cost of training takes a little away.")
    if run.policy.get("women"):
        sentence += " " + _("Each placement of a woman missing from the wished number takes one away.")
    if run.policy.get("from_region"):
        sentence += " " + _("So does each placement missing from the region with a wished number.")
    return sentence


def proof(run: Run) -> str:
    """What the bound proves, for somebody who never heard of one."""
    if run.gap is None or run.bound is None or run.value is None:
        return ""
    if run.gap < 0.00005:
        return _("Proved: no other plan on the same data can be better than this one.")
    said = {
        "bound": formats.number(run.bound, 1),
        "value": formats.number(run.value, 1),
        "gap": formats.percent(run.gap, 2 if run.gap < 0.01 else 1),
        "unit": UNIT,
    }
    return (
        _(
            "Proved: no plan on the same data can reach more than %(bound)s %(unit)s. This one "
            "reaches %(value)s, so it is at most %(gap)s below the best."
        )
        % said
    )


def beside_first_come(run: Run) -> str:
    """How many more are placed than by first come, first served."""
    if run.placed is None or "placed" not in run.baseline:
        return ""
    more = run.placed - run.baseline["placed"]
    if more > 0:
        return ngettext(
            "%(count)s person more than by first come, first served",
            "%(count)s people more than by first come, first served",
            more,
        ) % {"count": formats.number(more)}
    if more == 0:
        return _("as many people as by first come, first served")
    return _("%(count)s fewer people than by first come, first served, but worth more") % {
        "count": formats.number(-more)
    }


def seat_worth(price: float, *, programme: str, place: str, starts: Any) -> str:
    """ "One more seat of Welding 3G in Lumajang from 2 February 2026 is worth 0.93 placements"."""
    return _("One more seat of %(programme)s in %(place)s from %(day)s is worth %(price)s placements.") % {
        "programme": programme,
        "place": place,
        "day": formats.day(starts),
        "price": formats.number(price, 2),
    }


def policy_rows(run: Run) -> list[tuple[str, str]]:
    """What counted in a run, as (label, words)."""
    kept = run.policy
    return [
        (_("What counts first"), str(WHAT_FIRST.get(kept.get("what_first", "people"), ""))),
        (_("Cost of training"), str(THRIFT.get(kept.get("thrift", "none"), ""))),
        (
            _("Budget"),
            f"Rp{formats.number(kept['budget'])}" if kept.get("budget") is not None else _("no limit"),
        ),
        (_("Classes a path, at most"), str(kept.get("max_intakes", 3))),
        (_("Time to look, at most"), time_limit(run)),
        (_("From one region, at least"), region_wish(run)),
        (_("Women, at least"), formats.number(kept["women"]) if kept.get("women") else _("no wish")),
    ]


def region_wish(run: Run) -> str:
    wished, code = run.policy.get("from_region"), run.policy.get("region")
    if not (wished and code):
        return _("no wish")
    return _("%(count)s people of %(place)s") % {
        "count": formats.number(wished),
        "place": geography.place_label(code) or code,
    }


def time_limit(run: Run) -> str:
    minutes = run.policy.get("minutes") or minutes_for(run.counts.get("candidates", 0))
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def dropped(count: int) -> str:
    """People who were planned but got no proposal, because they left planning or took an opening meanwhile."""
    return ngettext(
        "%(count)s person left planning or took an opening while the plan was made and got no proposal.",
        "%(count)s people left planning or took an opening while the plan was made and got no proposal.",
        count,
    ) % {"count": formats.number(count)}


EVENTS = {
    "proposals:proposal:accepted": gettext_lazy("accepted: opening and seats taken"),
    "proposals:proposal:refused": gettext_lazy("refused"),
    "proposals:proposal:decision_undone": gettext_lazy("decision taken back"),
}
