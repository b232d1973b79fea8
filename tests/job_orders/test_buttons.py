"""A button for every step that is the reader's, and for no other: what the page of an order offers, posting it takes."""

import re

import pytest
from django.db import transaction
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, State
from jalur.journey.job_orders.workflow import ORDER
from tests.access.forms import fields_of
from tests.candidates.examples import photo
from tests.job_orders.examples import CHECKED
from tests.job_orders.factories import TODAY, draft, license_company, make_employer, new_order

pytestmark = pytest.mark.django_db

BESIDE = {
    State.SUBMITTED: {"submitted_at": timezone.now()},
    State.REFUSED: {"refusal_reason": "Contoh"},
    State.HELD: {"held_because": "paused", "held_since": TODAY},
    State.CLOSED: {"close_reason": "filled"},
}
SENT = {
    "change": {"title": "Juru las kapal", "as_typed": "on"},
    "terms": {"weekly_hours": "44"},
    "submit": {"as_typed": "on"},
    "check": CHECKED,
    "verify": {**CHECKED, "as_typed": "on"},
    "refuse": {"refusal_reason": "Contoh"},
    "pause": {"pause_reason": "Pabrik dipindahkan"},
    "close": {"close_reason": "false"},
    "amend": {"title": "Juru las kapal", "as_typed": "on"},
}
ON_ORDERS = {"company_officer", "labour_attache", "ministry_analyst"}
DECIDES, STOPS = {"check", "verify", "refuse"}, {"close"}
RESTS = {"pause", "close"}
CHANGES, PAPERS = {"amend", "attach"}, {"attach"}
GIVES_UP = {"withdraw", "attach"}
VERBS = sorted({step.verb for step in ORDER.steps if step.button})
# State → role → the steps that are hers; nobody else has any. Of a company's order, then of one that the mission brings.
HERS = {
    State.DRAFT: {"company_officer": {"change", "terms", "submit"} | GIVES_UP},
    State.SUBMITTED: {"labour_attache": DECIDES, "company_officer": {"recall"} | GIVES_UP},
    State.OPEN: {"company_officer": RESTS | CHANGES, "labour_attache": RESTS, "ministry_analyst": RESTS},
    State.HELD: {"company_officer": STOPS | CHANGES, "labour_attache": STOPS, "ministry_analyst": STOPS},
    State.REFUSED: {"company_officer": {"revise"} | GIVES_UP},
    State.CLOSED: {},
    State.WITHDRAWN: {},
}
BROUGHT = {
    State.DRAFT: {"change", "terms", "submit"} | GIVES_UP,
    State.SUBMITTED: {"recall"} | GIVES_UP,
    State.OPEN: CHANGES,
    State.HELD: CHANGES,
    State.REFUSED: {"revise"} | GIVES_UP,
}


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def steps_shown(page, order):
    """The steps that a page leads to or posts."""
    return set(re.findall(rf"/job-orders/orders/{order.number}/(\w+)/", page.content.decode()))


def is_taken(client, address, verb):
    """Whether posting a step takes it; what it changed is undone."""
    before = Event.objects.count()
    shown = client.get(f"{address}{verb}/")
    fields = fields_of(shown.content.decode(), f"{address}{verb}/") if shown.status_code == 200 else {}
    with transaction.atomic():
        chosen = {"letter": photo()} if verb == "attach" else {}
        answer = client.post(f"{address}{verb}/", {**fields, **SENT.get(verb, {}), **chosen})
        is_recorded = Event.objects.count() > before
        transaction.set_rollback(True)
    went_on = answer.status_code == 302 and "Refusal-Code" not in answer and is_recorded
    assert went_on or not is_recorded, (verb, answer.status_code)
    return went_on


@pytest.mark.parametrize("brought_by", ["lestari", "ratna"])
@pytest.mark.parametrize("state", State)
def test_every_button_is_the_readers_own_and_leads_on(cast, sign_in, client, state, brought_by):
    license_company(cast.lestari.organisation)
    order = services.draft_order(actor=getattr(cast, brought_by).actor, order=new_order(cast), today=TODAY)
    JobOrder.objects.filter(pk=order.pk).update(state=state, **BESIDE.get(state, {}))
    address = f"/job-orders/orders/{order.number}/"
    for key, member in [*vars(cast).items(), ("nobody", None)]:
        browser = sign_in(member) if member else client
        hers = set(HERS[state].get(str(member.actor.role), ())) if member else set()
        if key == brought_by == "ratna":
            hers |= BROUGHT.get(state, set())
        page = browser.get(address)
        assert (steps_shown(page, order) if page.status_code == 200 else set()) == hers, key
        if member and member.actor.role in ON_ORDERS:
            assert {verb for verb in VERBS if is_taken(browser, address, verb)} == hers, key


def test_a_mission_drafts_for_its_own_country_alone(cast):
    away = new_order(cast, employer=make_employer(cast, country="JP"))
    with pytest.raises(Refused):
        services.draft_order(actor=cast.ratna.actor, order=away, today=TODAY)
    assert not JobOrder.objects.exists()


def test_a_companys_draft_is_not_changed_by_the_attache_who_reads_it(cast, sign_in):
    order = draft(cast)
    attache, address = sign_in(cast.ratna), f"/job-orders/orders/{order.number}/"
    assert attache.get(address).status_code == 200
    assert attache.post(f"{address}submit/").status_code == 404
    order.refresh_from_db()
    assert order.state == State.DRAFT
