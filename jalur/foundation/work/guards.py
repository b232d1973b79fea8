"""What stands in the way of a step of work. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.work import rules
from jalur.foundation.work.models import Work
from jalur.foundation.workflow.steps import Ask
from jalur.kit.refusals import refusal


def is_not_being_stopped(work: Work, _ask: Ask) -> ValidationError | None:
    if not work.cancel_requested:
        return None
    return refusal("state", "stopping", _("This is already being stopped."))


def has_lost_its_worker(work: Work, _ask: Ask) -> ValidationError | None:
    if rules.is_silent(work.heard_at, timezone.now()):
        return None
    return refusal("state", "worker_lives", _("This is being worked on now."))


def may_be_begun_again(work: Work, _ask: Ask) -> ValidationError | None:
    if rules.may_try_again(work.attempts):
        return None
    return refusal("state", "tried_too_often", _("This was started too often without finishing."))
