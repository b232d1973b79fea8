"""One step of the product's benchmark in a process of its own: `fill` a database with an instance, or `run` a plan."""

import sys
import time

from bench.measure import tell


def fill(size: str) -> None:
    from django.core.management import call_command

    from bench.fill import fill as fill_database
    from jalur.planner.generate import generate
    from jalur.planner.generate.instance import scaled

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    fill_database(generate(scaled(int(size)) if size.isdigit() else size, 1))
    tell()


def run(size: str) -> None:
    """The policy is the generator's in the words of the form: budget, worth of the orders, a floor for women."""
    from bench.fill import DAY
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.geography.models import Place
    from jalur.planner.generate import generate
    from jalur.planner.generate.instance import scaled
    from jalur.proposals import services
    from jalur.proposals.models import Proposal, Run
    from jalur.proposals.rules import Wanted
    from jalur.proposals.services.warming import compile_kernels

    policy = generate(scaled(int(size)) if size.isdigit() else size, 1).policy
    women = next((floor.minimum for floor in policy.floors if floor.group == {"sex": "F"}), 0)
    place = Place.objects.get(code="35") if size in {"regency", "province"} else None
    wanted = Wanted(what_first="worth", budget=int(policy.budget or 0), thrift="some", women=int(women))
    compile_kernels()  # a worker has done that before anybody waits
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
        proposals=Proposal.objects.filter(run=done).count(),
        events=Proposal.pgh_event_model.objects.filter(run=done).count(),
    )


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "run": run}[sys.argv[1]](sys.argv[2])
