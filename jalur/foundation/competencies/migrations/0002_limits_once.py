import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competencies', '0001_initial'),
        ('geography', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='destinationstandard',
            name='contract_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='usual contract (months)'),
        ),
        migrations.AlterField(
            model_name='destinationstandard',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='destinationstandard',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterField(
            model_name='destinationstandard',
            name='min_education',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(None, 'no limit'), (0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='minimum schooling'),
        ),
        migrations.AlterField(
            model_name='destinationstandard',
            name='sex',
            field=models.CharField(blank=True, choices=[('', 'women and men'), ('F', 'women'), ('M', 'men')], max_length=1, verbose_name='who can apply'),
        ),
        migrations.AlterField(
            model_name='destinationstandardevent',
            name='contract_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='usual contract (months)'),
        ),
        migrations.AlterField(
            model_name='destinationstandardevent',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='destinationstandardevent',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterField(
            model_name='destinationstandardevent',
            name='min_education',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(None, 'no limit'), (0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='minimum schooling'),
        ),
        migrations.AlterField(
            model_name='destinationstandardevent',
            name='sex',
            field=models.CharField(blank=True, choices=[('', 'women and men'), ('F', 'women'), ('M', 'men')], max_length=1, verbose_name='who can apply'),
        ),
        migrations.AlterConstraint(
            model_name='destinationstandard',
            name='standard_ages_are_ordered',
            constraint=models.CheckConstraint(condition=models.Q(('min_age', None), ('max_age', None), ('max_age__gte', models.F('min_age')), _connector='OR'), name='standard_ages_are_ordered', violation_error_message='The maximum age must not be below the minimum age.'),
        ),
    ]
