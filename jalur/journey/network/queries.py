"""Reads about networks, readiness and what is free, as other rooms ask them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject, Least
from django.utils.timezone import get_default_timezone

from jalur.foundation.accounts.access import Actor, Role, narrow
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates import queries as candidates
from jalur.journey.network import rules
from jalur.journey.network.models import TEACHING, Aspect, Finding, Item, Member, Result
from jalur.journey.network.rights import Right
from jalur.journey.premises.models import (
    LENDABLE,
    BookedUnit,
    DayOff,
    Opening,
    Resource,
    ResourceKind,
    ResourceState,
)
from jalur.journey.training.models import LEFT, Enrolment, Intake, IntakeState, Programme
from jalur.kit import dates
from jalur.kit.database import is_key
from jalur.kit.search import narrow as finding_words

AHEAD = timedelta(days=28)
TONIGHT = time(22)
# More nobody reads through in a list of choices.
MOST_CLASSES = 60


def items(on: date) -> list[Item]:
    """What is asked of an institution on a day, in its order."""
    return list(Item.objects.in_force(on).order_by("position", "pk"))


def counting(organisation: Organisation, on: date) -> dict[str, Finding]:
    """Item's code → the finding that counts."""
    rows = Finding.objects.counting(on).filter(organisation=organisation)
    related = ("item", "assessor", "office", "organisation__place")
    return {row.item.code: row for row in rows.select_related(*related).order_by("pk")}


def standings(organisation: Organisation, on: date) -> list[rules.Standing]:
    """The layers of readiness of one institution, in order."""
    aspects = {item.code: item.aspect for item in items(on)}
    return rules.standings(
        aspects, {code: row.result for code, row in counting(organisation, on).items() if code in aspects}
    )


def institutions(actor: Actor, right: str, on: date) -> QuerySet[Organisation]:
    """The open institutions that teach and that the actor may see; a manager also sees those of her networks."""
    rows = Organisation.objects.open_on(on).filter(kind__in=TEACHING)
    reached = narrow(rows, actor, right)
    if actor.role != Role.TRAINING_MANAGER or right != Right.VIEW_CAPACITY:
        return reached
    return rows.filter(Q(pk__in=reached.values("pk")) | Q(pk__in=_beside(actor.organisation_id)))


def are_together(one: Any, other: Any) -> bool:
    """Whether two institutions belong to one network today, as hub or as member."""
    return one != other and _beside(one).filter(pk=other).exists()


def beside(organisation: Any, on: date) -> QuerySet[Organisation]:
    """The other open institutions of the networks of this one, by name."""
    rows = Organisation.objects.open_on(on).filter(pk__in=_beside(organisation)).exclude(pk=organisation)
    return rows.order_by("name", "pk")


def lendable(actor: Actor, on: date) -> QuerySet[Resource]:
    """Equipment and instructors of the other institutions of the actor's networks."""
    rows = Resource.objects.own().filter(kind__in=LENDABLE, state=ResourceState.USED)
    return rows.filter(organisation__in=beside(actor.organisation_id, on).order_by())


