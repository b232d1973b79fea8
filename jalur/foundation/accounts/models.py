from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jalur.kit.database import Model, Privacy


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Model):
    """Somebody who can sign in. What they may do hangs on memberships (organisations) and their own person (people)."""

    PRIVACY = Privacy.GENERAL
    KEPT = "as long as the account is used; disabled accounts two years"

    email = models.EmailField(_("e-mail address"), unique=True)
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

    def __str__(self) -> str:
        return self.name

    @property
    def has_second_factor(self) -> bool:
        return self.authenticator_set.exists()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on: another password or another second factor ends it."""
        return salted_hmac(
            "jalur.accounts.session", self.password + self.factor_stamp, secret=secret, algorithm="sha256"
        ).hexdigest()
