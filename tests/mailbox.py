"""What went out by e-mail, after a worker has come round."""

from django.core import mail
from django.core.mail import EmailMessage

from jalur.foundation.messaging import services


def letters() -> list[EmailMessage]:
    services.send_due()
    return mail.outbox
