"""What was typed is kept for whoever typed it: when her session had ended meanwhile, and while she checks it before it counts.

A form says whose page it stood on (`mark`), so that only the same account finds it again: filled as it was, at the same address,
for an hour, until it is sent. It is sealed, and stands in no address and no log.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils import timezone

from jalur.foundation.workflow.models import KeptForm
from jalur.kit.vault import seal, unseal

TABLE = "workflow.keptform"
KEPT_FOR = timedelta(hours=1)
LARGEST = 100_000
"""Bytes; a longer form is not kept."""
OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "form_key", "opened_with", "confirm"})
# What is typed once more after signing in again: a shared phone may have another reader by then.
SECRET = re.compile(r"password|^code$|^slip$|^national_id$")
NIK = re.compile(r"\d{16}")
# What a list of choices sends; its digits say nothing about anybody.
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_signer = Signer(salt="workflow.kept")


def mark(user_id: UUID) -> str:
    """Whose page a form stands on: the same in each of her forms, worthless to make up."""
    return _signer.sign(user_id.hex).replace(":", ".")


def owner_of(form_key: str) -> UUID | None:
    """The account whose page a form stood on; None when it says nothing that we wrote."""
    _key, _dot, marked = form_key.partition(".")
    try:
        return UUID(_signer.unsign(marked.replace(".", ":", 1)))
    except (BadSignature, ValueError):
        return None


def keep(user_id: UUID, path: str, typed: QueryDict, *, was_signed_out: bool = False) -> bool:
    """Keep a form in place of what was kept for its address before; False when there is nothing to keep, or too much."""
    values = {name: several for name, several in typed.lists() if name not in OF_THE_PAGE}
    if was_signed_out:
        values = {name: _without_nik(several) for name, several in values.items() if not SECRET.search(name)}
    text = json.dumps(values)
    if not any(any(several) for several in values.values()) or len(text) > LARGEST or len(path) > 300:
        return False
    sealed = seal(text, table=TABLE, row=str(user_id), field=path)
    KeptForm.objects.update_or_create(
        user_id=user_id,
        path=path,
        defaults={
            "typed_sealed": sealed,
            "was_signed_out": was_signed_out,
            "created_at": timezone.now(),
        },
    )
    return True


def kept(user_id: UUID, path: str) -> tuple[QueryDict, bool] | None:
    """What is kept of this account's form at this address, and whether it was signed out meanwhile."""
    since = timezone.now() - KEPT_FOR
    row = KeptForm.objects.filter(user_id=user_id, path=path, created_at__gte=since).first()
    if row is None:
        return None
    return _query(
        json.loads(unseal(row.typed_sealed, table=TABLE, row=str(user_id), field=path))
    ), row.was_signed_out


def forget(user_id: UUID, path: str) -> None:
    """It has been sent."""
    KeptForm.objects.filter(user_id=user_id, path=path).delete()


def forget_old() -> int:
    """Drop what nobody came back for; gives how many."""
    count, _per_table = KeptForm.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return count


def _without_nik(several: Iterable[str]) -> list[str]:
    return [
        one if KEY.fullmatch(one) or not NIK.search(re.sub(r"[\s.-]", "", one)) else "" for one in several
    ]


def _query(values: Mapping[str, list[str]]) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, several in values.items():
        typed.setlist(name, several)
    return typed
