from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jalur.kit.database import Model, Privacy
from jalur.kit.vault import blind_index, seal, unseal

TABLE = "accounts.user"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def of_phone(self, number: str) -> "User | None":
        """Who signs in with this number in E.164, confirmed or not."""
        return self.filter(phone_index=phone_index(number)).first()


def phone_index(number: str) -> bytes:
    return blind_index(number, purpose="account_phone")


class User(AbstractBaseUser, Model):
    """Somebody who can sign in, by e-mail address, phone number or the number of her file: any one is enough.

    What they may do hangs on memberships (organisations) and their own person (people). One phone number opens one account; who
    shares a phone with somebody who signs in with it gets hers at the counter.
    """

    PRIVACY = Privacy.GENERAL
    KEPT = "as long as the account is used; disabled accounts two years"

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    # Of who got her account at a counter: the number of her file, which she knows already.
    username = models.CharField(
        _("number to sign in with"), max_length=12, unique=True, null=True, blank=True
    )
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, editable=False, unique=True)
    is_phone_confirmed = models.BooleanField(_("phone confirmed"), default=False, editable=False)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    factor_stamp = models.CharField(
        _("changes with the second factor"), max_length=32, blank=True, default="", editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(username__isnull=False) | Q(phone_index__isnull=False),
                name="account_can_be_signed_in_to",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def phone(self) -> str:
        """The number in E.164; "" without one."""
        place = {"table": TABLE, "row": str(self.pk), "field": "phone"}
        return unseal(self.phone_sealed, **place) if self.phone_sealed else ""

    def set_phone(self, number: str, *, is_confirmed: bool) -> None:
        """Put a number in E.164 onto the account, unsaved."""
        self.phone_sealed = seal(number, table=TABLE, row=str(self.pk), field="phone")
        self.phone_index, self.is_phone_confirmed = phone_index(number), is_confirmed

    @property
    def has_second_factor(self) -> bool:
        return self.authenticator_set.exists()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on: another password or another second factor ends it."""
        return salted_hmac(
            "jalur.accounts.session", self.password + self.factor_stamp, secret=secret, algorithm="sha256"
        ).hexdigest()
