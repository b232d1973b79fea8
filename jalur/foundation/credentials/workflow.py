"""How a key is made, signs, is retired, and what is done once it is lost or in other hands."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.credentials.models import KeyState, SigningKey
from jalur.foundation.credentials.rights import Right
from jalur.foundation.workflow.steps import NEW, SAME, Step
from jalur.foundation.workflow.workflow import Workflow, declare

USABLE = {KeyState.MADE, KeyState.ACTIVE, KeyState.RETIRED}
ACTIVATED = "credentials:key:activated"

KEY = declare(
    Workflow(
        thing="credentials:key",
        model=SigningKey,
        states=KeyState,
        tones={
            KeyState.MADE: "wait",
            KeyState.ACTIVE: "done",
            KeyState.RETIRED: "none",
            KeyState.LOST: "warn",
            KeyState.STOLEN: "bad",
        },
        called=lambda key: _("Key %(name)s") % {"name": key.kid},
        title=lambda key: _("Key %(name)s") % {"name": key.kid},
        related=("issuer",),
        place=lambda key: key.issuer.place_id or "",
        is_public=True,
    ),
    Step("make", NEW, KeyState.MADE, "credentials:key:made", _("Signing key made"), Right.KEEP_KEY),
    Step("activate", {KeyState.MADE}, KeyState.ACTIVE, ACTIVATED, _("Signing key in use"), Right.KEEP_KEY),
    Step(
        "retire",
        {KeyState.ACTIVE},
        KeyState.RETIRED,
        "credentials:key:retired",
        _("Signing key retired"),
        Right.KEEP_KEY,
    ),
    Step(
        "check_backup",
        USABLE,
        SAME,
        "credentials:key:backup_checked",
        _("Backup of a signing key checked"),
        Right.KEEP_KEY,
    ),
    Step("lose", USABLE, KeyState.LOST, "credentials:key:lost", _("Signing key lost"), Right.KEEP_KEY),
    Step(
        "report_stolen",
        {*USABLE, KeyState.LOST},
        KeyState.STOLEN,
        "credentials:key:stolen",
        _("Signing key in other hands"),
        Right.KEEP_KEY,
    ),
)
