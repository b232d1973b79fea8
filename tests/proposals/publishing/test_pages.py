"""What each person sees of a draft, a published plan and a what-if."""

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import Candidate
from jalur.proposals.models import Proposal, Publication, Run
from tests.proposals.pages import page, text

pytestmark = pytest.mark.usefixtures("the_day")
FIGURES = ("run", "holds_back", "seats", "orders", "compare", "openings", "budget")


@pytest.fixture
def draft(region, run_of):
    return run_of(publish=False)


@pytest.mark.parametrize(
    ("member", "reads"),
    [
        ("wulan", True),
        ("yusuf", True),
        ("gatot", False),
        ("hendra", False),
        ("lestari", False),
        ("ratna", False),
    ],
)
def test_a_draft_is_read_by_its_office(cast, draft, sign_in, member, reads):
    client = sign_in(getattr(cast, member))
    for name in FIGURES:
        assert page(client, name, draft.pk).status_code == (200 if reads else 404), name
    assert (draft.name in text(page(client, "runs"))) == reads


@pytest.mark.parametrize(("is_what_if", "reads"), [(False, True), (True, False)])
def test_of_a_larger_draft_an_office_reads_what_it_could_publish(
    cast, region, run_of, sign_in, is_what_if, reads
):
    nation = run_of(None, actor=cast.yusuf.actor, publish=False, is_what_if=is_what_if)
    wulan = sign_in(cast.wulan)
    assert page(wulan, "run", nation.pk).status_code == (200 if reads else 404)
    ours = nation.proposals.filter(home__startswith="35.17").first()
    theirs = nation.proposals.exclude(home__startswith="35.17").first()
    assert page(wulan, "proposal", ours.pk).status_code == (200 if reads else 404)
    assert page(wulan, "proposal", theirs.pk).status_code == 404


def test_a_draft_names_its_people_to_its_office_alone(cast, draft, sign_in):
    wulan = sign_in(cast.wulan)
    first = draft.proposals.select_related("candidate__person").order_by("number").first()
    listed = page(wulan, "proposals", run=draft.pk)
    assert first.name in text(listed)
    shown = text(page(wulan, "proposal", first.pk))
    assert first.name in shown
    assert reverse("proposals:proposal_step", args=[first.pk, "offer"]) not in shown
    assert first.name not in text(page(wulan, "proposals"))
    assert page(sign_in(cast.gatot), "proposal", first.pk).status_code == 404


def test_a_draft_is_no_candidates_path(cast, region, run_of, sign_in):
    """Not on her home, not on her page, not at its own address; nothing can be done to it."""
    draft = run_of(publish=False)
    hers = Candidate.objects.get(person=cast.sari.person)
    first = Proposal.objects.create(run=draft, candidate=hers, order=region.japan, value=1, state="draft")
    sari = sign_in(cast.sari)
    before = list(draft.proposals.order_by("pk").values())
    assert first.order.title not in text(sari.get("/"))
    assert first.order.title not in text(page(sari, "mine"))
    assert page(sari, "proposal", first.pk).status_code == 404
    for verb in ("accept", "decline"):
        assert sari.post(reverse("proposals:proposal_step", args=[first.pk, verb])).status_code == 404
    wulan = sign_in(cast.wulan)
    for verb in ("offer", "refuse"):
        address = reverse("proposals:decide_many", args=[verb])
        wulan.post(address, {"selected": [first.pk], "confirm": "yes", "reason": "family"})
    assert list(draft.proposals.order_by("pk").values()) == before


def test_the_page_before_publishing_says_what_it_changes(cast, region, run_of, sign_in):
    run_of()
    draft = run_of(publish=False)
    wulan = sign_in(cast.wulan)
    type(region.weld).objects.filter(pk=region.weld.pk).update(taken=2)
    shown = text(page(wulan, "publish", draft.pk))
    for said in (
        "Terbitkan rencana ini?",
        "Data sudah berubah",
        "2 jalur",
        "Disnaker",
        "Tidak lagi mendapat jalur",
    ):
        assert said in shown, said
    assert shown.count("Dengan diterbitkan") == 1
    assert not Publication.objects.filter(run=draft).exists()
    answer = wulan.post(reverse("proposals:publish", args=[draft.pk]))
    publication = Publication.objects.get(run=draft)
    assert answer.headers["Location"] == reverse("proposals:publication", args=[publication.pk])
    assert "2 jalur" in text(wulan.get(answer.headers["Location"]))
    assert Proposal.objects.filter(run=draft, state="proposed").count() == 1
    of_the_plan = text(page(wulan, "run", draft.pk))
    assert "Tidak diikutkan saat itu: untuk 2 jalur" in of_the_plan
    assert "1 masih menunggu keputusan" in of_the_plan


