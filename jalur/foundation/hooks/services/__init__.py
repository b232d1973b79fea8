from jalur.foundation.hooks.services.handing_out import forget_old, hand_out, wake
from jalur.foundation.hooks.services.hooks import (
    add_hook,
    change_hook,
    end_hook,
    renew_secret,
    replay,
    replay_of_program,
    resend,
    rest_hook,
    resume_hook,
    send_test,
)
from jalur.foundation.hooks.services.sending import send_due

__all__ = [
    "add_hook",
    "change_hook",
    "end_hook",
    "forget_old",
    "hand_out",
    "renew_secret",
    "replay",
    "replay_of_program",
    "resend",
    "rest_hook",
    "resume_hook",
    "send_due",
    "send_test",
    "wake",
]
