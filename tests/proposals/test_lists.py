import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.proposals import services
from jalur.proposals.models import Proposal, Run
from tests.proposals.factories import TODAY, make_candidate
from tests.proposals.pages import page

pytestmark = pytest.mark.usefixtures("the_day")


@pytest.mark.parametrize("name", ["proposals", "runs", "holds_back", "seats", "orders", "bulk"])
def test_lists_ask_the_same_for_few_and_many_rows(cast, region, run, sign_in, name):
    wulan = sign_in(cast.wulan)
    decision = services.decide_many(
        actor=cast.wulan.actor,
        verb="refuse",
        reason="family",
        proposals=list(run.proposals.values_list("pk", flat=True)),
        today=TODAY,
    )
    args = {"holds_back": [run.pk], "seats": [run.pk], "orders": [run.pk], "bulk": [decision.pk]}.get(
        name, []
    )
    page(wulan, name, *args)
    with CaptureQueriesContext(connection) as few:
        page(wulan, name, *args)
    more_rows(run, decision)
    with CaptureQueriesContext(connection) as many:
        answer = page(wulan, name, *args)
    assert answer.status_code == 200
    assert len(many) <= len(few), [query["sql"][:120] for query in many]


@pytest.mark.parametrize("sort", ["first_start", "-classes", "-chance", "candidate"])
def test_a_page_of_proposals_is_cut_before_its_rows_are_joined_and_counted(cast, region, run, sign_in, sort):
    wulan = sign_in(cast.wulan)
    more_rows(run)
    with CaptureQueriesContext(connection) as asked:
        answer = page(wulan, "proposals", sort=sort)
    assert len(answer.context["table"].page.object_list) == 25
    asked = [query["sql"] for query in asked if 'FROM "proposals_proposal"' in query["sql"]]
    assert not [sql for sql in asked if 'GROUP BY "proposals_proposal"' in sql]
    (keys,) = [sql for sql in asked if "LIMIT 25" in sql]
    assert "reasons" not in keys.split("FROM")[0]
    assert '"competencies_occupation"' not in keys
    assert '"candidates_candidate"' not in keys


def test_a_proposal_keeps_what_its_list_orders_by(run):
    proposal = run.proposals.first()
    assert proposal.classes == proposal.steps.count() > 0
    assert proposal.chance == proposal.reasons["chance"]


def more_rows(run, decision=None):
    from jalur.foundation.competencies.models import Competency
    from jalur.proposals.models import BulkItem, CompetencyPrice, IntakePrice, OrderPrice, ProposalStep
    from tests.proposals.factories import make_competency, make_intake, make_order

    welding = Competency.objects.get(code="T-WELD")
    for position in range(30):
        order = make_order(f"JO-M{position}", requires=[welding])
        intake = make_intake(f"IN-M{position}", teaches=[welding])
        OrderPrice.objects.create(
            run=run, order=order, price=0, openings=2, causes={"stops": [["untaught", 3, "T-WELD"]]}
        )
        IntakePrice.objects.create(run=run, intake=intake, price=0.5, seats=2)
        unit = make_competency(f"T-MORE-{position}")
        CompetencyPrice.objects.create(run=run, competency=unit, people=1, value=0.5)
        proposal = Proposal.objects.create(
            run=run,
            candidate=make_candidate(f"J-M{position:03}"),
            order=order,
            value=1,
            reasons={"chance": 0.9},
        )
        ProposalStep.objects.create(proposal=proposal, intake=intake, position=1)
        if decision is not None:
            BulkItem.objects.create(decision=decision, proposal=proposal, position=10 + position)
        Run.objects.create(place=None, as_of=TODAY, state="done", value=1, bound=1, gap=0, placed=1)
