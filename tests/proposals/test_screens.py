import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.foundation.competencies.models import Occupation
from jalur.proposals import services
from jalur.proposals.models import BulkDecision, Proposal, Run
from jalur.proposals.rules import Wanted
from tests.cast import JOMBANG, LUMAJANG
from tests.proposals.factories import TODAY, make_candidate

PLAIN = {"what_first": "people", "thrift": "none", "max_intakes": "3", "budget": "", "women": ""}


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def run(region, run_of):
    return run_of()


@pytest.fixture
def proposal(run):
    return run.proposals.get(candidate__number="J-0001")


def page(client, name, *args, **query):
    return client.get(reverse(f"proposals:{name}", args=args), query)


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("member", ["wulan", "gatot", "hendra", "lestari", "ratna", "yusuf"])
def test_a_plans_figures_are_open_to_those_who_work_with_them(cast, run, sign_in, member):
    client = sign_in(getattr(cast, member))
    for name in ("run", "holds_back", "seats", "orders", "compare"):
        answer = page(client, name, run.pk)
        assert answer.status_code == 200, name
        for candidate in Proposal.objects.select_related("candidate__person"):
            assert candidate.candidate.person.name not in text(answer)
            assert candidate.candidate.number not in text(answer)
    assert str(Occupation.objects.get(code="7212")) in text(page(client, "run", run.pk))


def test_the_glance_says_how_good_the_plan_is(cast, run, sign_in):
    shown = text(page(sign_in(cast.wulan), "run", run.pk))
    assert "Terbukti" in shown
    assert "Siapa cepat dia dapat" in shown
    assert run.fingerprint[:12] in shown
    assert "Kursi habis" in shown
    english = sign_in(cast.wulan)
    english.cookies["language"] = "en"
    assert "Proved" in text(page(english, "run", run.pk))


def test_only_the_region_lists_and_opens_proposals(cast, proposal, sign_in):
    wulan, gatot = sign_in(cast.wulan), sign_in(cast.gatot)
    assert proposal.candidate.person.name in text(page(wulan, "proposals"))
    assert proposal.candidate.person.name not in text(page(gatot, "proposals"))
    assert page(wulan, "proposal", proposal.pk).status_code == 200
    assert page(gatot, "proposal", proposal.pk).status_code == 404
    for member in ("hendra", "lestari", "yusuf", "rini"):
        assert page(sign_in(getattr(cast, member)), "proposal", proposal.pk).status_code in (403, 404)


def test_a_path_tells_steps_reasons_and_alternatives(cast, proposal, sign_in):
    shown = text(page(sign_in(cast.wulan), "proposal", proposal.pk))
    assert "T-WELD kata" in shown
    assert "T-KOREAN kata" in shown
    assert "81%" in shown
    assert "Terima jalur ini" in shown


def test_accepting_and_taking_back_by_hand(cast, region, proposal, sign_in):
    client = sign_in(cast.wulan)
    assert client.get(reverse("proposals:accept", args=[proposal.pk])).status_code == 405
    answer = client.post(reverse("proposals:accept", args=[proposal.pk]), follow=True)
    assert "Batalkan keputusan" in text(answer)
    assert "diterima: lowongan dan kursi dipegang" in text(answer)
    answer = client.post(reverse("proposals:accept", args=[proposal.pk]))
    assert answer.status_code == 422
    assert "Usulan ini sudah diterima." in text(answer)
    client.post(reverse("proposals:undo", args=[proposal.pk]))
    region.weld.refresh_from_db()
    assert region.weld.taken == 0


