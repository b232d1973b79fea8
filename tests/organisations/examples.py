from datetime import date
from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, call, change

# Once its writer has seen whom it touches.
CONFIRMED = {"confirmed": "yes"}
CONTACT = {"name": "LPK Contoh Baru", "address": "Jalan Contoh 1"}


def invite_the_reader(side: SimpleNamespace, member: Any) -> None:
    type(side.invitation).objects.filter(pk=side.invitation.pk).update(email=member.user.email)


def keep_the_members_elsewhere(side: SimpleNamespace, member: Any) -> None:
    """Somebody who may leave: not the only one who keeps the members."""
    side.own_membership = member.user.memberships.order_by("pk").first()
    type(side.own_membership).objects.filter(pk=side.own_membership.pk).update(is_administrator=False)


def has_a_second_factor(side: SimpleNamespace, member: Any) -> None:
    keeper = side.membership.user
    keeper.authenticator_set.update_or_create(type="totp", defaults={"data": {"secret": "NOBODYKNOWSTHIS2"}})


def has_been_asked_for_it(side: SimpleNamespace, member: Any) -> None:
    has_a_second_factor(side, member)
    rows = type(side.membership).objects.filter(pk=side.membership.pk)
    rows.update(reset_asked_by=side.membership.user, reset_asked_on=date(2026, 1, 11))


OPENS = {
    "organisations:invitation": about("", token="invitation_token"),
    "organisations:invitation_step/withdraw": about("invitation", pk="invitation.pk"),
    "organisations:member_step/change": about("membership", pk="membership.pk"),
    "organisations:member_step/end": about("membership", pk="membership.pk"),
    "organisations:member_step/ask_reset": about("membership", pk="membership.pk"),
    "organisations:member_step/confirm_reset": about("membership", pk="membership.pk"),
    "organisations:member_step/drop_reset": about("membership", pk="membership.pk"),
    "organisations:licence_step/revoke": about("licence", pk="licence.pk"),
    "organisations:licence_step/suspend": about("licence", pk="licence.pk"),
    "organisations:licence_step/lift": about("licence", pk="licence.pk"),
    "organisations:organisation": about("", pk="provider.pk"),
    "organisations:*": about("organisation", pk="provider.pk"),
}
WRITES = {
    "organisations:register": Write({**CONTACT, "kind": "training_provider", "place": "35.17"}),
    "organisations:leave": Write(
        lambda side: {"membership": side.own_membership.pk}, before=keep_the_members_elsewhere, by="tuti"
    ),
    "organisations:invitation": Write(before=invite_the_reader, by="rini"),
    "organisations:invitation_step/withdraw": Write(),
    "organisations:member_step/change": Write({"role": "instructor"}),
    "organisations:member_step/end": Write(),
    "organisations:member_step/ask_reset": Write(
        {"reset_reason": "Ponsel hilang; saya menelepon nomornya yang lama."}, before=has_a_second_factor
    ),
    "organisations:member_step/confirm_reset": Write(before=has_been_asked_for_it),
    "organisations:member_step/drop_reset": Write(before=has_been_asked_for_it),
    "organisations:licence_step/revoke": Write({"on": "2026-01-12", **CONFIRMED}),
    "organisations:licence_step/suspend": Write({"on": "2026-01-12", **CONFIRMED}),
    "organisations:licence_step/lift": Write(
        {"on": "2026-01-12", **CONFIRMED},
        before=change("licence", state="suspended", suspended_on=date(2026, 1, 5)),
    ),
    "organisations:organisation_step/edit": Write(CONTACT),
    "organisations:organisation_step/close": Write({"on": "2026-01-12", **CONFIRMED}),
    "organisations:organisation_step/reopen": Write(
        CONFIRMED, before=change("provider", closed_on=date(2026, 1, 5))
    ),
    "organisations:new_licence": Write(
        {"kind": "provider_licence", "number": "L-9", "valid_from": "2026-01-01", **CONFIRMED}
    ),
    "organisations:invite": Write({"email": "baru@contoh.example", "role": "instructor"}),
    "organisations:hand_over": Write(lambda side: {"to": side.membership.pk}),
}
CALLS = {
    "organisations_show_organisation": call("", pk="provider.pk"),
    "organisations_register_organisation": call(
        "", {**CONTACT, "kind": "training_provider", "place": "35.17"}
    ),
    "organisations_edit_organisation": call("organisation", CONTACT, pk="provider.pk"),
    "organisations_close_organisation": call("organisation", {"on": "2026-01-12"}, pk="provider.pk"),
    "organisations_reopen_organisation": call(
        "organisation", pk="provider.pk", before=change("provider", closed_on=date(2026, 1, 5))
    ),
    "organisations_record_licence": call(
        "organisation",
        {"kind": "provider_licence", "number": "L-9", "valid_from": "2026-01-01"},
        pk="provider.pk",
    ),
    "organisations_suspend_licence": call("licence", {"on": "2026-01-12"}, pk="licence.pk"),
    "organisations_lift_suspension": call(
        "licence",
        {"on": "2026-01-12"},
        pk="licence.pk",
        before=change("licence", state="suspended", suspended_on=date(2026, 1, 5)),
    ),
    "organisations_revoke_licence": call("licence", {"on": "2026-01-12"}, pk="licence.pk"),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {
    "organisations:organisation": "provider",
    "organisations:licence": "licence",
    "organisations:member": "membership",
    "organisations:invitation": "invitation",
}
