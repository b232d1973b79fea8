from jalur.foundation.due.services.calendar import load_calendar
from jalur.foundation.due.services.clock import keep
from jalur.foundation.due.services.settling import count_anew, fill, forget, settle
from jalur.foundation.due.services.telling import tell_people