def test_a_published_plan_is_taken_back_on_its_page(cast, region, run_of, sign_in):
    first, second = run_of(), run_of()
    publication = second.publications.get()
    wulan = sign_in(cast.wulan)
    address = reverse("proposals:publication_step", args=[publication.pk, "take_back"])
    assert address in text(page(wulan, "publication", publication.pk))
    asked = text(wulan.get(address))
    assert "Usulan yang kembali" in asked
    wulan.post(address)
    assert set(first.proposals.values_list("state", flat=True)) == {"proposed"}
    assert set(second.proposals.values_list("state", flat=True)) == {"draft"}
    assert address not in text(page(wulan, "publication", publication.pk))
    assert Event.objects.filter(event="proposals:publication:taken_back").count() == 1


def test_a_what_if_has_no_way_to_be_published(cast, region, run_of, sign_in):
    wulan = sign_in(cast.wulan)
    assumed = run_of(publish=False, is_what_if=True)
    shown = text(page(wulan, "run", assumed.pk))
    assert "Andaian" in shown
    address = reverse("proposals:publish", args=[assumed.pk])
    assert address not in shown
    assert "btn-primary" not in text(wulan.get(address)).split("check-foot")[1]
    wulan.post(address)
    assert not Publication.objects.exists()
    assert set(assumed.proposals.values_list("state", flat=True)) == {"draft"}


PLAIN = {
    "purpose": "plan",
    "what_first": "people",
    "thrift": "none",
    "max_intakes": "3",
    "budget": "",
    "women": "",
}


@pytest.mark.parametrize(("purpose", "is_what_if"), [("plan", False), ("what_if", True)])
def test_the_form_asks_for_a_name_and_what_the_plan_is_for(cast, region, sign_in, purpose, is_what_if):
    wulan = sign_in(cast.wulan)
    wulan.post(
        reverse("proposals:start"), {**PLAIN, "place": "35.17", "name": "Gelombang Mei", "purpose": purpose}
    )
    run = Run.objects.get()
    assert (run.name, run.is_what_if) == ("Gelombang Mei", is_what_if)
    assert "Gelombang Mei" in text(page(wulan, "run", run.pk))


def test_plans_are_called_by_name_and_found_by_it(cast, region, run_of, sign_in):
    wulan = sign_in(cast.wulan)
    first, second = run_of(name="Gelombang Mei"), run_of(name="Gelombang Juni")
    listed = text(page(wulan, "runs", q="gelombang mei"))
    assert "Gelombang Mei" in listed
    assert "Gelombang Juni" not in listed
    for name in (*FIGURES, "proposals"):
        shown = page(wulan, name, run=first.pk) if name == "proposals" else page(wulan, name, first.pk)
        assert "Gelombang Mei" in text(shown), name
    assert "Gelombang Juni" in text(page(wulan, "compare", first.pk, other=second.pk))
    wulan.post(reverse("proposals:run_step", args=[first.pk, "rename"]), {"name": "Gelombang April"})
    assert "Gelombang April" in text(page(wulan, "run", first.pk))
    assert sign_in(cast.hendra).post(
        reverse("proposals:run_step", args=[first.pk, "rename"]), {"name": "Lain"}
    ).status_code in (403, 404)


@pytest.mark.parametrize(
    ("status", "found"), [("draft", "Draf kita"), ("published", "Terbit"), ("what_if", "Andai")]
)
def test_the_list_tells_drafts_published_plans_and_what_ifs_apart(
    cast, region, run_of, sign_in, status, found
):
    run_of(name="Terbit")
    run_of(name="Draf kita", publish=False)
    run_of(name="Andai", publish=False, is_what_if=True)
    listed = text(page(sign_in(cast.wulan), "runs", status=status))
    for name in ("Terbit", "Draf kita", "Andai"):
        assert (f">{name}<" in listed) == (name == found), name
