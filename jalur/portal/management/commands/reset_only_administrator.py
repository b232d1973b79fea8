from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from jalur.foundation.accounts.access import SYSTEM, Role
from jalur.foundation.organisations import services
from jalur.foundation.organisations.models import Membership
from jalur.kit.database import try_out
from jalur.kit.dates import today


class Command(BaseCommand):
    help = "Reset the lost second factor of the only platform administrator: two people at the server, both named, and why."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--email", required=True, help="what the administrator signs in with")
        parser.add_argument("--by", required=True, nargs=2, metavar="NAME", help="the two who do this")
        parser.add_argument(
            "--reason", required=True, help="what happened, and how the person was recognised"
        )
        parser.add_argument(
            "--apply", action="store_true", help="without it the command only says what it would do"
        )

    def handle(self, *args, email: str, by: list[str], reason: str, apply: bool, **options) -> None:
        members = Membership.objects.in_force(today()).filter(
            role=Role.ADMINISTRATOR, user__email=email.lower()
        )
        membership = members.select_related("user", "organisation").first()
        if membership is None:
            raise CommandError("No administrator in force signs in with this address.")

        def reset() -> None:
            services.reset_on_server(
                actor=SYSTEM, membership=membership, by=(by[0], by[1]), reason=reason, today=today()
            )

        try:
            reset() if apply else try_out(reset)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        if apply:
            self.stdout.write(
                "Reset. Every session has ended; the next sign-in sets up another factor. It stands in the history."
            )
        else:
            self.stdout.write(
                "This would reset the second factor and end every session. Add --apply to do it."
            )
