import time

from django.core.management.base import BaseCommand
from django.db import connection

from demo.country import CANDIDATES, INTAKES, TODAY
from demo.load import is_loaded, load
from jalur.kit.jobs import enqueue


class Command(BaseCommand):
    help = "Load the example country (invented people in real places). Shows what it would do; writes with --apply."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--apply", action="store_true", help="write it")

    def handle(self, *args, apply: bool, **options) -> None:
        if is_loaded():
            self.stdout.write("The example country is loaded already; nothing changed.")
        elif not apply:
            self.stdout.write(
                f"Would load {CANDIDATES} invented candidates and {INTAKES} classes as of {TODAY}. Add --apply to write them."
            )
        else:
            began = time.monotonic()
            load(say=lambda text: self.stdout.write(f"    {text}"))
            # By the worker, a moment later: planning compiles kernels first.
            enqueue("demo.tasks.make_plans", "planner", "plans of the example country")
            with connection.cursor() as cursor:
                cursor.execute(
                    "analyze"
                )  # without sizes the first national plan gathers for 19 s instead of 0.3
            self.stdout.write(f"    example country loaded in {time.monotonic() - began:.0f} s")
