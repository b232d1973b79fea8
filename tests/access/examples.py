"""The examples of all rooms, joined."""

from importlib import import_module
from pathlib import Path

from tests.access.addresses import Address
from tests.access.example import Call, Example, Write, fixed

# Addresses that only a library's own link, or what a channel has signed, can reach: tests/messaging/test_reports.py.
SIGNED_LINKS = {"account_confirm_email", "account_reset_password_from_key", "messaging:hook"}
TESTS = Path(__file__).resolve().parents[1]
ROOMS = [
    import_module(f"tests.{path.parent.name}.examples")
    for path in sorted(TESTS.glob("*/examples.py"))
    if path.parent.name != "access"
]
OPENS: dict[str, Example] = {name: one for room in ROOMS for name, one in room.OPENS.items()}
WRITES: dict[str, Write] = {name: one for room in ROOMS for name, one in getattr(room, "WRITES", {}).items()}
# Operations of the API by their names; later rooms join by writing CALLS.
CALLS: dict[str, Call] = {name: one for room in ROOMS for name, one in getattr(room, "CALLS", {}).items()}
SUBJECTS: dict[str, str] = {
    thing: name for room in ROOMS for thing, name in getattr(room, "SUBJECTS", {}).items()
}
# Writes that count each time they are sent: each is recorded.
COUNTS_EACH: set[str] = {name for room in ROOMS for name in getattr(room, "COUNTS_EACH", ())}
# Addresses that list or start something of the reader's own: reach is decided inside, there is nothing far to open.
OWN_WORK: set[str] = {name for room in ROOMS for name in getattr(room, "OWN_WORK", ())}


def example_of(address: Address) -> Example | None:
    """The example of the address, or of its room ("room:*"); None when somebody has to write one."""
    if not address.arguments:
        return OPENS.get(address.name, fixed())
    return OPENS.get(address.name) or OPENS.get(f"{address.name.partition(':')[0]}:*")
