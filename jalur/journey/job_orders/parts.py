"""What this room adds to a person's file (the opening held) and to the homes of companies, missions and everybody."""

from datetime import date, timedelta

from django.db.models import Count, Min, Sum
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.people.models import Person
from jalur.journey.candidates import words as candidate_words
from jalur.journey.job_orders import queries, words
from jalur.journey.job_orders.models import JobOrder, Reservation, State
from jalur.kit import formats
from jalur.kit.components import Action, Figure, Need, Stage
from jalur.kit.dates import day_of
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep

SOON = timedelta(days=30)
OPENINGS = {name: Sum(name, default=0) for name in ("openings", "reserved")}


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """The opening that the person holds, or has lost with its order."""
    rows = Reservation.objects.visible_to(actor).filter(candidate__person=person)
    related = (
        "order__destination",
        "order__employer",
        "candidate__registered_by",
        "candidate__person__residence",
    )
    latest = rows.select_related(*related).order_by("-created_at", "pk").first()
    label = _("Opening held")
    if latest is None or not (latest.is_held or latest.is_lost):
        return FilePart(stages=[Stage(label)])
    order, office = latest.order, candidate_words.office_of(latest.candidate)
    job, url = words.job_in_country(order), link("job_orders:order", order.number)
    if latest.is_held:
        sentence = _("Be ready for %(job)s by %(day)s. Ask %(office)s what you still need.")
        params = {"job": job, "day": formats.day(order.ready_by, "long"), "office": office}
        return FilePart(
            stages=[Stage(label, "done", day_of(latest.created_at), note=job, url=url)],
            next_step=NextStep(sentence % params, url, order.ready_by),
        )
    closed_on = day_of(order.closed_at)
    stage = Stage(label, "problem", closed_on, note=order.get_close_reason_display(), url=url)
    sentence = _("%(gone)s Ask %(office)s for another path.")
    params = {"gone": words.gone_sentence(order), "office": office}
    is_new = today - closed_on <= SOON
    return FilePart(stages=[stage], next_step=NextStep(sentence % params, url, is_urgent=is_new))


def home(actor: Actor, today: date) -> HomePart:
    """A company's and a mission's work; for the ministry and visitors what the country's orders come to."""
    if actor.role == Role.COMPANY_OFFICER:
        return _company(actor, today)
    if actor.role == Role.LABOUR_ATTACHE:
        return _mission(actor, today)
    if actor.user_id is None or actor.role == Role.MINISTRY_ANALYST:
        return HomePart(figures=_nation(today))
    return HomePart()


def _nation(today: date) -> list[Figure]:
    running = JobOrder.objects.running(today).aggregate(orders=Count("pk"), **OPENINGS)
    url = link("job_orders:open_orders", query="state=running")
    return [
        counted(
            _("Openings still free"),
            running["openings"] - running["reserved"],
            _("Openings of verified orders whose deadline has not passed, less those held for a candidate."),
            of=running["openings"],
            url=url,
        ),
        counted(
            _("Open job orders"),
            running["orders"],
            _("Orders verified by a labour attaché, not closed, whose deadline has not passed."),
            url=url,
        ),
    ]


def _company(actor: Actor, today: date) -> HomePart:
    mine, soon = JobOrder.objects.filter(company_id=actor.organisation_id), today + SOON
    waiting = queries.counts_by_state(mine)
    is_open = mine.filter(state=State.OPEN).aggregate(**OPENINGS)
    return HomePart(
        needs=[
            Need(
                _("Drafts not yet sent to the attaché"),
                link("job_orders:desk", query="state=draft"),
                count=waiting.get(State.DRAFT, 0),
            ),
            Need(
                _("Orders refused by the attaché"),
                link("job_orders:desk", query="state=refused"),
                count=waiting.get(State.REFUSED, 0),
                tone="bad",
            ),
            Need(
                _("Orders with openings left and a deadline within 30 days"),
                link("job_orders:desk", query=f"state=running&left=yes&ready_to={soon}"),
                count=mine.plannable(today).filter(ready_by__lte=soon).count(),
                tone="warn",
            ),
        ],
        figures=[
            counted(
                _("Openings held for candidates"),
                is_open["reserved"],
                _("Openings of your open orders that an offered or accepted path holds."),
                of=is_open["openings"],
                url=link("job_orders:desk", query="state=open"),
            ),
        ],
        actions=[Action(_("Draft a job order"), link("job_orders:start_order"), icon="file-earmark-plus")],
    )


def _mission(actor: Actor, today: date) -> HomePart:
    orders = JobOrder.objects.filter(destination_id=actor.country)
    waiting = orders.filter(state=State.SUBMITTED).aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    hint = _("The oldest since %(day)s") % {"day": formats.day(waiting["oldest"])} if waiting["count"] else ""
    address = link("job_orders:desk", query="state=submitted")
    return HomePart(
        needs=[Need(_("Orders waiting for your verification"), address, hint, waiting["count"])],
        figures=[
            counted(
                _("Open orders in your country"),
                orders.running(today).count(),
                _("Orders you verified whose deadline has not passed."),
                url=link("job_orders:open_orders", query=f"state=running&destination={actor.country}"),
            )
        ],
    )
