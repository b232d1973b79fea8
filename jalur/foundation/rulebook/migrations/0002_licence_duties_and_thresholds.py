import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LicenceDuty',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('route', models.CharField(choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('licence_kind', models.CharField(choices=[('company_licence', 'company licence (SIP3MI)'), ('provider_licence', 'training licence (LPK)'), ('provider_accreditation', 'training accreditation'), ('certification_licence', 'certification licence (BNSP)')], max_length=30, verbose_name='licence')),
                ('legal_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'verbose_name': 'licence duty',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='licence_duty_period_is_ordered', violation_error_message='The end of a period must be after its start.'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('route', 'licence_kind'), name='licence_duty_one_open', violation_error_message="This duty is already recorded and has no end date.")],
            },
        ),
        migrations.CreateModel(
            name='Threshold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('key', models.CharField(choices=[('smallest_class', 'Fewest people with whom a class is not postponed')], max_length=40, verbose_name="what it limits")),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('unit', models.CharField(choices=[('people', 'people')], max_length=20, verbose_name='unit')),
                ('legal_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'verbose_name': 'threshold',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='threshold_period_is_ordered', violation_error_message='The end of a period must be after its start.'), models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('key',), name='threshold_one_open', violation_error_message="There is already a value without an end date for this.")],
            },
        ),
    ]
