"""Every address of the application with the action it performs, read from the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jalur.foundation.api.router import ROOT

# Addresses of libraries: their views carry no mark of ours, so each is classified here. "public": anybody; "signed_in": the account
# itself decides, nobody else's data are reachable.
LIBRARY = {
    "account_login": "public",
    "account_logout": "public",
    "account_signup": "public",
    "account_inactive": "public",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_confirm_email": "public",
    "account_email_verification_sent": "public",
    "account_confirm_login_code": "public",
    "account_verify_phone": "public",
    "account_request_login_code": "public",
    "mfa_authenticate": "public",
    "mfa_trust": "public",
    "account_change_password": "signed_in",
    "account_set_password": "signed_in",
    "account_email": "signed_in",
    "account_change_phone": "signed_in",
    "account_reauthenticate": "signed_in",
    "mfa_reauthenticate": "signed_in",
    "mfa_index": "signed_in",
    "mfa_activate_totp": "signed_in",
    "mfa_deactivate_totp": "signed_in",
    "mfa_view_recovery_codes": "signed_in",
    "mfa_generate_recovery_codes": "signed_in",
    "mfa_download_recovery_codes": "signed_in",
}


@dataclass(frozen=True)
class Address:
    """One URL pattern: its full name, its route, the names of its arguments, and what it does.

    An address where steps are taken counts once for each verb of its table: `room:step/verb`.
    """

    name: str
    route: str
    arguments: tuple[str, ...]
    action: str | None
    verb: str = ""

    def url(self, values: dict[str, Any]) -> str:
        """The address with these arguments."""
        name = self.name.partition("/")[0]
        return reverse(name, kwargs={**values, **({"verb": self.verb} if self.verb else {})})


def arguments_of(pattern: URLPattern) -> tuple[str, ...]:
    """The names in a path or in a regular expression."""
    return tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex)


def addresses() -> list[Address]:
    """Every page; what programs call is swept by operations (operations.py)."""
    return [each for each in _walk(get_resolver(), "", "") if not is_call(each)]


def calls() -> list[Address]:
    """Every address that programs call."""
    return [each for each in _walk(get_resolver(), "", "") if is_call(each)]


def is_call(address: Address) -> bool:
    return f"/{address.route}".startswith(ROOT)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}"
            action = getattr(pattern.callback, "access_action", None) or LIBRARY.get(name)
            workflow = getattr(pattern.callback, "access_steps", None)
            if workflow is None:
                yield Address(name, route, arguments_of(pattern), action)
                continue
            arguments = tuple(one for one in arguments_of(pattern) if one != "verb")
            rights = {step.verb: step.right for step in workflow.steps if step.right and step.button}
            for verb, right in rights.items():
                yield Address(f"{name}/{verb}", route, arguments, right, verb)
