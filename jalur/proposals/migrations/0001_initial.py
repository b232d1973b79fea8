

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('geography', '0001_initial'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IntakePrice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('price', models.FloatField(verbose_name='one more seat is worth')),
                ('assigned', models.PositiveIntegerField(default=0, verbose_name='assigned')),
                ('seats', models.PositiveIntegerField(default=0, verbose_name='seats free before the plan')),
            ],
            options={
                'verbose_name': 'seat price',
            },
        ),
        migrations.CreateModel(
            name='OrderPrice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('price', models.FloatField(verbose_name='one more opening is worth')),
                ('assigned', models.PositiveIntegerField(default=0, verbose_name='assigned')),
                ('openings', models.PositiveIntegerField(default=0, verbose_name='openings')),
                ('causes', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'opening price',
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('value', models.FloatField(verbose_name='value')),
                ('reasons', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('refused', 'refused'), ('overtaken', 'overtaken by a newer plan')], default='proposed', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decided_on', models.DateField(null=True)),
                ('refusal_reason', models.CharField(blank=True, choices=[('other_wish', 'wants another destination or occupation'), ('family', 'family does not agree'), ('timing', 'cannot start then'), ('too_far', 'the class is too far away'), ('stays_home', 'wants to work at home'), ('wrong_data', 'the data about the candidate are wrong'), ('other', 'another reason')], max_length=20, verbose_name='why refused')),
                ('refusal_note', models.CharField(blank=True, max_length=300, verbose_name="in their own words")),
            ],
            options={
                'verbose_name': 'proposal',
            },
        ),
        migrations.CreateModel(
            name='ProposalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('value', models.FloatField(verbose_name='value')),
                ('reasons', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('refused', 'refused'), ('overtaken', 'overtaken by a newer plan')], default='proposed', max_length=10, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decided_on', models.DateField(null=True)),
                ('refusal_reason', models.CharField(blank=True, choices=[('other_wish', 'wants another destination or occupation'), ('family', 'family does not agree'), ('timing', 'cannot start then'), ('too_far', 'the class is too far away'), ('stays_home', 'wants to work at home'), ('wrong_data', 'the data about the candidate are wrong'), ('other', 'another reason')], max_length=20, verbose_name='why refused')),
                ('refusal_note', models.CharField(blank=True, max_length=300, verbose_name="in their own words")),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProposalStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'step of a proposed path',
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('cancelled', 'stopped'), ('failed', 'failed')], default='waiting', max_length=10, verbose_name='state')),
                ('policy', models.JSONField(default=dict, verbose_name='policy')),
                ('seed', models.PositiveIntegerField(default=1, verbose_name='seed')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='fingerprint of the input')),
                ('counts', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('progress', models.JSONField(default=dict)),
                ('cancel_requested', models.BooleanField(default=False)),
                ('heard_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=40)),
                ('value', models.FloatField(null=True, verbose_name='value')),
                ('bound', models.FloatField(null=True, verbose_name='no plan can reach more than')),
                ('gap', models.FloatField(null=True, verbose_name='gap')),
                ('placed', models.PositiveIntegerField(null=True, verbose_name='placed')),
                ('baseline', models.JSONField(default=dict)),
                ('summary', models.JSONField(default=dict)),
                ('planner_version', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'verbose_name': 'plan run',
            },
        ),
        migrations.CreateModel(
            name='BulkDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('role', models.CharField(max_length=40)),
                ('verb', models.CharField(choices=[('accept', 'accept'), ('refuse', 'refuse')], max_length=10, verbose_name='decision')),
                ('refusal_reason', models.CharField(blank=True, choices=[('other_wish', 'wants another destination or occupation'), ('family', 'family does not agree'), ('timing', 'cannot start then'), ('too_far', 'the class is too far away'), ('stays_home', 'wants to work at home'), ('wrong_data', 'the data about the candidate are wrong'), ('other', 'another reason')], max_length=20, verbose_name='why refused')),
                ('refusal_note', models.CharField(blank=True, max_length=300, verbose_name="in their own words")),
                ('language', models.CharField(default='id', max_length=2)),
                ('as_of', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('cancelled', 'stopped'), ('failed', 'failed')], default='waiting', max_length=10, verbose_name='state')),
                ('cancel_requested', models.BooleanField(default=False)),
                ('heard_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.place')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': "bulk decision",
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('position', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('already', 'had been done before'), ('impossible', 'not possible')], default='waiting', max_length=12, verbose_name='outcome')),
                ('because', models.CharField(blank=True, max_length=400, verbose_name='because')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='proposals.bulkdecision')),
            ],
            options={
                'verbose_name': "item of a bulk decision",
            },
        ),
    ]
