import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jalur.proposals import services
from jalur.proposals.models import BulkDecision, Proposal
from tests.downloads import asked_for, rows_of
from tests.proposals.factories import TODAY
from tests.proposals.pages import page, text

pytestmark = pytest.mark.usefixtures("the_day")


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
    assert "Tawarkan jalur ini" in shown


def test_a_path_asks_few_questions(cast, proposal, sign_in):
    wulan = sign_in(cast.wulan)
    with CaptureQueriesContext(connection) as asked:
        page(wulan, "proposal", proposal.pk)
    assert len(asked) <= 22
    statements = [str(query["sql"]) for query in asked]
    assert len(set(statements)) == len(statements), "one question asked twice"


def step(proposal, verb):
    return reverse("proposals:proposal_step", args=[proposal.pk, verb])


def test_offering_and_taking_back_by_hand(cast, region, proposal, sign_in):
    client, home = sign_in(cast.wulan), reverse("proposals:proposal", args=[proposal.pk])
    answer = client.post(step(proposal, "offer"), follow=True)
    assert answer.redirect_chain == [(home, 302)]
    assert "Tarik kembali tawaran" in text(answer)
    assert "ditawarkan: lowongan dan kursi ditahan" in text(answer)
    answer = client.post(step(proposal, "offer"), follow=True)
    assert answer.redirect_chain == [(home, 302)]
    assert "Jalur ini sudah ditawarkan" in text(answer)
    client.post(step(proposal, "take_back"))
    region.weld.refresh_from_db()
    proposal.refresh_from_db()
    assert (region.weld.taken, proposal.state, proposal.answer_by) == (0, "proposed", None)


def test_her_word_at_the_counter_is_recorded_with_how_and_by_whom(cast, region, proposal, sign_in):
    client = sign_in(cast.wulan)
    client.post(step(proposal, "offer"))
    answer = client.post(step(proposal, "record_yes"), {})
    assert answer.status_code == 422
    assert "Sebutkan bagaimana jawaban itu diberikan." in text(answer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("offered", None)
    answer = client.post(step(proposal, "record_yes"), {"answered_how": "paper"}, follow=True)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_how, proposal.decided_by) == (
        "accepted",
        "paper",
        cast.wulan.user,
    )
    shown = text(answer)
    assert "di atas kertas bertanda tangan, di loket" in shown
    assert cast.wulan.user.name in shown
    file = text(client.get(reverse("portal:case_file", args=[proposal.candidate.person_id])))
    assert "di atas kertas bertanda tangan, di loket" in file


def test_a_no_at_the_counter_gives_everything_back(cast, region, proposal, sign_in):
    client = sign_in(cast.wulan)
    client.post(step(proposal, "offer"))
    for sent, missing in [({"reason": "family"}, "how"), ({"how": "spoken"}, "reason")]:
        answer = client.post(step(proposal, "record_no"), sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])
    client.post(step(proposal, "record_no"), {"how": "spoken", "reason": "family"})
    proposal.refresh_from_db()
    region.weld.refresh_from_db()
    region.korea.refresh_from_db()
    assert (proposal.state, proposal.answered_how, proposal.refusal_reason) == ("refused", "spoken", "family")
    assert (region.weld.taken, region.korea.reserved) == (0, 0)


def test_what_is_gone_is_named_on_the_page(cast, region, proposal, sign_in):
    type(region.weld).objects.filter(pk=region.weld.pk).update(taken=3)
    answer = sign_in(cast.wulan).post(step(proposal, "offer"), follow=True)
    assert answer.redirect_chain == [(reverse("proposals:proposal", args=[proposal.pk]), 302)]
    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert "IN-WELD" in str(message)
    assert str(message) in text(answer)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_refusal_of_the_act_gathers_no_planner_tables(cast, region, proposal, sign_in, monkeypatch):
    """The page is drawn when it is asked for, never inside the write."""
    from jalur.proposals.decisions import path

    def gathered(*_args):
        raise AssertionError("planner tables gathered inside a write")

    monkeypatch.setattr(path, "gather_one", gathered)
    type(region.weld).objects.filter(pk=region.weld.pk).update(taken=3)
    assert sign_in(cast.wulan).post(step(proposal, "offer")).status_code == 302