def lendable_choices(actor: Actor, text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(key, "name, institution") of what can be borrowed, by the words typed."""
    rows = (
        lendable(actor, dates.today())
        .select_related("organisation")
        .order_by("name", "organisation__name", "pk")
    )
    found = finding_words(rows, ["name", "organisation__name"], text)
    return [(str(one.pk), _lendable_written(one)) for one in found[:limit]]


def lendable_label(actor: Actor, key: str) -> str | None:
    if not is_key(key):
        return None
    one = lendable(actor, dates.today()).select_related("organisation").filter(pk=key).first()
    return _lendable_written(one) if one else None


def _lendable_written(resource: Resource) -> str:
    return f"{resource.name}, {resource.organisation.name}"


def not_taught_there(seat: Enrolment, to: Intake) -> frozenset[str]:
    """Codes of what her class teaches, she does not hold yet, and the other class does not teach."""
    closure = competencies.closure()
    codes = set(to.programme.teaches.order_by("code").values_list("code", flat=True))
    codes |= set(candidates.counting_codes(seat.candidate, dates.today()))
    known = codes.union(*(closure.get(code, ()) for code in codes))
    here = seat.intake.programme.teaches.order_by("code").values_list("code", flat=True)
    return frozenset(here) - known


def classes_to_go_on(seat: Enrolment, on: date) -> list[Intake]:
    """Classes of other institutions of the network that have a seat and teach what is left of her own, those that begin first."""
    here = seat.intake.programme.provider_id
    there = beside(here, on).order_by()
    begun = Q(state=IntakeState.RUNNING, ends__gt=on, held_since=None)
    ahead = Q(pk__in=Intake.objects.open(on).values("pk"))
    rows = Intake.objects.with_a_seat().filter(begun | ahead, programme__provider__in=there)
    return [row for row in rows.for_everybody().for_lists()[:MOST_CLASSES] if not not_taught_there(seat, row)]


def _beside(organisation: Any) -> QuerySet[Any]:
    """The institutions of every network that this one belongs to, the hubs and itself included."""
    own = Member.objects.standing().filter(Q(hub=organisation) | Q(centre=organisation)).values("hub")
    members = Member.objects.standing().filter(hub__in=own)
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=members.values("centre"))).values("pk")


def with_readiness(rows: QuerySet[Organisation], on: date) -> QuerySet[Organisation]:
    """With what of each layer is met and asked for (`legality_met`, `legality_asked`, …), when it was looked at last, and by when
    the first of what is met runs out (`runs_out`)."""
    asked = dict(Item.objects.in_force(on).order_by().values_list("aspect").annotate(count=Count("pk")))
    counted: dict[str, Any] = {}
    for layer, aspects in rules.LAYERS.items():
        whole = sum(asked.get(aspect, 0) for aspect in aspects)
        of_layer = Finding.objects.counting(on).filter(item__aspect__in=aspects)
        counted[f"{layer}_met"] = _number(of_layer.filter(result=Result.MET))
        counted[f"{layer}_asked"] = Value(whole) - _number(of_layer.filter(result=Result.NOT_APPLICABLE))
    last = Finding.objects.filter(organisation=OuterRef("pk")).order_by("-found_on", "pk")
    first = Finding.objects.counting(on).filter(organisation=OuterRef("pk"), result=Result.MET)
    first = first.exclude(valid_until=None).order_by("valid_until", "pk")
    return rows.select_related("place").annotate(
        **counted,
        looked_on=Subquery(last.values("found_on")[:1]),
        runs_out=Subquery(first.values("valid_until")[:1]),
    )


def _number(findings: QuerySet[Finding]) -> Any:
    rows = findings.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def with_capacity(rows: QuerySet[Organisation], now: datetime) -> QuerySet[Organisation]:
    """Each institution once, with what it has free: `open_seats` by programme, beds by sex (`beds_f`, `beds_m`), and what of workshops
    and instructors is booked in the next four weeks, beside what says how much there is. An instructor counts where she belongs:
    `lent` is her time away, by her hours a week, and who borrows her gains nothing here.

    Seats of programmes are never added up: they may share one workshop or one instructor.
    """
    day, until = dates.day_at(now, get_default_timezone()), now + AHEAD
    opening = Opening.objects.filter(organisation=OuterRef("pk")).order_by("pk")
    off = DayOff.objects.filter(organisation=OuterRef("pk"), day__range=(day, day + AHEAD))
    return rows.select_related("place").annotate(
        open_seats=ArraySubquery(_seats(day)),
        beds_f=_beds("F", now),
        beds_m=_beds("M", now),
        workshops=_sum(_of(ResourceKind.WORKSHOP), Count("pk")),
        workshop_booked=_booked(ResourceKind.WORKSHOP, now, until),
        instructors=_sum(_of(ResourceKind.INSTRUCTOR), Count("pk")),
        weekly_hours=_sum(_of(ResourceKind.INSTRUCTOR), Sum("hours_a_week")),
        taught=_booked(ResourceKind.INSTRUCTOR, now, until),
        lent=_booked(ResourceKind.INSTRUCTOR, now, until, lent=True),
        **{
            f"{name}_at": Subquery(opening.values(name)[:1])
            for name in ("opens", "closes", "break_starts", "break_ends", "on_saturday")
        },
        own_days_off=ArraySubquery(off.order_by("day").values("day")),
    )


def _seats(day: date) -> QuerySet[Any]:
    """Programme and seats left in its open classes; the largest first."""
    left = Intake.objects.open(day).with_a_seat().filter(programme=OuterRef("pk"))
    left = left.order_by().values("programme").annotate(left=Sum(LEFT)).values("left")
    rows = Programme.objects.filter(provider=OuterRef("pk")).annotate(left=Subquery(left)).exclude(left=None)
    return rows.order_by("-left", "title", "pk").values(json=JSONObject(title="title", seats="left"))


def _of(kind: str) -> QuerySet[Resource]:
    return Resource.objects.own().filter(kind=kind, state=ResourceState.USED, organisation=OuterRef("pk"))


def _sum(rows: QuerySet[Any], what: Any) -> Any:
    grouped = rows.order_by().values("organisation").annotate(n=what).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def _beds(sex: str, now: datetime) -> Any:
    """Beds for one sex that nobody has tonight."""
    night = datetime.combine(dates.day_at(now, get_default_timezone()), TONIGHT, get_default_timezone())
    taken = BookedUnit.objects.filter(
        resource__organisation=OuterRef("pk"),
        resource__kind=ResourceKind.DORMITORY,
        resource__state=ResourceState.USED,
        resource__sex=sex,
        during__contains=night,
    )
    taken = taken.order_by().values("resource__organisation").annotate(n=Count("pk")).values("n")
    there = _sum(_of(ResourceKind.DORMITORY).filter(sex=sex), Sum("units"))
    return Greatest(there - Coalesce(Subquery(taken, output_field=IntegerField()), 0), 0)


def _booked(kind: str, begins: datetime, ends: datetime, *, lent: bool = False) -> Any:
    """How long resources of a kind are booked in a stretch that begins now. lent: how long they are lent to others instead, times
    their hours a week."""
    rows = BookedUnit.objects.filter(
        resource__organisation=OuterRef("pk"),
        resource__kind=kind,
        resource__state=ResourceState.USED,
        resource__lent_of=None,
        during__overlap=(begins, ends),
        is_lent=lent,
    )
    length: Any = Least(F("during__endswith"), Value(ends)) - Greatest(F("during__startswith"), Value(begins))
    if lent:
        length = ExpressionWrapper(length, output_field=DurationField()) * F("resource__hours_a_week")
    length = ExpressionWrapper(length, output_field=DurationField())
    grouped = rows.order_by().values("resource__organisation").annotate(n=Sum(length)).values("n")
    return Coalesce(Subquery(grouped, output_field=DurationField()), timedelta())


def partners(actor: Actor, text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(key, "name, place") of the institutions of the actor's province that could join its network, by the words typed."""
    rows = Organisation.objects.open_on(dates.today()).filter(
        kind__in=TEACHING, place__code__startswith=actor.place_code[:2] or "-"
    )
    rows = rows.exclude(pk=actor.organisation_id).select_related("place").order_by("name", "pk")
    return [
        (str(one.pk), _written(one)) for one in finding_words(rows, ["name", "place__name"], text)[:limit]
    ]


def partner_label(key: str) -> str | None:
    one = (
        Organisation.objects.filter(kind__in=TEACHING, pk=key).select_related("place").first()
        if is_key(key)
        else None
    )
    return _written(one) if one else None


def _written(organisation: Organisation) -> str:
    return f"{organisation.name}, {organisation.place}" if organisation.place else organisation.name


def aspects_in_words(aspects: Iterable[str]) -> list[str]:
    return [str(Aspect(aspect).label) for aspect in aspects]
