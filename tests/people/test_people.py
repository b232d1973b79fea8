from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.people import queries, services
from jalur.foundation.people.models import Duplicate, Person
from jalur.kit.refusals import codes_of
from tests.cast import JOMBANG, LUMAJANG, VILLAGE

DAY = date(2026, 1, 12)
NIK = "3517085204010001"


def register(actor, place=VILLAGE, **changes):
    facts = {"name": "Dewi Contoh", "birth_date": date(2001, 4, 12), "sex": "F", "national_id": NIK}
    return services.register_person(
        actor=actor, today=DAY, residence=Place.objects.get(pk=place), **{**facts, **changes}
    )


def test_number_and_phone_are_sealed_and_masked(cast):
    person = register(cast.wulan.actor, phone="0812 3456 7890")
    person.refresh_from_db()
    assert person.national_id_masked == "••••••••••••0001"
    assert person.national_id() == NIK
    assert person.phone() == "+6281234567890"
    with connection.cursor() as cursor:
        cursor.execute(
            "select p::text || (select string_agg(e::text, '') from people_personevent e)"
            " from people_person p where id = %s",
            [person.pk],
        )
        stored = cursor.fetchone()[0]
    for secret in (NIK, "6281234567890", NIK.encode().hex(), b"+6281234567890".hex()):
        assert secret not in stored


def test_the_ciphertext_of_one_row_is_useless_in_another(cast):
    one, other = register(cast.wulan.actor), register(cast.wulan.actor, national_id="3517085204010002")
    Person.objects.filter(pk=other.pk).update(national_id_sealed=one.national_id_sealed)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the cipher raises, it must not be read
        Person.objects.get(pk=other.pk).national_id()


def test_sixteen_digits_are_the_only_error(cast):
    odd = register(cast.wulan.actor, national_id="9999999999990000")
    assert "serial_zero" in odd.national_id_warnings
    count, events = Person.objects.count(), Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        register(cast.wulan.actor, national_id="351708520401000")
    assert "national_id" in refusal.value.error_dict
    assert (Person.objects.count(), Event.objects.count()) == (count, events)


def test_old_district_codes_below_a_renumbered_regency_are_known(cast):
    Place.objects.filter(code__startswith="91.01").delete()
    Place.objects.get_or_create(code="91", defaults={"name": "Papua", "level": 1, "kind": "province"})
    Place.objects.create(
        code="91.01", name="Merauke", level=2, kind="regency", parent_id="91", valid_to=date(2022, 7, 25)
    )
    assert queries.known_district("91.01.07")
    assert queries.known_districts(["91.01.07", "00.00.00"]) == {"91.01.07"}
    assert not queries.known_district("00.00.00")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"birth_date": date(2027, 1, 1)}, "birth_date"),
        ({"birth_date": date(1801, 1, 1)}, "birth_date"),
        ({"sex": "X"}, "sex"),
        ({"phone": "12"}, "phone"),
        ({"place": "35"}, "residence"),
    ],
)
def test_bad_input_names_its_field_and_nothing_is_written(cast, changes, field):
    count, events = Person.objects.count(), Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        register(cast.wulan.actor, **changes)
    assert field in refusal.value.error_dict
    assert (Person.objects.count(), Event.objects.count()) == (count, events)


@pytest.mark.parametrize("key", ["hendra", "lestari", "yusuf", "ratna", "bayu", "rini", "sari"])
def test_others_do_not_register_strangers(cast, key):
    count = Person.objects.count()
    with pytest.raises(Refused):
        register(getattr(cast, key).actor)
    assert Person.objects.count() == count


def test_a_village_registers_its_own_people_and_any_office_serves_any_resident(cast):
    register(cast.darmo.actor)
    with pytest.raises(Refused):
        register(cast.darmo.actor, place=LUMAJANG)
    person = register(cast.gatot.actor, place=VILLAGE)
    assert person in Person.objects.visible_to(cast.gatot.actor)
    assert person in Person.objects.visible_to(cast.wulan.actor)


def test_registering_oneself_makes_the_file_ones_own(cast):
    person = register(cast.rini.actor, account_id=cast.rini.user.pk)
    assert (person.account_id, person.served_by_id) == (cast.rini.user.pk, None)
    with pytest.raises(ValidationError):
        register(cast.rini.actor, account_id=cast.rini.user.pk)
    with pytest.raises(Refused):
        register(cast.rini.actor, account_id=cast.wulan.user.pk)


def test_a_reading_is_recorded_and_the_person_sees_who_looked(cast):
    person = register(cast.wulan.actor)
    assert services.reveal_national_id(actor=cast.wulan.actor, person=person, purpose="papers") == NIK
    [event] = queries.readings(person)
    assert (event.user_id, event.detail) == (cast.wulan.user.pk, {"purpose": "papers"})


def test_no_record_no_number(cast, monkeypatch):
    person = register(cast.wulan.actor)

    def broken(**_what):
        raise RuntimeError("the event log is not there")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        services.reveal_national_id(actor=cast.wulan.actor, person=person, purpose="papers")


@pytest.mark.parametrize("key", ["gatot", "darmo", "hendra", "lestari", "yusuf", "bayu", "rini", "sari"])
def test_who_may_not_reveal_leaves_no_trace_and_learns_nothing(cast, key):
    person = register(cast.wulan.actor)
    with pytest.raises(Refused):
        services.reveal_national_id(actor=getattr(cast, key).actor, person=person, purpose="papers")
    assert queries.readings(person) == []


