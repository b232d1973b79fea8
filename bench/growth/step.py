"""One step of the growth benchmark on the database that DATABASE_URL names, in a process of its own."""

import sys

from bench.measure import tell


def example() -> None:
    """Migrations, reference data, the example country and a plan of all of it."""
    from django.core.management import call_command

    from demo.load import load
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.kit.dates import today
    from jalur.proposals import services
    from jalur.proposals.rules import Wanted

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    load(lambda _text: None)
    run = services.start_run(actor=SYSTEM, place=None, wanted=Wanted(), today=today())
    services.perform_run(run.pk)
    run.refresh_from_db()
    if run.state != "done":
        raise SystemExit(f"the plan of the example country ended {run.state} {run.failure}")
    tell(placed=run.placed)


def load_grown(people: str) -> None:
    from bench.growth import loader

    spent = loader.load(loader.scaled(int(people)))
    tell(spent=spent | {"vacuum": loader.settle()}, faults=loader.check())


if __name__ == "__main__":
    import django

    django.setup()
    {"example": example, "load": load_grown}[sys.argv[1]](*sys.argv[2:])
