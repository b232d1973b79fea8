from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.credentials import keyring, services
from jalur.foundation.credentials.models import KeyState, SigningKey
from jalur.foundation.organisations.models import Organisation
from jalur.kit.dates import now, today

SAYS = {
    "make": "make a new key, not used yet",
    "activate": "sign with a key from now on; the one before it is retired and still verifies",
    "rotate": "make a new key and use it at once",
    "retire": "sign nothing more with a key; what it signed stays valid",
    "backup": "write the private half once more, into another folder",
    "check-backup": "open the copy and compare it with the key",
    "restore": "put the private half back from a copy",
    "lost": "nobody has the private half any more; what it signed stays valid",
    "stolen": "somebody else may sign with it; only what our records know is believed",
}
BY_ISSUER = ("make", "rotate")
WITH_FOLDER = ("backup", "check-backup", "restore")


class Command(BaseCommand):
    help = "Keys with which bodies sign certificates. Shows what would happen; does it with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="WHAT")
        verbs.add_parser("list", help="every key with its state, and whether its private half is here")
        for verb, says in SAYS.items():
            one = verbs.add_parser(verb, help=says)
            if verb in BY_ISSUER:
                one.add_argument("issuer", help="key (UUID) or whole name of the body that signs")
            else:
                one.add_argument("kid", help="name of the key, as `jalur keys list` says it")
            if verb in WITH_FOLDER:
                one.add_argument("folder", type=Path, help="folder of the copy")
            if verb == "stolen":
                one.add_argument("--since", required=True, help="since when, for example 2026-11-21T08:00")
            one.add_argument(
                "--apply", action="store_true", help="do it; without this only say what would happen"
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        verb = options["verb"]
        if verb == "list":
            self.list_all()
            return
        subject = self.issuer(options["issuer"]) if verb in BY_ISSUER else self.key(options["kid"])
        called = (
            subject.name if isinstance(subject, Organisation) else f"{subject.kid} of {subject.issuer.name}"
        )
        self.stdout.write(f"{verb}: {SAYS[verb]}\n    {called}")
        if not options["apply"]:
            self.stdout.write("Nothing was done. Run again with --apply to do it.")
            return
        try:
            self.stdout.write(self.act(verb, subject, options))
        except keyring.KeyringError as fault:
            raise CommandError(str(fault)) from fault
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused

    def act(self, verb: str, subject: Any, options: dict[str, Any]) -> str:
        if verb == "make":
            made = services.make_key(actor=SYSTEM, issuer=subject)
            return f"Made: {made.kid}, in {keyring.folder()}. Back it up before it signs: jalur keys backup {made.kid} FOLDER --apply"
        if verb == "rotate":
            return f"Signs now: {services.rotate_key(actor=SYSTEM, issuer=subject, now=now()).kid}"
        if verb in WITH_FOLDER:
            return self.with_folder(verb, subject, options["folder"])
        acts = {"activate": services.activate_key, "retire": services.retire_key, "lost": services.lose_key}
        if verb in acts:
            return f"{subject.kid}: {acts[verb](actor=SYSTEM, key=subject, now=now()).state}"
        stolen = services.report_stolen(
            actor=SYSTEM, key=subject, since=self.moment(options["since"]), now=now()
        )
        return (
            f"{stolen.kid}: {stolen.state}. {stolen.entries.count()} signed with it stand in our records and stay valid here; "
            "elsewhere they are not believed until they are issued again. Next: jalur keys rotate, then issue them again."
        )

    def with_folder(self, verb: str, key: SigningKey, folder: Path) -> str:
        if verb == "backup":
            copy = keyring.back_up(key.kid, folder)
            sealed = "encrypted" if keyring.passphrase() else "NOT encrypted: set a passphrase"
            return f"Written: {copy} ({sealed}). Now check it: jalur keys check-backup {key.kid} {folder} --apply"
        if verb == "check-backup":
            services.check_backup(actor=SYSTEM, key=key, folder=folder, today=today())
            return f"The copy of {key.kid} opens and is this key."
        keyring.restore(key.kid, folder)
        return f"Back in {keyring.folder()}: {key.kid}"

    def list_all(self) -> None:
        keys = SigningKey.objects.select_related("issuer").order_by("issuer__name", "created_at")
        for key in keys:
            checked = (
                f"backup checked {key.backup_checked_on}" if key.backup_checked_on else "backup NEVER checked"
            )
            self.stdout.write(
                f"{key.kid}  {key.state:<8}  {self.place_of(key)}  {checked}  {key.issuer.name}"
            )
        if not keys:
            self.stdout.write("No key yet. Make one: jalur keys make BODY --apply")

    def place_of(self, key: SigningKey) -> str:
        """What became of the private half."""
        try:
            keyring.load(key.kid)
        except keyring.KeyringError as fault:
            return str(fault) if key.state in {KeyState.MADE, KeyState.ACTIVE} else "no private half here"
        return "private half here"

    def issuer(self, text: str) -> Organisation:
        rows = Organisation.objects.filter(closed_on=None).order_by("pk")
        found = list(rows.filter(name=text)) or [row for row in rows if str(row.pk) == text]
        if len(found) != 1:
            raise CommandError(f"No single open organisation is called {text}.")
        return found[0]

    def key(self, kid: str) -> SigningKey:
        key = SigningKey.objects.select_related("issuer").filter(kid=kid).first()
        if key is None:
            raise CommandError(f"There is no key {kid}. See: jalur keys list")
        return key

    def moment(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise CommandError(f"{text} is no moment. Write it like 2026-11-21T08:00.") from None
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
