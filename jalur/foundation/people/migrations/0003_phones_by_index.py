"""The blind index of telephones recorded before they were searched."""

from django.db import migrations

from jalur.kit.vault import blind_index, unseal

BATCH = 2000


def index_phones(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    rows = Person.objects.filter(phone_sealed__isnull=False, phone_index__isnull=True).order_by("pk")
    while people := list(rows.only("phone_sealed")[:BATCH]):
        for person in people:
            number = unseal(person.phone_sealed, table="people.person", row=str(person.pk), field="phone")
            person.phone_index = blind_index(number, purpose="phone")
        Person.objects.bulk_update(people, ["phone_index"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_search_by_folded_words")]
    operations = [migrations.RunPython(index_phones, migrations.RunPython.noop)]
