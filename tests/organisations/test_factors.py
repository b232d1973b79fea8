"""A lost second factor is reset by two people; its owner is told."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Membership
from tests.cast import make_user
from tests.mailbox import letters

REASON = {"reset_reason": "Ponsel jatuh ke sungai; ia datang sendiri dengan KTP."}


@pytest.fixture
def colleagues(cast):
    """(asks, confirms): two who keep the members of the institute."""
    second = Membership.objects.create(
        user=make_user("kedua@contoh.example", "Bu Kedua"),
        organisation=cast.hendra.organisation,
        role="training_manager",
        is_administrator=True,
        valid_from=date(2025, 1, 1),
    )
    second.user.authenticator_set.create(type="totp", data={"secret": "NOBODYKNOWSTHIS2"})
    return cast.hendra, second


@pytest.fixture
def lost(cast):
    """The instructor of the institute, who has lost her phone."""
    return cast.tuti.organisation.memberships.get(user=cast.tuti.user)


@pytest.fixture
def hers(cast, sign_in, lost):
    return sign_in(cast.tuti)


def step(member, verb):
    return reverse("organisations:member_step", args=[member.pk, verb])


def factors_of(member):
    return set(member.user.authenticator_set.values_list("type", flat=True))


def test_one_asks_another_confirms_and_the_owner_is_told(
    cast, sign_in, colleagues, lost, hers, django_capture_on_commit_callbacks
):
    asks, second = sign_in(colleagues[0]), sign_in(colleagues[1])
    asks.post(step(lost, "ask_reset"), REASON)
    assert factors_of(lost) == {"totp", "recovery_codes"}
    assert step(lost, "confirm_reset") in second.get("/").content.decode()
    page = second.get(step(lost, "confirm_reset")).content.decode()
    assert "Ponsel jatuh ke sungai" in page
    assert cast.hendra.user.name in page
    with django_capture_on_commit_callbacks(execute=True):
        second.post(step(lost, "confirm_reset"))
    assert factors_of(lost) == set()
    assert hers.get("/account/")["Location"].startswith("/accounts/login/"), "her sessions have ended"
    [letter] = letters()
    assert letter.to == [cast.tuti.user.email]
    assert "Faktor kedua" in letter.subject
    assert not re.search("Hendra|Kedua,|Tuti", letter.body), "a letter names nobody"
    history = Event.objects.filter(event__contains="reset").values_list("event", "user_id")
    assert dict(history) == {
        "organisations:member:reset_asked": cast.hendra.user.pk,
        "organisations:member:factor_reset": colleagues[1].user.pk,
    }
    assert step(lost, "confirm_reset") not in second.get("/").content.decode()


def test_the_pages_say_who_may_confirm(cast, sign_in, colleagues, lost, hers):
    asks = sign_in(cast.hendra)
    row = next(row for row in asks.get(step(lost, "ask_reset")).context["rows"] if "mengesahkan" in row.label)
    assert row.value == "Bu Kedua, pengelola platform"
    ask_by(asks, lost)
    for second in (colleagues[1], cast.bayu):
        assert step(lost, "confirm_reset") in sign_in(second).get("/").content.decode()
    page = sign_in(cast.hendra).get(step(lost, "confirm_reset"))
    assert "Bu Kedua, pengelola platform" in page.content.decode()


def test_where_nobody_else_may_confirm_the_page_says_what_to_do_first(cast, sign_in):
    alone = Membership.objects.get(user=cast.hendra.user)
    rows = sign_in(cast.bayu).get(step(alone, "ask_reset")).context["rows"]
    (row,) = [row for row in rows if "mengesahkan" in row.label]
    assert not row.value
    assert "Undang" in row.hint


def ask_by(client, lost):
    return client.post(step(lost, "ask_reset"), REASON)


class TestRefused:
    """Nothing happens to the factor."""

    @pytest.fixture(autouse=True)
    def nothing_happens(self, lost):
        yield
        assert factors_of(lost) == {"totp", "recovery_codes"}
        assert not letters()

    def test_without_a_reason(self, sign_in, colleagues, lost):
        sign_in(colleagues[0]).post(step(lost, "ask_reset"), {"reset_reason": " "})
        lost.refresh_from_db()
        assert lost.reset_asked_on is None

    def test_to_the_one_who_asked(self, sign_in, colleagues, lost):
        client = sign_in(colleagues[0])
        ask_by(client, lost)
        client.post(step(lost, "confirm_reset"))

    def test_when_nobody_asked(self, sign_in, colleagues, lost):
        sign_in(colleagues[1]).post(step(lost, "confirm_reset"))

    def test_a_week_later(self, sign_in, colleagues, lost):
        ask_by(sign_in(colleagues[0]), lost)
        lost.refresh_from_db()
        Membership.objects.filter(pk=lost.pk).update(reset_asked_on=lost.reset_asked_on - timedelta(days=7))
        sign_in(colleagues[1]).post(step(lost, "confirm_reset"))

    def test_after_it_was_dropped(self, sign_in, colleagues, lost):
        ask_by(sign_in(colleagues[0]), lost)
        second = sign_in(colleagues[1])
        second.post(step(lost, "drop_reset"))
        second.post(step(lost, "confirm_reset"))

    @pytest.mark.parametrize("key", ["tuti", "sari", "wulan", "lestari", "gatot"])
    def test_to_everybody_else(self, cast, sign_in, colleagues, lost, key):
        client = sign_in(getattr(cast, key))
        ask_by(client, lost)
        ask_by(sign_in(colleagues[0]), lost)
        client.post(step(lost, "confirm_reset"))

    def test_to_an_organisation_when_she_acts_for_another_too(self, cast, sign_in, colleagues, lost):
        elsewhere = cast.gatot.organisation
        Membership.objects.create(
            user=lost.user, organisation=elsewhere, role="labour_officer", valid_from=date(2025, 1, 1)
        )
        ask_by(sign_in(colleagues[0]), lost)
        lost.refresh_from_db()
        assert lost.reset_asked_on is None


def test_nobody_resets_their_own(cast, sign_in, colleagues):
    own = Membership.objects.get(user=cast.hendra.user)
    ask_by(sign_in(colleagues[1]), own)
    sign_in(cast.hendra).post(step(own, "confirm_reset"))
    assert "totp" in factors_of(own)


def test_recovery_codes_are_shown_and_renewed(cast, sign_in):
    client = sign_in(cast.tuti)
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "reauthenticated": True} for record in session["account_authentication_methods"]
    ]
    session.save()
    codes = cast.tuti.user.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert all(code in page for code in codes)
    client.post("/accounts/2fa/recovery-codes/generate/")
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not any(code in page for code in codes)
    assert page.count("<li>") >= 10
