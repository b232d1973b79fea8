import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competencies', '0002_limits_once'),
        ('geography', '0001_initial'),
        ('job_orders', '0003_initial'),
        ('organisations', '0001_initial'),
        ('rulebook', '0002_licence_duties_and_thresholds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='joborder',
            name='job_order_ages_are_ordered',
        ),
        migrations.AlterField(
            model_name='joborder',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='min_education',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(None, 'no limit'), (0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='minimum schooling'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='sex',
            field=models.CharField(blank=True, choices=[('', 'women and men'), ('F', 'women'), ('M', 'men')], max_length=1, verbose_name='who can apply'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='max_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='maximum age (years)'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='min_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99)], verbose_name='minimum age (years)'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='min_education',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(None, 'no limit'), (0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='minimum schooling'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='sex',
            field=models.CharField(blank=True, choices=[('', 'women and men'), ('F', 'women'), ('M', 'men')], max_length=1, verbose_name='who can apply'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(('min_age', None), ('max_age', None), ('max_age__gte', models.F('min_age')), _connector='OR'), name='job_order_ages_are_ordered', violation_error_message='The maximum age must not be below the minimum age.'),
        ),
    ]
