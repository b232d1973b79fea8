"""What stands in the way of a step of a list. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.imports.models import Import
from jalur.foundation.work.models import UNDER_WAY
from jalur.foundation.workflow.steps import Ask
from jalur.kit.refusals import refusal


def nobody_works_on_it(draft: Import, _ask: Ask) -> ValidationError | None:
    if not draft.jobs.filter(state__in=UNDER_WAY).exists():
        return None
    return refusal("state", "worked_on", _("This list is being worked on. Wait for it or stop it."))
