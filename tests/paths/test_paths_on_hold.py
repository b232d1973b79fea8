"""A class on hold takes the paths through it along: counted beforehand, told to person and office, and back when the class goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.due.models import Deadline
from jalur.foundation.due.services import keep
from jalur.foundation.organisations.models import Licence
from jalur.foundation.workflow import consequences
from jalur.journey.job_orders import services as order_services
from jalur.journey.training import services as training
from jalur.kit import dates
from jalur.proposals.models import Proposal, Publication, Run
from tests.job_orders.factories import TODAY, make_candidate, open_order
from tests.paths.test_classes_on_hold import KINDS, licence_step
from tests.paths.test_law_that_moves import DAY, refused, text
from tests.paths.test_law_that_moves import licence_step as company_licence_step
from tests.training.factories import open_class

pytestmark = pytest.mark.django_db
STATES = ("accepted", "offered", "proposed", "expired", "draft")


@pytest.fixture
def world(cast, settings):
    """Five paths to one job through one class: taken, offered, proposed to Sari, not answered in time, and drafted."""
    settings.TODAY = TODAY
    cast.intake = open_class(cast)
    cast.provider, cast.order = cast.intake.programme.provider, open_order(cast)
    cast.licence = Licence.objects.create(
        organisation=cast.provider, kind="provider_licence", number="LPK-1", valid_from=TODAY - DAY
    )
    cast.run, cast.drafted = (
        Run.objects.create(as_of=TODAY, requested_by=cast.wulan.user, state="done", value=1) for _ in range(2)
    )
    cast.publication = Publication.objects.create(run=cast.run, place=None, published_on=TODAY)
    people = {state: make_candidate(f"J-{at + 2}") for at, state in enumerate(STATES)}
    people["proposed"] = cast.sari.person.candidate
    cast.paths = {state: path_of(cast, people[state], state) for state in STATES}
    return cast


def path_of(cast, candidate, state):
    if state in {"accepted", "offered"}:
        enrol, reserve = training.enrol, order_services.reserve_opening
        enrol(actor=cast.wulan.actor, intake=cast.intake, candidate=candidate, today=TODAY)
        reserve(actor=cast.wulan.actor, order=cast.order, candidate=candidate, today=TODAY)
    asked = {"offered": TODAY + 2 * DAY, "expired": TODAY - DAY}
    proposal = Proposal.objects.create(
        run=cast.drafted if state == "draft" else cast.run,
        candidate=candidate,
        order=cast.order,
        value=1,
        state=state,
        answer_by=asked.get(state),
        offered_at=timezone.now() if state in asked else None,
        published_in=None if state == "draft" else cast.publication,
    )
    proposal.steps.create(intake=cast.intake, position=0)
    return proposal


def stands(world):
    for proposal in world.paths.values():
        proposal.refresh_from_db()
    return tuple(world.paths[state].state for state in STATES)


RESTING = ("accepted", "offered", "lapsed", "lapsed", "lapsed")
WHY = {"licence": "karena izin lembaganya tidak berlaku", "closed": "karena lembaganya sudah ditutup"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_class_on_hold_takes_its_paths_along_and_back(world, sign_in, kind):
    change, back, because = KINDS[kind]
    beforehand = change(world, sign_in)
    if beforehand is not None:
        assert "2 Jalur usulan yang sementara tidak berlaku" in beforehand
        assert "1 Tawaran yang menunggu jawaban; ikut tertahan" in beforehand
        assert "1 Jalur yang sudah diterima" in beforehand
    assert stands(world) == RESTING
    told = {name: reader(world, sign_in) for name, reader in READERS.items()}
    assert [name for name, page in told.items() if WHY[because] not in page] == []
    for page in ("her home", "her path"):
        assert "Belum ada yang disimpan untuk Anda" in told[page]
        assert "untuk sementara tidak berlaku" in told[page]
    assert "Sebuah jalur diusulkan" not in told["her home"]
    her = Actor(
        role=Role.CANDIDATE, user_id=world.rini.user.pk, person_id=world.paths["offered"].candidate.person_id
    )
    from jalur.proposals import services

    assert refused(services.accept, actor=her, proposal=world.paths["offered"])
    keep(dates.begins(TODAY + 9 * DAY))
    assert stands(world) == RESTING
    clock = Deadline.objects.filter(subject_key=world.paths["offered"].pk)
    assert (clock.count(), clock.running().count()) == (1, 0)

    shown = back(world, sign_in)
    if because == "licence" and kind != "licence run out":
        assert "2 Jalur usulan yang menunggu lagi" in shown
        assert "1 Tawaran yang dapat dijawab lagi" in shown
        assert "tidak kembali" not in shown
    assert stands(world) == STATES
    assert world.paths["offered"].answer_by == TODAY + 7 * DAY
    assert clock.running().get().last_day == TODAY + 7 * DAY
    for reader in READERS.values():
        assert "sedang ditahan karena" not in reader(world, sign_in)


def page_of(member, address):
    return lambda world, sign_in: text(sign_in(getattr(world, member)).get(address(world)))


READERS = {
    "her home": page_of("sari", lambda _world: "/"),
    "her path": page_of("sari", lambda _world: reverse("proposals:mine")),
    "her file": page_of("sari", lambda world: f"/file/{world.sari.person.pk}/"),
    "office's file": page_of("wulan", lambda world: f"/file/{world.sari.person.pk}/"),
    "office's page": page_of(
        "wulan", lambda world: reverse("proposals:proposal", args=[world.paths["proposed"].pk])
    ),
    "page of an offer": page_of(
        "wulan", lambda world: reverse("proposals:proposal", args=[world.paths["offered"].pk])
    ),
}


def test_the_office_counts_and_lists_whose_class_is_on_hold(world, sign_in):
    licence_step("suspend")(world, sign_in)
    assert "pekerjaannya ditahan atau kelasnya ditahan" in text(sign_in(world.wulan).get("/"))
    listed = (
        sign_in(world.wulan)
        .get(reverse("proposals:proposals"), {"job": "on_hold", "state": "all"})
        .content.decode()
    )
    kept = {
        state
        for state, path in world.paths.items()
        if reverse("proposals:proposal", args=[path.pk]) in listed
    }
    assert kept == {"accepted", "offered"}


@pytest.mark.parametrize("first", ["class", "order"])
def test_what_two_things_hold_comes_back_when_both_go_on(world, sign_in, first):
    """Whichever of the two goes on first, nothing comes back and no offer runs before the other does."""
    holds = {
        "class": (licence_step("suspend"), licence_step("lift")),
        "order": (company_licence_step("suspend"), company_licence_step("lift")),
    }
    for hold, _lift in holds.values():
        hold(world, sign_in)
    assert stands(world) == RESTING
    before = world.paths["offered"].answer_by
    second = next(name for name in holds if name != first)
    shown = holds[first][1](world, sign_in)
    assert "2 Jalur usulan yang tidak kembali" in shown
    assert stands(world) == RESTING
    assert world.paths["offered"].answer_by == before
    assert "2 Jalur usulan yang menunggu lagi" in holds[second][1](world, sign_in)
    assert stands(world) == STATES
    assert world.paths["offered"].answer_by == TODAY + 7 * DAY


def test_a_path_that_cannot_come_back_says_so(world, sign_in):
    licence_step("suspend")(world, sign_in)
    type(world.intake).objects.filter(pk=world.intake.pk).update(starts=TODAY + DAY)
    Licence.objects.filter(pk=world.licence.pk).update(lifted_on=TODAY + 2 * DAY)
    consequences.follow(TODAY + timedelta(days=3))
    assert stands(world)[2] == "lapsed"
    assert "Jalur ini tidak kembali" in text(sign_in(world.sari).get(reverse("proposals:mine")))
