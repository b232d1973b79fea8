"""Which devices show whose notices: turned on and off by herself, off when she signs out there, gone after a year."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.history.services import record
from jalur.foundation.messaging import push, queries, rules, workflow
from jalur.foundation.messaging.kinds import recipient_of
from jalur.foundation.messaging.messages import TAKEN_OVER
from jalur.foundation.messaging.models import Device, Subscription
from jalur.foundation.messaging.rights import Right
from jalur.foundation.messaging.services.telling import tell
from jalur.foundation.workflow.locks import deed, in_turn
from jalur.kit.database import is_key
from jalur.kit.refusals import refusal


@deed
def turn_on_device(*, actor: Actor, subscription: Subscription, user_agent: str) -> Device:
    """Show the actor's notices in the browser that gave out this subscription, and nobody else's any more."""
    access.check(actor, Right.KEEP_DEVICE)
    assert actor.user_id is not None
    if not rules.is_push_service(subscription.endpoint, settings.PUSH_SERVICES):
        raise refusal(
            "endpoint",
            "no_push_service",
            _("This browser's notices come by a service that Jalur does not use."),
        )
    if not push.is_whole(subscription):
        raise refusal(
            "p256dh",
            "no_key",
            _("The browser gave no key for notices. Load the page again and try once more."),
        )
    in_turn(f"device {subscription.index.hex()}")
    known = Device.objects.filter(endpoint_index=subscription.index).first()
    if known is not None and known.account_id != actor.user_id:
        _give_up(known)
        known = None
    if known is None and Device.objects.visible_to(actor).count() >= rules.MOST_DEVICES:
        raise refusal(
            "endpoint",
            "too_many",
            _("%(count)s devices show your notices already. Turn one of them off first.")
            % {"count": rules.MOST_DEVICES},
        )
    device = known or Device(account_id=actor.user_id)
    device.browser, device.system = rules.device_of(user_agent)
    device.seal(subscription)
    device.save()
    if known is None:
        record(actor=actor, event=workflow.DEVICE_ON, subject=device, person_id=actor.person_id)
    return device


def _give_up(device: Device) -> None:
    """Another account has the browser now: whose it was is told, and neither learns who the other is."""
    row = queries.row_of_account(device.account)
    person_id = recipient_of(row._meta.label_lower).person(row)
    record(actor=SYSTEM, event=workflow.DEVICE_OFF, subject=device, person_id=person_id)
    tell(TAKEN_OVER, to=row, about=device.account, once=str(device.pk))
    device.delete()


@deed
def turn_off_device(*, actor: Actor, device: Device) -> None:
    """Show no more notices there."""
    access.check(actor, Right.KEEP_DEVICE)
    record(actor=actor, event=workflow.DEVICE_OFF, subject=device, person_id=actor.person_id)
    device.delete()


def sign_out_device(*, actor: Actor, key: str) -> None:
    """Whoever signs out leaves no notices behind in this browser; key: of the device that it is, as far as it knows."""
    device = Device.objects.visible_to(actor).filter(pk=key).first() if is_key(key) else None
    if device is not None:
        turn_off_device(actor=actor, device=device)


def forget_old_devices() -> int:
    """End what was turned on more than a year ago. Returns how many."""
    count, _tables = Device.objects.filter(created_at__lt=timezone.now() - rules.DEVICE_KEPT).delete()
    return count
