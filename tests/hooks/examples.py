from django.utils import timezone

from tests.access.example import Write, about, call, change
from tests.access.world import TODAY

KINDS = ["organisations:organisation:edited", "organisations:licence:recorded"]
TOLD = {"address": "https://program.example/lain", "kinds": KINDS}

OPENS = {
    "hooks:add": about("connection", pk="connection.pk"),
    "hooks:hook": about("hook", pk="hook.pk"),
    "hooks:notices": about("hook", pk="hook.pk"),
    "hooks:hook_step": about("hook", pk="hook.pk"),
    "hooks:notice": about("notice", pk="notice.pk"),
    "hooks:notice_step": about("notice", pk="notice.pk"),
}
for verb in ("renew", "test", "replay", "change", "rest", "resume", "end"):
    OPENS[f"hooks:hook_step/{verb}"] = about("hook", pk="hook.pk")
OPENS["hooks:notice_step/resend"] = about("notice", pk="notice.pk")
WRITES = {
    "hooks:add": Write(TOLD),
    "hooks:hook_step/renew": Write(),
    "hooks:hook_step/test": Write(),
    "hooks:hook_step/replay": Write({"since": TODAY.isoformat()}),
    "hooks:hook_step/change": Write(TOLD),
    "hooks:hook_step/rest": Write(),
    "hooks:hook_step/resume": Write(before=change("hook", state="resting")),
    "hooks:hook_step/end": Write(),
    "hooks:notice_step/resend": Write(before=change("notice", state="failed")),
}
CALLS = {
    "hooks_list_events": call(""),
    "hooks_replay_events": call("", {"since": timezone.now().isoformat()}),
}
SUBJECTS = {"hooks:hook": "hook", "hooks:notice": "notice"}
