"""Evidence counts when an official has seen it: what stands, what is asked for, what is sent back, and who reads it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.competencies.models import Competency
from jalur.foundation.history.models import Event
from jalur.journey.candidates import parts, queries, rules, services
from jalur.journey.candidates.models import Evidence, HeldCompetency
from tests.candidates.test_files import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def level(db):
    """A level of a language that nobody holds yet."""
    return Competency.objects.create(
        code="TEST-N9", kind="language", title_en="Testish N9", title_id="Bahasa Uji N9"
    )


@pytest.fixture
def world(cast, settings):
    settings.TODAY = DAY
    HeldCompetency.objects.filter(candidate=cast.sari.person.candidate).delete()
    return cast


def enter(world, level, evidence="certificate", **more):
    held = HeldCompetency(candidate=world.sari.person.candidate, competency=level, evidence=evidence, **more)
    return services.add_held(actor=world.sari.actor, held=held, today=DAY)


def step(held, verb, seen=True):
    address = reverse("candidates:held_step", args=[held.pk, verb])
    return f"{address}?seen={rules.mark_of(held)}" if seen else address


def counts(world, browser, level):
    """Whether the competency counts in the plan, in a class's check, in the list and in its filter."""
    sari = world.sari.person.candidate
    plan = queries.for_planning("", DAY, number=sari.number)["holds"].to_list()[0]
    listed = browser.get(reverse("candidates:list"), {"q": sari.number})
    found = browser.get(reverse("candidates:list"), {"q": sari.number, "language": level.pk}).context["total"]
    browser.get(reverse("candidates:list"), {"clear": 1})
    return {
        level.pk in plan,
        level.pk in queries.counting_codes(sari, DAY),
        "Bahasa Uji N9"
        in [name for row in listed.context["table"].data for name in dict(row.languages).values()],
        bool(found),
    }


@pytest.mark.parametrize("evidence", Evidence.values)
def test_nothing_counts_anywhere_until_an_official_has_seen_it(world, sign_in, level, evidence):
    held, desk = enter(world, level, evidence), sign_in(world.wulan)
    assert counts(world, desk, level) == {False}
    for who in ("sari", "darmo", "wulan"):
        page = sign_in(getattr(world, who)).get(reverse("candidates:candidate", args=["J-SARI-0001"]))
        assert "belum dilihat petugas" in page.content.decode()
    answer = desk.post(step(held, "confirm"))
    is_shown = evidence != "declared"
    assert answer.get("Refusal-Code", "") == ("" if is_shown else "own_statement")
    assert counts(world, desk, level) == {is_shown}


def test_what_changed_after_the_page_was_opened_is_not_confirmed(world, sign_in, level):
    held, desk = enter(world, level, evidence_note="LSP 1"), sign_in(world.wulan)
    page = desk.get(reverse("candidates:candidate", args=["J-SARI-0001"])).content.decode()
    assert step(held, "confirm") in page
    enter(world, level, evidence_note="LSP 2")
    before = Event.objects.count()
    answer = desk.post(step(held, "confirm"), follow=True)
    assert "diubah setelah Anda membuka halaman" in answer.content.decode()
    held.refresh_from_db()
    assert (held.confirmed_at, Event.objects.count()) == (None, before)
    desk.post(step(held, "confirm"))
    held.refresh_from_db()
    assert held.confirmed_by_id == world.wulan.user.pk


def test_a_service_confirms_only_what_its_caller_saw(world, level):
    held = enter(world, level, evidence_note="LSP 1")
    enter(world, level, evidence_note="LSP 2")
    with pytest.raises(ValidationError) as refused:
        services.confirm_held(actor=world.wulan.actor, held=held)
    assert refused.value.error_dict["evidence"][0].code == "changed"


@pytest.mark.parametrize(
    ("verb", "state", "event"),
    [
        ("ask", "asked", "candidates:competency:asked_for"),
        ("return", "returned", "candidates:competency:sent_back"),
    ],
)
def test_the_queue_is_emptied_and_the_person_reads_why(world, sign_in, level, verb, state, event):
    held, desk = enter(world, level), sign_in(world.wulan)
    [need] = parts.home(world.wulan.actor, DAY).needs
    waiting = need.count
    assert waiting >= 1
    assert desk.get(step(held, verb)).status_code == 200
    assert desk.post(step(held, verb), {"review_note": " "}).status_code == 422
    assert HeldCompetency.objects.get(pk=held.pk).state == "waiting"
    assert desk.post(step(held, verb), {"review_note": "Bawa sertifikat asli"}).status_code == 302
    assert HeldCompetency.objects.get(pk=held.pk).state == state
    assert Event.objects.get(event=event).detail == {"competency": level.pk, "evidence": "certificate"}
    assert parts.home(world.wulan.actor, DAY).needs[0].count == waiting - 1
    home = sign_in(world.sari).get("/").content.decode()
    assert "Bawa sertifikat asli" in home
    enter(world, level, evidence_note="asli dibawa")  # her answer is an official's turn again
    assert parts.home(world.wulan.actor, DAY).needs[0].count == waiting
    assert HeldCompetency.objects.get(pk=held.pk).review_note == ""


def test_what_was_confirmed_can_be_sent_back_and_counts_no_longer(world, sign_in, level):
    held, desk = enter(world, level), sign_in(world.wulan)
    desk.post(step(held, "confirm"))
    assert counts(world, desk, level) == {True}
    desk.post(step(held, "return"), {"review_note": "Ternyata palsu"})
    held.refresh_from_db()
    assert (held.confirmed_at, held.confirmed_by, held.review_note) == (None, None, "Ternyata palsu")
    assert counts(world, desk, level) == {False}


def test_an_own_statement_does_not_take_the_place_of_evidence(world, sign_in, level):
    held = enter(world, level, "certificate", evidence_note="LSP 1")
    answer = sign_in(world.sari).post(
        reverse("candidates:add_held", args=["J-SARI-0001"]), {"competency": level.pk, "evidence": "declared"}
    )
    assert answer.status_code == 422
    assert "pernyataan sendiri" in answer.content.decode()
    held.refresh_from_db()
    assert (held.evidence, held.evidence_note) == ("certificate", "LSP 1")


@pytest.mark.parametrize(("who", "status"), [("sari", 403), ("rini", 403), ("gatot", 404), ("darmo", 403)])
@pytest.mark.parametrize("verb", ["confirm", "ask", "return"])
def test_only_the_office_says_something_about_evidence(world, sign_in, level, who, status, verb):
    held, before = enter(world, level), Event.objects.count()
    answer = sign_in(getattr(world, who)).post(step(held, verb), {"review_note": "x"})
    assert answer.status_code == status
    assert (HeldCompetency.objects.get(pk=held.pk).state, Event.objects.count()) == ("waiting", before)
