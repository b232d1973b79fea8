"""How a program comes to be told what happens, rests, goes on and is told no more."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from jalur.foundation.hooks import kinds
from jalur.foundation.hooks.guards import address_is_told
from jalur.foundation.hooks.models import Hook, HookState, Notice, NoticeState
from jalur.foundation.hooks.rights import Right
from jalur.foundation.workflow.steps import NEW, SAME, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.kit.components import Tag
from jalur.kit.dates import today

REPLAYED = "hooks:hook:replayed"
STANDING = {HookState.ACTIVE, HookState.RESTING}


def _rests(hook: Hook) -> Tag | None:
    """What stands before its state: nothing is sent, whatever that says."""
    if hook.state == HookState.ENDED:
        return None
    if not hook.connection.acts(today()):
        return Tag(str(_("its program acts no more")), "none")
    return None if hook.secret_sealed else Tag(str(_("has no secret yet")), "warn")


HOOK = declare(
    Workflow(
        thing="hooks:hook",
        model=Hook,
        states=HookState,
        tones={HookState.ACTIVE: "done", HookState.RESTING: "warn", HookState.ENDED: "none"},
        title=lambda hook: urlsplit(hook.address).hostname or hook.address,
        called=lambda hook: _("What %(name)s is told") % {"name": hook.connection.name},
        related=("connection__membership__organisation", "connection__membership__user"),
        place=lambda hook: hook.connection.membership.organisation.place_id or "",
        rests=_rests,
        is_public=True,
        settled={HookState.ENDED: _("Nothing is sent to this address any more.")},
    ),
    Step(
        "add",
        NEW,
        HookState.ACTIVE,
        "hooks:hook:added",
        _("Address added at which a program is told what happens"),
        Right.MANAGE_HOOK,
    ),
    Step(
        "renew",
        STANDING,
        SAME,
        "hooks:hook:renewed",
        _("New secret for notices made"),
        Right.MANAGE_HOOK,
        label=_("Make a new secret for notices"),
        button=_("Make a secret for notices"),
        lead=_(
            "The secret is shown once, in the next answer. For a day, notices bear the signatures of the older one and of"
            " the new one."
        ),
        weight="secondary",
        asks=True,
    ),
    Step(
        "test",
        {HookState.ACTIVE},
        SAME,
        kinds.TEST,
        _("Test sent to a program"),
        Right.MANAGE_HOOK,
        button=_("Send a test"),
        done=_("The test is on its way."),
        weight="secondary",
    ),
    Step(
        "replay",
        {HookState.ACTIVE},
        SAME,
        REPLAYED,
        _("Notices to a program sent again"),
        Right.MANAGE_HOOK,
        label=_("Tell it again"),
        button=_("Tell it again"),
        done=_("They are on their way again."),
        lead=_(
            "Everything since the day you choose is sent once more, each notice under its own id, at most 100,000 of"
            " them. It is sent in the background; its page says how many still wait."
        ),
        weight="secondary",
        asks=True,
    ),
    Step(
        "change",
        STANDING,
        SAME,
        "hooks:hook:changed",
        _("Notices to a program changed"),
        Right.MANAGE_HOOK,
        fields=("address",),
        label=_("Change what the program is told"),
        button=_("Change"),
        done=_("Saved."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "rest",
        {HookState.ACTIVE},
        HookState.RESTING,
        "hooks:hook:rested",
        _("Notices to a program rest"),
        Right.MANAGE_HOOK,
        button=_("Let it rest"),
        done=_("Nothing is sent until you let it go on. What happens meanwhile waits for thirty days."),
        weight="secondary",
    ),
    Step(
        "lose",
        {HookState.ACTIVE},
        HookState.RESTING,
        "hooks:hook:lost",
        _("Program could not be reached for two days"),
        Right.MANAGE_HOOK,
    ),
    Step(
        "resume",
        {HookState.RESTING},
        HookState.ACTIVE,
        "hooks:hook:resumed",
        _("Notices to a program go on"),
        Right.MANAGE_HOOK,
        button=_("Let it go on"),
        done=_("It goes on. What has waited is on its way."),
    ),
    Step(
        "end",
        STANDING,
        HookState.ENDED,
        "hooks:hook:ended",
        _("Notices to a program ended"),
        Right.END_HOOK,
        label=_("Send nothing to this address any more"),
        button=_("End it"),
        done=_("Nothing is sent to this address any more."),
        lead=_("What waits is not sent. To begin again, add the address anew."),
        weight="danger",
        asks=True,
    ),
    Step(
        "leave",
        STANDING,
        HookState.ENDED,
        "hooks:hook:left",
        _("Program wants no more notices (its answer was 410)"),
        Right.END_HOOK,
    ),
)

NOTICE = declare(
    Workflow(
        thing="hooks:notice",
        model=Notice,
        states=NoticeState,
        tones={
            NoticeState.WAITING: "wait",
            NoticeState.TAKEN: "done",
            NoticeState.FAILED: "bad",
            NoticeState.UNSEEN: "none",
        },
        called=lambda notice: kinds.words_of(notice.kind),
        title=lambda notice: kinds.words_of(notice.kind),
        along=("hook",),
        related=("hook__connection__membership__organisation", "hook__connection__membership__user"),
        place=lambda notice: notice.hook.connection.membership.organisation.place_id or "",
        is_public=True,
    ),
    Step(
        "resend",
        frozenset(NoticeState.values),
        NoticeState.WAITING,
        "hooks:notice:resent",
        _("Notice to a program sent again"),
        Right.MANAGE_HOOK,
        button=_("Send again"),
        guards=(address_is_told,),
        done=_("The notice is on its way again, under the same id."),
        weight="secondary",
    ),
)
