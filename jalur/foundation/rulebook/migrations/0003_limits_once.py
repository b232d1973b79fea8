import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competencies', '0002_limits_once'),
        ('geography', '0001_initial'),
        ('rulebook', '0002_licence_duties_and_thresholds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='agerule',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='agerule',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterField(
            model_name='ageruleevent',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='ageruleevent',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterConstraint(
            model_name='agerule',
            name='age_rule_is_ordered',
            constraint=models.CheckConstraint(condition=models.Q(('min_age', None), ('max_age', None), ('max_age__gte', models.F('min_age')), _connector='OR'), name='age_rule_is_ordered', violation_error_message='The maximum age must not be below the minimum age.'),
        ),
    ]
