from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.kit.database import Model, Privacy


class SentForm(Model):
    """A form that took effect: its second post gets the first one's answer (middleware.py). The key is the form's own."""

    PRIVACY = Privacy.NONE
    KEPT = "thirty days"

    session = models.CharField(max_length=64)
    answer = models.CharField(_("address of the answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("form sent")
        indexes = [models.Index(fields=["created_at"], name="sent_form_created_at")]
