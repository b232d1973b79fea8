from tests.access.example import Write, about, fixed
from tests.messaging.push_service import Browser

OPENS = {
    "messaging:message": about("message", pk="message.pk"),
    "messaging:message_step/hand_over": about("message", pk="message.pk"),
    "messaging:message_step/resend": about("message", pk="message.pk"),
    "messaging:preference_of": about("person", pk="person.pk"),
    "messaging:device_off": about("", pk="device.pk"),
    "messaging:kind": fixed(key="proposals:offered"),
}
# A device is there for nobody but its account: test_push.py.
OWN_WORK = {"messaging:device_off"}
WISH = {"channel": "sms", "language": "en", "quiet_since": "18:00", "quiet_until": "07:00"}
WRITES = {
    "messaging:message_step/hand_over": Write(),
    "messaging:message_step/resend": Write(),
    "messaging:preference_of": Write(WISH),
    "messaging:preferences": Write(WISH),
    "messaging:devices": Write(Browser().subscription),
    "messaging:device_off": Write(by="sari"),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"messaging:message": "message"}
