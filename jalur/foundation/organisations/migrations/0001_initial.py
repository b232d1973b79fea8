

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('geography', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('kind', models.CharField(choices=[('company_licence', 'company licence (SIP3MI)'), ('provider_licence', 'training licence (LPK)'), ('provider_accreditation', 'training accreditation'), ('certification_licence', 'certification licence (BNSP)')], max_length=30, verbose_name='kind')),
                ('number', models.CharField(max_length=80, verbose_name='number')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='revoked on')),
            ],
            options={
                'verbose_name': 'licence',
                'ordering': ['-valid_from', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('assessor', 'assessor'), ('company_officer', 'company_officer'), ('instructor', 'instructor'), ('labour_attache', 'labour_attache'), ('labour_officer', 'labour_officer'), ('ministry_analyst', 'ministry_analyst'), ('training_manager', 'training_manager'), ('village_officer', 'village_officer')], max_length=40, verbose_name='role')),
                ('is_administrator', models.BooleanField(default=False, verbose_name="keeps the organisation's members")),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'membership',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('ministry', 'ministry (KP2MI)'), ('regional_service_office', 'regional service office (BP3MI)'), ('labour_office', 'labour office (Disnaker)'), ('one_stop_service', 'one-stop service (LTSA)'), ('village', 'village government'), ('training_centre', 'public training centre (BLK, UPTD)'), ('training_provider', 'private training provider (LPK)'), ('certification_body', 'certification body (LSP)'), ('placement_company', 'placement company (P3MI)'), ('partner_agency', 'overseas partner agency (Mitra Usaha)'), ('mission', 'mission abroad (Perwakilan RI)'), ('school', 'school (SMK)'), ('civil_society', 'civil-society organisation'), ('platform', 'platform operator')], max_length=30, verbose_name='kind')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='public phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='public e-mail')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.country', verbose_name='country')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='geography.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'organisation',
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('role', models.CharField(choices=[('administrator', 'administrator'), ('assessor', 'assessor'), ('company_officer', 'company_officer'), ('instructor', 'instructor'), ('labour_attache', 'labour_attache'), ('labour_officer', 'labour_officer'), ('ministry_analyst', 'ministry_analyst'), ('training_manager', 'training_manager'), ('village_officer', 'village_officer')], max_length=40, verbose_name='role')),
                ('is_administrator', models.BooleanField(default=False, verbose_name="keeps the organisation's members")),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisations.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='LicenceEvent',
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
                ('kind', models.CharField(choices=[('company_licence', 'company licence (SIP3MI)'), ('provider_licence', 'training licence (LPK)'), ('provider_accreditation', 'training accreditation'), ('certification_licence', 'certification licence (BNSP)')], max_length=30, verbose_name='kind')),
                ('number', models.CharField(max_length=80, verbose_name='number')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='revoked on')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.licence')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='licence',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='organisations.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(max_length=40, verbose_name='role')),
                ('is_administrator', models.BooleanField(default=False, verbose_name="keeps the organisation's members")),
                ('expires_on', models.DateField(verbose_name='works until (first day it no longer does)')),
                ('used_at', models.DateTimeField(null=True, verbose_name='invitation used')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='invitation withdrawn')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'invitation',
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('ministry', 'ministry (KP2MI)'), ('regional_service_office', 'regional service office (BP3MI)'), ('labour_office', 'labour office (Disnaker)'), ('one_stop_service', 'one-stop service (LTSA)'), ('village', 'village government'), ('training_centre', 'public training centre (BLK, UPTD)'), ('training_provider', 'private training provider (LPK)'), ('certification_body', 'certification body (LSP)'), ('placement_company', 'placement company (P3MI)'), ('partner_agency', 'overseas partner agency (Mitra Usaha)'), ('mission', 'mission abroad (Perwakilan RI)'), ('school', 'school (SMK)'), ('civil_society', 'civil-society organisation'), ('platform', 'platform operator')], max_length=30, verbose_name='kind')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='public phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='public e-mail')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('country', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.country', verbose_name='country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.place', verbose_name='place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('name', 'kind', 'place'), name='organisation_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_organisationevent" ("address", "closed_on", "country_id", "created_at", "email", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_id") VALUES (NEW."address", NEW."closed_on", NEW."country_id", NEW."created_at", NEW."email", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."place_id"); RETURN NULL;', hash='439e3323d04cf140b17bf23410a7aa5288653ce3', operation='INSERT', pgid='pgtrigger_insert_insert_040c9', table='organisations_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_organisationevent" ("address", "closed_on", "country_id", "created_at", "email", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_id") VALUES (NEW."address", NEW."closed_on", NEW."country_id", NEW."created_at", NEW."email", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."place_id"); RETURN NULL;', hash='24186396bd9ccfe02fded93fc89a28b08c285193', operation='UPDATE', pgid='pgtrigger_update_update_0b99b', table='organisations_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershipevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4cc7fa317e08ccd5435257e214c0adee8a67644b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8c259', table='organisations_membershipevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_period_is_ordered', violation_error_message='A membership cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('user', 'organisation', 'role'), name='membership_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_membershipevent" ("created_at", "id", "is_administrator", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."created_at", NEW."id", NEW."is_administrator", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='b120e8830be6599a64b5a509a3a6e2435b9757ed', operation='INSERT', pgid='pgtrigger_insert_insert_ea1f9', table='organisations_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_membershipevent" ("created_at", "id", "is_administrator", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_to") VALUES (NEW."created_at", NEW."id", NEW."is_administrator", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='f0275b5298cd36e9ad97a83a7541d26f7264f250', operation='UPDATE', pgid='pgtrigger_update_update_8973b', table='organisations_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licenceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='862465c2cf2148c072ae13acb66dc12f393a3fa8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8cf59', table='organisations_licenceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='licence_period_is_ordered', violation_error_message='The end of a period must be after its start.'),
        ),
        migrations.AddConstraint(
            model_name='licence',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='licence_number_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisations_licenceevent" ("created_at", "id", "kind", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_on", "source", "source_url", "valid_from", "valid_to", "verified") VALUES (NEW."created_at", NEW."id", NEW."kind", NEW."number", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_on", NEW."source", NEW."source_url", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='c7c03e5d17c56e47ce21324401eed6fc18ad7e4b', operation='INSERT', pgid='pgtrigger_insert_insert_a7533', table='organisations_licence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisations_licenceevent" ("created_at", "id", "kind", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_on", "source", "source_url", "valid_from", "valid_to", "verified") VALUES (NEW."created_at", NEW."id", NEW."kind", NEW."number", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_on", NEW."source", NEW."source_url", NEW."valid_from", NEW."valid_to", NEW."verified"); RETURN NULL;', hash='658e95ea9efbd04e7f3ca06512e475272d6ee4cf', operation='UPDATE', pgid='pgtrigger_update_update_aca4c', table='organisations_licence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='13eb6e28966182a08694bfb06589ddaadb2672fe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c38e9', table='organisations_organisationevent', when='BEFORE')),
        ),
    ]
