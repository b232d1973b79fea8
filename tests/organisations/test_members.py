import contextlib
import threading
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.organisations import rules, services
from jalur.foundation.organisations.messages import invitation_token
from jalur.foundation.organisations.models import Invitation, Membership
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.services import take_due_steps
from jalur.foundation.workflow.workflow import Workflow
from jalur.kit.dates import today
from jalur.kit.refusals import codes_of
from tests.mailbox import letters

DAY = date(2026, 1, 12)


def in_force(organisation, on=DAY):
    return Membership.objects.filter(organisation=organisation).in_force(on)


def membership(member):
    return Membership.objects.get(user=member.user)


@pytest.fixture
def invitation(cast):
    return services.invite_member(
        actor=cast.hendra.actor,
        organisation=cast.hendra.organisation,
        email="Rini@contoh.example",
        role="instructor",
        is_administrator=False,
        today=DAY,
    )


def test_an_invitation_is_a_letter_with_a_link_that_names_nobody(
    cast, invitation, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.invite_member(
            actor=cast.hendra.actor,
            organisation=cast.hendra.organisation,
            email="baru@contoh.example",
            role="instructor",
            is_administrator=False,
            today=DAY,
        )
    letter = letters()[-1]
    assert letter.to == ["baru@contoh.example"]
    assert f"{settings.ADDRESS}/organisations/invitations/" in letter.body
    for personal in ("baru@", "Rini", "Hendra", "LPK"):
        assert personal not in letter.body + letter.subject


def test_the_link_works_once_for_the_invited_address(cast, invitation):
    token = invitation_token(invitation)
    with pytest.raises(ValidationError):
        services.accept_invitation(actor=cast.sari.actor, token=token, today=DAY)
    joined = services.accept_invitation(actor=cast.rini.actor, token=token, today=DAY)
    assert (joined.user_id, joined.role, joined.is_administrator) == (cast.rini.user.pk, "instructor", False)
    count = Membership.objects.count()
    with pytest.raises(ValidationError):
        services.accept_invitation(actor=cast.rini.actor, token=token, today=DAY)
    assert Membership.objects.count() == count


@pytest.mark.parametrize("change", ["forged", "late", "withdrawn", "replaced"])
def test_a_link_that_no_longer_holds_gives_nothing(cast, invitation, change):
    token, day = invitation_token(invitation), DAY
    if change == "forged":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    if change == "late":
        day = invitation.expires_on
    if change == "withdrawn":
        services.withdraw_invitation(actor=cast.hendra.actor, invitation=invitation)
    if change == "replaced":
        services.invite_member(
            actor=cast.hendra.actor,
            organisation=cast.hendra.organisation,
            email=invitation.email,
            role="training_manager",
            is_administrator=False,
            today=DAY,
        )
    count = Membership.objects.count()
    with pytest.raises((ValidationError, Refused)):
        services.accept_invitation(actor=cast.rini.actor, token=token, today=day)
    assert Membership.objects.count() == count


@pytest.mark.parametrize("role", ["administrator", "ministry_analyst", "labour_officer", "nonsense"])
def test_a_training_provider_cannot_make_an_officer_of_the_state(cast, role):
    with pytest.raises(ValidationError):
        services.invite_member(
            actor=cast.hendra.actor,
            organisation=cast.hendra.organisation,
            email="x@contoh.example",
            role=role,
            is_administrator=False,
            today=DAY,
        )
    assert not Invitation.objects.exists()


def test_every_kind_of_organisation_says_which_roles_it_has():
    assert set(rules.ROLES_OF_KIND) == set(OrganisationKind.values)


@pytest.mark.parametrize("key", ["tuti", "wulan", "lestari", "sari", "rini"])
def test_only_who_keeps_the_members_invites(cast, key):
    with pytest.raises(Refused):
        services.invite_member(
            actor=getattr(cast, key).actor,
            organisation=cast.hendra.organisation,
            email="x@contoh.example",
            role="instructor",
            is_administrator=False,
            today=DAY,
        )
    assert not Invitation.objects.exists()


def test_the_last_administrator_can_neither_leave_nor_be_stepped_down(cast):
    own = membership(cast.hendra)
    events = Event.objects.count()
    for attempt in (
        lambda: services.leave(actor=cast.hendra.actor, membership=own, today=DAY),
        lambda: services.end_membership(actor=cast.bayu.actor, membership=own, today=DAY),
        lambda: services.change_membership(
            actor=cast.hendra.actor,
            membership=own,
            role="training_manager",
            is_administrator=False,
            today=DAY,
        ),
    ):
        with pytest.raises(ValidationError):
            attempt()
    own.refresh_from_db()
    assert own.is_in_force(DAY)
    assert own.is_administrator
    assert Event.objects.count() == events


def test_a_change_that_changes_nothing_is_not_recorded(cast):
    own = membership(cast.tuti)
    events = Event.objects.count()
    unchanged = {"role": own.role, "is_administrator": own.is_administrator}
    services.change_membership(actor=cast.bayu.actor, membership=own, today=DAY, **unchanged)
    assert Event.objects.count() == events


def test_handing_over_lets_one_leave(cast):
    heir = membership(cast.tuti)
    services.hand_over(actor=cast.hendra.actor, to=heir, today=DAY)
    heir.refresh_from_db()
    assert heir.is_administrator
    given = Event.objects.get(event="organisations:member:gave_over")
    taken = Event.objects.get(event="organisations:member:handed_over")
    assert (given.subject_key, given.user_id) == (str(membership(cast.hendra).pk), taken.user_id)
    assert not membership(cast.hendra).is_administrator
    services.leave(actor=cast.hendra.actor, membership=membership(cast.hendra), today=DAY)
    assert [one.user_id for one in in_force(cast.hendra.organisation)] == [cast.tuti.user.pk]


def test_nobody_leaves_for_somebody_else(cast):
    with pytest.raises(Refused):
        services.leave(actor=cast.hendra.actor, membership=membership(cast.tuti), today=DAY)
    assert membership(cast.tuti).is_in_force(DAY)


def test_a_membership_may_end_on_the_day_it_began(cast):
    joined = services.add_member(
        actor=cast.bayu.actor,
        organisation=cast.hendra.organisation,
        user=cast.rini.user,
        role="instructor",
        valid_from=DAY,
    )
    services.end_membership(actor=cast.hendra.actor, membership=joined, today=DAY)
    assert not in_force(cast.hendra.organisation).filter(user=cast.rini.user).exists()


def test_the_first_member_keeps_the_members(cast):
    organisation = services.register_organisation(
        actor=cast.bayu.actor,
        name="LPK Kosong",
        kind="training_provider",
        place=cast.wulan.organisation.place,
    )
    joined = services.add_member(
        actor=cast.bayu.actor,
        organisation=organisation,
        user=cast.rini.user,
        role="training_manager",
        valid_from=DAY,
    )
    assert joined.is_administrator


def run_together(*deeds):
    """Run the deeds at the same moment, each on a connection of its own; what each raised, or None."""
    barrier, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(position, deed):
        try:
            barrier.wait(10)
            deed()
        except ValidationError as refusal:
            outcomes[position] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position, deed)) for position, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_when_two_administrators_leave_at_once_one_stays(cast, monkeypatch):
    """Each waits for the other between looking and writing; only the lock keeps the second one from looking too early."""
    day = today() + timedelta(days=1)
    first, second = membership(cast.hendra), membership(cast.tuti)
    Membership.objects.filter(pk=second.pk).update(is_administrator=True)
    both_looked, set_state = threading.Barrier(2), Workflow._set

    def wait_and_set(*given):
        with contextlib.suppress(threading.BrokenBarrierError):
            both_looked.wait(2)
        set_state(*given)

    monkeypatch.setattr(Workflow, "_set", wait_and_set)
    outcomes = run_together(
        lambda: services.leave(actor=cast.hendra.actor, membership=first, today=day),
        lambda: services.leave(actor=cast.tuti.actor, membership=second, today=day),
    )
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert in_force(cast.hendra.organisation, day).filter(is_administrator=True).count() == 1


