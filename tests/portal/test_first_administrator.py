import pytest
from django.core.management import CommandError, call_command

from jalur.foundation.accounts.models import User
from jalur.foundation.organisations.models import Membership

pytestmark = pytest.mark.django_db
ARGUMENTS = [
    "first_administrator",
    "--email=kepala@contoh.example",
    "--name=Kepala",
    "--operator=Pengelola Contoh",
]


def typed(monkeypatch, password: str) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: password)


def test_a_new_installation_gets_its_first_administrator(monkeypatch):
    typed(monkeypatch, "kopi-tubruk-pagi-7")
    call_command(*ARGUMENTS)
    membership = Membership.objects.get()
    assert (membership.role, membership.is_administrator) == ("administrator", True)
    assert membership.user.check_password("kopi-tubruk-pagi-7")


def test_a_weak_password_makes_nothing(monkeypatch):
    typed(monkeypatch, "password")
    with pytest.raises(CommandError):
        call_command(*ARGUMENTS)
    assert not User.objects.exists()
    assert not Membership.objects.exists()


def test_there_is_only_one_first(cast, monkeypatch):
    typed(monkeypatch, "kopi-tubruk-pagi-7")
    before = User.objects.count()
    with pytest.raises(CommandError, match="already"):
        call_command(*ARGUMENTS)
    assert User.objects.count() == before
