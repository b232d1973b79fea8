from django.db import migrations, models

# The tables of a library that is gone: its counts were keyed by what the caller chose.
TABLES = "axes_accessattemptexpiration, axes_accessattempt, axes_accessfailurelog, axes_accesslog"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="factor_stamp",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=32, verbose_name="changes with the second factor"
            ),
        ),
        migrations.RunSQL(f"DROP TABLE IF EXISTS {TABLES}", migrations.RunSQL.noop),
    ]
