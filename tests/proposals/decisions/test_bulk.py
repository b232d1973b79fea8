from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.proposals import services
from jalur.proposals.models import BulkDecision, Proposal
from tests.proposals.factories import TODAY


@pytest.fixture
def proposals(region, run_of):
    return list(run_of().proposals.order_by("candidate__number"))


def decide(cast, proposals, verb="offer", member="wulan", **said):
    return services.decide_many(
        actor=getattr(cast, member).actor,
        verb=verb,
        proposals=[one.pk for one in proposals],
        today=TODAY,
        **said,
    )


def outcomes(decision):
    return list(decision.items.order_by("position").values_list("outcome", flat=True))


def test_each_proposal_gets_its_own_outcome(cast, region, proposals):
    services.offer(actor=cast.wulan.actor, proposal=proposals[0], today=TODAY)
    type(region.weld).objects.filter(pk=region.weld.pk).update(seats=2)
    decision = decide(cast, proposals)
    services.perform_bulk(decision.pk)
    decision.refresh_from_db()
    assert decision.state == "done"
    assert outcomes(decision) == ["already", "done", "impossible"]
    because = decision.items.get(outcome="impossible").because
    assert "IN-WELD" in because
    region.weld.refresh_from_db()
    region.korea.refresh_from_db()
    assert (region.weld.taken, region.korea.reserved) == (2, 2)


def test_doing_it_again_changes_nothing(cast, region, proposals):
    for _ in range(2):
        decision = decide(cast, proposals)
        services.perform_bulk(decision.pk)
        services.perform_bulk(decision.pk)
    assert outcomes(decision) == ["already"] * 3
    region.korea.refresh_from_db()
    assert region.korea.reserved == 3


def test_many_are_refused_with_one_reason(cast, region, proposals):
    with pytest.raises(ValidationError):
        decide(cast, proposals, verb="refuse")
    assert not BulkDecision.objects.exists()
    decision = decide(cast, proposals, verb="refuse", reason="timing")
    services.perform_bulk(decision.pk)
    assert set(Proposal.objects.values_list("state", "refusal_reason")) == {("refused", "timing")}


def test_others_proposals_are_not_among_them(cast, region, proposals):
    with pytest.raises(ValidationError):
        decide(cast, proposals, member="gatot")
    with pytest.raises(ValidationError):
        decide(cast, [])
    for member in ("hendra", "yusuf", "rini", "sari"):
        with pytest.raises((Refused, ValidationError)):
            decide(cast, proposals, member=member)
    assert not BulkDecision.objects.exists()


def test_a_role_that_ended_decides_nothing(cast, region, proposals):
    decision = decide(cast, proposals)
    Membership.objects.filter(user=cast.wulan.user).update(valid_to=TODAY)
    services.perform_bulk(decision.pk)
    decision.refresh_from_db()
    assert decision.state == "failed"
    assert set(Proposal.objects.values_list("state", flat=True)) == {"proposed"}


def test_an_office_that_closed_decides_nothing(cast, region, proposals):
    decision = decide(cast, proposals)
    Organisation.objects.filter(pk=cast.wulan.organisation.pk).update(closed_on=TODAY)
    services.perform_bulk(decision.pk)
    decision.refresh_from_db()
    assert (decision.state, decision.failure) == ("failed", "not_allowed")
    assert {one.state for one in Proposal.objects.filter(pk__in=[one.pk for one in proposals])} == {
        "proposed"
    }


def test_a_lost_worker_is_followed_by_one_that_goes_on(cast, region, proposals):
    decision = decide(cast, proposals)
    services.offer(actor=cast.wulan.actor, proposal=proposals[0], today=TODAY)
    decision.items.filter(position=1).update(outcome="done")
    BulkDecision.objects.filter(pk=decision.pk).update(
        state="running", heard_at=timezone.now() - timezone.timedelta(minutes=5)
    )
    assert services.take_up_lost_work() == 1
    services.perform_bulk(decision.pk)
    assert outcomes(decision) == ["done", "done", "done"]


def test_stopping_leaves_the_rest_as_it_is(cast, region, proposals, monkeypatch):
    from jalur.proposals.decisions.services import bulk

    decision = decide(cast, proposals)
    plain = bulk.do_item

    def stop_after_first(**item):
        plain(**item)
        services.cancel_bulk(actor=cast.wulan.actor, decision=decision)

    monkeypatch.setattr(bulk, "do_item", stop_after_first)
    services.perform_bulk(decision.pk)
    decision.refresh_from_db()
    assert decision.state == "cancelled"
    assert outcomes(decision) == ["done", "waiting", "waiting"]


def test_only_the_region_sees_what_became_of_it(cast, region, proposals):
    decision = decide(cast, proposals)
    assert BulkDecision.objects.visible_to(cast.wulan.actor).get() == decision
    for member in ("gatot", "sari", "yusuf"):
        assert not BulkDecision.objects.visible_to(getattr(cast, member).actor).exists()
        with pytest.raises(Refused):
            services.cancel_bulk(actor=getattr(cast, member).actor, decision=decision)


def page_of(decision):
    return reverse("proposals:bulk", args=[decision.pk])


def reverse_all(client, decision, verb):
    """Press the button on the page of a decision on many, and confirm."""
    url = f"{reverse('proposals:decide_many', args=[verb])}?decision={decision.pk}"
    assert url in client.get(page_of(decision)).content.decode()
    client.post(url, {"decision": str(decision.pk), "confirm": "yes"})
    undone = BulkDecision.objects.exclude(pk=decision.pk).latest("created_at")
    services.perform_bulk(undone.pk)


@pytest.mark.parametrize(
    ("verb", "before", "said", "back"),
    [
        ("offer", "proposed", {}, "take_back"),
        ("refuse", "proposed", {"reason": "timing"}, "undo"),
        ("take_back", "offered", {}, "offer"),
    ],
)
def test_a_decision_on_many_is_undone_as_a_whole_from_its_own_page(
    cast, region, proposals, sign_in, settings, verb, before, said, back
):
    settings.TODAY = TODAY
    if before == "offered":
        services.perform_bulk(decide(cast, proposals).pk)
    decision = decide(cast, proposals, verb=verb, **said)
    services.perform_bulk(decision.pk)
    assert set(Proposal.objects.values_list("state", flat=True)) != {before}
    wulan = sign_in(cast.wulan)
    reverse_all(wulan, decision, back)
    assert set(Proposal.objects.values_list("state", "refusal_reason")) == {(before, "")}
    # Nothing of it stands any more: there is nothing left to undo.
    assert f"?decision={decision.pk}" not in wulan.get(page_of(decision)).content.decode()


def test_refusals_of_another_day_stay(cast, region, proposals, sign_in, settings):
    decision = decide(cast, proposals, verb="refuse", reason="timing")
    services.perform_bulk(decision.pk)
    settings.TODAY = TODAY + timedelta(days=1)
    assert f"?decision={decision.pk}" not in sign_in(cast.wulan).get(page_of(decision)).content.decode()
