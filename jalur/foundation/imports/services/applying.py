"""A list is written: part by part, each row once; what was left out stays for a day, to be corrected."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports.kinds import Plan, kind_of
from jalur.foundation.imports.models import Import
from jalur.foundation.imports.services.contents import TABLE, keep
from jalur.foundation.imports.spreadsheet import Contents
from jalur.foundation.workflow.locks import in_turn


def begin_part(draft: Import) -> None:
    """Lists of one kind are written one after another: what another one wrote is known before this part is planned."""
    in_turn(f"{TABLE}:{draft.kind}")


def write(actor: Actor, draft: Import, plan: Plan[Any], today: date) -> None:
    """Every good row of the plan that is not there yet."""
    kind = kind_of(draft.kind)
    if plan.changed and kind.change is not None:
        kind.change(actor=actor, rows=[change for _line, change in plan.changed], today=today)
    if plan.new:
        kind.apply(actor=actor, rows=[entry for _line, entry in plan.new], today=today)


def settle(
    draft: Import, contents: Contents | None, counts: dict[str, Any], left_out: Sequence[Sequence[Any]]
) -> None:
    """The list is applied: its rows are gone but for those left out."""
    draft.counts, draft.left_out = counts, [list(one) for one in left_out]
    draft.look_sealed = draft.content_sealed = None
    draft.decided_at = timezone.now()
    lines = {one[0] for one in left_out}
    if contents is not None and lines:
        keep(draft, replace(contents, rows=[row for row in contents.rows if row[0] in lines], answers={}))
