

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('geography', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='LanguageScale',
            fields=[
                ('title_id', models.CharField(blank=True, max_length=250, verbose_name='title in Indonesian')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title in English')),
                ('code', models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='code')),
                ('language', models.CharField(max_length=3, verbose_name='language')),
                ('kind', models.CharField(choices=[('ability', 'scale of ability'), ('test', 'test')], default='ability', max_length=10, verbose_name='kind')),
            ],
            options={
                'verbose_name': 'language scale',
            },
        ),
        migrations.CreateModel(
            name='DestinationStandard',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('title_id', models.CharField(blank=True, max_length=250, verbose_name='title in Indonesian')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title in English')),
                ('series', models.SlugField(blank=True, max_length=40, verbose_name='code of the standard')),
                ('route', models.CharField(blank=True, choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('sex', models.CharField(blank=True, choices=[('F', 'women'), ('M', 'men')], max_length=1, verbose_name='sex')),
                ('min_education', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='least schooling')),
                ('contract_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='usual contract (months)')),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='geography.country', verbose_name='destination')),
            ],
            options={
                'verbose_name': 'destination standard',
            },
        ),
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('title_id', models.CharField(blank=True, max_length=250, verbose_name='title in Indonesian')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title in English')),
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name='ISCO-08 code')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='competencies.occupation')),
            ],
            options={
                'verbose_name': 'occupation',
            },
        ),
        migrations.CreateModel(
            name='DestinationStandardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('title_id', models.CharField(blank=True, max_length=250, verbose_name='title in Indonesian')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title in English')),
                ('series', models.SlugField(blank=True, db_index=False, max_length=40, verbose_name='code of the standard')),
                ('route', models.CharField(blank=True, choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('sex', models.CharField(blank=True, choices=[('F', 'women'), ('M', 'men')], max_length=1, verbose_name='sex')),
                ('min_education', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='least schooling')),
                ('contract_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='usual contract (months)')),
                ('country', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.country', verbose_name='destination')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='competencies.destinationstandard')),
                ('occupation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.occupation', verbose_name='occupation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='destinationstandard',
            name='occupation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='competencies.occupation', verbose_name='occupation'),
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('title_id', models.CharField(blank=True, max_length=250, verbose_name='title in Indonesian')),
                ('title_en', models.CharField(blank=True, max_length=250, verbose_name='title in English')),
                ('code', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='code')),
                ('kind', models.CharField(choices=[('skill', 'skill'), ('language', 'language'), ('soft', 'soft skill'), ('culture', 'culture')], max_length=10, verbose_name='kind')),
                ('body', models.CharField(blank=True, max_length=120, verbose_name='whose standard')),
                ('scheme', models.CharField(blank=True, choices=[('skkni', 'national standard (SKKNI)'), ('international', 'international standard'), ('special', 'special standard of a destination'), ('local', 'not yet tied to a unit of a standard')], max_length=15, verbose_name='kind of standard')),
                ('rank', models.PositiveSmallIntegerField(null=True, verbose_name='step on the scale (1 is lowest)')),
                ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='destination')),
                ('scale', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='competencies.languagescale', verbose_name='scale')),
                ('occupation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='competencies', to='competencies.occupation', verbose_name='occupation')),
            ],
            options={
                'verbose_name': 'competency',
            },
        ),
        migrations.CreateModel(
            name='StandardAdvantage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='competencies.competency')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='competencies.destinationstandard')),
            ],
            options={
                'verbose_name': 'advantage named by a standard',
            },
        ),
        migrations.AddField(
            model_name='destinationstandard',
            name='advantages',
            field=models.ManyToManyField(related_name='helps_with_standards', through='competencies.StandardAdvantage', to='competencies.competency'),
        ),
        migrations.CreateModel(
            name='StandardRequirement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='competencies.competency')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='competencies.destinationstandard')),
            ],
            options={
                'verbose_name': 'requirement of a standard',
            },
        ),
        migrations.AddField(
            model_name='destinationstandard',
            name='requirements',
            field=models.ManyToManyField(related_name='asked_by_standards', through='competencies.StandardRequirement', to='competencies.competency'),
        ),
        migrations.CreateModel(
            name='Implication',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implications', to='competencies.competency')),
                ('implied', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implied_by', to='competencies.competency')),
            ],
            options={
                'verbose_name': 'implication',
                'constraints': [models.UniqueConstraint(fields=('competency', 'implied'), name='implication_once'), models.CheckConstraint(condition=models.Q(('competency', models.F('implied')), _negated=True), name='implication_of_another')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='destinationstandardevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='895878176e8f7718d40558425d2849c1a0e59e35', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5e91a', table='competencies_destinationstandardevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.UniqueConstraint(fields=('scale', 'rank'), name='scale_step_once'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rank', None), ('scale', None)), models.Q(('kind', 'language'), ('rank__gte', 1), ('scale__isnull', False)), _connector='OR'), name='level_has_scale_and_rank', violation_error_message='A language level names its scale and its step on it.'),
        ),
        migrations.AddConstraint(
            model_name='standardadvantage',
            constraint=models.UniqueConstraint(fields=('standard', 'competency'), name='standard_advantage_once'),
        ),
        migrations.AddConstraint(
            model_name='standardrequirement',
            constraint=models.UniqueConstraint(fields=('standard', 'competency'), name='standard_requirement_once'),
        ),
        migrations.AddConstraint(
            model_name='destinationstandard',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='standard_period_is_ordered', violation_error_message='The end of a period must be after its start.'),
        ),
        migrations.AddConstraint(
            model_name='destinationstandard',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None), models.Q(('series', ''), _negated=True)), fields=('series',), name='standard_one_open_version', violation_error_message='This standard already has a version without an end.'),
        ),
        migrations.AddConstraint(
            model_name='destinationstandard',
            constraint=models.UniqueConstraint(condition=models.Q(('series', ''), _negated=True), fields=('series', 'valid_from'), name='standard_version_once'),
        ),
        migrations.AddConstraint(
            model_name='destinationstandard',
            constraint=models.CheckConstraint(condition=models.Q(('min_age', None), ('max_age', None), ('max_age__gte', models.F('min_age')), _connector='OR'), name='standard_ages_are_ordered', violation_error_message='The oldest age must not be below the youngest.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='destinationstandard',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "competencies_destinationstandardevent" ("contract_months", "country_id", "created_at", "id", "max_age", "min_age", "min_education", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "series", "sex", "source", "source_en", "source_url", "title_en", "title_id", "valid_from", "valid_to", "verified") VALUES (NEW."contract_months", NEW."country_id", NEW."created_at", NEW."id", NEW."max_age", NEW."min_age", NEW."min_education", NEW."occupation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."route", NEW."series", NEW."sex", NEW."source", NEW."source_en", NEW."source_url", NEW."title_en", NEW."title_id", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='baf2ae1e03cd53623a4607bc5c022e5056611831', operation='INSERT', pgid='pgtrigger_insert_insert_1fa31', table='competencies_destinationstandard', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='destinationstandard',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "competencies_destinationstandardevent" ("contract_months", "country_id", "created_at", "id", "max_age", "min_age", "min_education", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "series", "sex", "source", "source_en", "source_url", "title_en", "title_id", "valid_from", "valid_to", "verified") VALUES (NEW."contract_months", NEW."country_id", NEW."created_at", NEW."id", NEW."max_age", NEW."min_age", NEW."min_education", NEW."occupation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."route", NEW."series", NEW."sex", NEW."source", NEW."source_en", NEW."source_url", NEW."title_en", NEW."title_id", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='2d00ab5a11ca014bd8f3ef477e13c5c5612bdceb', operation='UPDATE', pgid='pgtrigger_update_update_e700d', table='competencies_destinationstandard', when='AFTER')),
        ),
    ]
