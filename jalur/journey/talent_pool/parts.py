"""What this room adds to her file and home, to the homes of seekers and offices, and to the pages of a candidate and an order."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.talent_pool import queries, words
from jalur.journey.talent_pool.models import Consent, Request, RequestState
from jalur.journey.talent_pool.rights import Right
from jalur.kit import formats
from jalur.kit.components import Action, Need, Row
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart, Section


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """Whether she can be found, who looked, and who waits for her answer; to herself the way in once she can join."""
    is_own = actor.person_id == person.pk
    rows = Consent.objects.visible_to(actor).in_force(today).filter(candidate__person=person)
    consent = rows.first() if access.may(actor, Right.VIEW_CONSENT) else None
    if consent is None:
        return FilePart(actions=_way_in(person, today) if is_own else [])
    page = link("talent_pool:consent", consent.number)
    count = queries.lookers([consent.pk], today - queries.WEEK).get(consent.pk, 0)
    until = _("In the pool until %(day)s") % {"day": formats.day(consent.until, "long")}
    waiting = Request.objects.filter(consent=consent, state=RequestState.WAITING).select_related("seeker")
    return FilePart(
        needs=[
            Need(
                _("%(who)s asks for you: yes or no?") % {"who": one.seeker.name}
                if is_own
                else _("%(who)s asks for this person and waits for the answer") % {"who": one.seeker.name},
                link("talent_pool:request", one.number),
                _("They do not know who you are.") if is_own else "",
                due=one.answer_by,
                tone="now" if is_own else "wait",
            )
            for one in waiting.order_by("answer_by", "pk")
        ],
        sections=[
            Section(
                _("Talent pool"),
                [Row(_("Can be found"), until, Action(_("Open"), page), hint=words.looked(count))],
            )
        ],
    )


def _way_in(person: Person, today: date) -> list[Action]:
    """To herself, once she can join."""
    candidate = Candidate.objects.filter(person=person).select_related("person").first()
    if candidate is None or queries.lacks(candidate, today):
        return []
    return [Action(_("Be found in the talent pool"), link("talent_pool:own"), "quiet")]


def home(actor: Actor, today: date) -> HomePart:
    """Of a seeker: how many can be found, who said yes. Of an office: whose answers it has to fetch."""
    if access.may(actor, Right.VIEW_ENTRY):
        return _of_seeker(actor, today)
    if actor.role in (Role.LABOUR_OFFICER, Role.VILLAGE_OFFICER):
        return _of_office(actor)
    return HomePart()


def _of_seeker(actor: Actor, today: date) -> HomePart:
    own = Request.objects.visible_to(actor).filter(seeker=actor.organisation_id)
    agreed = own.filter(state=RequestState.AGREED, answered_on__gt=today - queries.WEEK).count()
    label = ngettext(
        "%(count)s person of the talent pool agreed this week",
        "%(count)s people of the talent pool agreed this week",
        agreed,
    )
    need = Need(
        label % {"count": formats.number(agreed)},
        link("talent_pool:requests", query="state=agreed"),
        _("Go on through Jalur and the labour office."),
    )
    figure = counted(
        _("People you can find in the talent pool"),
        queries.pool_of(actor, today).count(),
        _("Trained or certified, who agreed to be found for your purpose today."),
        url=link("talent_pool:pool"),
    )
    return HomePart(
        needs=[need] if agreed else [], figures=[figure] if queries.purpose_of(actor, today) else []
    )


def _of_office(actor: Actor) -> HomePart:
    """People without an account read nothing by themselves."""
    rows = Request.objects.visible_to(actor).filter(
        state=RequestState.WAITING, candidate__person__account=None
    )
    days = list(rows.order_by("answer_by").values_list("answer_by", flat=True))
    if not days:
        return HomePart()
    label = ngettext(
        "%(count)s request to somebody without an account waits for an answer",
        "%(count)s requests to people without an account wait for an answer",
        len(days),
    )
    need = Need(
        label % {"count": formats.number(len(days))},
        link("talent_pool:requests", query="state=waiting"),
        _("Tell them, and write their answer down."),
        due=days[0],
        tone="wait",
    )
    return HomePart(needs=[need])


def of_candidate(actor: Actor, candidate: Candidate, _today: date) -> PagePart:
    """On the page of a candidate: the way to agree, for her and for her offices."""
    if not access.covers(actor, Right.GIVE_CONSENT, Consent(candidate=candidate)):
        return PagePart()
    way = Action(_("Talent pool"), link("talent_pool:give", candidate.number), icon="search-heart")
    return PagePart(actions=[way])


def of_order(actor: Actor, order: JobOrder, today: date) -> PagePart:
    """On the page of an own order that takes people: the way to those who could be asked."""
    if not queries.purpose_of(actor, today):
        return PagePart()
    if not queries.orders_to_ask_for(actor, today).filter(pk=order.pk).exists():
        return PagePart()
    way = Action(
        _("Look in the talent pool"),
        link("talent_pool:pool", query=f"destination={order.destination_id}"),
        icon="search-heart",
    )
    return PagePart(actions=[way])
