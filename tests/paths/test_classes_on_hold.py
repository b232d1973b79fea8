"""An institute that may not teach: its classes are on hold, plans leave them out, whoever has a seat is told; taken back the same way."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Licence
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training import queries
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, Intake
from tests.job_orders.factories import TODAY, make_candidate, open_order
from tests.paths.test_law_that_moves import DAY, post, text
from tests.training.factories import open_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast, settings):
    """A class with one seat taken, of an institute with a licence; another class of an institute of which none is recorded."""
    settings.TODAY = TODAY
    cast.intake = open_class(cast)
    cast.provider = cast.intake.programme.provider
    cast.licence = Licence.objects.create(
        organisation=cast.provider, kind="provider_licence", number="LPK-1", valid_from=TODAY - DAY
    )
    training.enrol(
        actor=cast.sari.actor, intake=cast.intake, candidate=cast.sari.person.candidate, today=TODAY
    )
    cast.intake.refresh_from_db()
    return cast


def licence_step(verb):
    def change(world, sign_in):
        return post(
            sign_in(world.wulan), "organisations:licence_step", [world.licence.pk, verb], {"on": TODAY}
        )

    return change


def institute_step(verb):
    def change(world, sign_in):
        args = [world.provider.pk, verb]
        return post(sign_in(world.wulan), "organisations:organisation_step", args, {"on": TODAY})

    return change


def run_out(world, _sign_in):
    Licence.objects.filter(pk=world.licence.pk).update(valid_to=TODAY)
    take_due_steps(TODAY)
    consequences.follow(TODAY)


def record_another(world, sign_in):
    typed = {"kind": "provider_licence", "number": "LPK-2", "valid_from": TODAY}
    return post(sign_in(world.wulan), "organisations:new_licence", [world.provider.pk], typed)


KINDS = {
    "licence revoked": (licence_step("revoke"), licence_step("lift"), "licence"),
    "licence suspended": (licence_step("suspend"), licence_step("lift"), "licence"),
    "licence run out": (run_out, record_another, "licence"),
    "institute closed": (institute_step("close"), institute_step("reopen"), "closed"),
}


def planner(world, sign_in, client):
    return world.intake.number not in queries.for_planning(TODAY)["id"].to_list()


def class_page(world, sign_in, client):
    page = text(client.get(reverse("training:intake", args=[world.intake.number])))
    return "Ditahan sejak 12 Januari 2026" in page or "Lembaganya sudah tutup" in page


def open_classes(world, sign_in, client):
    page = reverse("training:intake", args=[world.intake.number])
    return page not in client.get(reverse("training:open_classes"), {"state": "open"}).content.decode()


def her_home(world, sign_in, client):
    return "Kelas Anda ditahan" in text(sign_in(world.sari).get("/"))


def her_file(world, sign_in, client):
    return "Kelas Anda ditahan:" in text(sign_in(world.sari).get(f"/file/{world.sari.person.pk}/"))


def office_file(world, sign_in, client):
    return "Kelas dari kursi ini ditahan:" in text(sign_in(world.wulan).get(f"/file/{world.sari.person.pk}/"))


READERS = {one.__name__: one for one in (planner, class_page, open_classes, her_home, her_file, office_file)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_reader_sees_a_hold_and_its_end(world, sign_in, client, kind):
    change, back, because = KINDS[kind]
    assert [name for name, reader in READERS.items() if reader(world, sign_in, client)] == []
    shown = change(world, sign_in)
    if shown is not None:
        assert "1 Kelas dari lembaga yang saat itu tidak boleh melatih: ditahan sampai boleh lagi" in shown
        assert "1 Orang yang terdaftar di kelas itu" in shown
        assert world.sari.person.name not in shown
    world.intake.refresh_from_db()
    assert (world.intake.state, world.intake.held_because, world.intake.held_since) == (
        "planned",
        because,
        TODAY,
    )
    assert [name for name, reader in READERS.items() if not reader(world, sign_in, client)] == []
    before = Enrolment.objects.count()
    candidate = make_candidate("J-2")
    with pytest.raises(Exception, match="Pilih kelas lain"):
        training.enrol(actor=world.wulan.actor, intake=world.intake, candidate=candidate, today=TODAY)
    assert Enrolment.objects.count() == before
    assert Enrolment.objects.get(candidate=world.sari.person.candidate).state == "enrolled"

    back(world, sign_in)
    world.intake.refresh_from_db()
    assert (world.intake.held_because, world.intake.held_since) == ("", None)
    assert [name for name, reader in READERS.items() if reader(world, sign_in, client)] == []
    hers = Event.objects.filter(person_id=world.sari.person.pk).order_by("at").values_list("event", flat=True)
    assert [one for one in hers if "hold" in one or "goes" in one] == [
        "training:enrolment:on_hold",
        "training:enrolment:goes_on",
    ]
    training.enrol(actor=world.wulan.actor, intake=world.intake, candidate=candidate, today=TODAY)


def test_an_institute_of_which_no_licence_is_recorded_teaches_on(world):
    Licence.objects.all().delete()
    consequences.follow(TODAY)
    world.intake.refresh_from_db()
    assert world.intake.held_since is None


def test_what_stops_orders_and_classes_at_once_stops_both(world, sign_in):
    """Found by one step: rows of every room are locked in the one order before any of them moves."""
    order = open_order(world)
    Licence.objects.filter(organisation=world.lestari.organisation).update(valid_to=TODAY)
    licence_step("suspend")(world, sign_in)
    assert JobOrder.objects.get(pk=order.pk).state == "held"
    assert Intake.objects.get(pk=world.intake.pk).held_because == "licence"
    again = Event.objects.count()
    consequences.follow(TODAY)
    assert Event.objects.count() == again


def test_a_class_that_is_over_stands_still_no_more(world, sign_in):
    licence_step("suspend")(world, sign_in)
    training.cancel_intake(actor=world.hendra.actor, intake=world.intake, reason="Izin dibekukan")
    Licence.objects.update(lifted_on=TODAY)
    consequences.follow(TODAY + timedelta(days=1))
    assert not Event.objects.filter(event="training:intake:went_on").exists()


def test_a_class_on_hold_says_one_thing(world, sign_in):
    """Neither open for enrolment nor to be filled: on hold, on every page of its institute."""
    Intake.objects.filter(pk=world.intake.pk).update(starts=TODAY + 20 * DAY)
    desk = reverse("training:desk")
    pages = {
        "class": reverse("training:intake", args=[world.intake.number]),
        "list": f"{desk}?state=current",
        "programme": reverse("training:programme", args=[world.intake.programme.code]),
        "home": "/",
    }
    open_words = ("pendaftaran dibuka</span>", "Penuhi kelasnya", "Kelas ini mungkin ditunda")

    def shown():
        return {name: sign_in(world.hendra).get(page).content.decode() for name, page in pages.items()}

    def says_open(read):
        return {name for name, page in read.items() if any(words in page for words in open_words)}

    assert says_open(shown()) == set(pages)
    licence_step("suspend")(world, sign_in)
    read = shown()
    assert says_open(read) == set()
    assert {name for name, page in read.items() if ">ditahan</span>" in page} == set(pages) - {"home"}
    assert world.intake.number in sign_in(world.hendra).get(desk, {"state": "held"}).content.decode()
