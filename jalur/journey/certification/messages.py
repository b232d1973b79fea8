"""What this room writes to people: to her who is assessed, to an assessor, to who manages a body."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.organisations.models import Licence
from jalur.journey.certification import queries
from jalur.journey.certification.models import (
    Appeal,
    AppealState,
    Assessment,
    Assessor,
    Coverage,
    OutsideResult,
    OutsideState,
    State,
    TestPlace,
)

DAY = {"day": date(2026, 3, 10)}


def _page(key: str) -> str:
    code = Assessment.objects.filter(pk=key).values_list("code", flat=True).first()
    return reverse("certification:assessment", args=[code]) if code else reverse("certification:assessments")


def _appeal(key: str) -> str:
    return reverse("certification:appeal", args=[key])


def _is(*states: State) -> Callable[[str], bool]:
    return lambda key: Assessment.objects.filter(pk=key, state__in=states).exists()


INVITED = MessageKind(
    key="certification:invited",
    title=_("You are called to your assessment"),
    subject=_("The day of your assessment"),
    text=_("Your assessment is on %(day)s. Sign in: where, what to bring, and what to say beforehand."),
    link=_page,
    values=DAY,
    holds=_is(State.INVITED),
)
PUT_BACK = MessageKind(
    key="certification:put_back",
    title=_("Your day of assessment falls away"),
    subject=_("Another day for your assessment"),
    text=_("Your assessment is not on %(day)s. You keep your place and are called to another day."),
    link=_page,
    values=DAY,
    holds=_is(State.ACCEPTED),
)
DECIDED = MessageKind(
    key="certification:decided",
    title=_("The result of your assessment"),
    subject=_("The result of your assessment"),
    text=_("The assessment body has decided. Sign in to read the result and what you can do next."),
    link=_page,
    holds=_is(State.COMPETENT, State.NOT_YET),
)
ANNULLED = MessageKind(
    key="certification:annulled",
    title=_("Your assessment was annulled"),
    subject=_("Your assessment counts no longer"),
    text=_("Your assessment was annulled; you can be assessed again. Sign in to read why and what to do."),
    link=_page,
    holds=_is(State.VOID),
)
REFUSED = MessageKind(
    key="certification:refused",
    title=_("Your application for an assessment was not accepted"),
    subject=_("Your application for an assessment"),
    text=_("Your application for an assessment was not accepted. Sign in to read why."),
    link=_page,
    holds=_is(State.REFUSED),
)
APPEAL_ASSIGNED = MessageKind(
    key="certification:appeal_assigned",
    title=_("An appeal is given to you"),
    subject=_("Look at an assessment again"),
    text=_("An appeal against the result of another assessor is given to you. Sign in to look at it."),
    link=_appeal,
    holds=lambda key: Appeal.objects.filter(pk=key, state=AppealState.ASSIGNED).exists(),
    is_needed=False,
)
APPEAL_DECIDED = MessageKind(
    key="certification:appeal_decided",
    title=_("Your appeal was decided"),
    subject=_("Your appeal was decided"),
    text=_("Your appeal against the result of your assessment was decided. Sign in to read it."),
    link=_appeal,
)


def _outside(key: str) -> str:
    return reverse("certification:outside", args=[key])


OUTSIDE_DONE = MessageKind(
    key="certification:outside_done",
    title=_("Your result or certificate from elsewhere was looked at"),
    subject=_("Your result or certificate from elsewhere"),
    text=_("Somebody looked at what you or others typed in. Sign in to read whether it counts."),
    link=_outside,
    holds=lambda key: OutsideResult.objects.filter(
        pk=key, state__in=(OutsideState.CONFIRMED, OutsideState.UNPROVEN, OutsideState.REFUSED)
    ).exists(),
)
OUTSIDE_ENDS = MessageKind(
    key="certification:outside_ends",
    title=_("A result or certificate from elsewhere ends soon"),
    subject=_("A result or certificate of yours ends soon"),
    text=_(
        "A result or certificate of yours from elsewhere is valid until %(day)s. Renew it in time if you need it."
    ),
    link=_outside,
    values=DAY,
    holds=lambda key: OutsideResult.objects.filter(pk=key, state=OutsideState.CONFIRMED).exists(),
)


def _doubted(key: str) -> bool:
    """Whether anything that hangs on what was taken back is still in doubt; what was taken back has the key."""
    for model in (Assessor, TestPlace, Coverage):
        if (record := model._default_manager.filter(pk=key).first()) is not None:
            return queries.in_doubt(queries.hanging_on(record)).exists()
    licence = Licence.objects.filter(pk=key).first()
    return licence is not None and queries.in_doubt(queries.hanging_on_licence(licence)).exists()


DOUBT = MessageKind(
    key="certification:doubt",
    title=_("Results of your assessment body fall into doubt"),
    subject=_("Results in doubt"),
    text=_(
        "Results in doubt, because something they hang on was revoked: %(count)s. Sign in: annul each, or leave it standing with a reason."
    ),
    link=lambda _key: f"{reverse('certification:assessments')}?stands=doubt",
    values={"count": 3},
    holds=_doubted,
    is_for_offices=True,
)
KINDS = (
    DOUBT,
    INVITED,
    PUT_BACK,
    DECIDED,
    ANNULLED,
    REFUSED,
    APPEAL_ASSIGNED,
    APPEAL_DECIDED,
    OUTSIDE_DONE,
    OUTSIDE_ENDS,
)
