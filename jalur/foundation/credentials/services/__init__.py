from jalur.foundation.credentials.services.keys import (
    activate_key,
    check_backup,
    lose_key,
    make_key,
    report_stolen,
    retire_key,
    rotate_key,
)
from jalur.foundation.credentials.services.signing import Signed, sign
from jalur.foundation.credentials.services.statuses import set_status
