import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management.base import BaseCommand

from demo.cast import CAST, PASSWORD
from demo.load import secret_of


class Command(BaseCommand):
    help = "Who signs in to the example country, as what, and the second factor's code of this moment."

    def handle(self, *args, **options) -> None:
        counter = next(yield_hotp_counters_from_time())
        self.stdout.write(
            f"  password of everybody: {PASSWORD}   (codes change in {30 - int(time.time()) % 30} s)"
        )
        for player in CAST:
            code = format_hotp_value(hotp_value(secret_of(player), counter)) if player.organisation else "—"
            where = player.organisation[0] if player.organisation else "—"
            self.stdout.write(f"  {player.login:28} {player.role:18} {code:8} {where}")
