"""What later rooms do at a centre: who stays there, and what a booking is for. Each registers itself when the application starts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises.models import Booking
from jalur.kit.components import Row, Text


@dataclass(frozen=True)
class Use:
    """One room's use of what a centre has.

    guests: who may be given a bed there; nobody else is known to the centre, not by a number either. people: booking → candidates
    who have to be there, for bookings of this room alone; what decides it is locked, before anybody. hang(actor=, old=, new=):
    make the copy of a booking what the first one is for. objection: why it may not be at the time that it has now. row: what it is
    for, on its page; None where it is not this room's. kept: why it cannot be cancelled by itself.
    taught: codes of what is taught at a booking that is of this room. changed: told of each booking that was moved or cancelled, in the
    step that does it. guest: who sleeps in a bed, by name and with the way on, where the actor may know that from this room.
    """

    guests: Callable[[Organisation], QuerySet[Candidate]]
    people: Callable[[Sequence[Booking]], Mapping[UUID, Sequence[UUID]]]
    hang: Callable[..., None]
    objection: Callable[[Booking], ValidationError | None]
    row: Callable[[Booking], Row | None]
    kept: Callable[[Booking], ValidationError | None] = lambda _booking: None
    taught: Callable[[Booking], Collection[str]] = lambda _booking: ()
    changed: Callable[[Booking], None] = lambda _booking: None
    guest: Callable[[Actor, Booking], Text | None] = lambda _actor, _booking: None


_rooms: dict[str, Use] = {}


def register(room: str, use: Use) -> None:
    """A room that uses what centres have. A second registration replaces the first."""
    _rooms[room] = use


def guests_of(centre: Organisation) -> QuerySet[Candidate]:
    found = Candidate.objects.none()
    for use in _rooms.values():
        found = found | use.guests(centre)
    return found


def people_of(bookings: Sequence[Booking]) -> dict[UUID, Sequence[UUID]]:
    """Booking → who has to be there, so that nobody joins or leaves until the deed ends."""
    return {key: people for use in _rooms.values() for key, people in use.people(bookings).items()}


def hang(*, actor: Actor, old: Booking, new: Booking) -> None:
    for use in _rooms.values():
        use.hang(actor=actor, old=old, new=new)


def check(booking: Booking) -> None:
    """Raises the first objection to where a booking has been moved."""
    for use in _rooms.values():
        if (refused := use.objection(booking)) is not None:
            raise refused


def changed(booking: Booking) -> None:
    """Let every room note that a booking was moved or cancelled."""
    for use in _rooms.values():
        use.changed(booking)


def rows_of(booking: Booking) -> list[Row]:
    return [row for use in _rooms.values() if (row := use.row(booking)) is not None]


def guest_of(actor: Actor, booking: Booking) -> Text | None:
    """Who sleeps in a bed, by name; None where the actor sees her in no room."""
    return next((found for use in _rooms.values() if (found := use.guest(actor, booking))), None)


def kept(booking: Booking) -> ValidationError | None:
    """Why a booking cannot be cancelled by itself."""
    return next((refused for use in _rooms.values() if (refused := use.kept(booking))), None)


def taught_at(booking: Booking) -> set[str]:
    """Codes of what is taught at a booking."""
    return {code for use in _rooms.values() for code in use.taught(booking)}
