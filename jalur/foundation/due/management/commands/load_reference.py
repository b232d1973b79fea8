from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.competencies.services import load_competencies
from jalur.foundation.due.services import load_calendar
from jalur.foundation.files.services import load_retention
from jalur.foundation.geography.services import load_places
from jalur.foundation.rulebook.services import load_rulebook
from jalur.foundation.workflow import consequences
from jalur.kit import reference
from jalur.kit.dates import today
from jalur.kit.reference import TableChange


def _change_the_law() -> None:
    for load in (load_competencies, load_rulebook):
        load(actor=SYSTEM, apply=True)


class Command(BaseCommand):
    help = "Bring places, competencies, rules, holidays and periods up to the files in data/. Adds and corrects, never deletes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--apply", action="store_true", help="write it; without this only show what would change"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        apply = options["apply"]
        changes: list[TableChange] = []
        own = (load_retention, load_places, load_competencies, load_rulebook, load_calendar)
        for load in (*own, *reference.registered()):
            changes += load(actor=SYSTEM, apply=apply)
        for change in changes:
            self.stdout.write(
                f"{change.table:42} {change.added:>7} new {change.changed:>7} changed {change.same:>7} same"
                + (f" {change.kept:>4} kept as stored" if change.kept else "")
                + (f" {change.not_in_file:>4} not in the file" if change.not_in_file else "")
            )
        if all(change.is_nothing for change in changes):
            self.stdout.write("The reference tables are up to date.")
        elif not apply:
            for group in consequences.beforehand(_change_the_law, on=today()):
                self.stdout.write(f"{group.count:>7} {group.title}")
            self.stdout.write("Nothing was written. Run again with --apply to write it.")
