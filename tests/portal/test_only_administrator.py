"""The only administrator who lost her phone: two people at the server, with a reason, and it stands in the history."""

import pytest
from django.core.management import CommandError, call_command

from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Membership
from tests.mailbox import letters

EVENT = "organisations:member:factor_reset_on_server"
TWO = ["Bu Ani", "Pak Budi"]
REASON = "Ponsel hilang; ia datang sendiri dengan KTP."


def reset(cast, by=TWO, reason=REASON, apply=True, email="bayu@contoh.example"):
    call_command(
        "reset_only_administrator",
        f"--email={email}",
        "--by",
        *by,
        f"--reason={reason}",
        *(["--apply"] if apply else []),
    )


def stands(cast):
    return cast.bayu.user.authenticator_set.exists() and not Event.objects.filter(event=EVENT).exists()


def test_two_people_bring_her_back(cast, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(cast.bayu)
    with django_capture_on_commit_callbacks(execute=True):
        reset(cast)
    assert not cast.bayu.user.authenticator_set.exists()
    assert client.get("/account/").status_code == 302, "sessions end"
    detail = Event.objects.get(event=EVENT).detail
    assert (detail["by"], detail["reason"]) == (TWO, REASON)
    assert [letter.to for letter in letters()] == [[cast.bayu.user.email]]


def test_without_apply_nothing_changes(cast):
    reset(cast, apply=False)
    assert stands(cast)


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": ["Bu Ani", " bu  ani "]},
        {"by": ["Bu Ani", ""]},
        {"by": ["Bu Ani", "Pak Bayu"]},
        {"reason": "hilang"},
        {"email": "wulan@contoh.example"},
        {"email": "tiada@contoh.example"},
    ],
)
def test_one_person_no_reason_or_somebody_else_is_refused(cast, wrong):
    with pytest.raises(CommandError):
        reset(cast, **wrong)
    assert stands(cast)
    assert cast.wulan.user.authenticator_set.exists()


def test_where_there_are_two_the_pages_do_it(cast):
    Membership.objects.create(
        user=cast.yusuf.user,
        organisation=cast.bayu.organisation,
        role="administrator",
        valid_from="2025-01-01",
    )
    with pytest.raises(CommandError):
        reset(cast)
    assert stands(cast)
