

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('candidates', '0001_initial'),
        ('competencies', '0001_initial'),
        ('geography', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='candidate',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='candidate', to='people.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='registered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='registered at'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person', verbose_name='person'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='candidates.candidate'),
        ),
        migrations.AddField(
            model_name='candidateevent',
            name='registered_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='registered at'),
        ),
        migrations.AddField(
            model_name='candidateimport',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='candidateimport',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='heldcompetency',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='heldcompetency',
            name='competency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competencies.competency', verbose_name='competency'),
        ),
        migrations.AddField(
            model_name='heldcompetency',
            name='confirmed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='heldcompetencyevent',
            name='candidate',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='heldcompetencyevent',
            name='competency',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.competency', verbose_name='competency'),
        ),
        migrations.AddField(
            model_name='heldcompetencyevent',
            name='confirmed_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='heldcompetencyevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='heldcompetencyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='candidates.heldcompetency'),
        ),
        migrations.AddField(
            model_name='wish',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='wish',
            name='country',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='destination'),
        ),
        migrations.AddField(
            model_name='wish',
            name='occupation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competencies.occupation', verbose_name='occupation'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gte', 0)), name='candidate_weight_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('education__lte', 9)), name='candidate_education_on_ladder'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='candidate_withdrawal_has_reason', violation_error_message='Say why the candidate withdraws.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "candidates_candidateevent" ("any_destination", "available_from", "created_at", "education", "id", "number", "opted_out_of_planning_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "state", "weight", "withdrawal_reason", "withdrawn_on") VALUES (NEW."any_destination", NEW."available_from", NEW."created_at", NEW."education", NEW."id", NEW."number", NEW."opted_out_of_planning_at", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registered_by_id", NEW."state", NEW."weight", NEW."withdrawal_reason", NEW."withdrawn_on"); RETURN NULL;', hash='574fb226b4be7cecc1971d556647ad6095311bb8', operation='INSERT', pgid='pgtrigger_insert_insert_f5e2b', table='candidates_candidate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "candidates_candidateevent" ("any_destination", "available_from", "created_at", "education", "id", "number", "opted_out_of_planning_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_by_id", "state", "weight", "withdrawal_reason", "withdrawn_on") VALUES (NEW."any_destination", NEW."available_from", NEW."created_at", NEW."education", NEW."id", NEW."number", NEW."opted_out_of_planning_at", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registered_by_id", NEW."state", NEW."weight", NEW."withdrawal_reason", NEW."withdrawn_on"); RETURN NULL;', hash='20ea866cd9cff4ea496869f744f4d0825819e491', operation='UPDATE', pgid='pgtrigger_update_update_23607', table='candidates_candidate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='candidateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='902f8e71641ff329619a8787fc7138e51c439e99', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a08bb', table='candidates_candidateevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='heldcompetency',
            constraint=models.UniqueConstraint(fields=('candidate', 'competency'), name='held_competency_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldcompetency',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "candidates_heldcompetencyevent" ("candidate_id", "competency_id", "confirmed_at", "confirmed_by_id", "created_at", "evidence", "evidence_note", "expires_on", "id", "obtained_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."candidate_id", NEW."competency_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."evidence", NEW."evidence_note", NEW."expires_on", NEW."id", NEW."obtained_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='5578989e1135cc6d27ae63dcad0b7226757ebc19', operation='INSERT', pgid='pgtrigger_insert_insert_520e3', table='candidates_heldcompetency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldcompetency',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "candidates_heldcompetencyevent" ("candidate_id", "competency_id", "confirmed_at", "confirmed_by_id", "created_at", "evidence", "evidence_note", "expires_on", "id", "obtained_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."candidate_id", NEW."competency_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."created_at", NEW."evidence", NEW."evidence_note", NEW."expires_on", NEW."id", NEW."obtained_on", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='6a364eeff3da47930994a69fa3275109d173444f', operation='UPDATE', pgid='pgtrigger_update_update_493e5', table='candidates_heldcompetency', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldcompetencyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='30ab3d11abe61db1fe59c8ea1494599d90f64088', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_974ce', table='candidates_heldcompetencyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('candidate', 'country', 'occupation'), name='wish_once', nulls_distinct=False),
        ),
    ]
