"""Employers become a room of their own: their table gets its name there, and every row stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("job_orders", "0011_own_number"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("employer", "employers_employer")],
        ),
    ]
