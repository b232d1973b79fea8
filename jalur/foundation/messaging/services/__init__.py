from jalur.foundation.messaging.services.people import hand_over, resend, set_preference
from jalur.foundation.messaging.services.reports import Report, apply_reports
from jalur.foundation.messaging.services.sending import forget_old, send_due
from jalur.foundation.messaging.services.telling import tell, tell_letter
