"""Classes whose results are recorded are closed; of the others the state follows from their days."""

from datetime import date, timedelta

from django.db import migrations
from django.db.models import F

from jalur.kit.dates import today

DECIDED_BEFORE = timedelta(days=7)


def by_their_days(apps, schema_editor):
    intakes, on = apps.get_model("training", "Intake").objects, today()
    intakes.filter(state="finished").update(state="closed", finished_on=F("ends"))
    intakes.filter(state="running", ends__lt=on).update(state="finished", finished_on=on)
    for day in intakes.filter(state="planned").order_by().values_list("starts", flat=True).distinct():
        intakes.filter(state="planned", starts=day).update(decide_by=decided_by(day, on))


def decided_by(starts: date, on: date) -> date:
    """A class that begins in a few days is not late on the day of the upgrade."""
    return max(on, starts - DECIDED_BEFORE)


def back(apps, schema_editor):
    intakes = apps.get_model("training", "Intake").objects
    intakes.filter(state="finished").update(state="running")
    intakes.filter(state="closed").update(state="finished")
    intakes.filter(state__in=["draft", "published", "confirmed", "postponed"]).update(state="planned")
    intakes.filter(state="discarded").update(state="cancelled", cancel_reason="–")


class Migration(migrations.Migration):
    dependencies = [("training", "0008_life_of_a_class")]

    operations = [migrations.RunPython(by_their_days, back)]
