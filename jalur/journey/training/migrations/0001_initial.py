

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('candidates', '0002_initial'),
        ('competencies', '0001_initial'),
        ('geography', '0001_initial'),
        ('organisations', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('enrolled', 'enrolled'), ('withdrawn', 'withdrawn'), ('completed', 'completed'), ('not_yet', 'not yet competent')], default='enrolled', max_length=20, verbose_name='state')),
                ('left_reason', models.CharField(blank=True, max_length=200, verbose_name='why withdrawn')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='candidates.candidate', verbose_name='candidate')),
            ],
            options={
                'verbose_name': 'enrolment',
            },
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='class number')),
                ('state', models.CharField(choices=[('planned', 'open for enrolment'), ('running', 'running'), ('finished', 'finished'), ('cancelled', 'cancelled')], default='planned', max_length=20, verbose_name='state')),
                ('reach', models.CharField(choices=[('regency', 'residents of the regency and neighbours within daily travel'), ('province', 'residents of the province (boarding)'), ('national', 'everybody (boarding)')], max_length=10, verbose_name='who can come')),
                ('seats', models.PositiveIntegerField(verbose_name='seats')),
                ('taken', models.PositiveIntegerField(default=0, verbose_name='seats taken')),
                ('starts', models.DateField(verbose_name='starts')),
                ('ends', models.DateField(verbose_name='ends')),
                ('cost', models.DecimalField(decimal_places=0, default=0, max_digits=14, verbose_name='cost per seat (Rp)')),
                ('pass_rate', models.DecimalField(decimal_places=3, default=1, max_digits=4, verbose_name='share that passes')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='why cancelled')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.place', verbose_name='regency')),
            ],
            options={
                'verbose_name': 'class',
            },
        ),
        migrations.CreateModel(
            name='EnrolmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('state', models.CharField(choices=[('enrolled', 'enrolled'), ('withdrawn', 'withdrawn'), ('completed', 'completed'), ('not_yet', 'not yet competent')], default='enrolled', max_length=20, verbose_name='state')),
                ('left_reason', models.CharField(blank=True, max_length=200, verbose_name='why withdrawn')),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidate', verbose_name='candidate')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='training.enrolment')),
                ('intake', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='training.intake', verbose_name='class')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='intake',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='training.intake', verbose_name='class'),
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('hours', models.PositiveIntegerField(blank=True, null=True, verbose_name='training hours (JP)')),
                ('min_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age (completed years)')),
                ('max_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age (completed years)')),
                ('min_education', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'primary school or less'), (1, 'junior secondary school (SMP)'), (2, 'senior or vocational secondary school (SMA, SMK)'), (3, 'diploma 1'), (4, 'diploma 2'), (5, 'diploma 3'), (6, 'bachelor or diploma 4'), (7, 'professional degree'), (8, 'master'), (9, 'doctor')], null=True, verbose_name='least schooling')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='no longer taught since')),
                ('prerequisites', models.ManyToManyField(blank=True, related_name='needed_by', to='competencies.competency', verbose_name='must be held before')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='organisations.organisation', verbose_name='institute')),
                ('teaches', models.ManyToManyField(related_name='taught_by', to='competencies.competency', verbose_name='teaches')),
            ],
            options={
                'verbose_name': 'programme',
            },
        ),
        migrations.CreateModel(
            name='IntakeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('number', models.CharField(max_length=30, verbose_name='class number')),
                ('state', models.CharField(choices=[('planned', 'open for enrolment'), ('running', 'running'), ('finished', 'finished'), ('cancelled', 'cancelled')], default='planned', max_length=20, verbose_name='state')),
                ('reach', models.CharField(choices=[('regency', 'residents of the regency and neighbours within daily travel'), ('province', 'residents of the province (boarding)'), ('national', 'everybody (boarding)')], max_length=10, verbose_name='who can come')),
                ('seats', models.PositiveIntegerField(verbose_name='seats')),
                ('taken', models.PositiveIntegerField(default=0, verbose_name='seats taken')),
                ('starts', models.DateField(verbose_name='starts')),
                ('ends', models.DateField(verbose_name='ends')),
                ('cost', models.DecimalField(decimal_places=0, default=0, max_digits=14, verbose_name='cost per seat (Rp)')),
                ('pass_rate', models.DecimalField(decimal_places=3, default=1, max_digits=4, verbose_name='share that passes')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='why cancelled')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='training.intake')),
                ('place', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.place', verbose_name='regency')),
                ('programme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='training.programme', verbose_name='programme')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='intake',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intakes', to='training.programme', verbose_name='programme'),
        ),
        migrations.CreateModel(
            name='TravelPair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.place', verbose_name='people of')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.place', verbose_name='can travel daily to')),
            ],
            options={
                'verbose_name': 'daily travel',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d0a0f937e2548a61687aee6abe2578b162c63b46', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8300', table='training_enrolmentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('intake', 'candidate'), name='enrolment_once', violation_error_message='This candidate already has a seat in this class.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "training_enrolmentevent" ("candidate_id", "created_at", "id", "intake_id", "left_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."candidate_id", NEW."created_at", NEW."id", NEW."intake_id", NEW."left_reason", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state"); RETURN NULL;', hash='70bcff7274229b6238ad9198b0e6a29fa1971b35', operation='INSERT', pgid='pgtrigger_insert_insert_c3fe7', table='training_enrolment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='enrolment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "training_enrolmentevent" ("candidate_id", "created_at", "id", "intake_id", "left_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state") VALUES (NEW."candidate_id", NEW."created_at", NEW."id", NEW."intake_id", NEW."left_reason", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state"); RETURN NULL;', hash='6657dc6d0bad6c02aa6a7596aa10229ebdcd6ce4', operation='UPDATE', pgid='pgtrigger_update_update_39c3a', table='training_enrolment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('min_age__isnull', True), ('max_age__isnull', True), ('min_age__lte', models.F('max_age')), _connector='OR'), name='programme_ages_are_ordered', violation_error_message='The youngest age must not be above the oldest.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intakeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ed41bac271a73fff8475878e853db6257a98f50', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_76373', table='training_intakeevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='intake',
            index=models.Index(fields=['state', 'starts'], name='intake_state_starts'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('seats'))), name='intake_not_oversold', violation_error_message='No seat is left in this class.'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='intake_ends_after_start', violation_error_message='A class ends on or after the day it starts.'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(('pass_rate__gt', 0), ('pass_rate__lte', 1)), name='intake_pass_rate', violation_error_message="The pass rate must be above 0 and at most 1."),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(('seats__gt', 0)), name='intake_has_seats', violation_error_message='A class has at least one seat.'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='intake_cost_is_not_negative', violation_error_message='The cost is at least Rp0.'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='intake_cancellation_has_reason', violation_error_message='Say why the class is cancelled.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intake',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "training_intakeevent" ("cancel_reason", "cost", "created_at", "ends", "id", "number", "pass_rate", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "programme_id", "reach", "seats", "starts", "state", "taken") VALUES (NEW."cancel_reason", NEW."cost", NEW."created_at", NEW."ends", NEW."id", NEW."number", NEW."pass_rate", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."programme_id", NEW."reach", NEW."seats", NEW."starts", NEW."state", NEW."taken"); RETURN NULL;', hash='37994233d23d0c52134177d15e77bd47854468ac', operation='INSERT', pgid='pgtrigger_insert_insert_7bfdf', table='training_intake', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intake',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "training_intakeevent" ("cancel_reason", "cost", "created_at", "ends", "id", "number", "pass_rate", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "programme_id", "reach", "seats", "starts", "state", "taken") VALUES (NEW."cancel_reason", NEW."cost", NEW."created_at", NEW."ends", NEW."id", NEW."number", NEW."pass_rate", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."programme_id", NEW."reach", NEW."seats", NEW."starts", NEW."state", NEW."taken"); RETURN NULL;', hash='4d0cc2d0a62e0f47f05af5a993c1fc881bd80125', operation='UPDATE', pgid='pgtrigger_update_update_ab0af', table='training_intake', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='travelpair',
            constraint=models.UniqueConstraint(fields=('home', 'venue'), name='travel_pair_once'),
        ),
        migrations.AddConstraint(
            model_name='travelpair',
            constraint=models.CheckConstraint(condition=models.Q(('home', models.F('venue')), _negated=True), name='travel_pair_of_two'),
        ),
    ]
