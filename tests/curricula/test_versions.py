"""A curriculum is written, discussed, agreed and stands; the next version starts as its copy."""

from dataclasses import replace
from datetime import date, timedelta

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.journey.curricula import queries, rules, services
from jalur.journey.curricula.models import Part, Party, Remark, Version
from tests.curricula.factories import TODAY, add_part, agreed, discussed, draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def refused(call, **given):
    """The codes by field; asserts that nothing changed."""
    before = Event.objects.count(), Part.objects.count(), list(Version.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        call(**given)
    assert (
        Event.objects.count(),
        Part.objects.count(),
        list(Version.objects.order_by("pk").values()),
    ) == before
    return {field: errors[0].code for field, errors in refusal.value.error_dict.items()}


def titles(version):
    return list(version.parts.order_by("position").values_list("position", "title"))


def test_parts_make_room_for_each_other(cast):
    version = draft(cast, 10, 20, 30)
    add_part(cast, version, title="Di depan", position=1)
    assert titles(version) == [(1, "Di depan"), (2, "Bagian 1"), (3, "Bagian 2"), (4, "Bagian 3")]
    last = version.parts.get(position=4)
    last.position = 2
    services.write_part(actor=cast.hendra.actor, part=last, today=TODAY)
    assert [title for _place, title in titles(version)] == ["Di depan", "Bagian 3", "Bagian 1", "Bagian 2"]
    services.remove_part(actor=cast.hendra.actor, part=version.parts.get(position=1), today=TODAY)
    assert titles(version) == [(1, "Bagian 3"), (2, "Bagian 1"), (3, "Bagian 2")]


def test_hours_are_told_in_jp_and_by_the_clock(cast):
    version = draft(cast, 40)
    add_part(cast, version, kind="language", hours=20)
    totals = queries.totals_of(version)
    assert (totals.by_kind, totals.hours) == ({"skill": 40, "language": 20}, 60)
    assert totals.clock_minutes == 60 * 45


@pytest.mark.parametrize("key", ["sari", "wulan", "tuti", "lestari", "yusuf"])
def test_only_the_manager_of_the_institute_writes(cast, key):
    version, actor = draft(cast, 40), getattr(cast, key).actor
    with pytest.raises(Refused):
        services.discuss(actor=actor, version=version)
    with pytest.raises(Refused):
        services.write_part(actor=actor, part=version.parts.get(), today=TODAY)
    assert Version.objects.get().state == "draft"


def test_nothing_to_discuss_is_not_discussed(cast):
    assert refused(services.discuss, actor=cast.hendra.actor, version=draft(cast)) == {"parts": "empty"}


def test_a_version_waits_for_who_was_invited_or_says_why_not(cast):
    version = discussed(cast)
    step = {"actor": cast.hendra.actor, "version": version, "valid_from": TODAY, "today": TODAY}
    assert refused(services.put_in_force, **step) == {"exception": "not_agreed"}
    stands = services.put_in_force(**step, exception="Kelas mulai besok")
    assert (stands.state, stands.exception) == ("agreed", "Kelas mulai besok")


def test_a_version_in_force_was_agreed_by_name(cast):
    version = discussed(cast)
    party = services.agree(actor=cast.lestari.actor, party=Party.objects.get())
    assert (party.answered_by, party.state) == (cast.lestari.user, "agreed")
    stands = services.put_in_force(
        actor=cast.hendra.actor, version=version, valid_from=TODAY, exception="tidak perlu", today=TODAY
    )
    assert (stands.state, stands.exception) == ("agreed", "")


def test_who_agreed_is_asked_again_when_a_part_changes(cast):
    version = discussed(cast)
    services.agree(actor=cast.lestari.actor, party=Party.objects.get())
    add_part(cast, version, title="Budaya kerja", kind="culture")
    party = Party.objects.get()
    assert (party.state, party.answered_by, party.answered_at) == ("invited", None, None)
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert {"curricula:invited", "curricula:asked_again"} <= kinds


def test_an_invitation_without_an_answer_is_withdrawn_and_given_again(cast):
    version = discussed(cast, invited=("lestari", "wulan"))
    party = Party.objects.get(organisation=cast.lestari.organisation)
    step = {"actor": cast.hendra.actor, "version": version}
    services.withdraw_invitation(**step, party=party)
    assert queries.not_agreed(version) == [cast.wulan.organisation.name]
    assert not Version.objects.visible_to(cast.lestari.actor).exists()
    late = Remark(version=version, text="Halo")
    assert refused(services.write_remark, actor=cast.lestari.actor, remark=late) == {"text": "not_invited"}
    again = services.invite(**step, organisation=cast.lestari.organisation, today=TODAY)
    assert (again.pk, again.state) == (party.pk, "invited")
    services.say_missing(actor=cast.lestari.actor, party=again, reason="K3 di tangki")
    with pytest.raises(ValidationError):
        services.withdraw_invitation(**step, party=again)
    assert Party.objects.get(pk=party.pk).state == "lacking"


def test_a_version_set_aside_makes_room_for_the_next(cast):
    version = discussed(cast)
    step = {"actor": cast.hendra.actor, "version": version}
    assert refused(services.discard_version, **step, reason=" ") == {"discarded_because": "reason"}
    aside = services.discard_version(**step, reason="Digabung")
    assert (aside.state, aside.discarded_because) == ("discarded", "Digabung")
    assert not queries.waiting_for(cast.lestari.organisation.pk).exists()
    assert not Version.objects.visible_to(cast.sari.actor).exists()
    assert Version.objects.visible_to(cast.lestari.actor).get() == aside
    fresh = services.copy_version(actor=cast.hendra.actor, version=aside)
    assert (fresh.number, titles(fresh)) == (2, titles(aside))


def test_what_is_missing_is_said_in_words(cast):
    discussed(cast)
    step = {"actor": cast.lestari.actor, "party": Party.objects.get()}
    assert refused(services.say_missing, **step, reason=" ") == {"lacking": "reason"}
    party = services.say_missing(**step, reason="K3 di tangki")
    assert (party.state, party.lacking) == ("lacking", "K3 di tangki")


@pytest.mark.parametrize("key", ["hendra", "wulan", "gatot", "sari"])
def test_nobody_answers_for_another_organisation(cast, key):
    discussed(cast)
    with pytest.raises(Refused):
        services.agree(actor=getattr(cast, key).actor, party=Party.objects.get())
    assert Party.objects.get().state == "invited"


def test_comments_come_from_who_takes_part_and_are_settled_first(cast):
    version = discussed(cast)
    part = version.parts.first()
    remark = Remark(version=version, text="Kurang 16 JP", part_key=part.key)
    services.write_remark(actor=cast.lestari.actor, remark=remark)
    assert (remark.part_title, remark.organisation) == (part.title, cast.lestari.organisation)
    services.agree(actor=cast.lestari.actor, party=Party.objects.get())
    step = {"actor": cast.hendra.actor, "version": version, "valid_from": TODAY, "today": TODAY}
    assert refused(services.put_in_force, **step) == {"remarks": "open_remarks"}
    services.settle_remark(actor=cast.hendra.actor, remark=remark, reason="Ditambah")
    assert services.put_in_force(**step).state == "agreed"
    late = Remark(version=version, text="Terlambat")
    assert refused(services.write_remark, actor=cast.lestari.actor, remark=late) == {"text": "not_worked_on"}


def test_another_institute_does_not_settle_its_own_comment(cast):
    version = discussed(cast)
    remark = Remark(version=version, text="Kurang 16 JP")
    services.write_remark(actor=cast.lestari.actor, remark=remark)
    other = replace(cast.lestari.actor, role="training_manager")
    settled = refused(services.settle_remark, actor=other, remark=remark, reason="Beres")
    assert settled == {"settlement": "not_yours"}
    assert Remark.objects.get().state == "open"


def test_who_is_not_invited_does_not_comment(cast):
    version = discussed(cast)
    for key in ("wulan", "gatot"):
        remark = Remark(version=version, text="Halo")
        assert refused(services.write_remark, actor=getattr(cast, key).actor, remark=remark) == {
            "text": "not_invited"
        }


def test_what_is_worked_on_is_seen_by_who_works_on_it(cast):
    version = discussed(cast)
    for key, sees in {
        "hendra": True,
        "tuti": True,
        "lestari": True,
        "wulan": True,
        "yusuf": True,
        "gatot": False,
        "sari": False,
        "ratna": False,
    }.items():
        found = Version.objects.visible_to(getattr(cast, key).actor).filter(pk=version.pk)
        assert found.exists() is sees, key


def test_the_next_version_is_a_copy_and_ends_the_one_before(cast):
    first = agreed(cast, 40, 20)
    second = services.copy_version(actor=cast.hendra.actor, version=first)
    assert (second.number, second.code) == (2, f"{first.curriculum.number}-2")
    assert refused(services.copy_version, actor=cast.hendra.actor, version=first) == {"state": "worked_on"}
    part = second.parts.get(position=2)
    part.hours = 36
    services.write_part(actor=cast.hendra.actor, part=part, today=TODAY)
    add_part(cast, second, title="Budaya kerja")
    services.remove_part(actor=cast.hendra.actor, part=second.parts.get(position=1), today=TODAY)
    found = rules.compare(queries.parts_of(first), queries.parts_of(second))
    assert [(one.change, one.fields) for one in found] == [
        ("changed", ("hours",)),
        ("added", ()),
        ("removed", ()),
    ]
    services.discuss(actor=cast.hendra.actor, version=second)
    day = TODAY + timedelta(days=30)
    services.put_in_force(actor=cast.hendra.actor, version=second, valid_from=day, today=TODAY)
    first.refresh_from_db()
    assert (first.state, first.valid_to) == ("superseded", day)
    assert list(Version.objects.in_force(TODAY)) == [first]
    assert list(Version.objects.in_force(day)) == [second]


# Ways round the services.
STATEMENTS = [
    "UPDATE curricula_version SET title = 'lain' WHERE id = %s",
    "UPDATE curricula_version SET lesson_minutes = 40 WHERE id = %s",
    "UPDATE curricula_version SET state = 'draft', valid_from = NULL WHERE id = %s",
    "DELETE FROM curricula_version WHERE id = %s",
    "UPDATE curricula_part SET hours = 1 WHERE version_id = %s",
    "DELETE FROM curricula_part WHERE version_id = %s",
    (
        "INSERT INTO curricula_part (id, created_at, version_id, key, title, kind, hours, mode, scheme, outcome, evidence,"
        " position) SELECT gen_random_uuid(), now(), id, gen_random_uuid(), 'x', 'skill', 1, 'live', '', 'x', 'x', 99"
        " FROM curricula_version WHERE id = %s"
    ),
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_keeps_an_agreed_version(cast, statement):
    version = agreed(cast, 40)
    with (
        pytest.raises(DatabaseError, match=r"curricula_version|agreed version"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [version.pk])
    version.refresh_from_db()
    assert (version.title, version.lesson_minutes, version.parts.get().hours) == ("Las untuk Korea", 45, 40)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_only_the_triggers_keep_it(cast, statement):
    version = agreed(cast, 40)
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [version.pk])
        assert cursor.rowcount == 1
        transaction.set_rollback(True)


def test_a_day_past_is_no_first_day(cast):
    version = services.discuss(actor=cast.hendra.actor, version=draft(cast, 40))
    step = {"actor": cast.hendra.actor, "version": version, "valid_from": date(2026, 1, 11), "today": TODAY}
    assert refused(services.put_in_force, **step) == {"valid_from": "past"}
