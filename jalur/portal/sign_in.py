from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as we keep them: an e-mail address and a name, no user name."""

    def populate_username(self, request, user) -> None:
        """There is none."""

    def save_user(self, request, user, form, commit=True):
        user = super().save_user(request, user, form, commit=False)
        user.name = user.name or user.email.split("@")[0]
        if commit:
            user.save()
        return user
