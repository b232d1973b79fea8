"""A form that makes something carries a key, so that sending it twice makes it once (foundation/workflow/middleware.py)."""

import re
from pathlib import Path

import pytest

JALUR = Path(__file__).resolve().parents[2] / "jalur"
FORM = re.compile(r"<form\b[^>]*\bmethod=\"(?:post|\{\{ method \}\})\".*?</form>", re.DOTALL)
# Form on the page -> why sending it twice harms nobody.
WITHOUT_KEY = {
    "account_login": "signing in",
    "account_email_verification_sent": "the library's own page",
    "account_signup": "the library's own page",
    "account_verify_phone": "the library's own page",
    "account_change_phone": "the library's own page",
    "account_reset_password": "the library's own page",
    "account_logout": "signing out",
    "mfa_activate_totp": "the library's own page",
    "mfa_authenticate": "the library's own page",
    "mfa_reauthenticate": "the library's own page",
    "people:reveal": "each look at a NIK is recorded, a second one too",
    "notes:open": "each look at a restricted note is recorded, a second one too",
    "training:participants": "each opening of phone numbers is recorded, a second one too",
    "portal:act_as": "the visitor's own session",
    "portal:appearance": "the visitor's own cookie",
    "portal:language": "the visitor's own cookie",
}


def without_key(text: str) -> list[str]:
    """The forms of a template that post, have no key and no reason to go without."""
    return [
        form.partition(">")[0]
        for form in FORM.findall(text)
        if not re.search(r"\{% csrf_token %\}\s*\{% form_key %\}", form)
        and not any(reason in form.partition(">")[0] for reason in WITHOUT_KEY)
    ]


def test_every_form_that_makes_something_carries_a_key():
    broken = {
        str(path.relative_to(JALUR)): forms
        for path in sorted(JALUR.rglob("*.html"))
        if (forms := without_key(path.read_text(encoding="utf-8")))
    }
    assert broken == {}


def test_every_exception_is_a_form_that_stands():
    text = " ".join(path.read_text(encoding="utf-8") for path in JALUR.rglob("*.html"))
    heads = [form.partition(">")[0] for form in FORM.findall(text)]
    assert [name for name in WITHOUT_KEY if not any(name in head for head in heads)] == []


@pytest.mark.parametrize(
    "text",
    [
        '<form method="post">{% csrf_token %}</form>',
        '<form class="a" method="post" novalidate>\n  {% csrf_token %}\n  {{ form }}\n</form>',
        '<form method="{{ method }}">{% csrf_token %}</form>',
        '<form method="post">{% csrf_token %}{% form_key %}</form><form method="post">{% csrf_token %}</form>',
    ],
)
def test_a_planted_form_without_key_is_seen(text):
    assert without_key(text)
