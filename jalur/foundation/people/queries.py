"""Reads of people that other rooms may use."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.models import User
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.people import rules
from jalur.foundation.people.models import Duplicate, DuplicateQuerySet, Person

# Events that mean somebody opened something that is masked.
READINGS = ("people:identity:revealed",)


def known_district(code: str) -> bool:
    """Whether a district code is or was in use; below a regency that was renumbered, old districts are believed."""
    return Place.objects.filter(Q(pk=code) | Q(pk=code[:5], valid_to__isnull=False)).exists()


def known_districts(codes: Iterable[str]) -> set[str]:
    """Those of the district codes that are or ever were in use, in one query."""
    wanted_codes = set(codes)
    known = set(
        Place.objects.filter(
            Q(pk__in=wanted_codes) | Q(pk__in={code[:5] for code in wanted_codes}, valid_to__isnull=False)
        ).values_list("pk", flat=True)
    )
    return {code for code in wanted_codes if code in known or code[:5] in known}


def in_use(person: Person) -> Person:
    """The record that stands for a person today: the one it was merged into, as often as that happened, or itself."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def own_actor(user: User) -> Actor:
    """An account that acts for itself: as a candidate when it has a file, else as somebody signed in."""
    person = Person.objects.filter(account_id=user.pk).only("id", "merged_into_id").first()
    if person is None:
        return Actor(role=Role.SIGNED_IN, user_id=user.pk, label=user.name)
    # Where both records had an account, that of the second one leads to the one in use.
    return Actor(role=Role.CANDIDATE, user_id=user.pk, person_id=in_use(person).pk, label=user.name)


def kept_record(actor: Actor, person: Person) -> Person | None:
    """The record in use of somebody found to stand twice, where the actor reaches it; None for a record in use itself."""
    if person.merged_into_id is None:
        return None
    return Person.objects.visible_to(actor).filter(pk=in_use(person).pk).first()


def open_duplicates(actor: Actor, person: Person) -> list[Duplicate]:
    """Undecided pairs of this person that the actor may look at."""
    return list(_pairs_of(actor, person).filter(status=Duplicate.Status.OPEN))


def others_with_number(actor: Actor, person: Person) -> list[tuple[Duplicate, Person]]:
    """Who has this person's NIK and was found to be somebody else, with the pair, as far as the actor may look at it."""
    pairs = _pairs_of(actor, person).with_one_number()
    return [(pair, pair.second if pair.first_id == person.pk else pair.first) for pair in pairs]


def _pairs_of(actor: Actor, person: Person) -> DuplicateQuerySet:
    pairs = Duplicate.objects.visible_to(actor).filter(Q(first=person) | Q(second=person))
    return pairs.select_related("first", "second").order_by("created_at", "pk")


def readings(person: Person) -> list[Event]:
    """Who opened the person's NIK, latest first."""
    return list(
        Event.objects.filter(person_id=person.pk, event__in=READINGS)
        .select_related("user")
        .order_by("-at", "pk")
    )


def matches(
    *, index: bytes | None, name_folded: str, birth_date: date, without: object = None
) -> list[tuple[Person, str]]:
    """Rows that may be the same human being, with the reason: the same NIK, or nearly the same name and the same birth date.

    Not narrowed: shown through Duplicate or `lookalikes` only.
    """
    born = Q(birth_date=birth_date)
    people = Person.objects.current().filter(born | Q(national_id_index=index) if index else born)
    found = []
    for person in people.exclude(pk=without).order_by("pk"):
        if index and bytes(person.national_id_index or b"") == index:
            found.append((person, Duplicate.Reason.NATIONAL_ID))
        elif person.birth_date == birth_date and rules.are_alike(person.name_folded, name_folded):
            found.append((person, Duplicate.Reason.NAME_AND_BIRTH_DATE))
    return found


def lookalikes(
    actor: Actor, *, index: bytes | None, name: str, birth_date: date, person: Person | None = None
) -> list[tuple[Person, str]]:
    """The same as far as the actor reaches them, without pairs with `person` that wait for a decision or have one."""
    found = matches(
        index=index,
        name_folded=rules.fold_name(name),
        birth_date=birth_date,
        without=person.pk if person else None,
    )
    seen = Person.objects.visible_to(actor).filter(pk__in=[one.pk for one, _why in found])
    reached = set(seen.values_list("pk", flat=True))
    if person is not None:
        pairs = Duplicate.objects.filter(Q(first=person) | Q(second=person)).values_list("first", "second")
        reached -= {key for pair in pairs for key in pair}
    return [(one, why) for one, why in found if one.pk in reached]
