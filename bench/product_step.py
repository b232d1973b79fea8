"""One step of the product's benchmark in a process of its own: `fill` a database, `run` a plan, open its `pages`."""

import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

from bench.measure import tell

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
FORGET_PEAK = "5"  # proc(5): sets the peak resident size back to the present one
HOME = "35.78"  # Surabaya: in every generated instance of a province or more
# Who opens which pages: the ministry's analyst those of the plan, a labour officer those of its people.
PAGES = {
    ("ministry_analyst", "ministry", None): (
        "run", "holds_back", "seats", "orders", "order", "compare", "openings", "budget",
    ),
    ("labour_officer", "labour_office", HOME): ("proposals", "proposal"),
}  # fmt: skip


def fill(size: str) -> None:
    from django.core.management import call_command

    from bench.fill import fill as fill_database
    from jalur.planner.generate import generate
    from jalur.planner.generate.instance import scaled

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    fill_database(generate(scaled(int(size)) if size.isdigit() else size, 1))
    tell()


def take_peak() -> int:
    """Bytes this process held at most since it was last asked."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    RESET.write_text(FORGET_PEAK)
    return int(line.split()[1]) * 1024


def watch_memory() -> dict[str, int]:
    """Peak bytes by phase, filled while the product's clock turns from one to the next."""
    from jalur.proposals.runs.services import execution

    peaks: dict[str, int] = {}

    class Watched(execution.Clock):
        def stopped(self) -> dict[str, float]:
            peaks[self.phase] = max(peaks.get(self.phase, 0), take_peak())
            return super().stopped()

    mock.patch.object(execution, "Clock", Watched).start()
    return peaks


def run(size: str, minutes: str) -> None:
    """The policy is the generator's in the words of the form: budget, worth of the orders, a floor for women."""
    from bench.fill import DAY
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.geography.models import Place
    from jalur.planner.generate import generate
    from jalur.planner.generate.instance import scaled
    from jalur.proposals import services
    from jalur.proposals.models import Proposal, Run
    from jalur.proposals.runs.rules import Wanted
    from jalur.proposals.runs.services.kernels import compile_kernels

    policy = generate(scaled(int(size)) if size.isdigit() else size, 1).policy
    women = next((floor.minimum for floor in policy.floors if floor.group == {"sex": "F"}), 0)
    place = Place.objects.get(code="35") if size in {"regency", "province"} else None
    wanted = Wanted(
        what_first="worth", budget=int(policy.budget or 0), thrift="some", women=int(women),
        minutes=int(minutes) or None,
    )  # fmt: skip
    compile_kernels()  # a worker has done that before anybody waits
    peaks = watch_memory()
    take_peak()
    begun = time.perf_counter()
    started = services.start_run(actor=SYSTEM, place=place, wanted=wanted, today=DAY)
    services.perform_run(started.pk)
    seconds = time.perf_counter() - begun
    done = Run.objects.get(pk=started.pk)
    tell(
        seconds=seconds,
        state=done.state,
        failure=done.failure,
        placed=done.placed,
        gap=done.gap,
        counts=done.counts,
        spent=done.summary.get("spent", {}),
        peaks=peaks,
        proposals=Proposal.objects.filter(run=done).count(),
        events=Proposal.pgh_event_model.objects.filter(run=done).count(),
    )


def pages() -> None:
    """Open the pages of the last plan; the second of two times counts."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from jalur.proposals.models import Run
    from tests.cast import open_session

    run = Run.objects.filter(state="done").latest("created_at")
    here = run.proposals.filter(candidate__person__residence__code__startswith=HOME)
    arguments = {
        "order": [run.pk, run.order_prices.order_by("-openings", "pk").first().order.number],
        "proposals": [],
        "proposal": [here.order_by("pk").first().pk],
    }
    seconds, queries = {}, {}
    for (role, kind, place), names in PAGES.items():
        client = Client(headers={"host": "localhost"})
        user = member(role, kind, place)
        open_session(client, user)
        for name in names:
            address = reverse(f"proposals:{name}", args=arguments.get(name, [run.pk]))
            for _time in range(2):
                with CaptureQueriesContext(connection) as asked:
                    begun = time.perf_counter()
                    answer = client.get(address)
                    seconds[name] = time.perf_counter() - begun
            queries[name] = len(asked)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
    tell(seconds=seconds, queries=queries)


def member(role: str, kind: str, place: str | None) -> Any:
    """Somebody of that role in the throw-away database, with a second factor."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    from bench.fill import DAY
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership, Organisation

    email = f"{role}@contoh.example"
    user, is_new = User.objects.get_or_create(email=email, defaults={"name": role})
    if is_new:
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        office = Organisation.objects.create(name=f"{kind} (contoh)", kind=kind, place_id=place)
        Membership.objects.create(
            user=user, organisation=office, role=role, is_administrator=True, valid_from=DAY
        )
        for factor, data in (
            (Authenticator.Type.TOTP, {"secret": "NOBODYKNOWSIT234"}),
            (Authenticator.Type.RECOVERY_CODES, {"seed": "0" * 40, "used_mask": 0}),
        ):
            Authenticator.objects.create(user=user, type=factor, data=data)
    return user


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "run": run, "pages": pages}[sys.argv[1]](*sys.argv[2:])
