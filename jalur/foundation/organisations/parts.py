"""What this room adds to the homes: where the platform's administrator begins, which resets wait for a second person."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.kit.components import Action, Need
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import HomePart


def home(actor: Actor, today: date) -> HomePart:
    needs = _resets(actor, today)
    if actor.role != Role.ADMINISTRATOR:
        return HomePart(needs=needs)
    places = link("organisations:list")
    return HomePart(
        needs=needs,
        figures=[
            counted(
                _("Organisations"),
                Organisation.objects.visible_to(actor).open_on(today).count(),
                _("Everybody who takes part, at home and abroad, and has not closed."),
                url=link("organisations:list", query="state=open"),
            )
        ],
        actions=[Action(_("Organisations and members"), places, icon="building")],
    )


def _resets(actor: Actor, today: date) -> list[Need]:
    """Lost second factors that wait for the reader as the second person."""
    if not access.may(actor, Right.RESET_FACTOR):
        return []
    asked = Membership.objects.visible_to(actor, Right.RESET_FACTOR).in_force(today)
    others = asked.exclude(reset_asked_by=actor.user_id).exclude(user=actor.user_id)
    waiting = others.filter(reset_asked_on__gt=today - timedelta(days=rules.RESET_DAYS))
    return [
        Need(
            _("Confirm that %(name)s has lost the second factor") % {"name": member.user.name},
            reverse("organisations:member_step", args=[member.pk, "confirm_reset"]),
            hint=member.organisation.name,
        )
        for member in waiting.select_related("user", "organisation").order_by("reset_asked_on", "pk")[:5]
    ]
