

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
        ('organisations', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=120, verbose_name='full name (as on the KTP)')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('sex', models.CharField(choices=[('F', 'woman'), ('M', 'man')], max_length=1, verbose_name='sex')),
                ('national_id_sealed', models.BinaryField(null=True)),
                ('national_id_index', models.BinaryField(db_index=True, null=True)),
                ('national_id_tail', models.CharField(blank=True, editable=False, max_length=4)),
                ('national_id_warnings', models.JSONField(default=list, editable=False)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('name_folded', models.CharField(blank=True, editable=False, max_length=120)),
                ('account', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.person', verbose_name='same person as')),
                ('residence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='geography.place', verbose_name='place of residence')),
                ('served_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'person',
            },
        ),
        migrations.CreateModel(
            name='Duplicate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.CharField(choices=[('national_id', 'the same NIK'), ('name_and_birth_date', 'the same name, birth date and sex')], max_length=40, verbose_name='why')),
                ('status', models.CharField(choices=[('open', 'to be decided'), ('same', 'the same person'), ('different', 'different people')], default='open', max_length=10, verbose_name='status')),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name': 'possible duplicate',
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=120, verbose_name='full name (as on the KTP)')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('sex', models.CharField(choices=[('F', 'woman'), ('M', 'man')], max_length=1, verbose_name='sex')),
                ('national_id_sealed', models.BinaryField(null=True)),
                ('national_id_index', models.BinaryField(null=True)),
                ('national_id_tail', models.CharField(blank=True, editable=False, max_length=4)),
                ('national_id_warnings', models.JSONField(default=list, editable=False)),
                ('phone_sealed', models.BinaryField(null=True)),
                ('name_folded', models.CharField(blank=True, editable=False, max_length=120)),
                ('account', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('merged_into', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person', verbose_name='same person as')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.person')),
                ('residence', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='geography.place', verbose_name='place of residence')),
                ('served_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['birth_date', 'name_folded'], name='person_name_and_birth'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_merged_into_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("account_id", "birth_date", "created_at", "id", "merged_into_id", "name", "name_folded", "national_id_index", "national_id_sealed", "national_id_tail", "national_id_warnings", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_sealed", "residence_id", "served_by_id", "sex") VALUES (NEW."account_id", NEW."birth_date", NEW."created_at", NEW."id", NEW."merged_into_id", NEW."name", NEW."name_folded", NEW."national_id_index", NEW."national_id_sealed", NEW."national_id_tail", NEW."national_id_warnings", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone_sealed", NEW."residence_id", NEW."served_by_id", NEW."sex"); RETURN NULL;', hash='780ced22ba9c8848e44e8bf991cb98cb0c8391d1', operation='INSERT', pgid='pgtrigger_insert_insert_65688', table='people_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_personevent" ("account_id", "birth_date", "created_at", "id", "merged_into_id", "name", "name_folded", "national_id_index", "national_id_sealed", "national_id_tail", "national_id_warnings", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_sealed", "residence_id", "served_by_id", "sex") VALUES (NEW."account_id", NEW."birth_date", NEW."created_at", NEW."id", NEW."merged_into_id", NEW."name", NEW."name_folded", NEW."national_id_index", NEW."national_id_sealed", NEW."national_id_tail", NEW."national_id_warnings", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone_sealed", NEW."residence_id", NEW."served_by_id", NEW."sex"); RETURN NULL;', hash='8467341545df45c334a1f4ee7b943dd7e3693991', operation='UPDATE', pgid='pgtrigger_update_update_de829', table='people_person', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='duplicate_pair_once'),
        ),
        migrations.AddConstraint(
            model_name='duplicate',
            constraint=models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='duplicate_of_another'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='35abda29df77c17d89d5efdc2f5d2acf63e59c13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1d49f', table='people_personevent', when='BEFORE')),
        ),
    ]
