from tests.access.example import Write, about, fixed

OPENS = {
    "messaging:message": about("message", pk="message.pk"),
    "messaging:message_step/hand_over": about("message", pk="message.pk"),
    "messaging:message_step/resend": about("message", pk="message.pk"),
    "messaging:preference_of": about("person", pk="person.pk"),
    "messaging:kind": fixed(key="proposals:offered"),
}
WRITES = {
    "messaging:message_step/hand_over": Write(),
    "messaging:message_step/resend": Write(),
    "messaging:preference_of": Write(
        {"channel": "sms", "language": "en", "quiet_since": "18:00", "quiet_until": "07:00"}
    ),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"messaging:message": "message"}
