from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Scope, VisibleQuerySet
from jalur.foundation.connections.models import Connection
from jalur.foundation.history.models import Event
from jalur.foundation.hooks.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.vault import seal, unseal

TABLE = "hooks.hook"


class HookState(models.TextChoices):
    ACTIVE = "active", _("is told")
    RESTING = "resting", _("rests")
    ENDED = "ended", _("ended")


SENDERS = ["failures", "failing_since", "paused_until", "leased_until", "served_at"]


@pghistory.track(exclude=["secret_sealed", "older_sealed", "older_until", *SENDERS])
class Hook(Model):
    """An address at which a program is told what happens, and of which kinds of events.

    What waits for a program that rests stays until it goes on. The rest of the row is the sender's: who has its turn, since when the
    address fails, how long it is left alone.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "five years after the program was shut out"
    SEEN_BY = Right.VIEW_HOOK
    SCOPES: ClassVar = {Scope.ORGANISATION: "connection__membership__organisation_id"}

    connection = models.ForeignKey(
        Connection, models.PROTECT, related_name="hooks", verbose_name=_("connected program")
    )
    address = models.CharField(_("address"), max_length=300)
    kinds = ArrayField(models.CharField(max_length=80), verbose_name=_("what it is told"))
    state = models.CharField(
        _("state"), max_length=10, choices=HookState.choices, default=HookState.ACTIVE, editable=False
    )
    secret_sealed = models.BinaryField(null=True, editable=False)
    older_sealed = models.BinaryField(null=True, editable=False)
    older_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)  # in a row
    failing_since = models.DateTimeField(_("fails since"), null=True, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)
    # A worker has it until then; afterwards that worker is taken for lost.
    leased_until = models.DateTimeField(null=True, editable=False)
    served_at = models.DateTimeField(null=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("address that is told")
        indexes = [GinIndex(fields=["kinds"], name="hook_by_kind", condition=~Q(state="ended"))]

    def __str__(self) -> str:
        return self.address

    def keep(self, secret: str) -> None:
        """Put a new secret into the row, unsaved; the one before it becomes the older one."""
        if self.secret_sealed:
            before = unseal(self.secret_sealed, table=TABLE, row=str(self.pk), field="secret")
            self.older_sealed = seal(before, table=TABLE, row=str(self.pk), field="older")
        self.secret_sealed = seal(secret, table=TABLE, row=str(self.pk), field="secret")

    def secrets(self, now: object) -> list[str]:
        """With which a notice is signed now: the secret, and the older one as long as it still counts."""
        sealed = [(self.secret_sealed, "secret")]
        if self.older_sealed and self.older_until and self.older_until > now:
            sealed.append((self.older_sealed, "older"))
        return [unseal(one, table=TABLE, row=str(self.pk), field=field) for one, field in sealed if one]


class Untold(Model):
    """An event that some program listens to and that no worker has handed out yet; its key is the event's.

    Written by the database itself in the transaction that records the event (migrations/0001).
    """

    PRIVACY = Privacy.NONE

    class Meta:
        verbose_name = _("event to be handed out")
        indexes = [models.Index(fields=["created_at", "id"], name="untold_in_turn")]


class NoticeState(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    TAKEN = "taken", _("taken")
    FAILED = "failed", _("not taken")
    UNSEEN = "unseen", _("not sent: the program may not see it any more")


class Trouble(models.TextChoices):
    """Why there was no answer."""

    NAME = "name", _("this name has no address")
    INSIDE = "inside", _("this is no public address")
    CERTIFICATE = "certificate", _("its certificate is not in order")
    UNREACHED = "unreached", _("nobody answers there")
    SLOW = "slow", _("no answer in ten seconds")
    UNREADABLE = "unreadable", _("the answer cannot be read")


class NoticeQuerySet(VisibleQuerySet["Notice"]):
    def of_program(self, user_id: object) -> "NoticeQuerySet":
        """What one program was told, known by its account."""
        return self.filter(hook__connection__membership__user=user_id)

    def told(self) -> "NoticeQuerySet":
        """What the program may know of: whatever was handed out to it and is not hidden from it since."""
        return self.exclude(state=NoticeState.UNSEEN)


class Notice(Model):
    """One event to be told at one address. Its key is the webhook-id, the same at every try; `number` is the order of handing out."""

    PRIVACY = Privacy.GENERAL
    KEPT = "thirty days"
    SEEN_BY = Right.VIEW_HOOK
    SCOPES: ClassVar = {Scope.ORGANISATION: "hook__connection__membership__organisation_id"}

    number = models.BigIntegerField(
        unique=True,
        editable=False,
        db_default=Func(
            Value("hooks_notice_number"), function="nextval", output_field=models.BigIntegerField()
        ),
    )
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="notices", verbose_name=_("address"))
    # None: a test.
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("event")
    )
    kind = models.CharField(_("what"), max_length=80)
    at = models.DateTimeField(_("when"))
    record = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try"))
    tried_at = models.DateTimeField(_("last try"), null=True)
    answer = models.PositiveSmallIntegerField(_("answer"), null=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a program")
        constraints = [models.UniqueConstraint(fields=["hook", "event"], name="notice_once")]
        indexes = [
            models.Index(fields=["hook", "number"], name="notice_by_hook"),
            models.Index(fields=["hook", "number"], name="notice_waiting", condition=Q(state="waiting")),
            models.Index(fields=["created_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return self.kind
