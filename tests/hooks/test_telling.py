"""From an event to a program that knows of it: in the event's own transaction, signed, at least once, and nothing it may not see."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection as database
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.connections import services as connections
from jalur.foundation.history.models import Event
from jalur.foundation.history.services import record, record_many
from jalur.foundation.hooks import rules, services
from jalur.foundation.hooks.models import Hook, Notice, Untold
from jalur.foundation.hooks.services.sending import claim
from jalur.foundation.messaging.models import Message
from jalur.foundation.organisations.models import Licence
from jalur.foundation.people.models import Person
from jalur.kit.dates import today
from tests.access.operations import send
from tests.cast import LUMAJANG_VILLAGE
from tests.hooks.conftest import happen, listen, tell

EDITED, RECORDED = "organisations:organisation:edited", "organisations:licence:recorded"
FILE = "candidates:candidate:edited"


def test_a_program_is_told_where_to_read_what_happened(cast, hook, program):
    mine = cast.hendra.organisation
    happen(EDITED, mine)
    assert tell() == 1
    [(told_as, told)] = program.taken.items()
    notice = Notice.objects.get()
    assert (str(notice.pk), notice.state, notice.answer, notice.attempts) == (told_as, "taken", 204, 1)
    event = Event.objects.get(event=EDITED)
    assert told == {
        "id": told_as,
        "type": EDITED,
        "timestamp": event.at.isoformat(),
        "version": 1,
        "data": {"record": f"http://localhost/api/v1/organisations/{mine.pk}/"},
    }


def test_nothing_stands_in_a_notice_but_what_the_contract_names(cast, hook, program):
    happen(EDITED, cast.hendra.organisation)
    tell()
    [(_status, body, headers)] = program.requests
    assert set(json.loads(body)) == {"id", "type", "timestamp", "version", "data"}
    assert set(json.loads(body)["data"]) == {"record"}
    for known in (cast.hendra.organisation.name, cast.hendra.user.name, str(cast.hendra.user.pk)):
        assert known not in f"{body!r}{headers}"


def test_what_is_not_committed_is_told_nobody(cast, hook, program):
    with transaction.atomic():
        record(actor=SYSTEM, event=EDITED, subject=cast.hendra.organisation)
        assert Untold.objects.count() == 1, "written in the transaction of the event"
        transaction.set_rollback(True)
    assert tell() == 0
    assert not Notice.objects.exists()


def test_only_what_was_chosen_is_told(cast, hook, program):
    happen("organisations:organisation:closed", cast.hendra.organisation)
    assert not Untold.objects.exists()
    assert tell() == 0


def test_a_bulk_deed_is_heard_in_one_statement(cast, hook):
    mine = cast.hendra.organisation
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            database,
        ) as queries,
    ):
        record_many(actor=SYSTEM, event=EDITED, subjects=[(mine, None, "")] * 500)
    assert len([one for one in queries if "INSERT" in one["sql"]]) <= 1
    assert Untold.objects.count() == 500
    services.hand_out()
    assert (Notice.objects.count(), Untold.objects.count()) == (500, 0)


def test_handing_out_costs_the_same_for_many_events(cast, hook):
    counts = []
    for many in (1, 1, 40):
        happen(EDITED, *[cast.hendra.organisation] * many)
        with CaptureQueriesContext(database) as queries:
            services.hand_out()
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_files_are_told_to_the_office_that_sees_them_alone(cast, program):
    near, far = (listen(who, program, [FILE]) for who in (cast.wulan, cast.gatot))
    happen(FILE, cast.sari.person.candidate)
    assert tell() == 1
    assert [one.hook for one in Notice.objects.all()] == [near]
    assert far.notices.count() == 0
    assert next(iter(program.taken.values()))["data"]["record"].endswith(
        f"/api/v1/candidates/{cast.sari.person.candidate.number}/"
    )


def test_what_it_may_see_no_more_is_not_sent(cast, program):
    hook = listen(cast.wulan, program, [FILE])
    happen(FILE, cast.sari.person.candidate)
    services.hand_out()
    Person.objects.filter(pk=cast.sari.person.pk).update(residence=LUMAJANG_VILLAGE)
    assert services.send_due() == 0
    assert [one.state for one in hook.notices.all()] == ["unseen"]
    assert not program.requests


def test_a_program_that_was_shut_out_is_told_nothing(cast, hook, program):
    happen(EDITED, cast.hendra.organisation)
    services.hand_out()
    happen(EDITED, cast.hendra.organisation)
    connections.revoke(actor=cast.hendra.actor, connection=hook.connection, today=today())
    assert tell() == 0
    assert not program.requests
    assert Notice.objects.count() == 1, "handed out while it still acted"


def test_it_is_told_in_the_order_of_handing_out(cast, hook, program):
    mine = cast.hendra.organisation
    licence = Licence.objects.create(
        organisation=mine, kind="provider_licence", number="L-1", valid_from=today()
    )
    for kind, subject in ((EDITED, mine), (RECORDED, licence), (EDITED, mine)):
        happen(kind, subject)
        services.hand_out()
    services.send_due()
    numbers = list(Notice.objects.order_by("number").values_list("pk", flat=True))
    assert [UUID(headers["webhook-id"]) for _s, _b, headers in program.requests] == numbers


def test_a_program_that_fails_is_asked_again_later_under_the_same_id(cast, hook, program, clock):
    happen(EDITED, cast.hendra.organisation)
    program.answers = [503, 302]
    assert tell() == 0
    assert tell() == 0
    assert len(program.requests) == 1, "left alone meanwhile"
    clock.shift(timedelta(seconds=6))
    assert tell() == 0
    clock.shift(timedelta(minutes=6))
    assert tell() == 1
    assert len({headers["webhook-id"] for _s, _b, headers in program.requests}) == 1
    assert [status for status, _b, _h in program.requests] == [503, 302, 204]
    assert not any("elsewhere" in str(headers) for _s, _b, headers in program.requests), "not followed"
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since, hook.paused_until) == (0, None, None)


def test_a_program_that_is_down_costs_one_call_not_one_a_notice(cast, hook, program):
    happen(EDITED, *[cast.hendra.organisation] * 20)
    program.answers = [500] * 50
    tell()
    assert len(program.requests) == 1


def test_one_that_fails_keeps_no_other_waiting(cast, hook, program):
    other = listen(cast.wulan, program, [EDITED])
    happen(EDITED, cast.hendra.organisation)
    program.answers = [500]
    assert tell() == 1
    states = {one.hook_id: one.state for one in Notice.objects.all()}
    assert sorted(states.values()) == ["taken", "waiting"]
    assert {hook.pk, other.pk} == states.keys()


def test_one_notice_that_is_never_taken_is_given_up_and_the_others_go_on(cast, hook, program, clock):
    happen(EDITED, cast.hendra.organisation)
    services.hand_out()
    for _try in range(len(rules.WAITS) + 1):
        Notice.objects.update(next_at=timezone.now())
        Hook.objects.update(paused_until=None, failing_since=None)
        program.answers = [400]
        services.send_due()
        clock.shift(timedelta(minutes=1))
    assert Notice.objects.get().state == "failed"
    happen(EDITED, cast.hendra.organisation)
    Hook.objects.update(paused_until=None)
    assert tell() == 1


def test_after_two_days_it_rests_and_stands_on_the_first_page(cast, hook, program, clock, sign_in):
    happen(EDITED, cast.hendra.organisation)
    program.answers = [500] * 1000
    hours = 0
    while Hook.objects.get().state == "active":
        tell()
        clock.shift(timedelta(hours=1, minutes=1))
        hours += 1
        assert hours < 60
    assert hours > 47
    assert [one.state for one in Notice.objects.all()] == ["waiting"], "what waits stays"
    [message] = Message.objects.filter(kind="hooks:rests")
    assert message.to_key == str(cast.hendra.user.pk)
    browser = sign_in(cast.hendra)
    page = f"/hooks/{hook.pk}/"
    assert page in browser.get("/").content.decode()
    program.answers = []
    happen(EDITED, cast.hendra.organisation)
    assert tell() == 0, "nothing is sent while it rests"
    browser.post(f"{page}resume/")
    assert tell() == 2
    assert page not in browser.get("/").content.decode()


def test_410_ends_it(cast, hook, program):
    happen(EDITED, cast.hendra.organisation)
    program.answers = [410]
    tell()
    hook.refresh_from_db()
    assert (hook.state, hook.secret_sealed) == ("ended", None)
    happen(EDITED, cast.hendra.organisation)
    assert not Untold.objects.exists()
    assert len(program.requests) == 1


def test_a_worker_that_died_leaves_it_to_another(cast, hook, program, clock):
    happen(EDITED, cast.hendra.organisation)
    services.hand_out()
    assert claim(timezone.now()) == hook  # and the worker is gone
    assert services.send_due() == 0
    clock.shift(rules.LEASE + timedelta(seconds=1))
    assert services.send_due() == 1


def test_for_a_day_both_secrets_sign(cast, hook, program, clock):
    _hook, new = services.renew_secret(actor=cast.hendra.actor, hook=hook)
    for secrets, hours, taken in (
        ([new], 1, 1),
        (program.secrets, 1, 1),
        (program.secrets, 25, 0),
        ([new], 25, 1),
    ):
        hook.refresh_from_db()
        Hook.objects.update(
            older_until=timezone.now() + rules.OLDER_SECRET - timedelta(hours=hours), paused_until=None
        )
        Notice.objects.all().delete()
        known, program.secrets = program.secrets, secrets
        happen(EDITED, cast.hendra.organisation)
        assert tell() == taken, hours
        program.secrets = known


def test_a_secret_lies_sealed_and_is_gone_with_its_address(cast, hook, program):
    [secret] = program.secrets
    stored = str(Hook.objects.values().get())
    assert secret not in stored
    assert secret.removeprefix("whsec_") not in stored
    services.end_hook(actor=cast.hendra.actor, hook=hook)
    assert Hook.objects.get().secret_sealed is None


def test_it_is_kept_for_thirty_days(cast, hook, program, clock):
    happen(EDITED, cast.hendra.organisation)
    tell()
    clock.shift(timedelta(days=31))
    happen(EDITED, cast.hendra.organisation)
    services.hand_out()
    assert services.forget_old() == 1
    assert [one.state for one in Notice.objects.all()] == ["waiting"]


def test_without_a_secret_nothing_is_sent(cast, hook, program):
    Hook.objects.update(secret_sealed=None)
    happen(EDITED, cast.hendra.organisation)
    assert tell() == 0
    assert not program.requests


def test_the_proof_of_the_stand_in(cast, hook, program):
    """A notice that is signed by somebody else is not taken: else nothing above proves anything."""
    program.secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    happen(EDITED, cast.hendra.organisation)
    assert tell() == 0
    assert not program.taken
    assert send("GET", "/api/v1/hooks/events/").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_called_once_it_is_committed(cast, program):
    from procrastinate.contrib.django.models import ProcrastinateJob

    happen(EDITED, cast.hendra.organisation)
    assert not ProcrastinateJob.objects.filter(queue_name="hooks").exists(), "nobody listens"
    listen(cast.hendra, program)
    happen(EDITED, *[cast.hendra.organisation] * 3)
    names = [job.task_name.rpartition(".")[2] for job in ProcrastinateJob.objects.filter(queue_name="hooks")]
    assert names == ["hand_out_events"]
