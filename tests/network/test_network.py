"""A hub asks, a centre joins; an office looks at an institution item by item; each institution is counted once in what is free."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM, Actor, Refused, Role
from jalur.foundation.files.models import StoredFile
from jalur.foundation.history.models import Event
from jalur.foundation.letters.models import Letter
from jalur.journey.network import parts, queries, rules, services
from jalur.journey.network.models import Finding, Item, Member
from jalur.kit.refusals import codes_of
from tests.cast import JOMBANG, LUMAJANG
from tests.letters.test_paper import plain, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 12)


@pytest.fixture(autouse=True)
def pinned(settings):
    settings.TODAY = TODAY


def new_organisation(name="UPTD Contoh Jawa Timur", kind="training_centre", place=LUMAJANG):
    from jalur.foundation.organisations.models import Organisation

    return Organisation.objects.create(name=name, kind=kind, place_id=place)


def manager_of(organisation):
    return Actor(
        role=Role.TRAINING_MANAGER,
        organisation_id=organisation.pk,
        place_code=organisation.place_id,
        label=organisation.name,
    )


def ask(hub, centre, actor=None):
    return services.ask_to_join(
        actor=actor or manager_of(hub), member=Member(hub=hub, centre=centre), today=TODAY
    )


def refused(act, *codes):
    with pytest.raises(ValidationError) as failure:
        act()
    assert set(codes) <= set(codes_of(failure.value))


def add_items():
    """Four items in place of those of the file."""
    Item.objects.all().delete()
    made = (
        ("licence", "legality"),
        ("workshops", "facilities"),
        ("plan", "curriculum"),
        ("who", "instructors"),
    )
    return {
        code: Item.objects.create(
            code=code, aspect=aspect, position=at, name=f"Butir {code}", name_en=f"Item {code}"
        )
        for at, (code, aspect) in enumerate(made)
    }


def note(cast, item, result="met", actor=None, **more):
    finding = Finding(organisation=cast.hendra.organisation, item=item, result=result, **more)
    return services.note_finding(actor=actor or cast.wulan.actor, finding=finding, today=TODAY)


# -- membership ----------------------------------------------------------------------------------------------------------


def test_a_hub_asks_and_the_centre_joins_through_the_pages(cast, sign_in):
    centre = new_organisation()
    page = sign_in(cast.hendra)
    answer = page.post(reverse("network:new_member"), {"centre": str(centre.pk), "purpose": "Las bersama"})
    member = Member.objects.get()
    assert answer.headers["Location"] == reverse("network:member", args=[member.number])
    assert (member.hub, member.state) == (cast.hendra.organisation, "asked")
    need = parts.home(manager_of(centre), TODAY).needs[0]
    assert cast.hendra.organisation.name in need.label
    services.agree(actor=manager_of(centre), member=member, today=TODAY)
    shown = page.get(reverse("network:members")).content.decode()
    assert centre.name in shown
    assert Member.objects.get().valid_from == TODAY
    page.post(reverse("network:member_step", args=[member.number, "end"]), {"end_reason": "Gedung tutup"})
    assert (Member.objects.get().state, Member.objects.get().valid_to) == ("ended", TODAY)


def test_the_hub_cannot_answer_for_the_centre(cast):
    member = ask(cast.hendra.organisation, new_organisation())
    refused(lambda: services.agree(actor=cast.hendra.actor, member=member, today=TODAY), "not_asked")
    assert Member.objects.get().state == "asked"


def test_one_open_membership_a_pair(cast):
    hub, centre = cast.hendra.organisation, new_organisation()
    first = ask(hub, centre)
    with pytest.raises(ValidationError):
        ask(hub, centre)
    assert Member.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(hub=hub, centre=centre)
    services.refuse(actor=manager_of(centre), member=first, reason="Belum siap", today=TODAY)
    assert ask(hub, centre).state == "asked"


def test_only_the_own_network_within_the_province(cast):
    hub = cast.hendra.organisation
    other = new_organisation()
    refused(lambda: ask(other, hub, actor=cast.hendra.actor), "not_own")
    refused(lambda: ask(hub, new_organisation("LPK Contoh Jakarta", place="31.71")), "far")
    refused(lambda: ask(hub, new_organisation("Desa Contoh", kind="village")), "teaches_nothing")
    with pytest.raises(ValidationError):
        ask(hub, hub)
    with pytest.raises(Refused):
        ask(hub, other, actor=cast.wulan.actor)
    assert not Member.objects.exists()


# -- readiness -----------------------------------------------------------------------------------------------------------


def test_a_layer_counts_only_after_those_before_it():
    aspects = {"a": "legality", "b": "facilities", "c": "curriculum", "d": "delivery"}
    found = rules.standings(aspects, {"b": "met", "c": "met", "d": "not_applicable"})
    assert [one.is_met for one in found] == [False, True, True]
    assert [one.counts for one in found] == [False, False, False]
    assert (found[1].before, found[2].asked) == ("legality", 1)
    assert rules.reached(found) == ""
    found = rules.standings(aspects, {"a": "met", "b": "not_yet", "c": "met", "d": "met"})
    assert [one.counts for one in found] == [True, False, False]
    assert (found[1].missing, found[2].before, rules.reached(found)) == (("b",), "facilities", "legality")
    assert all(one.counts for one in rules.standings(aspects, dict.fromkeys(aspects, "met")))
    assert not rules.standings({}, {})[0].is_met


def test_the_newest_finding_counts_and_the_earlier_stays(cast):
    items = add_items()
    note(cast, items["licence"], "not_yet", note="Izin belum ada")
    note(cast, items["licence"])
    assert [row.state for row in Finding.objects.order_by("created_at")] == ["replaced", "standing"]
    assert queries.counting(cast.hendra.organisation, TODAY)["licence"].result == "met"
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(
            organisation=cast.hendra.organisation, item=items["licence"], result="met", found_on=TODAY
        )


def test_what_has_run_out_is_missing_again(cast):
    items = add_items()
    note(cast, items["licence"], valid_until=TODAY)
    one = cast.hendra.organisation
    assert queries.standings(one, TODAY)[0].counts
    assert not queries.standings(one, TODAY + timedelta(days=1))[0].counts


def test_an_office_notes_with_evidence_and_the_institution_reads(cast, sign_in):
    from tests.files.stored import accepted

    items = add_items()
    address = reverse("network:note", args=[cast.hendra.organisation.pk, "workshops"])
    answer = sign_in(cast.wulan).post(address, {"result": "not_yet", "note": "Kurang tiga mesin"})
    assert answer.status_code == 302
    services.note_finding(
        actor=cast.wulan.actor,
        finding=Finding(organisation=cast.hendra.organisation, item=items["licence"], result="met"),
        file=accepted(),
        today=TODAY,
    )
    assert StoredFile.objects.filter(kind="readiness").count() == 1
    page = sign_in(cast.hendra).get(reverse("network:institution", args=[cast.hendra.organisation.pk]))
    shown = page.content.decode()
    assert "Kurang tiga mesin" in shown
    assert "Disnaker Jombang" in shown
    assert parts.home(cast.hendra.actor, TODAY).needs[0].count == 1
    row = queries.with_readiness(
        queries.institutions(cast.wulan.actor, "network:finding:view", TODAY), TODAY
    ).get(pk=cast.hendra.organisation.pk)
    assert (row.legality_met, row.legality_asked, row.facilities_met, row.programme_asked) == (1, 1, 0, 2)
    listed = sign_in(cast.wulan).get(reverse("network:institutions")).content.decode()
    assert "1/1" in listed


def test_what_is_missing_has_to_be_said(cast):
    items = add_items()
    with pytest.raises(ValidationError):
        note(cast, items["licence"], "not_yet")
    assert not Finding.objects.exists()


@pytest.mark.parametrize("who", ["gatot", "hendra", "tuti", "yusuf"])
def test_who_may_not_look_changes_nothing(cast, sign_in, who):
    items, member = add_items(), getattr(cast, who)
    with pytest.raises(Refused):
        note(cast, items["licence"], actor=member.actor)
    address = reverse("network:note", args=[cast.hendra.organisation.pk, "licence"])
    assert sign_in(member).post(address, {"result": "met"}).status_code in {403, 404}
    assert not Finding.objects.exists()
    assert not Event.objects.filter(event="network:finding:noted").exists()


def test_an_office_far_away_sees_nothing(cast, sign_in):
    items = add_items()
    note(cast, items["licence"])
    address = reverse("network:institution", args=[cast.hendra.organisation.pk])
    assert sign_in(cast.gatot).get(address).status_code == 404
    assert (
        cast.hendra.organisation.name
        not in sign_in(cast.gatot).get(reverse("network:institutions")).content.decode()
    )


def test_the_office_is_told_what_runs_out(cast):
    items = add_items()
    note(cast, items["licence"], valid_until=TODAY + timedelta(days=20))
    assert parts.home(cast.wulan.actor, TODAY).needs[0].count == 1
    assert parts.home(cast.gatot.actor, TODAY).needs[0].count == 0


def test_items_come_from_their_file():
    services.load_items(actor=SYSTEM, apply=True)
    assert Item.objects.count() == 13
    assert not Item.objects.filter(verified=True).exists()
    assert services.load_items(actor=SYSTEM, apply=False)[0].is_nothing
    assert {item.aspect for item in queries.items(TODAY)} == {
        aspect for aspects in rules.LAYERS.values() for aspect in aspects
    }


def test_what_was_found_is_a_letter_layer_by_layer(cast, sign_in):
    from tests.letters.issued import signs

    items, one = add_items(), cast.hendra.organisation
    note(cast, items["licence"], valid_until=TODAY + timedelta(days=200))
    note(cast, items["workshops"], "not_yet", note="Kurang tiga mesin las")
    office, page = sign_in(cast.wulan), reverse("network:institution", args=[one.pk])
    address = reverse("letters:network_readiness_new", args=[one.pk])
    assert address in office.get(page).content.decode()
    assert address not in sign_in(cast.hendra).get(page).content.decode()
    signatory, before = signs(cast.wulan.organisation), Letter.objects.count()
    asked = {"signatory": signatory.pk, "nature": "ordinary", "confirm": "yes"}
    for member in (cast.hendra, cast.gatot, cast.sari):
        assert sign_in(member).post(address, {**asked, "language": "id"}).status_code in {403, 404}
    assert Letter.objects.count() == before
    said = {
        "id": (
            "Legalitas",
            "Sarana",
            "Program",
            "1/1",
            "0/1",
            "Kurang tiga mesin las",
            "belum dinilai",
            "belum siap",
        ),
        "en": (
            "Legality",
            "Facilities",
            "Programme",
            "1/1",
            "0/1",
            "Kurang tiga mesin las",
            "not looked at yet",
            "not yet ready",
        ),
    }
    for language, parts_said in said.items():
        answer = sign_in(cast.wulan).post(address, {**asked, "language": language})
        assert answer.status_code == 302, answer.context["form"].errors
        letter = Letter.objects.get(language=language, kind="network_readiness")
        shown = plain(text_of(letter.paper.pdf()))
        for part in (*parts_said, one.name, "Disnaker Jombang", letter.number):
            assert plain(part) in shown, part
        assert letter.person_id is None


def test_a_letter_tells_nothing_where_nobody_has_looked(cast, sign_in):
    from tests.letters.issued import signs

    add_items()
    address = reverse("letters:network_readiness_new", args=[cast.hendra.organisation.pk])
    signatory = signs(cast.wulan.organisation)
    asked = {"signatory": signatory.pk, "nature": "ordinary", "language": "id", "confirm": "yes"}
    assert sign_in(cast.wulan).post(address, asked).status_code == 422
    assert not Letter.objects.exists()


# -- what is free --------------------------------------------------------------------------------------------------------


def test_each_institution_once_and_programmes_never_added_up(cast, sign_in):
    from jalur.journey.premises.models import BookedUnit, Booking, Resource
    from jalur.journey.training.models import Intake, Programme

    one = cast.hendra.organisation
    for code, seats in (("LAS", 12), ("LISTRIK", 8)):
        programme = Programme.objects.create(code=code, title=code.title(), provider=one)
        Intake.objects.create(
            number=f"K-{code}",
            programme=programme,
            place_id=JOMBANG,
            reach="regency",
            seats=seats + 2,
            taken=2,
            starts=TODAY + timedelta(days=20),
            ends=TODAY + timedelta(days=60),
            cost=0,
            pass_rate=1,
        )
    workshop = Resource.objects.create(organisation=one, kind="workshop", name="Bengkel")
    beds = Resource.objects.create(organisation=one, kind="dormitory", name="Melati", units=4, sex="F")
    starts = timezone.make_aware(datetime.combine(TODAY + timedelta(days=1), time(8)))
    for resource, during in (
        (workshop, (starts, starts + timedelta(hours=4))),
        (beds, (starts - timedelta(days=1), starts + timedelta(days=1))),
    ):
        booking = Booking.objects.create(organisation=one, title="Las", starts=during[0], ends=during[1])
        BookedUnit.objects.create(booking=booking, resource=resource, during=during)
    now = timezone.make_aware(datetime.combine(TODAY, time(7)))
    rows = queries.with_capacity(queries.institutions(cast.wulan.actor, "network:capacity:view", TODAY), now)
    row = rows.get(pk=one.pk)
    assert [(each["title"], each["seats"]) for each in row.open_seats] == [("Las", 12), ("Listrik", 8)]
    assert (row.beds_f, row.beds_m, row.workshops) == (3, 0, 1)
    assert row.workshop_booked == timedelta(hours=4)
    assert rows.count() == rows.values("pk").distinct().count()
    shown = sign_in(cast.wulan).get(reverse("network:capacity")).content.decode()
    assert "Las 12 +1" in shown
    # Twenty working days of seven hours, less what is booked and the one national holiday in between, where it is known.
    from jalur.journey.network.words import free_hours

    days = [TODAY + timedelta(days=number) for number in range(28)]
    assert free_hours(row, days, ())[0] == 20 * 7 - 4
    assert free_hours(row, days, {TODAY})[0] == 19 * 7 - 4


def test_a_manager_sees_what_her_network_has_free_and_nobody_elses(cast):
    hub = new_organisation()
    seen = lambda: set(  # noqa: E731 - asked three times
        queries.institutions(cast.hendra.actor, "network:capacity:view", TODAY).values_list("name", flat=True)
    )
    member = ask(hub, cast.hendra.organisation)
    assert seen() == {cast.hendra.organisation.name}
    services.agree(actor=cast.hendra.actor, member=member, today=TODAY)
    third = new_organisation("LPK Contoh Ketiga")
    assert seen() == {cast.hendra.organisation.name, hub.name}
    services.agree(actor=manager_of(third), member=ask(hub, third), today=TODAY)
    assert third.name in seen()
    services.end_member(actor=cast.hendra.actor, member=member, reason="Selesai", today=TODAY)
    assert seen() == {cast.hendra.organisation.name}
