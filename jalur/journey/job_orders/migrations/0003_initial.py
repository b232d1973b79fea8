

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('candidates', '0002_initial'),
        ('competencies', '0001_initial'),
        ('geography', '0001_initial'),
        ('job_orders', '0002_initial'),
        ('organisations', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('rulebook', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='joborder',
            name='destination_rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebook.destinationrule', verbose_name='destination rule applied'),
        ),
        migrations.AddField(
            model_name='joborder',
            name='employer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='job_orders.employer', verbose_name='employer'),
        ),
        migrations.AddField(
            model_name='joborder',
            name='occupation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='job_orders', to='competencies.occupation', verbose_name='occupation'),
        ),
        migrations.AddField(
            model_name='joborder',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='partner agency abroad'),
        ),
        migrations.AddField(
            model_name='joborder',
            name='standard',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='competencies.destinationstandard', verbose_name='destination standard'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='company',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='placement company (P3MI)'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='destination',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.country', verbose_name='destination'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='destination_rule',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rulebook.destinationrule', verbose_name='destination rule applied'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='employer',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='job_orders.employer', verbose_name='employer'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='occupation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.occupation', verbose_name='occupation'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='partner agency abroad'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='job_orders.joborder'),
        ),
        migrations.AddField(
            model_name='joborderevent',
            name='standard',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='competencies.destinationstandard', verbose_name='destination standard'),
        ),
        migrations.AddField(
            model_name='orderrequirement',
            name='competency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='competencies.competency'),
        ),
        migrations.AddField(
            model_name='orderrequirement',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='job_orders.joborder'),
        ),
        migrations.AddField(
            model_name='joborder',
            name='requirements',
            field=models.ManyToManyField(related_name='asked_by_orders', through='job_orders.OrderRequirement', to='competencies.competency'),
        ),
        migrations.AddField(
            model_name='reservation',
            name='candidate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='reservation',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='job_orders.joborder', verbose_name='job order'),
        ),
        migrations.AddField(
            model_name='reservationevent',
            name='candidate',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidate', verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='reservationevent',
            name='order',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='job_orders.joborder', verbose_name='job order'),
        ),
        migrations.AddField(
            model_name='reservationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='reservationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='job_orders.reservation'),
        ),
        migrations.AddConstraint(
            model_name='employer',
            constraint=models.UniqueConstraint(fields=('name', 'country', 'city'), name='employer_once', violation_error_message='This employer is already registered in this city.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joborderevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ade15be48073a1f7c3e47f54cb6c792833e7c3cd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e6232', table='job_orders_joborderevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='orderrequirement',
            constraint=models.UniqueConstraint(fields=('order', 'competency'), name='order_requirement_once'),
        ),
        migrations.AddIndex(
            model_name='joborder',
            index=models.Index(fields=['state', 'ready_by'], name='job_order_state_ready_by'),
        ),
        migrations.AddIndex(
            model_name='joborder',
            index=models.Index(fields=['destination', 'occupation'], name='job_order_destination_job'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__lte', models.F('openings'))), name='job_order_not_overfilled', violation_error_message='This job order has no opening left.'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(('min_age__isnull', True), ('max_age__isnull', True), ('min_age__lte', models.F('max_age')), _connector='OR'), name='job_order_ages_are_ordered', violation_error_message='The youngest age must not be above the oldest.'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='job_order_value_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(('openings__gt', 0)), name='job_order_has_openings', violation_error_message='Ask for at least one person.'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal_reason', ''), _negated=True), _connector='OR'), name='job_order_refusal_has_reason', violation_error_message='Say why the order is refused.'),
        ),
        migrations.AddConstraint(
            model_name='joborder',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'closed'), ('close_reason', ''), _connector='OR'), name='job_order_close_reason_when_closed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joborder',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "job_orders_joborderevent" ("close_reason", "closed_at", "company_id", "contract_months", "created_at", "decided_at", "decided_by_id", "destination_id", "destination_rule_id", "employer_id", "id", "max_age", "min_age", "min_education", "monthly_pay", "number", "occupation_id", "openings", "partner_id", "pay_currency", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_by", "refusal_reason", "reserved", "route", "sex", "standard_id", "state", "submitted_at", "title", "value") VALUES (NEW."close_reason", NEW."closed_at", NEW."company_id", NEW."contract_months", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."destination_id", NEW."destination_rule_id", NEW."employer_id", NEW."id", NEW."max_age", NEW."min_age", NEW."min_education", NEW."monthly_pay", NEW."number", NEW."occupation_id", NEW."openings", NEW."partner_id", NEW."pay_currency", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."ready_by", NEW."refusal_reason", NEW."reserved", NEW."route", NEW."sex", NEW."standard_id", NEW."state", NEW."submitted_at", NEW."title", NEW."value"); RETURN NULL;', hash='f27d4594b45d5f7fcabca8b433b90b000a9dcc79', operation='INSERT', pgid='pgtrigger_insert_insert_1332a', table='job_orders_joborder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='joborder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "job_orders_joborderevent" ("close_reason", "closed_at", "company_id", "contract_months", "created_at", "decided_at", "decided_by_id", "destination_id", "destination_rule_id", "employer_id", "id", "max_age", "min_age", "min_education", "monthly_pay", "number", "occupation_id", "openings", "partner_id", "pay_currency", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_by", "refusal_reason", "reserved", "route", "sex", "standard_id", "state", "submitted_at", "title", "value") VALUES (NEW."close_reason", NEW."closed_at", NEW."company_id", NEW."contract_months", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."destination_id", NEW."destination_rule_id", NEW."employer_id", NEW."id", NEW."max_age", NEW."min_age", NEW."min_education", NEW."monthly_pay", NEW."number", NEW."occupation_id", NEW."openings", NEW."partner_id", NEW."pay_currency", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."ready_by", NEW."refusal_reason", NEW."reserved", NEW."route", NEW."sex", NEW."standard_id", NEW."state", NEW."submitted_at", NEW."title", NEW."value"); RETURN NULL;', hash='c16cdeb0b4110f99e1e69177c4a622248ca0265b', operation='UPDATE', pgid='pgtrigger_update_update_a5071', table='job_orders_joborder', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('candidate',), name='reservation_one_held_opening', violation_error_message='This candidate already holds an opening.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reservation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "job_orders_reservationevent" ("candidate_id", "created_at", "id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_reason", "released_at") VALUES (NEW."candidate_id", NEW."created_at", NEW."id", NEW."order_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_reason", NEW."released_at"); RETURN NULL;', hash='2804ef40c440dd8daf26f805a4ac8bf97bd5ecb5', operation='INSERT', pgid='pgtrigger_insert_insert_669a6', table='job_orders_reservation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reservation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "job_orders_reservationevent" ("candidate_id", "created_at", "id", "order_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_reason", "released_at") VALUES (NEW."candidate_id", NEW."created_at", NEW."id", NEW."order_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_reason", NEW."released_at"); RETURN NULL;', hash='8e2174f2643985209ce19be239af191b67b2e55f', operation='UPDATE', pgid='pgtrigger_update_update_15256', table='job_orders_reservation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reservationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ddab9bd24addf9b77c599700e484df4daa6f7d4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e053b', table='job_orders_reservationevent', when='BEFORE')),
        ),
    ]
