from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from jalur.foundation.accounts import access


def page() -> str:
    """docs/reference/access.md: the declared table, by room and action."""
    by_action = defaultdict(list)
    for grant in access.table():
        if grant.action != access.EVERY_ACTION:
            by_action[grant.action].append(grant)
    lines = [
        "# Who may do what",
        "",
        "Made from each room's `access.csv` by `jalur manage access_page --apply`; a test holds it up to date.",
        "",
        "Scopes: *own* (one's own file), *organisation*, *region* (the organisation's place and everything below it), *destination*",
        "(the country a mission is accredited to), *nation*. The role `system` (loading of reference data, jobs) may do everything.",
    ]
    room = ""
    for action in sorted(by_action):
        if action.partition(":")[0] != room:
            room = action.partition(":")[0]
            lines += [
                "",
                f"## {room}",
                "",
                "| action | role | scope | why |",
                "| --- | --- | --- | --- |",
            ]
        lines += [
            f"| {action} | {grant.role} | {grant.scope} | {grant.reason} |" for grant in by_action[action]
        ]
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Write docs/reference/access.md from the access table. Shows it; writes with --apply."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--apply", action="store_true", help="write the file")

    def handle(self, *args, apply: bool, **options) -> None:
        if apply:
            (Path(settings.ROOT) / "docs/reference/access.md").write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())
