from django.db import migrations

from jalur.kit.vault import seal, unseal

COPY = """
    INSERT INTO imports_import (id, created_at, kind, uploaded_by_id, state, content_sealed, counts, decided_at)
    SELECT id, created_at, 'candidates', uploaded_by_id, state, content_sealed, counts, decided_at
    FROM candidates_candidateimport
"""


def move(apps, schema_editor):
    """To the table of every kind of list. What lies sealed is sealed for its row in one table: it is opened and sealed anew."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COPY)
    for draft in apps.get_model("imports", "Import").objects.exclude(content_sealed=None).order_by("pk"):
        place = {"row": str(draft.pk), "field": "content"}
        rows = unseal(draft.content_sealed, table="candidates.candidateimport", **place)
        draft.content_sealed = seal(rows, table="imports.import", **place)
        draft.save(update_fields=["content_sealed"])


class Migration(migrations.Migration):
    dependencies = [("candidates", "0005_name_and_current"), ("imports", "0001_initial")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="CandidateImport"),
    ]
