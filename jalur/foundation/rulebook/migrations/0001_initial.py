

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('competencies', '0001_initial'),
        ('geography', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='CostItem',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name_id', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
            ],
            options={
                'verbose_name': 'cost item',
            },
        ),
        migrations.CreateModel(
            name='LegalSource',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('kind', models.CharField(blank=True, choices=[('law', 'law'), ('government_regulation', 'government regulation'), ('presidential_regulation', 'presidential regulation'), ('ministerial_regulation', 'ministerial regulation'), ('agency_regulation', 'agency regulation'), ('decree', 'decree')], max_length=30, verbose_name='kind')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('subject_en', models.CharField(blank=True, max_length=300, verbose_name='subject in English')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('status', models.CharField(blank=True, choices=[('in_force', 'in force'), ('amended', 'in force, amended'), ('replaced', 'replaced'), ('uncertain', 'status not known')], max_length=200, verbose_name='status')),
                ('changed_by', models.CharField(blank=True, max_length=200, verbose_name='changed or replaced by')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
            ],
            options={
                'verbose_name': 'legal source',
            },
        ),
        migrations.CreateModel(
            name='AgeRule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('purpose', models.CharField(choices=[('placement', 'placement'), ('training', 'training')], max_length=10, verbose_name='purpose')),
                ('employer_type', models.CharField(blank=True, choices=[('legal_entity', 'legal entity'), ('individual', 'individual or household')], max_length=20, verbose_name='employer')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='geography.country', verbose_name='destination')),
                ('occupation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='competencies.occupation', verbose_name='occupation')),
                ('legal_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'verbose_name': 'age rule',
            },
        ),
        migrations.CreateModel(
            name='DestinationRule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('employer_type', models.CharField(blank=True, choices=[('legal_entity', 'legal entity'), ('individual', 'individual or household')], max_length=20, verbose_name='employer')),
                ('route', models.CharField(blank=True, choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('status', models.CharField(choices=[('open', 'open'), ('paused', 'paused'), ('forbidden', 'forbidden')], max_length=10, verbose_name='status')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='geography.country', verbose_name='destination')),
                ('occupation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='competencies.occupation', verbose_name='occupation')),
                ('legal_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'verbose_name': 'destination rule',
            },
        ),
        migrations.CreateModel(
            name='DestinationRuleEvent',
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
                ('employer_type', models.CharField(blank=True, choices=[('legal_entity', 'legal entity'), ('individual', 'individual or household')], max_length=20, verbose_name='employer')),
                ('route', models.CharField(blank=True, choices=[('P_TO_P', 'private to private'), ('G_TO_G', 'government to government'), ('G_TO_P', 'government to private employer'), ('UKPS', "for the company's own interest"), ('SELF_PLACED', 'self-placed (perseorangan)'), ('EXTENSION', 'extension of a contract')], max_length=20, verbose_name='route')),
                ('status', models.CharField(choices=[('open', 'open'), ('paused', 'paused'), ('forbidden', 'forbidden')], max_length=10, verbose_name='status')),
                ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.country', verbose_name='destination')),
                ('occupation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.occupation', verbose_name='occupation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rulebook.destinationrule')),
                ('legal_source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CostRule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('worker_may_pay', models.BooleanField(verbose_name='the worker may be charged')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='rulebook.costitem', verbose_name='cost item')),
                ('occupation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='competencies.occupation', verbose_name='occupation')),
                ('legal_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'verbose_name': 'cost rule',
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('phase', models.CharField(choices=[('before', 'before departure'), ('during', 'while working and after')], max_length=10, verbose_name='when')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months covered')),
                ('amount', models.PositiveIntegerField(verbose_name='amount (Rp)')),
                ('is_monthly', models.BooleanField(default=False, verbose_name='for each further month')),
                ('legal_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'verbose_name': 'contribution',
            },
        ),
        migrations.CreateModel(
            name='AgeRuleEvent',
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
                ('purpose', models.CharField(choices=[('placement', 'placement'), ('training', 'training')], max_length=10, verbose_name='purpose')),
                ('employer_type', models.CharField(blank=True, choices=[('legal_entity', 'legal entity'), ('individual', 'individual or household')], max_length=20, verbose_name='employer')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.country', verbose_name='destination')),
                ('occupation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.occupation', verbose_name='occupation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rulebook.agerule')),
                ('legal_source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rulebook.legalsource', verbose_name='legal source')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='destinationruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='243e774ca88ad28152ebc7dfc9832b20c38ace3e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6419', table='rulebook_destinationruleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='destinationrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='destination_rule_period_is_ordered', violation_error_message='The end of a period must be after its start.'),
        ),
        migrations.AddConstraint(
            model_name='destinationrule',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('country', 'occupation', 'employer_type', 'route'), name='destination_rule_one_open', nulls_distinct=False, violation_error_message="There is already a rule without an end date for this question."),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='destinationrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rulebook_destinationruleevent" ("country_id", "created_at", "employer_type", "id", "legal_source_id", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "source", "source_en", "source_url", "status", "valid_from", "valid_to", "verified") VALUES (NEW."country_id", NEW."created_at", NEW."employer_type", NEW."id", NEW."legal_source_id", NEW."occupation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."route", NEW."source", NEW."source_en", NEW."source_url", NEW."status", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='9894af5e0ca372947bbd2ff3480ccbc5d22e4b0f', operation='INSERT', pgid='pgtrigger_insert_insert_09b15', table='rulebook_destinationrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='destinationrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rulebook_destinationruleevent" ("country_id", "created_at", "employer_type", "id", "legal_source_id", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "route", "source", "source_en", "source_url", "status", "valid_from", "valid_to", "verified") VALUES (NEW."country_id", NEW."created_at", NEW."employer_type", NEW."id", NEW."legal_source_id", NEW."occupation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."route", NEW."source", NEW."source_en", NEW."source_url", NEW."status", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='346b0b70b223d9360ef16df21cefc80ccdae6a64', operation='UPDATE', pgid='pgtrigger_update_update_caeda', table='rulebook_destinationrule', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='costrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='cost_rule_period_is_ordered', violation_error_message='The end of a period must be after its start.'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='contribution_period_is_ordered', violation_error_message='The end of a period must be after its start.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ageruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7fc92ca2bb0e1fb4372da13ed43b122edc31c5f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b6c51', table='rulebook_ageruleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agerule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='age_rule_period_is_ordered', violation_error_message='The end of a period must be after its start.'),
        ),
        migrations.AddConstraint(
            model_name='agerule',
            constraint=models.CheckConstraint(condition=models.Q(('min_age', None), ('max_age', None), ('max_age__gte', models.F('min_age')), _connector='OR'), name='age_rule_is_ordered', violation_error_message='The oldest age must not be below the youngest.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agerule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rulebook_ageruleevent" ("country_id", "created_at", "employer_type", "id", "legal_source_id", "max_age", "min_age", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source", "source_en", "source_url", "valid_from", "valid_to", "verified") VALUES (NEW."country_id", NEW."created_at", NEW."employer_type", NEW."id", NEW."legal_source_id", NEW."max_age", NEW."min_age", NEW."occupation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."source", NEW."source_en", NEW."source_url", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='08b906220d777242f2127f22761033fc07659600', operation='INSERT', pgid='pgtrigger_insert_insert_b1cb9', table='rulebook_agerule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agerule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rulebook_ageruleevent" ("country_id", "created_at", "employer_type", "id", "legal_source_id", "max_age", "min_age", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source", "source_en", "source_url", "valid_from", "valid_to", "verified") VALUES (NEW."country_id", NEW."created_at", NEW."employer_type", NEW."id", NEW."legal_source_id", NEW."max_age", NEW."min_age", NEW."occupation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."source", NEW."source_en", NEW."source_url", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='d25809698a57f50498d0a96db2e126facb4851e6', operation='UPDATE', pgid='pgtrigger_update_update_6f450', table='rulebook_agerule', when='AFTER')),
        ),
    ]
