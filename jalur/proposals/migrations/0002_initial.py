

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('candidates', '0002_initial'),
        ('geography', '0001_initial'),
        ('job_orders', '0003_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('proposals', '0001_initial'),
        ('training', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='intakeprice',
            name='intake',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.intake'),
        ),
        migrations.AddField(
            model_name='orderprice',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='job_orders.joborder'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='job_orders.joborder', verbose_name='job order'),
        ),
        migrations.AddField(
            model_name='bulkitem',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='proposals.proposal', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='candidate',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='decided_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='order',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='job_orders.joborder', verbose_name='job order'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='proposalstep',
            name='intake',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.intake'),
        ),
        migrations.AddField(
            model_name='proposalstep',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='proposals.proposal'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='intakes',
            field=models.ManyToManyField(related_name='+', through='proposals.ProposalStep', to='training.intake'),
        ),
        migrations.AddField(
            model_name='run',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.place', verbose_name='for the people of'),
        ),
        migrations.AddField(
            model_name='run',
            name='requested_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name="requested by"),
        ),
        migrations.AddField(
            model_name='proposalevent',
            name='run',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='proposals.run', verbose_name='plan run'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='proposals.run', verbose_name='plan run'),
        ),
        migrations.AddField(
            model_name='orderprice',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='order_prices', to='proposals.run'),
        ),
        migrations.AddField(
            model_name='intakeprice',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intake_prices', to='proposals.run'),
        ),
        migrations.AddConstraint(
            model_name='bulkitem',
            constraint=models.UniqueConstraint(fields=('decision', 'proposal'), name='bulk_item_once'),
        ),
        migrations.AddConstraint(
            model_name='proposalstep',
            constraint=models.UniqueConstraint(fields=('proposal', 'position'), name='proposal_step_once'),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(fields=['-created_at'], name='proposals_r_created_af3a95_idx'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running'))), fields=('place',), name='run_one_at_a_time', nulls_distinct=False, violation_error_message='A plan for this region is being made already. Wait for it or stop it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposalevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e7c562075db5579e33a7ce747a41ab7a3fedb757', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_03e70', table='proposals_proposalevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['candidate', 'state'], name='proposals_p_candida_414d3a_idx'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('run', 'candidate'), name='proposal_one_path'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal_reason', ''), _negated=True), _connector='OR'), name='proposal_refusal_has_reason', violation_error_message='Say why the proposal is refused.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "proposals_proposalevent" ("candidate_id", "created_at", "decided_at", "decided_by_id", "decided_on", "id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "refusal_note", "refusal_reason", "run_id", "state", "value") VALUES (NEW."candidate_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."id", NEW."order_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reasons", NEW."refusal_note", NEW."refusal_reason", NEW."run_id", NEW."state", NEW."value"); RETURN NULL;', hash='0521ce9d1044681e4bb0832b729514c7c5dc5008', operation='INSERT', pgid='pgtrigger_insert_insert_25461', table='proposals_proposal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "proposals_proposalevent" ("candidate_id", "created_at", "decided_at", "decided_by_id", "decided_on", "id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "refusal_note", "refusal_reason", "run_id", "state", "value") VALUES (NEW."candidate_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."id", NEW."order_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reasons", NEW."refusal_note", NEW."refusal_reason", NEW."run_id", NEW."state", NEW."value"); RETURN NULL;', hash='689200f2b8a85b608c0ac91e2d70e1151955b081', operation='UPDATE', pgid='pgtrigger_update_update_e91a6', table='proposals_proposal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='orderprice',
            constraint=models.UniqueConstraint(fields=('run', 'order'), name='order_price_once'),
        ),
        migrations.AddConstraint(
            model_name='intakeprice',
            constraint=models.UniqueConstraint(fields=('run', 'intake'), name='intake_price_once'),
        ),
    ]