def test_an_invitation_is_over_by_one_step_with_one_event(
    cast, invitation, django_capture_on_commit_callbacks
):
    def newer(email="rini@contoh.example"):
        return services.invite_member(
            actor=cast.hendra.actor,
            organisation=cast.hendra.organisation,
            email=email,
            role="training_manager",
            is_administrator=False,
            today=DAY,
        )

    second, other = newer(), newer("baru@contoh.example")
    services.accept_invitation(actor=cast.rini.actor, token=invitation_token(second), today=DAY)
    assert take_due_steps(other.expires_on - timedelta(days=1)) == 0
    assert take_due_steps(other.expires_on) == 1
    found = {one.pk: one.state for one in Invitation.objects.order_by("pk")}
    assert found == {invitation.pk: "withdrawn", second.pk: "accepted", other.pk: "expired"}
    for one, last in ((invitation, "replaced"), (second, "accepted"), (other, "expired")):
        names = Event.objects.filter(subject_key=str(one.pk)).order_by("at").values_list("event", flat=True)
        assert [name.rpartition(":")[2] for name in names] == ["invited", last]
    replaced = Event.objects.get(event="organisations:invitation:replaced")
    assert (replaced.cause.event, replaced.cause.subject_key) == (
        "organisations:member:invited",
        str(second.pk),
    )
    joined = Event.objects.get(event="organisations:member:joined", user=cast.rini.user)
    assert joined.cause.subject_key == str(second.pk)
    for attempt in (services.withdraw_invitation, services.expire_invitation):
        day = {"today": other.expires_on} if attempt is services.expire_invitation else {}
        with pytest.raises(ValidationError) as refusal:
            attempt(actor=cast.hendra.actor, invitation=second, **day)
        assert codes_of(refusal.value) == ["wrong_state"]


def test_a_membership_is_over_by_one_step(cast):
    tuti = membership(cast.tuti)
    assert services.end_membership(actor=cast.hendra.actor, membership=tuti, today=DAY).state == "ended"
    attempts = (
        lambda: services.end_membership(actor=cast.hendra.actor, membership=tuti, today=DAY),
        lambda: services.leave(actor=cast.tuti.actor, membership=tuti, today=DAY),
        lambda: services.hand_over(actor=cast.hendra.actor, to=tuti, today=DAY),
        lambda: services.change_membership(
            actor=cast.hendra.actor, membership=tuti, role="instructor", is_administrator=True, today=DAY
        ),
    )
    for attempt in attempts:
        with pytest.raises(ValidationError) as refusal:
            attempt()
        assert codes_of(refusal.value) == ["wrong_state"]
    again = services.add_member(
        actor=cast.bayu.actor,
        organisation=cast.hendra.organisation,
        user=cast.tuti.user,
        role=tuti.role,
        valid_from=DAY,
    )
    assert again.state == "active"
    with pytest.raises(ValidationError) as refusal:
        services.change_membership(
            actor=cast.hendra.actor,
            membership=again,
            role="company_officer",
            is_administrator=False,
            today=DAY,
        )
    assert codes_of(refusal.value) == ["not_of_this_kind"]
