"""One person's path: the timeline, the reasons, the nearest alternatives, the decision."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.geography import queries as geography
from jalur.foundation.workflow.deadlines import keeper
from jalur.journey.job_orders.words import job_in_country
from jalur.journey.training import words as training_words
from jalur.kit import dates, formats
from jalur.kit.components import (
    Action,
    Alternative,
    Decision,
    Reason,
    Row,
    Step,
)
from jalur.kit.money import format_money
from jalur.planner.after.alternatives import Chosen, Other, nearest
from jalur.proposals.decisions import queries, words
from jalur.proposals.models import AT_THE_COUNTER, Proposal, ProposalState, RefusalReason
from jalur.proposals.runs.gather import gather_one
from jalur.proposals.runs.rules import Wanted
from jalur.proposals.shared import links
from jalur.proposals.workflow import PROPOSAL

MOST_ALTERNATIVES = 3


def titles_of(proposal: Proposal) -> dict[str, str]:
    """Titles of every competency that the reasons name, in one query."""
    kept = proposal.reasons
    codes = set(kept.get("held", [])) | {code for step in kept.get("steps", []) for code in step}
    return competencies.competency_labels(codes) if codes else {}


def timeline_of(proposal: Proposal, titles: Mapping[str, str]) -> list[Step]:
    """The path from the day the candidate can start to the day the order wants people ready."""
    taught = proposal.reasons.get("steps", [])
    steps = [Step(label=_("Can start"), start=proposal.candidate.available_from, kind="wait")]
    for position, step in enumerate(proposal.steps.all()):
        intake = step.intake
        codes = taught[position] if position < len(taught) else []
        gives = ", ".join(titles.get(code, code) for code in codes)
        steps.append(
            Step(
                label=intake.programme.title,
                start=intake.starts,
                end=intake.ends,
                place=f"{intake.programme.provider.name}, {intake.place.name}",
                note=_("Gives: %(names)s") % {"names": gives} if gives else "",
                url=links.intake_url(intake),
                kind="class",
            )
        )
    order = proposal.order
    steps.append(
        Step(
            label=_("Ready for: %(job)s") % {"job": job_in_country(order)},
            start=order.ready_by,
            place=order.employer.name,
            note=_("The employer wants people ready by this day."),
            url=links.order_url(order),
            kind="deadline",
        )
    )
    return steps


def reasons_of(proposal: Proposal, titles: Mapping[str, str]) -> list[Reason]:
    """Why this path and no other, from the plan's own numbers."""
    kept = proposal.reasons
    reasons = []
    if kept.get("held"):
        names = ", ".join(titles.get(code, code) for code in kept["held"])
        reasons.append(Reason(_("Already held and asked for: %(names)s.") % {"names": names}, tone="done"))
    steps = list(proposal.steps.all())
    if steps:
        last = steps[-1].intake
        spare = (proposal.order.ready_by - last.ends).days
        reasons.append(
            Reason(
                _(
                    "Nothing superfluous: each class is needed, and the last one ends %(days)s "
                    "days before people must be ready."
                )
                % {"days": formats.number(spare)}
            )
        )
    else:
        reasons.append(
            Reason(_("No class is needed: everything the order asks for is held already."), tone="done")
        )
    if kept.get("chance") is not None and steps:
        share = formats.percent(kept["chance"], 0)
        reasons.append(
            Reason(
                _("Chance to pass all classes, from the classes' own record: %(share)s.") % {"share": share},
                weight=kept["chance"],
            )
        )
    if kept.get("scarce"):
        reasons.append(Reason(_("A scarce seat is used here because it counts most for this person.")))
    return reasons


def alternatives_of(proposal: Proposal) -> list[Alternative]:
    """What came nearest, worked out on today's data at the plan's prices; only while there is something to decide."""
    if proposal.state != ProposalState.PROPOSED:
        return []
    run = proposal.run
    chosen = Chosen(
        proposal.order.number,
        tuple(step.intake.number for step in proposal.steps.all()),
        proposal.value,
        float(proposal.reasons.get("cost") or 0),
    )
    tables = gather_one(proposal.candidate, Wanted.from_json(run.policy), run.as_of)
    prices = queries.prices_of(run)
    others = nearest(tables, proposal.candidate.number, chosen, prices, most=MOST_ALTERNATIVES)
    orders = queries.orders_by_number([other.order for other in others])
    return [
        Alternative(
            title=f"{job_in_country(orders[other.order])} ({other.order})",
            url=links.order_url(orders[other.order]),
            why_not=why_not(other),
        )
        for other in others
        if other.order in orders
    ]


def why_not(other: Other) -> str:
    """What stands against an alternative, in a sentence."""
    sentences = {
        "seat": _(
            "Class %(detail)s has too few seats: somebody else's path gains more from this one "
            "(one more seat is worth %(price)s placements)."
        ),
        "opening": _(
            "All openings are used by people who have no other way (one more opening is worth "
            "%(price)s placements)."
        ),
        "value": _("Possible, but worth less: a lower chance to pass or a longer way."),
        "equal": _("Just as good. The choice between the two is free."),
        "budget": _("The training would cost more of the budget than it brings."),
    }
    params = {"detail": other.detail, "price": formats.number(other.price, 2)}
    return sentences.get(other.way, sentences["value"]) % params


