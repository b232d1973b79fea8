"""What a page says of a key."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.credentials.models import KeyState, SigningKey
from jalur.kit import formats
from jalur.kit.components import Notice, Row
from jalur.kit.facts import facts


def rows_of(key: SigningKey) -> list[Row]:
    moments = [
        (_("Signs since"), key.activated_at),
        (_("Signs no more since"), key.ended_at),
        (_("In other hands since"), key.stolen_from),
    ]
    return [
        Row(_("Certification body"), key.issuer.name),
        *(Row(label, formats.moment(moment)) for label, moment in moments if moment),
        *facts(key, "backup_checked_on"),
        Row(_("Known to the world as"), f"{key.did}#{key.kid}"),
        Row(_("Where others read it"), reverse("credentials:issuer", args=[key.issuer_id])),
    ]


def notices_of(key: SigningKey) -> list[Notice]:
    if key.state == KeyState.STOLEN:
        return [
            Notice(
                _(
                    "Somebody else may sign with this key. Believed is only what our records know; other readers believe nothing"
                    " of it. Issue again what it signed."
                ),
                tone="bad",
            )
        ]
    if key.state == KeyState.ACTIVE and key.backup_checked_on is None:
        return [Notice(_("No backup of this key was ever checked."), tone="warn")]
    return []