def test_duplicates_by_number_and_by_name(cast):
    one = register(cast.wulan.actor)
    register(cast.wulan.actor, name="Orang Lain", birth_date=date(1990, 1, 1))
    register(cast.wulan.actor, name="DEWI  contoh", national_id="")
    assert sorted(Duplicate.objects.values_list("reason", flat=True)) == [
        "name_and_birth_date",
        "national_id",
    ]
    assert len(queries.open_duplicates(cast.wulan.actor, one)) == 2


def test_nobody_learns_that_a_number_exists_elsewhere(cast):
    """Pak Gatot registers an invented person in his own regency with Dewi's NIK: he must not see that it is known."""
    register(cast.wulan.actor)
    invented = register(cast.gatot.actor, place=LUMAJANG, name="Umpan", birth_date=date(1990, 1, 1))
    assert Duplicate.objects.count() == 1
    assert not Duplicate.objects.visible_to(cast.gatot.actor).exists()
    assert queries.open_duplicates(cast.gatot.actor, invented) == []
    assert not Duplicate.objects.visible_to(cast.wulan.actor).exists()
    with pytest.raises(Refused):
        services.decide_different(actor=cast.gatot.actor, duplicate=Duplicate.objects.get())
    assert Duplicate.objects.get().status == "open"


def test_deciding_different_keeps_both(cast):
    register(cast.wulan.actor)
    register(cast.wulan.actor)
    services.decide_different(actor=cast.wulan.actor, duplicate=Duplicate.objects.get())
    pair = Duplicate.objects.get()
    assert (pair.status, pair.decided_by_id) == ("different", cast.wulan.user.pk)
    with pytest.raises(ValidationError) as refused:
        services.decide_different(actor=cast.wulan.actor, duplicate=pair)
    assert codes_of(refused.value) == ["wrong_state"]
    event = Event.objects.get(subject_key=str(pair.pk))
    assert (event.event, event.detail["status"]) == ("people:duplicate:told_apart", "different")
    assert event.person_id is None  # neither of the two learns of the other


def test_deciding_same_keeps_one_and_takes_over_what_it_lacks(cast):
    keep = register(cast.wulan.actor, national_id="")
    other = register(cast.wulan.actor, phone="0812 3456 7890")
    third = register(cast.wulan.actor, national_id="")
    pair = Duplicate.objects.get(first__in=[keep, other], second__in=[keep, other])
    services.decide_same(actor=cast.wulan.actor, duplicate=pair, keep=keep)
    keep.refresh_from_db()
    other.refresh_from_db()
    assert (keep.national_id(), keep.phone()) == (NIK, "+6281234567890")
    assert other.merged_into_id == keep.pk
    assert other not in Person.objects.current()
    waiting = Duplicate.objects.filter(status="open")
    assert {one.pk for pair in waiting for one in (pair.first, pair.second)} == {keep.pk, third.pk}


def test_a_correction_is_recorded_by_field_name_only(cast):
    person = register(cast.wulan.actor)
    services.edit_person(
        actor=cast.wulan.actor,
        person=person,
        today=DAY,
        name="Dewi Contohwati",
        phone="0812 3456 7890",
        paper="id_card",
    )
    event = Event.objects.get(event="people:person:edited")
    assert event.detail["fields"] == ["name", "phone"]
    assert "Contohwati" not in str(event.detail)
    with pytest.raises(Refused):
        services.edit_person(actor=cast.gatot.actor, person=person, today=DAY, name="Lain")


def test_the_bulk_door_notes_the_same_duplicates_as_the_single_one(cast):
    old = register(cast.wulan.actor)
    rows = [
        services.NewPerson("Dewi Contoh", date(2001, 4, 12), "F", VILLAGE),
        services.NewPerson("Orang Lain", date(1990, 1, 1), "M", VILLAGE, national_id=NIK),
        services.NewPerson("Ketiga", date(1991, 1, 1), "M", VILLAGE, phone="+6281234567890"),
    ]
    by_name, by_number, third = services.register_people(actor=cast.wulan.actor, rows=rows, today=DAY)
    pairs = {(frozenset((one.first_id, one.second_id)), one.reason) for one in Duplicate.objects.all()}
    assert pairs == {
        (frozenset((old.pk, by_name.pk)), "name_and_birth_date"),
        (frozenset((old.pk, by_number.pk)), "national_id"),
    }
    assert (
        by_number.national_id_warnings == ["sex_differs", "birth_date_differs"]
        or by_number.national_id_warnings
    )
    assert Person.objects.get(pk=third.pk).phone() == "+6281234567890"


def test_the_bulk_door_is_all_or_nothing_and_knows_its_reach(cast):
    count = Person.objects.count()
    good = services.NewPerson("Baik", date(2001, 4, 12), "F", VILLAGE)
    with pytest.raises(ValidationError):
        services.register_people(
            actor=SYSTEM, rows=[good, services.NewPerson("", date(2001, 4, 12), "F", JOMBANG)], today=DAY
        )
    with pytest.raises(Refused):
        services.register_people(
            actor=cast.darmo.actor,
            rows=[good, services.NewPerson("Jauh", date(2001, 4, 12), "F", LUMAJANG)],
            today=DAY,
        )
    assert Person.objects.count() == count
