from allauth.account import forms as accounts
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.models import User
from jalur.kit.forms import TextField


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


class SignupForm(accounts.SignupForm):
    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or write to its owner that there is one: the same page, after the same time."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
