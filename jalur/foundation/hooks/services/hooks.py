"""What whoever keeps an organisation's members does: say where and of what a program is told, and tell it again."""

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.connections.models import Connection
from jalur.foundation.history.services import record
from jalur.foundation.hooks import kinds, queries, rules
from jalur.foundation.hooks.models import Hook, HookState, Notice, NoticeState
from jalur.foundation.hooks.rights import Right
from jalur.foundation.hooks.services.waking import wake_sender
from jalur.foundation.hooks.workflow import HOOK, NOTICE, REPLAYED
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit.dates import begins, now
from jalur.kit.dates import today as day_in_force
from jalur.kit.refusals import refusal

SECRET_BYTES = 32
MOST_ADDRESSES = 5


def add_hook(*, actor: Actor, connection: Connection, address: str, kinds: Iterable[str]) -> Hook:
    """An address at which the program is told of these kinds of events; nothing is sent before its secret is made."""
    hook = Hook(connection=connection, address=address, kinds=sorted(set(kinds)))
    with HOOK.step("add", actor=actor, subject=hook):
        lock(Connection, [connection.pk])
        _check(hook)
        if connection.hooks.exclude(state=HookState.ENDED).count() >= MOST_ADDRESSES:
            sentence = _("A program is told at no more than %(count)s addresses.") % {"count": MOST_ADDRESSES}
            raise refusal("address", "too_many", sentence)
    return hook


def change_hook(*, actor: Actor, hook: Hook, address: str, kinds: Iterable[str]) -> Hook:
    """Another address, or other kinds of events; what waits goes to the new address."""
    with HOOK.step("change", actor=actor, subject=hook) as changed:
        changed.address, changed.kinds = address, sorted(set(kinds))
        changed.paused_until = None
        _check(changed)
    return changed


def renew_secret(*, actor: Actor, hook: Hook) -> tuple[Hook, str]:
    """A new secret, given here and never again; the older one signs beside it for a day."""
    secret = rules.secret_of(secrets.token_bytes(SECRET_BYTES))
    with HOOK.step("renew", actor=actor, subject=hook) as renewed:
        renewed.keep(secret)
        renewed.older_until = timezone.now() + rules.OLDER_SECRET if renewed.older_sealed else None
    return renewed, secret


def rest_hook(*, actor: Actor, hook: Hook, **_answers: Any) -> Hook:
    """Send nothing until somebody lets it go on."""
    with HOOK.step("rest", actor=actor, subject=hook) as resting:
        pass
    return resting


def resume_hook(*, actor: Actor, hook: Hook, **_answers: Any) -> Hook:
    """Go on, with what has waited first."""
    with HOOK.step("resume", actor=actor, subject=hook) as resumed:
        resumed.failures, resumed.failing_since, resumed.paused_until = 0, None, None
        _at_once(Notice.objects.filter(hook=resumed, state=NoticeState.WAITING))
    return resumed


def end_hook(*, actor: Actor, hook: Hook, **_answers: Any) -> Hook:
    """Send nothing more to this address."""
    with HOOK.step("end", actor=actor, subject=hook) as ended:
        ended.secret_sealed = ended.older_sealed = ended.older_until = None
    return ended


def send_test(*, actor: Actor, hook: Hook, **_answers: Any) -> Notice:
    """One notice that tells of nothing."""
    with HOOK.step("test", actor=actor, subject=hook) as tested:
        now = timezone.now()
        notice = Notice.objects.create(hook=tested, kind=kinds.TEST, at=now, next_at=now)
        tested.paused_until = None
        wake_sender()
    return notice


def resend(*, actor: Actor, notice: Notice, **_answers: Any) -> Notice:
    """Send one notice again, under the same id."""
    with NOTICE.step("resend", actor=actor, subject=notice) as again:
        again.attempts, again.next_at = 0, timezone.now()
        again.hook.paused_until = None
        again.hook.save(update_fields=["paused_until"])
        wake_sender()
    return again


def replay(*, actor: Actor, hook: Hook, since: date) -> int:
    """Send everything since a day again, oldest first; gives how many."""
    with HOOK.step("replay", actor=actor, subject=hook) as told:
        told.paused_until = None
        _check_reach(begins(since))
        return _again(Notice.objects.filter(hook=told), begins(since))


@deed
def replay_of_program(*, actor: Actor, since: datetime) -> int:
    """The same for a program itself, at all its addresses that are told."""
    access.check(actor, Right.REPLAY_NOTICE)
    _check_reach(since)
    since = min(since, now()).astimezone(UTC)  # PostgreSQL knows no offset beyond sixteen hours
    hooks = Hook.objects.filter(connection__membership__user=actor.user_id, state=HookState.ACTIVE)
    found = lock(Hook, hooks.values_list("pk", flat=True), related=HOOK.related)
    Hook.objects.filter(pk__in=[one.pk for one in found]).update(paused_until=None)
    for hook in found:
        record(actor=actor, event=REPLAYED, subject=hook, place=HOOK.place(hook))
    return _again(Notice.objects.filter(hook__in=found), since)


def _check_reach(since: datetime) -> None:
    if since < now() - rules.KEPT:
        raise refusal("since", "too_old", _("Notices are kept for thirty days. Choose a later day."))


def _again(rows: Any, since: datetime) -> int:
    told = rows.filter(at__gte=since).exclude(state=NoticeState.UNSEEN)
    return _at_once(rows.filter(pk__in=told.order_by("number").values("pk")[: rules.MOST_AT_ONCE]))


def _at_once(rows: Any) -> int:
    """Let notices be due now; gives how many."""
    count: int = rows.update(state=NoticeState.WAITING, attempts=0, next_at=timezone.now())
    wake_sender()
    return count


SENTENCES = {
    "unreadable": lambda: _("This is no address: write it like https://programs.example/jalur."),
    "https": lambda: _("The address begins with https://."),
    "person": lambda: _("Leave out the user name and password: the signature says who calls."),
    "private": lambda: _("This address lies in a private network. A program is told at a public one."),
    "part": lambda: _("Leave out what stands after the #."),
}


def _check(hook: Hook) -> None:
    """Refuse what cannot be told there, or is not for this program."""
    if fault := rules.fault_of(hook.address, inside=settings.HOOKS["inside"]):
        raise refusal("address", f"address_{fault}", SENTENCES[fault]())
    looks = queries.looks_as(hook, day_in_force())
    known = kinds.offered(looks, hook.connection.scopes) if looks else set()
    if not hook.kinds or not set(hook.kinds) <= known:
        raise refusal("kinds", "kinds", _("Choose at least one thing that this program may be told."))
