from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Scope, VisibleQuerySet, may
from jalur.foundation.messaging.rights import Right
from jalur.kit.database import Model, Privacy
from jalur.kit.vault import blind_index, seal, unseal

TABLE = "messaging.message"
DEVICES = "messaging.device"
LETTER = "accounts:letter"
"""The kind of what a library wrote."""


class Channel(models.TextChoices):
    PUSH = "push", _("notice on a device")
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"
    EMAIL = "email", _("e-mail")
    PAPER = "paper", _("on paper, by the village or labour office")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("arrived")
    READ = "read", _("read")
    UNREACHED = "unreached", _("reached nobody")
    HANDED_OVER = "handed_over", _("told in person")
    DROPPED = "dropped", _("not sent")


class MessageQuerySet(VisibleQuerySet["Message"]):
    def to(self, recipient: Any) -> "MessageQuerySet":
        """What was sent to one row of one table, newest first."""
        mine = self.filter(to_table=recipient._meta.label_lower, to_key=str(recipient.pk))
        return mine.order_by("-created_at", "-pk")


class Message(Model):
    """One message to one recipient, written in the transaction of what it tells. Its text and address are made when it is sent.

    What a library wrote (a code, a way to a new password) and where to are sealed here, and gone once it is sent.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "two years; what a library wrote until it is sent"
    SEEN_BY = Right.VIEW_MESSAGE
    SCOPES = {Scope.OWN: "person_id", Scope.REGION: "place_code"}

    kind = models.CharField(_("message"), max_length=60)
    to_table = models.CharField(max_length=60)
    to_key = models.CharField(max_length=64)
    about_table = models.CharField(max_length=60, blank=True)
    about_key = models.CharField(max_length=64, blank=True)
    # Tells two messages of one kind about one thing apart: the day of a reminder.
    once = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)  # name → ISO day or number
    person_id = models.UUIDField(null=True)
    place_code = models.CharField(max_length=13, blank=True)
    text_sealed = models.BinaryField(null=True, editable=False)
    address_sealed = models.BinaryField(null=True, editable=False)

    state = models.CharField(
        _("state"), max_length=12, choices=MessageState.choices, default=MessageState.WAITING
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    failed_channels = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)  # with this channel
    next_at = models.DateTimeField(_("to be sent at"))
    # A worker has it until then; afterwards that worker is taken for lost.
    leased_until = models.DateTimeField(null=True)
    provider_key = models.CharField(max_length=128, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "to_table", "to_key", "about_table", "about_key", "once"],
                name="message_once",
                condition=~Q(about_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="message_due", condition=Q(state="waiting")),
            models.Index(
                fields=["sent_at"], name="message_unopened", condition=Q(state="sent", channel="push")
            ),
            models.Index(fields=["provider_key"], name="message_by_provider", condition=~Q(provider_key="")),
            models.Index(fields=["to_table", "to_key", "created_at"], name="message_by_recipient"),
            models.Index(fields=["place_code", "state"], name="message_by_place"),
        ]

    def seal(self, *, text: str, address: str) -> None:
        """Put what a library wrote and its address into the row, unsaved."""
        self.text_sealed = seal(text, table=TABLE, row=str(self.pk), field="text")
        self.address_sealed = seal(address, table=TABLE, row=str(self.pk), field="address")

    @property
    def sealed_text(self) -> str:
        return (
            unseal(self.text_sealed, table=TABLE, row=str(self.pk), field="text") if self.text_sealed else ""
        )

    @property
    def sealed_address(self) -> str:
        if not self.address_sealed:
            return ""
        return unseal(self.address_sealed, table=TABLE, row=str(self.pk), field="address")


class Preference(Model):
    """How somebody wants to be reached. Without a row: by whatever she has, not at night."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as long as the recipient"

    to_table = models.CharField(max_length=60)
    to_key = models.CharField(max_length=64)
    channel = models.CharField(_("by"), max_length=10, choices=Channel.choices, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    quiet_since = models.TimeField(_("quiet from"))
    quiet_until = models.TimeField(_("quiet until"))
    unwanted = models.JSONField(default=list)  # keys of kinds that are not needed

    class Meta:
        verbose_name = _("how somebody is reached")
        constraints = [models.UniqueConstraint(fields=["to_table", "to_key"], name="preference_once")]


class Subscription(NamedTuple):
    """What a browser gives out for notices (RFC 8291): where to hand them in, and its two keys, in base64url."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def index(self) -> bytes:
        return blind_index(self.endpoint, purpose="push_endpoint")


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, actor: Actor) -> "DeviceQuerySet":
        """One's own, in whatever role."""
        if actor.user_id is None or not may(actor, Right.KEEP_DEVICE):
            return self.none()
        return self.filter(account_id=actor.user_id)


class Device(Model):
    """A browser that shows an account's notices. One browser shows those of one account."""

    PRIVACY = Privacy.GENERAL
    KEPT = "a year, less when it is turned off or signed out of, or its push service has forgotten it"
    SEEN_BY = Right.KEEP_DEVICE

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    subscription_sealed = models.BinaryField(editable=False)
    endpoint_index = models.BinaryField(unique=True, editable=False)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device that shows notices")
        indexes = [models.Index(fields=["created_at"], name="device_by_age")]

    def __str__(self) -> str:
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or str(_("Another browser"))

    def seal(self, subscription: Subscription) -> None:
        """Put a subscription into the row, unsaved."""
        text = " ".join(subscription)
        self.subscription_sealed = seal(text, table=DEVICES, row=str(self.pk), field="subscription")
        self.endpoint_index = subscription.index

    @property
    def subscription(self) -> Subscription:
        text = unseal(self.subscription_sealed, table=DEVICES, row=str(self.pk), field="subscription")
        return Subscription(*text.split(" "))
