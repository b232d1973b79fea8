

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('geography', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobOrder',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='order number')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for the attaché'), ('open', 'open'), ('refused', 'refused'), ('closed', 'closed')], default='draft', max_length=20, verbose_name='state')),
                ('route', models.CharField(choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('title', models.CharField(max_length=160, verbose_name='position')),
                ('openings', models.PositiveIntegerField(verbose_name='openings')),
                ('reserved', models.PositiveIntegerField(default=0, verbose_name='reserved')),
                ('ready_by', models.DateField(verbose_name='people must be ready by')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('sex', models.CharField(blank=True, choices=[('F', 'women'), ('M', 'men')], max_length=1, verbose_name='sex')),
                ('min_education', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='least schooling')),
                ('monthly_pay', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='monthly pay')),
                ('pay_currency', models.CharField(max_length=3, verbose_name='currency')),
                ('value', models.DecimalField(decimal_places=3, default=1, max_digits=6, verbose_name='worth in the plan')),
                ('contract_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contract (months)')),
                ('refusal_reason', models.CharField(blank=True, max_length=300, verbose_name='why refused')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided by the attaché')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('close_reason', models.CharField(blank=True, choices=[('filled', 'enough people have been found'), ('deadline', 'the deadline has passed'), ('withdrawn', 'the employer no longer needs anybody'), ('false', 'the order proved false')], max_length=10, verbose_name='why closed')),
            ],
            options={
                'verbose_name': 'job order',
            },
        ),
        migrations.CreateModel(
            name='JobOrderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.CharField(max_length=20, verbose_name='order number')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for the attaché'), ('open', 'open'), ('refused', 'refused'), ('closed', 'closed')], default='draft', max_length=20, verbose_name='state')),
                ('route', models.CharField(choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('title', models.CharField(max_length=160, verbose_name='position')),
                ('openings', models.PositiveIntegerField(verbose_name='openings')),
                ('reserved', models.PositiveIntegerField(default=0, verbose_name='reserved')),
                ('ready_by', models.DateField(verbose_name='people must be ready by')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('sex', models.CharField(blank=True, choices=[('F', 'women'), ('M', 'men')], max_length=1, verbose_name='sex')),
                ('min_education', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='least schooling')),
                ('monthly_pay', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='monthly pay')),
                ('pay_currency', models.CharField(max_length=3, verbose_name='currency')),
                ('value', models.DecimalField(decimal_places=3, default=1, max_digits=6, verbose_name='worth in the plan')),
                ('contract_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='contract (months)')),
                ('refusal_reason', models.CharField(blank=True, max_length=300, verbose_name='why refused')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided by the attaché')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('close_reason', models.CharField(blank=True, choices=[('filled', 'enough people have been found'), ('deadline', 'the deadline has passed'), ('withdrawn', 'the employer no longer needs anybody'), ('false', 'the order proved false')], max_length=10, verbose_name='why closed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrderRequirement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'requirement of an order',
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('released_at', models.DateTimeField(null=True, verbose_name='given back')),
                ('release_reason', models.CharField(blank=True, max_length=200, verbose_name='why given back')),
            ],
            options={
                'verbose_name': 'held opening',
            },
        ),
        migrations.CreateModel(
            name='ReservationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('released_at', models.DateTimeField(null=True, verbose_name='given back')),
                ('release_reason', models.CharField(blank=True, max_length=200, verbose_name='why given back')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Employer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('employer_type', models.CharField(choices=[('legal_entity', 'legal entity'), ('individual', 'individual or household')], max_length=20, verbose_name='kind of employer')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='city')),
                ('registration', models.CharField(blank=True, max_length=80, verbose_name='registration number')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='country')),
            ],
            options={
                'verbose_name': 'employer',
            },
        ),
    ]
