import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('competencies', '0002_limits_once'),
        ('geography', '0001_initial'),
        ('job_orders', '0004_limits_once'),
        ('organisations', '0001_initial'),
        ('rulebook', '0003_limits_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='employer',
            name='employer_type',
            field=models.CharField(choices=[('legal_entity', 'legal entity'), ('individual', 'individual or household')], max_length=20, verbose_name='employer type'),
        ),
        migrations.AlterField(
            model_name='employer',
            name='name',
            field=models.CharField(max_length=200, verbose_name='name of the employer'),
        ),
        migrations.AlterField(
            model_name='employer',
            name='registration',
            field=models.CharField(blank=True, help_text='The number under which the employer is registered in its country.', max_length=80, verbose_name='registration number'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='close_reason',
            field=models.CharField(blank=True, choices=[('filled', 'enough people have been found'), ('deadline', 'the deadline has passed'), ('withdrawn', 'the employer no longer needs anybody'), ('false', 'the order proved false')], editable=False, max_length=10, verbose_name='why closed'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='closed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='company',
            field=models.ForeignKey(blank=True, limit_choices_to={'closed_on__isnull': True, 'kind': 'placement_company'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='job_orders', to='organisations.organisation', verbose_name='placement company (P3MI)'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='contract_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='length of the contract (months)'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='decided_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided by the attaché'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='decided_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='destination',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='job_orders', to='geography.country', verbose_name='destination'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='destination_rule',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.destinationrule', verbose_name='destination rule applied'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='monthly_pay',
            field=models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(1)], verbose_name='monthly pay'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='number',
            field=models.CharField(editable=False, max_length=20, unique=True, verbose_name='order number'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='occupation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='job_orders', to='competencies.occupation', verbose_name='occupation (ISCO-08)'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='openings',
            field=models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='how many people'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='partner',
            field=models.ForeignKey(blank=True, limit_choices_to={'closed_on__isnull': True, 'kind': 'partner_agency'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='partner agency abroad'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='pay_currency',
            field=models.CharField(help_text='Three letters, for example KRW, JPY or HKD.', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Write the currency in three letters, for example KRW.', 'currency')], verbose_name='currency'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='ready_by',
            field=models.DateField(help_text="By that day they meet everything the order requires.", verbose_name='people must be ready by'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='refusal_reason',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='why refused'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='requirements',
            field=models.ManyToManyField(blank=True, help_text="What the destination requires is already ticked. You may require more, never less.", related_name='asked_by_orders', through='job_orders.OrderRequirement', to='competencies.competency', verbose_name='skills and languages required'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='reserved',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='reserved'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='standard',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competencies.destinationstandard', verbose_name='destination standard'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for the attaché'), ('open', 'open'), ('refused', 'refused'), ('closed', 'closed')], default='draft', editable=False, max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='title',
            field=models.CharField(max_length=160, verbose_name='position, as the employer calls it'),
        ),
        migrations.AlterField(
            model_name='joborder',
            name='value',
            field=models.DecimalField(decimal_places=3, default=1, editable=False, max_digits=6, verbose_name='worth in the plan'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='close_reason',
            field=models.CharField(blank=True, choices=[('filled', 'enough people have been found'), ('deadline', 'the deadline has passed'), ('withdrawn', 'the employer no longer needs anybody'), ('false', 'the order proved false')], editable=False, max_length=10, verbose_name='why closed'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='closed_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='closed'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='company',
            field=models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'closed_on__isnull': True, 'kind': 'placement_company'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='placement company (P3MI)'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='contract_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='length of the contract (months)'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='decided_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided by the attaché'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='destination',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.country', verbose_name='destination'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='destination_rule',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rulebook.destinationrule', verbose_name='destination rule applied'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='monthly_pay',
            field=models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(1)], verbose_name='monthly pay'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='number',
            field=models.CharField(editable=False, max_length=20, verbose_name='order number'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='occupation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.occupation', verbose_name='occupation (ISCO-08)'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='openings',
            field=models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='how many people'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'closed_on__isnull': True, 'kind': 'partner_agency'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='partner agency abroad'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='pay_currency',
            field=models.CharField(help_text='Three letters, for example KRW, JPY or HKD.', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Write the currency in three letters, for example KRW.', 'currency')], verbose_name='currency'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='ready_by',
            field=models.DateField(help_text="By that day they meet everything the order requires.", verbose_name='people must be ready by'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='refusal_reason',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='why refused'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='reserved',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='reserved'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='standard',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.destinationstandard', verbose_name='destination standard'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for the attaché'), ('open', 'open'), ('refused', 'refused'), ('closed', 'closed')], default='draft', editable=False, max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='submitted_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='submitted'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='title',
            field=models.CharField(max_length=160, verbose_name='position, as the employer calls it'),
        ),
        migrations.AlterField(
            model_name='joborderevent',
            name='value',
            field=models.DecimalField(decimal_places=3, default=1, editable=False, max_digits=6, verbose_name='worth in the plan'),
        ),
    ]
