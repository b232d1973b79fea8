"""The owner of a task hears of it: when it is given, before its day, and once when the day has passed."""

from datetime import timedelta

import pytest

from jalur.foundation.messaging.models import Message
from jalur.foundation.tasks import services
from jalur.foundation.tasks.kinds import kind_of
from jalur.foundation.tasks.models import KEPT, Task
from jalur.kit import dates
from tests.mailbox import letters
from tests.tasks.test_leaving import leaver  # noqa: F401 - a fixture: Bu Wulan's colleague

DAY = timedelta(days=1)
TITLE = "Menelepon sekolahnya"
pytestmark = pytest.mark.django_db


def told():
    return list(
        Message.objects.filter(kind__startswith="tasks:").order_by("pk").values_list("kind", flat=True)
    )


def given(cast, owner):
    task = Task(title=TITLE, due_on=dates.today() + 3 * DAY, owner=owner)
    who, row = cast.wulan.actor, cast.sari.person.candidate
    return services.put_task(actor=who, kind=kind_of("candidate"), row=row, task=task, today=dates.today())


def test_a_colleague_is_told_without_its_words_and_oneself_is_not(cast, leaver, mailoutbox):  # noqa: F811 - the fixture
    Message.objects.all().delete()
    given(cast, cast.wulan.user)
    assert told() == []
    task = given(cast, leaver.user)
    assert told() == ["tasks:told"]
    Message.objects.update(next_at=dates.now() - DAY)
    (letter,) = letters()
    assert TITLE not in letter.subject + letter.body
    assert str(task.pk) in letter.body


def test_it_is_reminded_of_the_day_before_and_once_after(cast, leaver):  # noqa: F811 - the fixture
    task = given(cast, leaver.user)
    for _again in range(2):
        for ahead in range(-2, 10):
            services.remind_owners(task.due_on + ahead * DAY)
    mine = Message.objects.filter(about_key=str(task.pk)).values_list("kind", flat=True)
    assert sorted(mine) == ["tasks:due", "tasks:late", "tasks:told"]


def test_what_is_done_is_not_reminded_of_and_is_forgotten_after_two_years(cast, leaver):  # noqa: F811 - the fixture
    task = given(cast, leaver.user)
    services.finish(actor=leaver.actor, task=task, today=dates.today())
    services.remind_owners(task.due_on - DAY)
    assert not Message.objects.filter(kind="tasks:due", about_key=str(task.pk)).exists()
    services.forget_old_tasks(dates.today() + KEPT)
    assert Task.objects.filter(pk=task.pk).exists()
    services.forget_old_tasks(dates.today() + KEPT + DAY)
    assert not Task.objects.filter(pk=task.pk).exists()
    assert Task.objects.exists()
