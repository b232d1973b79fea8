"""Orders name employers of the room employers; the column and its rows stay as they are."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0001_from_job_orders"),
        ("job_orders", "0012_employers_leave"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="joborder",
                    name="employer",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="employers.employer",
                        verbose_name="employer",
                    ),
                ),
                migrations.AlterField(
                    model_name="joborderevent",
                    name="employer",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="employers.employer",
                        verbose_name="employer",
                    ),
                ),
                migrations.DeleteModel(name="Employer"),
            ],
        ),
    ]
