"""What stands in the way of a step: None or a refusal; nothing here changes anything."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.organisations.models import Membership
from jalur.foundation.tasks.models import Task
from jalur.foundation.workflow.steps import Ask
from jalur.kit.refusals import refusal


def day_is_ahead(task: Task, ask: Ask) -> ValidationError | None:
    if task.due_on >= ask.today:
        return None
    return refusal("due_on", "past", _("That day has passed. Choose today or a later one."))


def owner_works_there(task: Task, ask: Ask) -> ValidationError | None:
    """A task is never given to nobody."""
    works = Membership.objects.in_force(ask.today).filter(
        user=task.owner_id, user__is_active=True, organisation=task.organisation_id, connection=None
    )
    if works.exists():
        return None
    return refusal(
        "owner", "elsewhere", _("This person does not work at your organisation. Choose somebody else.")
    )


def is_its_owner(task: Task, ask: Ask) -> ValidationError | None:
    if task.owner_id == ask.actor.user_id:
        return None
    return refusal("owner", "not_yours", _("Only the person whose task it is says what became of it."))


def is_theirs(task: Task, ask: Ask) -> ValidationError | None:
    """The owner, who gave it, and the administrator say whose it is."""
    is_administrator = Role.ORGANISATION_ADMINISTRATOR in ask.actor.roles
    if is_administrator or ask.actor.user_id in (task.owner_id, task.put_by_id):
        return None
    return refusal(
        "owner",
        "not_yours",
        _("Only its owner, whoever gave it or the administrator gives it to somebody else."),
    )


def gave_it(task: Task, ask: Ask) -> ValidationError | None:
    if task.put_by_id == ask.actor.user_id:
        return None
    return refusal("owner", "not_yours", _("Only whoever gave the task takes it back."))
