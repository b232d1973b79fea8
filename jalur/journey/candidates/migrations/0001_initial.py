

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.CharField(max_length=12, unique=True, verbose_name='candidate number')),
                ('state', models.CharField(choices=[('registered', 'registered'), ('in_training', 'in training'), ('ready', 'ready for selection'), ('withdrawn', 'withdrawn')], default='registered', max_length=20, verbose_name='state')),
                ('education', models.PositiveSmallIntegerField(choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], verbose_name='schooling')),
                ('available_from', models.DateField(verbose_name='can start from')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=4, verbose_name='priority')),
                ('any_destination', models.BooleanField(default=True, verbose_name='any destination')),
                ('opted_out_of_planning_at', models.DateTimeField(blank=True, null=True, verbose_name="opted out of automatic planning since")),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('withdrawal_reason', models.CharField(blank=True, choices=[('family', 'family'), ('work_at_home', 'found work at home'), ('health', 'health'), ('study', 'goes on studying'), ('own_way', "leaving another way"), ('unreachable', 'cannot be reached any more'), ('mistake', 'registered by mistake'), ('other', 'another reason')], max_length=20, verbose_name='why withdrawn')),
            ],
            options={
                'verbose_name': 'candidate',
            },
        ),
        migrations.CreateModel(
            name='CandidateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.CharField(max_length=12, verbose_name='candidate number')),
                ('state', models.CharField(choices=[('registered', 'registered'), ('in_training', 'in training'), ('ready', 'ready for selection'), ('withdrawn', 'withdrawn')], default='registered', max_length=20, verbose_name='state')),
                ('education', models.PositiveSmallIntegerField(choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], verbose_name='schooling')),
                ('available_from', models.DateField(verbose_name='can start from')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=4, verbose_name='priority')),
                ('any_destination', models.BooleanField(default=True, verbose_name='any destination')),
                ('opted_out_of_planning_at', models.DateTimeField(blank=True, null=True, verbose_name="opted out of automatic planning since")),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('withdrawal_reason', models.CharField(blank=True, choices=[('family', 'family'), ('work_at_home', 'found work at home'), ('health', 'health'), ('study', 'goes on studying'), ('own_way', "leaving another way"), ('unreachable', 'cannot be reached any more'), ('mistake', 'registered by mistake'), ('other', 'another reason')], max_length=20, verbose_name='why withdrawn')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CandidateImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('shown', 'waiting for your decision'), ('applied', 'applied'), ('dropped', 'dropped')], default='shown', max_length=10, verbose_name='state')),
                ('content_sealed', models.BinaryField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'import of candidates',
            },
        ),
        migrations.CreateModel(
            name='HeldCompetency',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('evidence', models.CharField(choices=[('certificate', 'certificate'), ('test_result', 'test result'), ('schooling', 'school report or diploma'), ('work', 'work reference'), ('informal', 'learned informally, shown at an interview'), ('declared', 'own statement')], max_length=20, verbose_name='evidence')),
                ('evidence_note', models.CharField(blank=True, max_length=200, verbose_name='issuer and number of the evidence')),
                ('obtained_on', models.DateField(blank=True, null=True, verbose_name='obtained on')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'competency held',
            },
        ),
        migrations.CreateModel(
            name='HeldCompetencyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('evidence', models.CharField(choices=[('certificate', 'certificate'), ('test_result', 'test result'), ('schooling', 'school report or diploma'), ('work', 'work reference'), ('informal', 'learned informally, shown at an interview'), ('declared', 'own statement')], max_length=20, verbose_name='evidence')),
                ('evidence_note', models.CharField(blank=True, max_length=200, verbose_name='issuer and number of the evidence')),
                ('obtained_on', models.DateField(blank=True, null=True, verbose_name='obtained on')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'wish',
            },
        ),
    ]
