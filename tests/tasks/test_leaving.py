"""A task is never without somebody: what an officer leaves behind is the administrator's to give away."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts.access import Refused
from jalur.foundation.organisations import services as organisations
from jalur.foundation.organisations.models import Membership
from jalur.foundation.tasks import services
from jalur.foundation.tasks.kinds import kind_of
from jalur.foundation.tasks.models import Task
from jalur.kit import dates
from jalur.portal.acting import staff_actor
from tests.cast import make_user

DAY = timedelta(days=1)
LABEL = "Tugas orang yang sudah keluar"
pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(cast):
    """A colleague of Bu Wulan's with two tasks, one of them given back to her."""
    user = make_user("eko@contoh.example", "Pak Eko")
    membership = Membership.objects.create(
        user=user,
        organisation=cast.wulan.organisation,
        role="labour_officer",
        valid_from=dates.today() - 30 * DAY,
    )
    actor = staff_actor(membership)
    candidate = cast.sari.person.candidate

    def given(by, owner, title):
        task = Task(title=title, due_on=dates.today() + DAY, owner=owner)
        return services.put_task(
            actor=by, kind=kind_of("candidate"), row=candidate, task=task, today=dates.today()
        )

    mine = given(cast.wulan.actor, user, "Menelepon sekolahnya")
    returned = given(actor, cast.wulan.user, "Menyalin ijazahnya")
    services.give_back(actor=cast.wulan.actor, task=returned, reason="Sudah pindah", today=dates.today())
    return SimpleNamespace(user=user, actor=actor, membership=membership, tasks=[mine, returned])


def left():
    return set(Task.objects.left_behind(dates.today()).values_list("title", flat=True))


def test_what_somebody_leaves_behind_is_a_need_of_the_administrator_and_given_away_at_once(
    cast, leaver, sign_in
):
    wulan = sign_in(cast.wulan)
    assert LABEL not in wulan.get("/").content.decode()
    organisations.end_membership(actor=cast.wulan.actor, membership=leaver.membership, today=dates.today())
    assert left() == {"Menelepon sekolahnya", "Menyalin ijazahnya"}
    assert LABEL in wulan.get("/").content.decode()
    page = wulan.get(reverse("tasks:left_behind")).content.decode()
    assert "Pak Eko" in page
    address = reverse("tasks:hand_over", args=[leaver.user.pk])
    assert address in page
    assert wulan.post(address, {"owner": cast.wulan.user.pk}).status_code == 302
    assert left() == set()
    rows = Task.objects.order_by("title").values_list("title", "state", "owner")
    assert list(rows) == [
        ("Menelepon sekolahnya", "open", cast.wulan.user.pk),
        ("Menyalin ijazahnya", "open", cast.wulan.user.pk),
    ]
    assert wulan.get(address).status_code == 404


def test_nobody_but_the_administrator_hands_over_and_never_to_a_stranger(cast, leaver):
    organisations.end_membership(actor=cast.wulan.actor, membership=leaver.membership, today=dates.today())
    for who in (cast.gatot, cast.darmo):
        assert (
            services.hand_over(actor=who.actor, leaver=leaver.user, owner=who.user, today=dates.today()) == 0
        )
    with pytest.raises(Refused):
        services.hand_over(
            actor=cast.sari.actor, leaver=leaver.user, owner=cast.wulan.user, today=dates.today()
        )
    with pytest.raises(ValidationError):
        services.hand_over(
            actor=cast.wulan.actor, leaver=leaver.user, owner=cast.gatot.user, today=dates.today()
        )
    assert left() == {"Menelepon sekolahnya", "Menyalin ijazahnya"}


def test_who_is_only_a_colleague_takes_no_task_away(cast, leaver):
    other = make_user("fitri@contoh.example", "Bu Fitri")
    membership = Membership.objects.create(
        user=other,
        organisation=cast.wulan.organisation,
        role="labour_officer",
        valid_from=dates.today() - DAY,
    )
    actor, (mine, _returned) = staff_actor(membership), leaver.tasks
    for act in (
        lambda: services.finish(actor=actor, task=mine, today=dates.today()),
        lambda: services.reassign(actor=actor, task=mine, owner=other, today=dates.today()),
        lambda: services.take_back(actor=actor, task=mine, today=dates.today()),
    ):
        with pytest.raises(ValidationError):
            act()
    mine.refresh_from_db()
    assert (mine.state, mine.owner_id) == ("open", leaver.user.pk)
    services.reassign(actor=leaver.actor, task=mine, owner=other, today=dates.today())
    mine.refresh_from_db()
    assert mine.owner_id == other.pk


def test_a_home_counts_what_its_list_shows(cast, leaver, sign_in, settings):
    settings.TODAY = dates.today() + 5 * DAY
    wulan = sign_in(cast.wulan)
    services.reassign(actor=leaver.actor, task=leaver.tasks[0], owner=cast.wulan.user, today=dates.today())
    home = wulan.get("/").content.decode()
    assert "Tugas Anda yang sudah lewat harinya" in home
    page = wulan.get(reverse("tasks:tasks"), {"owner": "mine", "when": "late"}).content.decode()
    assert "Menelepon sekolahnya" in page
    assert "Menyalin ijazahnya" not in page
