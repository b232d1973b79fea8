"""One step of the growth benchmark on the database that DATABASE_URL names, in a process of its own."""

import sys

from bench.measure import tell


def example() -> None:
    """Migrations, reference data, the example country and two plans of all of it, to be held against each other."""
    from django.core.management import call_command
    from django.db import transaction

    from bench.growth.cast import make_near_and_far
    from demo.load import load
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.kit.dates import today
    from jalur.proposals import services
    from jalur.proposals.runs.rules import Wanted

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    load(lambda _text: None)
    for _ in range(2):
        run = services.start_run(actor=SYSTEM, place=None, wanted=Wanted(), today=today())
        services.perform_run(run.pk)
        run.refresh_from_db()
        if run.state != "done":
            raise SystemExit(f"the plan of the example country ended {run.state} {run.failure}")
        services.publish(actor=SYSTEM, run=run, today=today())
    with transaction.atomic():
        make_near_and_far()
    tell(placed=run.placed)


def country() -> None:
    """Migrations, reference data, the example country as a visitor finds it."""
    from django.core.management import call_command

    from demo.load import load

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    load(lambda _text: None)
    tell()


def load_grown(people: str) -> None:
    from bench.growth import loader

    spent = loader.load(loader.scaled(int(people)))
    tell(spent=spent | {"vacuum": loader.settle()}, faults=loader.check())


def sweep(example: str, grown: str, only: str = "") -> None:
    from bench.growth import sweep

    raise SystemExit(sweep.main(example, grown, only))


def questions(kind: str) -> None:
    from bench.growth import questions

    tell(questions=getattr(questions, kind)())


def copied_out() -> None:
    from bench.growth import exports

    tell(tables=exports.copied_out())


def make_waiting() -> None:
    from bench.growth import exports

    tell(made=exports.make_waiting())


def load_for_publishing(people: str) -> None:
    from bench.growth import publishing

    publishing.load(people)


def publishing() -> None:
    from bench.growth import publishing

    publishing.run()


def races(rounds: str, only: str) -> None:
    import logging

    from bench.growth import races

    logging.disable(logging.CRITICAL)
    tell(faults=races.run(int(rounds), only))


if __name__ == "__main__":
    import django

    django.setup()
    steps = (example, country, load_grown, sweep, questions, copied_out, make_waiting, races)
    steps += (load_for_publishing, publishing)
    {each.__name__: each for each in steps}[sys.argv[1]](*sys.argv[2:])
