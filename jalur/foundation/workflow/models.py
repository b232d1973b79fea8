from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jalur.kit.database import Model, Privacy


class SentForm(Model):
    """A form or call that took effect: sent again it gets the first answer (middleware.py). The key is the form's or the program's own.

    session: whose it is, a visit or a program's account. Of a form the answer is an address; of a call it is sealed, and `digest`
    tells whether the same was sent.
    """

    PRIVACY = Privacy.SPECIFIC
    KEPT = "thirty days"

    session = models.CharField(max_length=64)
    answer = models.CharField(_("address of the answer"), max_length=500, blank=True)
    digest = models.BinaryField(editable=False, default=b"")
    answer_sealed = models.BinaryField(editable=False, null=True)

    class Meta:
        verbose_name = _("form sent")
        indexes = [models.Index(fields=["created_at"], name="sent_form_created_at")]


class KeptForm(Model):
    """What somebody typed into the form at one address, sealed, until it is sent (kept.py): she was signed out, or checks it first."""

    PRIVACY = Privacy.SPECIFIC
    KEPT = "two hours at most"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    typed_sealed = models.BinaryField(editable=False)
    was_signed_out = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("form kept")
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="kept_form_one_per_address")]
        indexes = [models.Index(fields=["created_at"], name="kept_form_created_at")]
