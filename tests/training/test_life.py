"""The life of a class: draft, announced, open, confirmed or postponed, running, finished, closed, or cancelled."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.due.models import Deadline
from jalur.foundation.due.services import keep
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.training import queries, services
from jalur.journey.training.models import ClassRules, Enrolment, Intake, IntakeState
from jalur.kit.dates import begins
from tests.training.factories import (
    ENDS,
    STARTS,
    TODAY,
    add_programme,
    changed,
    make_candidate,
    new_class,
    open_class,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = {"starts": date(2026, 3, 2), "ends": date(2026, 4, 10)}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def fill(intake, count, prefix="J-ISI"):
    return [
        services.enrol(actor=SYSTEM, intake=intake, candidate=make_candidate(f"{prefix}-{n}"), today=TODAY)
        for n in range(count)
    ]


def refused(step, **given):
    """The codes of the refusal; nothing has changed."""
    before = Event.objects.count(), list(Intake.objects.order_by("pk").values()), Message.objects.count()
    with pytest.raises(ValidationError) as refusal:
        step(**given)
    assert (
        Event.objects.count(),
        list(Intake.objects.order_by("pk").values()),
        Message.objects.count(),
    ) == before
    return [error.code for errors in refusal.value.error_dict.values() for error in errors]


def test_a_draft_is_seen_by_its_institute_alone(cast, sign_in, client, settings):
    settings.TODAY = TODAY
    programme = add_programme(cast)
    draft = services.draft_intake(
        actor=cast.hendra.actor, intake=new_class(cast, programme=programme), today=TODAY
    )
    dropped = services.draft_intake(
        actor=cast.hendra.actor, intake=new_class(cast, programme=programme), today=TODAY
    )
    services.discard_intake(actor=cast.hendra.actor, intake=dropped)
    readers = {
        "nobody": client,
        **{who: sign_in(getattr(cast, who)) for who in ("sari", "wulan", "lestari", "yusuf")},
    }
    for intake in (draft, dropped):
        address = reverse("training:intake", args=[intake.number])
        for who, browser in readers.items():
            assert browser.get(address).status_code == 404, who
            for page in (
                "/training/?state=draft",
                "/training/?state=discarded",
                f"/training/programmes/{programme.code}/",
            ):
                assert intake.number not in browser.get(page).content.decode(), (who, page)
        for who in ("hendra", "tuti"):
            assert sign_in(getattr(cast, who)).get(address).status_code == 200
    page = sign_in(cast.hendra).get(f"/training/programmes/{programme.code}/").content.decode()
    assert draft.number in page
    assert dropped.number not in page


def test_an_announced_class_takes_nobody_until_its_day(cast, client):
    intake = services.draft_intake(
        actor=cast.hendra.actor, intake=new_class(cast, opens_on=TODAY + 3 * DAY), today=TODAY
    )
    services.publish_intake(actor=cast.hendra.actor, intake=intake, today=TODAY)
    assert client.get(f"/training/intakes/{intake.number}/").status_code == 200
    given = {"actor": SYSTEM, "intake": intake, "candidate": make_candidate("J-AWAL")}
    assert refused(services.enrol, today=TODAY, **given) == ["not_open"]
    assert queries.for_planning(TODAY).is_empty()
    assert take_due_steps(TODAY + 2 * DAY) == 0
    assert take_due_steps(TODAY + 3 * DAY) == 1
    assert queries.for_planning(TODAY + 3 * DAY)["id"].to_list() == [intake.number]
    assert services.enrol(today=TODAY + 3 * DAY, **given).state == "enrolled"


@pytest.mark.parametrize("state", IntakeState.values)
def test_plans_see_the_classes_that_take_people_and_no_other(cast, state):
    intake = open_class(cast)
    Intake.objects.update(state=state, cancel_reason="Contoh", postponed_because="other")
    takes = state in {"planned", "confirmed", "postponed"}
    assert fresh(intake).is_open(TODAY) is takes
    assert Intake.objects.plannable(TODAY).exists() is takes
    assert (queries.for_planning(TODAY)["id"].to_list() == [intake.number]) is takes


def test_a_class_goes_ahead_with_enough_people_alone(cast):
    intake = open_class(cast, minimum=3)
    given = {"actor": cast.hendra.actor, "intake": intake, "today": TODAY}
    fill(intake, 2)
    assert refused(services.confirm_intake, **given) == ["too_few"]
    fill(intake, 1, "J-KETIGA")
    assert services.confirm_intake(**given).state == "confirmed"
    assert refused(services.confirm_intake, **given) == ["wrong_state"]
    assert (
        services.enrol(
            actor=SYSTEM, intake=intake, candidate=make_candidate("J-SUSUL"), today=TODAY
        ).intake.taken
        == 4
    )


def test_the_number_is_the_classs_own_then_the_institutes_then_the_rulebooks(cast):
    intake = open_class(cast)
    assert queries.minimum_of(intake, TODAY) == 16
    by = ClassRules(provider=cast.hendra.organisation, minimum=8, decide_days=10)
    services.set_class_rules(actor=cast.hendra.actor, class_rules=by, today=TODAY)
    assert queries.minimum_of(intake, TODAY) == 8
    assert fresh(intake).decide_by == STARTS - 10 * DAY
    Intake.objects.update(taken=8)
    assert not Intake.objects.small(16).exists()
    services.change_intake(actor=cast.hendra.actor, intake=changed(fresh(intake), minimum=9), today=TODAY)
    assert queries.minimum_of(fresh(intake), TODAY) == 9
    assert Intake.objects.small(16).exists()


def test_on_the_day_of_decision_full_enough_classes_go_ahead_by_themselves_and_small_ones_wait_for_a_word(
    cast,
):
    large, small = open_class(cast, minimum=1), open_class(cast, programme=Intake.objects.get().programme)
    fill(large, 1)
    assert (large.decide_by, small.decide_by) == (STARTS - 7 * DAY, STARTS - 7 * DAY)
    assert take_due_steps(STARTS - 8 * DAY) == 0
    assert take_due_steps(STARTS - 7 * DAY) == 1
    assert (fresh(large).state, fresh(small).state) == ("confirmed", "planned")
    keep(begins(STARTS - 6 * DAY) + timedelta(hours=9))
    waiting = Deadline.objects.get(kind="training:intake:confirm")
    assert (waiting.subject_key, waiting.last_day) == (small.pk, STARTS - 7 * DAY)
    assert take_due_steps(STARTS) == 2, "who has not been told otherwise comes on the first day"
    assert not Deadline.objects.filter(kind="training:intake:confirm").exists()


def test_postponing_keeps_every_seat_and_tells_everybody_once(cast):
    intake = open_class(cast)
    seats = fill(intake, 3)
    left = services.withdraw(actor=SYSTEM, enrolment=seats[2], reason="pindah")
    services.postpone_intake(
        actor=cast.hendra.actor, intake=intake, postponed_because="too_few", today=TODAY, **LATER
    )
    intake = fresh(intake)
    assert (intake.state, intake.starts, intake.ends, intake.taken) == ("postponed", *LATER.values(), 2)
    assert intake.decide_by == LATER["starts"] - 7 * DAY
    told = Message.objects.filter(kind="training:postponed")
    assert set(told.values_list("person_id", flat=True)) == {seat.candidate.person_id for seat in seats[:2]}
    assert told.first().values == {"first": "2026-03-02", "last": "2026-04-10"}
    assert left.candidate.person_id not in set(told.values_list("person_id", flat=True))
    assert Event.objects.filter(event="training:enrolment:moved").count() == 2
    assert take_due_steps(STARTS) == 0
    assert take_due_steps(LATER["starts"]) == 1
    assert fresh(intake).state == "running"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"starts": STARTS}, "not_later"),
        ({"ends": date(2026, 3, 1)}, None),
        ({"postponed_because": ""}, "reason"),
        ({"postponed_because": "moon"}, "reason"),
    ],
)
def test_a_postponement_that_is_none_is_refused(cast, asked, code):
    intake = open_class(cast)
    fill(intake, 1)
    given = {"postponed_because": "instructor", **LATER, **asked}
    assert refused(
        services.postpone_intake, actor=cast.hendra.actor, intake=intake, today=TODAY, **given
    ) == [code]


def test_nobody_reads_that_too_few_came_where_enough_did(cast):
    intake = open_class(cast, minimum=1)
    fill(intake, 1)
    given = {"actor": cast.hendra.actor, "intake": intake, "today": TODAY, **LATER}
    assert refused(services.postpone_intake, postponed_because="too_few", **given) == ["enough"]
    assert services.postpone_intake(postponed_because="premises", **given).intake.state == "postponed"


@pytest.mark.parametrize(
    ("starts", "ends", "is_free"),
    [
        (date(2026, 3, 16), date(2026, 4, 10), False),  # on the days of the other class
        (date(2026, 5, 4), date(2026, 5, 29), False),  # behind the one that it comes before
        (date(2026, 2, 9), date(2026, 3, 13), True),
    ],
)
def test_a_class_is_not_postponed_onto_or_behind_another_one_of_its_people(cast, starts, ends, is_free):
    intake = open_class(cast)
    other = open_class(
        cast,
        programme=add_programme(cast, "LANJUT"),
        starts=date(2026, 3, 16),
        ends=date(2026, 4, 24),
    )
    (seat,) = fill(intake, 1)
    services.enrol(actor=SYSTEM, intake=other, candidate=seat.candidate, today=TODAY)
    given = {
        "actor": cast.hendra.actor,
        "intake": intake,
        "starts": starts,
        "ends": ends,
        "postponed_because": "instructor",
        "today": TODAY,
    }
    if is_free:
        assert services.postpone_intake(**given).intake.starts == starts
    else:
        assert refused(services.postpone_intake, **given) == ["elsewhere"]


def test_cancelling_tells_everybody_who_had_a_seat(cast):
    intake = open_class(cast)
    seats = fill(intake, 2)
    services.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Instruktur sakit")
    told = Message.objects.filter(kind="training:cancelled").values_list("person_id", flat=True)
    assert sorted(told) == sorted(seat.candidate.person_id for seat in seats)


def test_after_its_last_day_a_class_is_over_by_itself_and_its_results_are_due(cast):
    intake = open_class(cast)
    (seat,) = fill(intake, 1)
    take_due_steps(STARTS)
    assert take_due_steps(ENDS) == 0
    assert take_due_steps(ENDS + DAY) == 1
    intake = fresh(intake)
    assert (intake.state, intake.finished_on) == ("finished", ENDS + DAY)
    assert fresh(seat.candidate).state == "in_training", "until there is a result"
    deadline = Deadline.objects.get(kind="training:intake:close")
    assert (deadline.role, deadline.organisation_id) == ("training_manager", cast.hendra.organisation.pk)
    services.close_intake(actor=cast.hendra.actor, intake=intake, not_yet=[], today=ENDS + DAY)
    assert (fresh(intake).state, fresh(seat).state) == ("closed", "completed")
    assert not Deadline.objects.filter(kind="training:intake:close").exists()


def test_a_manager_walks_a_class_through_the_screens(cast, sign_in, settings):
    settings.TODAY = TODAY
    browser, programme = sign_in(cast.hendra), add_programme(cast)
    posted = {
        "programme": programme.pk,
        "place": "35.17",
        "reach": "province",
        "seats": "20",
        "minimum": "1",
        "starts": STARTS.isoformat(),
        "ends": ENDS.isoformat(),
        "cost": "0",
        "pass_rate": "85",
    }
    assert browser.post("/training/intakes/new/", posted).status_code == 302
    intake = Intake.objects.get()
    address = f"/training/intakes/{intake.number}/"
    states = [intake.state]

    def take(verb, data=()):
        answer = browser.post(f"{address}{verb}/", dict(data))
        assert answer.status_code == 302, answer.content.decode()
        states.append(fresh(intake).state)

    take("publish")
    take("open")
    seat = Enrolment.objects.get(
        pk=services.enrol(actor=SYSTEM, intake=intake, candidate=make_candidate("J-LAYAR"), today=TODAY).pk
    )
    take("confirm")
    take("postpone", {"postponed_because": "premises", "starts": "2026-03-02", "ends": "2026-04-10"})
    assert "2 Maret 2026" in browser.get(address).content.decode()
    settings.TODAY = LATER["starts"]
    take("start")
    settings.TODAY = LATER["ends"]
    take("close", {"not_yet": [seat.pk]})
    assert states == ["draft", "published", "planned", "confirmed", "postponed", "running", "closed"]
    assert fresh(seat).state == "not_yet"
    assert Decimal(fresh(intake).cost) == 0


def test_the_rules_are_set_on_a_page(cast, sign_in):
    browser = sign_in(cast.hendra)
    assert browser.get("/training/rules/").status_code == 200
    assert (
        browser.post("/training/rules/", {"minimum": "0", "decide_days": "7", "answer_days": "3"}).status_code
        == 422
    )
    assert not ClassRules.objects.exists()
    for minimum in ("10", "12"):
        assert (
            browser.post(
                "/training/rules/", {"minimum": minimum, "decide_days": "5", "answer_days": "3"}
            ).status_code
            == 302
        )
    assert ClassRules.objects.values_list("provider", "minimum", "decide_days").get() == (
        cast.hendra.organisation.pk,
        12,
        5,
    )
    for who in ("tuti", "sari", "wulan"):
        assert sign_in(getattr(cast, who)).get("/training/rules/").status_code == 403
