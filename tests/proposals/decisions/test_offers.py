"""The office offers, the candidate answers: what is held meanwhile, until when, and who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.due.services import keep
from jalur.foundation.history.models import Event
from jalur.foundation.rulebook.models import Threshold
from jalur.journey.job_orders import services as job_orders
from jalur.journey.job_orders.models import Reservation
from jalur.kit import dates
from jalur.proposals import services
from jalur.proposals.decisions.rules import last_day_to_answer
from jalur.proposals.models import BulkDecision, Proposal
from jalur.proposals.runs.gather import holders
from tests.proposals.factories import READY_BY, TODAY
from tests.proposals.pages import page, text

DAY = timedelta(days=1)
LAST = TODAY + 7 * DAY


@pytest.fixture
def offered(cast, settings, proposal):
    """A path offered today to Rini, who has an account; seven days to answer."""
    settings.TODAY = TODAY
    person = proposal.candidate.person
    person.account = cast.rini.user
    person.save()
    services.offer(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    proposal.refresh_from_db()
    return proposal


def herself(cast, proposal):
    return Actor(role=Role.CANDIDATE, user_id=cast.rini.user.pk, person_id=proposal.candidate.person_id)


def step(proposal, verb):
    return reverse("proposals:proposal_step", args=[proposal.pk, verb])


def taken(region):
    """Openings and seats taken."""
    for one in (region.korea, region.weld, region.talk):
        one.refresh_from_db()
    return region.korea.reserved, region.weld.taken, region.talk.taken


@pytest.mark.parametrize(
    ("within", "starts", "ready_by", "last"),
    [
        (7, [], READY_BY, LAST),
        (7, [TODAY + 3 * DAY, TODAY + 30 * DAY], READY_BY, TODAY + 2 * DAY),
        (7, [TODAY], READY_BY, TODAY),
        (7, [], TODAY + DAY, TODAY + DAY),
        (None, [TODAY + 30 * DAY], READY_BY, TODAY + 29 * DAY),
        (None, [], READY_BY, READY_BY),
        (0, [], READY_BY, TODAY),
    ],
)
def test_the_last_day_comes_of_the_rulebook_and_of_the_first_class(within, starts, ready_by, last):
    assert last_day_to_answer(TODAY, within=within, starts=starts, ready_by=ready_by) == last


def test_how_long_an_offer_is_held_is_dated_data(cast, region, proposal):
    Threshold.objects.filter(key="offer_answered_within").update(valid_to=TODAY)
    Threshold.objects.create(key="offer_answered_within", number=5, unit="days", valid_from=TODAY)
    services.offer(actor=cast.wulan.actor, proposal=proposal, today=TODAY)
    proposal.refresh_from_db()
    assert proposal.answer_by == TODAY + 5 * DAY


def test_her_home_asks_her_in_one_sentence_with_day_and_place(cast, region, offered, sign_in):
    shown = text(sign_in(cast.rini).get("/"))
    assert "Jawab ya atau tidak paling lambat Senin, 19 Januari 2026" in shown
    assert "LPK Cakap Contoh" in shown
    assert "Tidak ada yang menunggu Anda" not in shown


def test_her_yes_keeps_what_is_held_and_says_how(cast, region, offered, sign_in):
    rini = sign_in(cast.rini)
    assert "Ya, saya ambil jalur ini" in text(page(rini, "mine"))
    answer = rini.post(step(offered, "accept"), follow=True)
    offered.refresh_from_db()
    assert (offered.state, offered.answered_how, offered.decided_by) == (
        "accepted",
        "signed_in",
        cast.rini.user,
    )
    assert taken(region) == (1, 1, 1)
    assert "sendiri, setelah masuk ke akun" in text(answer)
    assert Event.objects.get(event="proposals:proposal:accepted").detail == {"how": "signed_in"}
    # Her own word is hers alone to take back.
    wulan = sign_in(cast.wulan)
    assert "Hanya CPMI itu" in text(wulan.post(step(offered, "undo"), follow=True))
    offered.refresh_from_db()
    assert (offered.state, taken(region)) == ("accepted", (1, 1, 1))
    rini.post(step(offered, "undo"))
    offered.refresh_from_db()
    assert (offered.state, taken(region)) == ("proposed", (0, 0, 0))


def test_her_no_gives_everything_back(cast, region, offered, sign_in):
    rini = sign_in(cast.rini)
    assert rini.post(step(offered, "decline"), {}).status_code == 422
    assert taken(region) == (1, 1, 1)
    rini.post(step(offered, "decline"), {"reason": "other", "note": "Ibu sakit"})
    offered.refresh_from_db()
    assert (offered.state, offered.refusal_reason, taken(region)) == ("refused", "other", (0, 0, 0))


def test_what_is_offered_counts_as_held_in_plans_and_comparisons(cast, region, offered, run_of, sign_in):
    assert offered.candidate_id in holders().values_list("candidate", flat=True)
    newer = run_of()
    assert not newer.proposals.filter(candidate=offered.candidate_id).exists()
    shown = text(page(sign_in(cast.wulan), "compare", newer.pk, other=offered.run_id))
    assert "1 orang tanpa jalur di rencana ini memegang tawaran atau pekerjaan." in shown
    assert "0 orang tidak lagi mendapat jalur." in shown


def test_an_unanswered_offer_ends_by_itself_and_both_are_told(cast, region, offered, sign_in, settings):
    assert keep(dates.ends(LAST))["ended"] == 0
    assert taken(region) == (1, 1, 1)
    assert keep(dates.begins(LAST + DAY))["ended"] == 1
    offered.refresh_from_db()
    assert (offered.state, taken(region)) == ("expired", (0, 0, 0))
    settings.TODAY = LAST + DAY
    assert "telah lewat" in text(sign_in(cast.rini).get("/"))
    wulan = sign_in(cast.wulan)
    home = text(wulan.get("/"))
    assert "Tawaran tidak dijawab tepat waktu" in home
    assert wulan.post(step(offered, "offer")).status_code == 302
    offered.refresh_from_db()
    assert (offered.state, offered.answer_by, taken(region)) == ("offered", LAST + 8 * DAY, (1, 1, 1))


def test_a_late_yes_takes_nothing(cast, region, offered):
    for verb, actor, said in (
        ("accept", herself(cast, offered), {}),
        ("record_yes", cast.wulan.actor, {"reason": "paper"}),
    ):
        with pytest.raises(ValidationError) as refused:
            getattr(services, verb)(actor=actor, proposal=offered, today=LAST + DAY, **said)
        assert "19 Jan" in refused.value.messages[0]
    with pytest.raises(ValidationError):
        services.expire(actor=cast.wulan.actor, proposal=offered, today=LAST)
    offered.refresh_from_db()
    assert (offered.state, taken(region)) == ("offered", (1, 1, 1))


def test_what_was_given_back_meanwhile_is_not_said_yes_to(cast, region, offered):
    job_orders.release_opening(actor=cast.wulan.actor, reservation=Reservation.objects.get(), reason="contoh")
    with pytest.raises(ValidationError):
        services.accept(actor=herself(cast, offered), proposal=offered, today=TODAY)
    offered.refresh_from_db()
    assert offered.state == "offered"
    services.take_back(actor=cast.wulan.actor, proposal=offered, today=TODAY)
    assert taken(region) == (0, 0, 0)


def test_another_proposal_waits_no_longer_while_one_is_offered(cast, region, proposal, run_of):
    Proposal.objects.filter(pk=proposal.pk).update(state="expired")
    newer = run_of().proposals.get(candidate=proposal.candidate)
    Proposal.objects.filter(pk=proposal.pk).update(state="expired")
    services.offer(actor=cast.wulan.actor, proposal=newer, today=TODAY)
    proposal.refresh_from_db()
    assert proposal.state == "overtaken"


def test_a_decision_on_many_is_taken_back_as_one(cast, region, run, sign_in, settings):
    settings.TODAY = TODAY
    wulan, url = sign_in(cast.wulan), reverse("proposals:decide_many", args=["offer"])
    keys = [str(pk) for pk in run.proposals.order_by("number").values_list("pk", flat=True)]
    made = wulan.post(url, {"selected": keys, "confirm": "yes"}).headers["Location"]
    offers = BulkDecision.objects.get()
    services.perform_bulk(offers.pk)
    assert taken(region) == (3, 3, 3)
    answered = run.proposals.get(pk=keys[0])
    services.record_yes(actor=cast.wulan.actor, proposal=answered, reason="spoken", today=TODAY)
    assert "Tarik kembali tawaran yang belum dijawab" in text(wulan.get(made))
    back = f"{reverse('proposals:decide_many', args=['take_back'])}?decision={offers.pk}"
    asked = wulan.post(back, follow=True)
    assert "Ya, tarik kembali" in text(asked)
    assert taken(region) == (3, 3, 3)
    wulan.post(back.partition("?")[0], {"decision": str(offers.pk), "confirm": "yes"})
    services.perform_bulk(BulkDecision.objects.get(verb="take_back").pk)
    assert taken(region) == (1, 1, 1)
    assert set(run.proposals.values_list("state", flat=True)) == {"accepted", "proposed"}
    assert "Tarik kembali tawaran yang belum dijawab" not in text(wulan.get(made))


def test_many_are_refused_only_with_a_reason_that_somebody_chose(cast, region, run, sign_in, settings):
    settings.TODAY = TODAY
    wulan, url = sign_in(cast.wulan), reverse("proposals:decide_many", args=["refuse"])
    keys = [str(pk) for pk in run.proposals.values_list("pk", flat=True)]
    assert 'name="reason"' not in text(page(wulan, "proposals"))
    asked = text(wulan.post(url, {"selected": keys}, follow=True))
    assert 'name="reason"' in asked
    assert "checked" not in asked
    for sent in ({}, {"reason": "other"}):
        answer = wulan.post(url, {"selected": keys, "confirm": "yes", **sent})
        assert answer.status_code == 422
    assert not BulkDecision.objects.exists()
    wulan.post(url, {"selected": keys, "confirm": "yes", "reason": "other", "note": "Ibu sakit"})
    services.perform_bulk(BulkDecision.objects.get().pk)
    assert set(run.proposals.values_list("state", "refusal_note")) == {("refused", "Ibu sakit")}
