from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jalur.foundation.files import services


class Command(BaseCommand):
    help = "Compare stored files with the table: what no row knows, what an upload left behind, and rows whose bytes are lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--apply",
            action="store_true",
            help="clear away what nothing refers to; without this only show it",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        found = services.sweep(apply=options["apply"])
        for title, names in (
            ("bytes that no row knows", found.unknown),
            ("left behind by interrupted uploads", found.left_behind),
            ("files whose record is gone", found.without_record),
            ("LOST: rows whose bytes are gone, restore them from a backup", found.lost),
        ):
            self.stdout.write(f"{len(names):>7} {title}")
            for name in names[:20]:
                self.stdout.write(f"        {name}")
        if not options["apply"] and (found.unknown or found.left_behind or found.without_record):
            self.stdout.write("Nothing was deleted. Run again with --apply to clear it away.")