def step_url(proposal: Proposal, verb: str) -> str:
    return reverse("proposals:proposal_step", args=[proposal.pk, verb])


def link_rows(proposal: Proposal, address: str) -> list[Row]:
    """What the office hands over to a candidate who has no account: the link, as a slip, or by WhatsApp to the number in her file."""
    hint = _(
        "Hand it over or send it. It asks for the date of birth before it shows anything, and closes after five wrong ones."
    )
    slip = Action(_("Print a slip with it"), reverse("proposals:answer_slip", args=[proposal.pk]))
    rows = [Row(_("Link for the candidate"), address, slip, hint)]
    if number := proposal.candidate.person.phone():
        text = _("The labour office holds a path for you. Read it and answer here: %(link)s") % {
            "link": address
        }
        url = f"https://wa.me/{number.removeprefix('+')}?{urlencode({'text': text})}"
        hint = _("Opens WhatsApp with the text; you press send. It says nothing about anybody.")
        rows.append(Row(_("By WhatsApp"), formats.phone(number), Action(_("Open the message"), url), hint))
    return rows


def offer_rows(proposal: Proposal) -> list[Row]:
    """Who offered the path and until when it is held; who answered, how and when."""
    rows = []
    if proposal.offered_at is not None and proposal.answer_by is not None:
        by = proposal.offered_by.name if proposal.offered_by else ""
        rows.append(Row(_("Offered by"), by, hint=formats.moment(proposal.offered_at)))
        row = Row(
            _("Held for an answer until"),
            formats.day(proposal.answer_by, "long"),
            hint=_("The last day to answer; without an answer everything is given back."),
        )
        # While it waits, the deadline says beside the day how much time is left.
        rows += [replace(waits, hint=row.hint) for waits in keeper().facts(PROPOSAL, proposal)] or [row]
    if proposal.state == ProposalState.REFUSED:
        reason = str(RefusalReason(proposal.refusal_reason).label)
        rows.append(Row(_("Why refused"), f"{reason}. {proposal.refusal_note}".strip(". ") + "."))
    if proposal.answered_how:
        on = formats.day(proposal.answered_on) if proposal.answered_on else ""
        rows.append(Row(_("The candidate answered"), proposal.get_answered_how_display(), hint=on))
    if proposal.decided_at is not None and proposal.decided_by is not None:
        label = _("Recorded by") if proposal.answered_how in AT_THE_COUNTER else _("Decided by")
        rows.append(Row(label, proposal.decided_by.name, hint=formats.moment(proposal.decided_at)))
    return rows


def decision_of(proposal: Proposal, titles: Mapping[str, str], *, actor: Actor) -> Decision:
    order = proposal.order
    kept = proposal.reasons
    rows = [
        Row(_("Job order"), f"{order.title}, {order.employer.name}", hint=order.number),
        Row(_("Destination"), order.destination.name),
        Row(_("Monthly pay"), format_money(order.monthly_pay, order.pay_currency, locale=formats.locale())),
        Row(_("Ready by"), formats.day(order.ready_by, "long")),
        Row(_("Classes"), formats.number(len(proposal.steps.all()))),
    ]
    if kept.get("cost"):
        rows.append(
            Row(
                _("Cost of the classes"),
                format_money(kept["cost"], "IDR", locale=formats.locale()),
                hint=training_words.who_pays(order.occupation_id, dates.today()),
            )
        )
    open_to = {one.step.verb: one for one in PROPOSAL.offers(actor, proposal, *words.ANSWERS)}
    yes = open_to.get("accept") or open_to.get("offer")
    no = open_to.get("decline") or open_to.get("refuse")
    return Decision(
        title=job_in_country(order),
        summary=[*rows, *offer_rows(proposal)],
        reasons=reasons_of(proposal, titles),
        alternatives=alternatives_of(proposal),
        accept_url=step_url(proposal, yes.step.verb) if yes and yes.is_free else "",
        refuse_url=step_url(proposal, no.step.verb) if no else "",
        reasons_to_refuse=[(reason.value, str(reason.label)) for reason in RefusalReason],
        accept_label=str(yes.step.button) if yes else "",
        refuse_label=str(no.step.button) if no else "",
        consequence=(yes.why_not or words.consequence_of(proposal, yes.step.verb)) if yes else "",
        settled=None if proposal.state == ProposalState.PROPOSED else words.tag_of(proposal),
    )


def person_rows(proposal: Proposal, *, is_own: bool) -> list[Row]:
    """Who it is about, as far as the path hangs on it."""
    candidate = proposal.candidate
    person = candidate.person
    age = dates.completed_years(person.birth_date, proposal.order.ready_by)
    rows = [
        Row(_("Lives in"), geography.place_label(person.residence_id) or person.residence.name),
        Row(_("Age when people must be ready"), _("%(age)s years") % {"age": age}),
        Row(_("Schooling"), candidate.get_education_display()),
        Row(_("Can start from"), formats.day(candidate.available_from)),
    ]
    return rows if is_own else [Row(_("Candidate number"), candidate.number), *rows]