def test_what_is_gone_is_named_on_the_page(cast, region, proposal, sign_in):
    type(region.weld).objects.filter(pk=region.weld.pk).update(taken=3)
    answer = sign_in(cast.wulan).post(reverse("proposals:accept", args=[proposal.pk]))
    assert answer.status_code == 422
    assert "IN-WELD" in text(answer)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_refusing_by_hand_asks_for_a_reason(cast, proposal, sign_in):
    client = sign_in(cast.wulan)
    url = reverse("proposals:refuse", args=[proposal.pk])
    assert client.post(url, {"note": "x"}).status_code == 422
    client.post(url, {"reason": "too_far"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.refusal_reason) == ("refused", "too_far")
    assert "kelasnya terlalu jauh" in text(page(client, "proposal", proposal.pk))


def test_nobody_from_elsewhere_decides_by_hand(cast, proposal, sign_in):
    for member, expected in [("gatot", 404), ("hendra", 403), ("yusuf", 403), ("rini", 403)]:
        client = sign_in(getattr(cast, member))
        for verb in ("accept", "refuse", "undo"):
            answer = client.post(reverse(f"proposals:{verb}", args=[proposal.pk]), {"reason": "family"})
            assert answer.status_code == expected
            assert proposal.candidate.person.name not in text(answer)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_the_candidate_has_a_page_of_her_own(cast, region, run, sign_in):
    sari = sign_in(cast.sari)
    assert "Belum ada jalur untuk Anda" in text(page(sari, "mine"))
    mine = Proposal.objects.first()
    type(mine.candidate.person).objects.filter(pk=mine.candidate.person_id).update(account=cast.rini.user)
    rini = sign_in(cast.rini)
    assert "Jalur saya" in text(page(rini, "mine"))
    assert page(rini, "proposals").status_code == 403
    rini.post(reverse("proposals:accept", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.state == "accepted"
    assert page(sari, "proposal", mine.pk).status_code == 404


def test_starting_says_what_will_be_planned(cast, region, sign_in):
    wulan = sign_in(cast.wulan)
    shown = text(page(wulan, "start"))
    assert "7" in shown
    assert f'value="{LUMAJANG}"' not in shown
    assert page(sign_in(cast.hendra), "start").status_code == 403
    piece = wulan.get(reverse("proposals:start"), {"place": JOMBANG}, headers={"HX-Request": "true"})
    assert "<html" not in text(piece)
    answer = wulan.post(reverse("proposals:start"), {**PLAIN, "place": JOMBANG, "budget": "banyak"})
    assert answer.status_code == 422
    assert "banyak" in text(answer)
    answer = wulan.post(reverse("proposals:start"), {**PLAIN, "place": LUMAJANG})
    assert answer.status_code == 422
    assert not Run.objects.exists()
    wulan.post(
        reverse("proposals:start"), {**PLAIN, "place": JOMBANG, "budget": "Rp 1.000.000.000", "women": "2"}
    )
    assert Run.objects.get().policy == {
        "what_first": "people",
        "budget": 1_000_000_000,
        "thrift": "none",
        "max_intakes": 3,
        "women": 2,
        "region": "",
        "from_region": 0,
        "minutes": None,
    }


def test_a_minimum_from_a_region_is_a_wish_with_a_place(cast, region, sign_in):
    yusuf = sign_in(cast.yusuf)
    start = reverse("proposals:start")
    for wrong in ({"from_region": "3"}, {"from_region": "3", "region": "36", "place": "35"}):
        answer = yusuf.post(start, {**PLAIN, "place": "ID", **wrong})
        assert answer.status_code == 422
    assert not Run.objects.exists()
    yusuf.post(start, {**PLAIN, "place": "ID", "from_region": "3", "region": "35"})
    run = Run.objects.get()
    assert (run.policy["region"], run.policy["from_region"]) == ("35", 3)
    assert "Jawa Timur" in text(page(yusuf, "run", run.pk)) or not run.counts


@pytest.mark.parametrize(("code", "kind"), [("35", "province"), (JOMBANG, "regency")])
def test_the_planner_is_told_whom_a_minimum_counts(code, kind):
    (floor,) = Wanted(region=code, from_region=3).policy()["floors"]
    assert (floor["group"], floor["minimum"]) == ({kind: code}, 3)


def test_the_ministry_is_offered_the_whole_country_first(cast, region, sign_in):
    yusuf = sign_in(cast.yusuf)
    assert '<option value="ID" selected>' in text(page(yusuf, "start"))
    yusuf.post(reverse("proposals:start"), {**PLAIN, "place": "ID"})
    assert Run.objects.get().place is None


def test_a_run_on_its_way_is_shown_and_stopped(cast, region, sign_in):
    wulan = sign_in(cast.wulan)
    wulan.post(reverse("proposals:start"), {**PLAIN, "place": JOMBANG})
    run = Run.objects.get()
    Run.objects.update(
        state="running",
        heard_at=run.created_at,
        progress={
            "phase": "pricing",
            "value": 2.5,
            "bound": 3.0,
            "gap": 1 / 6,
            "elapsed": 4.0,
            "limit": 120.0,
            "trail": [[1.0, 9.0, None], [2.0, 4.0, 1.5], [4.0, 3.0, 2.5]],
        },
    )
    shown = text(page(wulan, "run", run.pk))
    assert "2,5" in shown
    assert "16,67" in shown
    piece = wulan.get(reverse("proposals:run", args=[run.pk]), headers={"HX-Request": "true"})
    assert "<html" not in text(piece)
    assert text(piece).count("<polyline") == 2
    assert "1,5" in text(piece)
    assert "62,50" in text(piece)
    assert "Cancel" in text(piece) or "Batal" in text(piece)
    gatot = sign_in(cast.gatot)
    assert reverse("proposals:cancel", args=[run.pk]) not in text(page(gatot, "run", run.pk))
    assert gatot.post(reverse("proposals:cancel", args=[run.pk])).status_code == 403
    wulan.post(reverse("proposals:cancel", args=[run.pk]))
    run.refresh_from_db()
    assert run.cancel_requested
    assert page(wulan, "seats", run.pk).status_code == 404


@pytest.mark.parametrize(
    "failure", ["no_candidates", "no_orders", "no_classes", "invalid_input", "unverified", "lost", "error"]
)
def test_a_failed_run_says_why_in_a_sentence(cast, region, sign_in, failure):
    wulan = sign_in(cast.wulan)
    wulan.post(reverse("proposals:start"), {**PLAIN, "place": JOMBANG})
    Run.objects.update(state="failed", failure=failure)
    shown = text(page(wulan, "run", Run.objects.get().pk))
    assert failure not in shown
    assert "Susun rencana" in shown


def test_an_order_tells_what_stands_in_the_way_of_how_many(cast, run, sign_in):
    shown = text(page(sign_in(cast.lestari), "order", run.pk, "JO-JAPAN"))
    assert "T-JAPANESE kata" in shown
    assert "7" in shown
    assert page(sign_in(cast.lestari), "order", run.pk, "JO-NONE").status_code == 404


def test_two_plans_beside_each_other(cast, region, run, run_of, sign_in):
    make_candidate("J-0000")
    second = run_of()
    wulan = sign_in(cast.wulan)
    shown = text(page(wulan, "compare", second.pk, other=run.pk))
    assert "kini mendapat jalur" in shown
    assert "Calon J-0000" in shown
    assert "tidak lagi mendapat jalur" in shown
    hendra = text(page(sign_in(cast.hendra), "compare", second.pk, other=run.pk))
    assert "J-0000" not in hendra
    assert page(wulan, "compare", second.pk, other="nonsense").status_code == 200


def test_deciding_on_many_asks_first(cast, region, run, sign_in):
    wulan = sign_in(cast.wulan)
    url = reverse("proposals:decide_many", args=["accept"])
    keys = [str(pk) for pk in run.proposals.values_list("pk", flat=True)]
    assert "3" in text(wulan.post(url, {"selected": keys}))
    assert not BulkDecision.objects.exists()
    answer = wulan.post(url, {"selected": keys, "confirm": "yes"})
    decision = BulkDecision.objects.get()
    assert answer.headers["Location"] == reverse("proposals:bulk", args=[decision.pk])
    services.perform_bulk(decision.pk)
    shown = text(page(wulan, "bulk", decision.pk))
    assert "Calon J-0001" in shown
    gatot = sign_in(cast.gatot)
    assert page(gatot, "bulk", decision.pk).status_code == 404
    gatot.post(url, {"selected": keys, "confirm": "yes"})
    assert BulkDecision.objects.count() == 1
    assert wulan.post(url.replace("accept", "burn"), {"selected": keys}).status_code == 404
    wulan.post(url, {"selected": ["nonsense"], "confirm": "yes"})
    assert BulkDecision.objects.count() == 1


def test_the_list_leaves_as_a_file_with_numbers_and_destinations(cast, run, sign_in):
    answer = page(sign_in(cast.wulan), "proposals", export="csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert "Nomor calon" in rows[0]
    assert any("J-0001" in row for row in rows[1:])
    assert len(rows) == 4


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


def more_rows(run, decision):
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
        BulkItem.objects.create(decision=decision, proposal=proposal, position=10 + position)
        Run.objects.create(place=None, as_of=TODAY, state="done", value=1, bound=1, gap=0, placed=1)


def test_a_wrong_verb_or_reason_in_bulk_is_refused(cast, region, run):
    with pytest.raises(ValidationError):
        services.decide_many(actor=cast.wulan.actor, verb="burn", proposals=[], today=TODAY)
    assert not BulkDecision.objects.exists()
