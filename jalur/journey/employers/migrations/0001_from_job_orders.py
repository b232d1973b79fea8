"""The table that job_orders handed over, and what was recorded of its rows."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

# Events are never changed; here they are told under the name that their records have now.
RENAME = """
ALTER TABLE history_event DISABLE TRIGGER USER;
UPDATE history_event SET subject_table = 'employers.employer' WHERE subject_table = 'job_orders.employer';
UPDATE history_event SET event = 'employers:employer:registered' WHERE event = 'job_orders:employer:registered';
ALTER TABLE history_event ENABLE TRIGGER USER;
UPDATE hooks_hook SET kinds = array_replace(kinds, 'job_orders:employer:registered', 'employers:employer:registered')
WHERE 'job_orders:employer:registered' = ANY(kinds);
"""
BACK = """
ALTER TABLE history_event DISABLE TRIGGER USER;
UPDATE history_event SET event = 'job_orders:employer:registered' WHERE event = 'employers:employer:registered';
UPDATE history_event SET subject_table = 'job_orders.employer' WHERE subject_table = 'employers.employer';
ALTER TABLE history_event ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("geography", "0001_initial"),
        ("history", "0001_initial"),
        ("hooks", "0001_initial"),
        ("organisations", "0001_initial"),
        ("job_orders", "0012_employers_leave"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Employer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("name", models.CharField(max_length=200, verbose_name="name of the employer")),
                        (
                            "employer_type",
                            models.CharField(
                                choices=[
                                    ("legal_entity", "legal entity"),
                                    ("individual", "individual or household"),
                                ],
                                max_length=20,
                                verbose_name="employer type",
                            ),
                        ),
                        ("city", models.CharField(blank=True, max_length=120, verbose_name="city")),
                        (
                            "registration",
                            models.CharField(
                                blank=True,
                                help_text="The number under which the employer is registered in its country.",
                                max_length=80,
                                verbose_name="registration number",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="geography.country",
                                verbose_name="country",
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisations.organisation",
                                verbose_name="registered by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "employer",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("name", "country", "city"),
                                name="employer_once",
                                violation_error_message="This employer is already registered in this city.",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(RENAME, BACK),
    ]
