import getpass

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from jalur.foundation.accounts.access import SYSTEM, Role
from jalur.foundation.accounts.models import User
from jalur.foundation.history.services import deeds_of
from jalur.foundation.organisations import services
from jalur.foundation.organisations.models import Membership
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.locks import atomic
from jalur.kit.dates import today


class Command(BaseCommand):
    help = "The first account of a new installation: a platform administrator, who then invites everybody else. Asks for the password."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="how others see the administrator")
        parser.add_argument(
            "--operator", required=True, help="who runs this Jalur, for instance an office's name"
        )

    def handle(self, *args, email: str, name: str, operator: str, **options) -> None:
        if Membership.objects.in_force(today()).filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already. Let that person invite the next one.")
        password = getpass.getpass("Password (ten characters or more): ")
        try:
            validate_email(email)
            validate_password(password)
            with atomic(), deeds_of(SYSTEM):
                user = User.objects.create_user(email, password, name=name)
                EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
                organisation = services.register_organisation(
                    actor=SYSTEM, name=operator, kind=OrganisationKind.PLATFORM
                )
                services.add_member(
                    actor=SYSTEM,
                    organisation=organisation,
                    user=user,
                    role=Role.ADMINISTRATOR,
                    valid_from=today(),
                )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write("Made. Sign in; the second factor is set up at the first sign-in.")