def test_refusing_by_hand_asks_for_a_reason(cast, proposal, sign_in):
    client = sign_in(cast.wulan)
    url = step(proposal, "refuse")
    answer = client.post(url, {"note": "x"})
    assert answer.status_code == 422
    assert "Sebutkan alasan usulan ini ditolak." in text(answer)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    client.post(url, {"reason": "too_far"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.refusal_reason) == ("refused", "too_far")
    assert "kelasnya terlalu jauh" in text(page(client, "proposal", proposal.pk))


def test_nobody_from_elsewhere_decides_by_hand(cast, proposal, sign_in):
    for member, expected in [("gatot", 404), ("hendra", 403), ("yusuf", 403), ("rini", 403)]:
        client = sign_in(getattr(cast, member))
        for verb in ("offer", "record_yes", "refuse", "undo"):
            answer = client.post(step(proposal, verb), {"reason": "family"})
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
    assert rini.post(step(mine, "offer")).status_code == 403
    rini.post(step(mine, "accept"))
    mine.refresh_from_db()
    assert mine.state == "accepted"
    assert page(sari, "proposal", mine.pk).status_code == 404


def test_deciding_on_many_asks_first(cast, region, run, sign_in):
    wulan = sign_in(cast.wulan)
    url = reverse("proposals:decide_many", args=["offer"])
    keys = [str(pk) for pk in run.proposals.values_list("pk", flat=True)]
    assert "3" in text(wulan.post(url, {"selected": keys}, follow=True))
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
    assert wulan.post(url.replace("offer", "burn"), {"selected": keys}).status_code == 404
    wulan.post(url, {"selected": ["nonsense"], "confirm": "yes"})
    assert BulkDecision.objects.count() == 1


def test_the_list_opens_with_what_waits_and_acts_on_that_alone(cast, region, run, sign_in):
    wulan = sign_in(cast.wulan)
    offered, replaced, waiting = run.proposals.order_by("candidate__number")
    services.offer(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    Proposal.objects.filter(pk=replaced.pk).update(state="overtaken")

    def listed(**query):
        answer = page(wulan, "proposals", **query)
        buttons = [action.label for action in answer.context["bulk_actions"]]
        return {row.record.pk for row in answer.context["table"].page}, buttons

    assert listed() == ({waiting.pk}, ["Tawarkan", "Tolak"])
    assert "menunggu keputusan kantor" in text(page(wulan, "proposals"))
    assert listed(state="offered") == ({offered.pk}, ["Tarik kembali"])
    assert listed(state="overtaken") == ({replaced.pk}, [])
    everything = {offered.pk, replaced.pk, waiting.pk}
    assert listed(state="all")[0] == listed(run=run.pk)[0] == everything
    url = reverse("proposals:decide_many", args=["refuse"])
    refused = {"reason": "family", "confirm": "yes"}
    wulan.post(url, {"everything": "1", "query": "", **refused})
    assert BulkDecision.objects.get().items.get().proposal_id == waiting.pk


def test_the_list_leaves_as_a_file_with_numbers_and_destinations(cast, run, sign_in):
    rows = rows_of(asked_for(sign_in(cast.wulan), reverse("proposals:proposals")))
    assert "Nomor CPMI" in rows[0]
    assert any("J-0001" in row for row in rows[1:])
    assert len(rows) == 4


def test_a_wrong_verb_or_reason_in_bulk_is_refused(cast, region, run):
    with pytest.raises(ValidationError):
        services.decide_many(actor=cast.wulan.actor, verb="burn", proposals=[], today=TODAY)
    assert not BulkDecision.objects.exists()
