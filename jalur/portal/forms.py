from contextlib import suppress
from typing import Any

from allauth.account import forms as accounts
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import derive_login_method
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.models import User
from jalur.foundation.messaging import channels
from jalur.foundation.workflow.locks import atomic
from jalur.journey.candidates.rules import candidate_number
from jalur.kit.forms import NameField, TextField
from jalur.kit.reading import Unreadable, read_phone


class SearchForm(forms.Form):
    text = TextField(
        label=_("Name, candidate number, NIK or telephone"),
        help_text=_(
            "At least three letters of the name, or the whole candidate number, NIK or telephone number."
        ),
        min_length=3,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-search": True}),
        error_messages={"min_length": _("Type at least three letters.")},
    )


def number_of_file(text: str) -> str:
    """A candidate number as it is stored; what has another shape stays as it was typed."""
    number = candidate_number(text)
    return number if len(number) == 11 and number.startswith("J-") else text.strip()


class LoginForm(accounts.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        login = self.fields["login"]
        login.label = (
            _("E-mail address, phone number or candidate number")
            if channels.is_offered("sms")
            else _("E-mail address or candidate number")
        )
        login.widget.attrs = {"autocomplete": "username"}

    def clean_login(self) -> str:
        """One way of writing for each: it is what guesses are counted by."""
        login = super().clean_login()
        if "@" in login:
            return login
        with suppress(Unreadable):
            return read_phone(login) or login
        return number_of_file(login)

    def user_credentials(self) -> dict[str, Any]:
        """One name only: a second try with the same text would take longer where somebody has an account."""
        login = self.cleaned_data["login"]
        return {str(derive_login_method(login).value): login, "password": self.cleaned_data["password"]}


class SignupForm(accounts.SignupForm):
    """An account for whoever has a phone number or an e-mail address; one is enough, so that one is confirmed."""

    field_order = ("name", "phone", "email", "password1", "password2")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name = NameField(
            label=_("Your name"), required=False, max_length=120, help_text=_("As we shall call you.")
        )
        self.fields = {"name": name, **self.fields}
        self.fields["email"].required = False
        self.fields["email"].label = _("E-mail address")
        if channels.is_offered("sms"):
            self.fields["phone"].label = _("Phone number")
            self.fields["phone"].help_text = _("We send a code to it. It opens one account only.")
            self.fields["phone"].label_suffix = _("this or the e-mail address")
            self.fields["email"].label_suffix = _("this or the phone number")
            self.fields["name"].label_suffix = _("needed with a phone number")
        else:
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        ways = [name for name in ("phone", "email") if name in self.fields]
        given = [name for name in ways if typed.get(name)]
        if not given and not self.errors.keys() & set(ways):
            self.add_error(ways[0], _("Write a phone number or an e-mail address: with it you sign in."))
        if len(given) > 1:
            sentence = _("One of both is enough. Leave the other empty; you can add it later.")
            self.add_error("email", sentence)
        if typed.get("phone") and not typed.get("name"):
            self.add_error("name", _("Write your name."))
        return typed

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or write to its owner that there is one: the same page, after the same time."""
        if not self.account_already_exists:
            try:
                with atomic():
                    return super().try_save(request)
            except IntegrityError:  # somebody was faster by a moment
                self.account_already_exists = True
        make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetPasswordForm(accounts.ResetPasswordForm):
    """A new password by the mailbox or the phone; the page is the same for addresses and numbers that nobody has."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        is_offered = channels.is_offered("sms")
        self.fields["email"] = TextField(
            label=_("E-mail address or phone number") if is_offered else _("E-mail address"),
            max_length=254,
            widget=forms.TextInput({"autocomplete": "username"}),
        )

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"].strip()
        if "@" in typed or not channels.is_offered("sms"):
            self.cleaned_data["email"] = forms.EmailField().clean(typed)
            return super().clean_email()
        try:
            number = read_phone(typed)
        except Unreadable as failure:
            raise ValidationError(str(failure), code=failure.code) from failure
        owner = get_adapter().get_user_by_phone(number)
        self.users = [owner] if owner is not None and owner.is_active else []
        return number


class PasswordBySlipForm(forms.Form):
    """What stands on the slip from the counter, and the password that only she knows."""

    number = TextField(
        label=_("Candidate number"),
        max_length=20,
        help_text=_("It stands on the slip, for example J-7F3K-92QX."),
        widget=forms.TextInput({"autocomplete": "username", "class": "short code"}),
    )
    slip = TextField(
        label=_("Code on the slip"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "class": "short code", "autocapitalize": "characters"}
        ),
    )
    password1 = accounts.SetPasswordField(label=_("New password"))
    password2 = accounts.PasswordField(label=_("New password again"), autocomplete="new-password")

    def clean_number(self) -> str:
        return number_of_file(self.cleaned_data["number"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        first, second = typed.get("password1"), typed.get("password2")
        if first and second and first != second:
            raise ValidationError(_("The two passwords differ. Type the same one twice."), code="differs")
        return typed
