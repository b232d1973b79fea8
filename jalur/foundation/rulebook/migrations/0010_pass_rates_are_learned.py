from django.db import migrations, models

NOT_NEEDED = "DELETE FROM rulebook_threshold WHERE key = 'pass_rate_measured_from'"


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0009_order_checks'),
    ]

    operations = [
        migrations.RunSQL(NOT_NEEDED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='threshold',
            name='key',
            field=models.CharField(choices=[('smallest_class', 'Fewest people with whom a class is not postponed'), ('offer_answered_within', 'How long an offered path is held for an answer')], max_length=40, verbose_name='what it limits'),
        ),
    ]
