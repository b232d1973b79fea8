"""Send what is due: one worker sends an address's notices in their order for a while, then the next address has its turn.

There is one such worker at a time: whatever is sent again to however many programs, the others keep to their work. A worker that
dies leaves a notice that is sent once more, under the same id. An address that fails is left alone for a while, so that a program
that is down costs one call, not as many as there are notices.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.hooks import calls, queries, rules
from jalur.foundation.hooks.messages import RESTS
from jalur.foundation.hooks.models import Hook, HookState, Notice, NoticeState
from jalur.foundation.hooks.workflow import HOOK
from jalur.foundation.messaging import services as messaging
from jalur.foundation.organisations.models import Membership
from jalur.foundation.workflow.locks import atomic
from jalur.kit.dates import today

VERSION = 1
AT_ONCE = 50
GONE = 410


def send_due() -> int:
    """Give every address its turn until nothing is due; gives how many notices were taken."""
    taken = 0
    while (hook := claim(timezone.now())) is not None:
        taken += serve(hook)
    return taken


def claim(now: datetime) -> Hook | None:
    """The address that has waited longest for its turn and has something due, for this worker alone until the lease ends.

    None while another worker sends.
    """
    if Hook.objects.filter(leased_until__gte=now).exists():
        return None
    due = Notice.objects.filter(hook=OuterRef("pk"), state=NoticeState.WAITING, next_at__lte=now)
    free = Hook.objects.filter(
        Q(paused_until=None) | Q(paused_until__lte=now),
        Exists(due),
        state=HookState.ACTIVE,
        secret_sealed__isnull=False,
    )
    with transaction.atomic():
        turn = free.order_by(F("served_at").asc(nulls_first=True), "pk").select_for_update(
            skip_locked=True, no_key=True
        )
        key = turn.values_list("pk", flat=True).first()
        if key is None:
            return None
        Hook.objects.filter(pk=key).update(leased_until=now + rules.LEASE, served_at=now)
    return queries.listening().get(pk=key)


def serve(hook: Hook) -> int:
    """An address's turn: until nothing is due, its time is over, or a call fails."""
    end = timezone.now() + rules.TURN
    line, taken, pause = calls.calls(), 0, None
    try:
        for notice in _due(hook):
            if not send(line, hook, notice):
                break
            taken += 1
            if timezone.now() >= end:
                break
        else:
            if (
                queries.looks_as(hook, today()) is None
            ):  # its program may act again: a closed organisation reopens
                pause = timezone.now() + rules.LONGEST_PAUSE
    finally:
        line.close()
        mine = Hook.objects.filter(pk=hook.pk, leased_until=hook.leased_until)
        mine.update(leased_until=None, **({"paused_until": pause} if pause else {}))
    return taken


def _due(hook: Hook) -> Iterator[Notice]:
    """What is due, in its order, as far as the program may see now what it is about."""
    while True:
        looks = queries.looks_as(hook, today())
        waiting = Notice.objects.filter(hook=hook, state=NoticeState.WAITING, next_at__lte=timezone.now())
        some = list(waiting.select_related("event").order_by("number")[:AT_ONCE]) if looks else []
        if not some or looks is None:
            return
        seen = queries.addresses_of(
            looks, hook.connection.scopes, [one.event for one in some if one.event is not None]
        )
        _hide(one for one in some if one.event_id is not None and one.event_id not in seen)
        yield from (one for one in some if one.event_id is None or one.event_id in seen)


def _hide(notices: Iterable[Notice]) -> None:
    hidden = Notice.objects.filter(pk__in=[one.pk for one in notices], state=NoticeState.WAITING)
    hidden.update(state=NoticeState.UNSEEN)


def send(line: calls.Calls, hook: Hook, notice: Notice) -> bool:
    """One try; whether it was taken."""
    body, now = body_of(notice), timezone.now()
    answer: int | None = None
    trouble = ""
    try:
        answer = line.post(hook.address, body, headers_of(hook, notice.pk, body, now))
    except calls.TroubleError as failure:
        trouble = failure.trouble
    tried = {
        "attempts": F("attempts") + 1,
        "tried_at": now,
        "answer": answer,
        "trouble": trouble,
    }
    mine = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING)
    if answer is not None and 200 <= answer < 300:
        mine.update(state=NoticeState.TAKEN, **tried)
        if hook.failures:
            hook.failures = 0
            Hook.objects.filter(pk=hook.pk).update(failures=0, failing_since=None, paused_until=None)
        return True
    since = hook.failing_since or now
    # Of an address that takes nothing at all everything waits; here the others are taken.
    is_over = rules.is_used_up(notice.attempts + 1) and not rules.is_lost(since, now)
    state = NoticeState.FAILED if is_over else NoticeState.WAITING
    mine.update(state=state, next_at=now + rules.wait(notice.attempts + 1), **tried)
    _fail(hook, since, now, has_left=answer == GONE)
    return False


def _fail(hook: Hook, since: datetime, now: datetime, *, has_left: bool) -> None:
    """Leave the address alone for a while; after two days, until somebody lets it go on; after 410, for good."""
    Hook.objects.filter(pk=hook.pk).update(
        failures=F("failures") + 1, failing_since=since, paused_until=now + rules.pause(hook.failures + 1)
    )
    if has_left:
        with HOOK.step("leave", actor=SYSTEM, subject=hook) as left:
            left.secret_sealed = left.older_sealed = left.older_until = None
    elif rules.is_lost(since, now):
        with atomic(), HOOK.step("lose", actor=SYSTEM, subject=hook) as lost:
            _tell(lost, now)


def _tell(hook: Hook, now: datetime) -> None:
    keepers = Membership.objects.in_force(today()).filter(
        organisation=hook.connection.membership.organisation_id, is_administrator=True, user__is_active=True
    )
    for keeper in keepers.select_related("user").order_by("pk"):
        messaging.tell(RESTS, to=keeper.user, about=hook, once=now.isoformat()[:19])


def body_of(notice: Notice) -> bytes:
    """What a program is told: nothing about anybody, but where to read it."""
    said = {
        "id": str(notice.pk),
        "type": notice.kind,
        "timestamp": notice.at.isoformat(),
        "version": VERSION,
        "data": {"record": settings.ADDRESS + notice.record if notice.record else None},
    }
    return json.dumps(said, separators=(",", ":")).encode()


def headers_of(hook: Hook, notice: UUID, body: bytes, now: datetime) -> dict[str, str]:
    """By which the program knows us, and the notice when it comes again (Standard Webhooks)."""
    sent = int(now.timestamp())
    marks = [rules.signature(secret, str(notice), sent, body) for secret in hook.secrets(now)]
    return {
        "Content-Type": "application/json",
        "webhook-id": str(notice),
        "webhook-timestamp": str(sent),
        "webhook-signature": " ".join(marks),
    }
