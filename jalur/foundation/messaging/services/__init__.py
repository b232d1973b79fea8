from jalur.foundation.messaging.services.devices import (
    forget_old_devices,
    sign_out_device,
    turn_off_device,
    turn_on_device,
)
from jalur.foundation.messaging.services.people import hand_over, resend, set_preference
from jalur.foundation.messaging.services.reports import Report, apply_reports
from jalur.foundation.messaging.services.sending import forget_old, pass_on_unopened, send_due
from jalur.foundation.messaging.services.telling import tell, tell_letter
