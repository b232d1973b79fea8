import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competencies', '0002_limits_once'),
        ('organisations', '0001_initial'),
        ('training', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='programme',
            name='programme_ages_are_ordered',
        ),
        migrations.AlterField(
            model_name='programme',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterField(
            model_name='programme',
            name='min_education',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(None, 'no limit'), (0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='minimum schooling'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('min_age', None), ('max_age', None), ('max_age__gte', models.F('min_age')), _connector='OR'), name='programme_ages_are_ordered', violation_error_message='The maximum age must not be below the minimum age.'),
        ),
    ]
