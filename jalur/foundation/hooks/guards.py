"""What stands in the way of a step: None, or the refusal. A guard (workflow.steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.hooks.models import HookState, Notice
from jalur.foundation.workflow.steps import Ask
from jalur.kit.refusals import refusal


def address_is_told(notice: Notice, _ask: Ask) -> ValidationError | None:
    if notice.hook.state != HookState.ENDED:
        return None
    return refusal("state", "ended", _("Nothing is sent to this address any more."))
