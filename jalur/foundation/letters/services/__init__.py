"""Every write of this room."""

from jalur.foundation.letters.services.heads import (
    add_signatory,
    change_signatory,
    end_signatory,
    keep_letterhead,
)
from jalur.foundation.letters.services.letters import download, draw_number, issue, withdraw
from jalur.foundation.letters.services.mailings import (
    cancel_mailing,
    download_mailing,
    perform_mailing,
    start_mailing,
    take_up_lost_mailings,
)

__all__ = [
    "add_signatory",
    "cancel_mailing",
    "change_signatory",
    "download",
    "download_mailing",
    "draw_number",
    "end_signatory",
    "issue",
    "keep_letterhead",
    "perform_mailing",
    "start_mailing",
    "take_up_lost_mailings",
    "withdraw",
]
