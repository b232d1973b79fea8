from django.db import migrations

from jalur.foundation.people.rules import fold_name


def fold_anew(apps, _schema_editor):
    """Titles are no longer compared."""
    people = apps.get_model("people", "Person")
    for person in people.objects.only("name", "name_folded").order_by("pk").iterator(chunk_size=2000):
        if person.name_folded != (folded := fold_name(person.name)):
            people.objects.filter(pk=person.pk).update(name_folded=folded)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0006_corrections"),
    ]

    operations = [
        migrations.RunPython(fold_anew, migrations.RunPython.noop, elidable=True),
    ]
