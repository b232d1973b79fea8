

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='when')),
                ('event', models.CharField(max_length=80, verbose_name='what')),
                ('role', models.CharField(max_length=40, verbose_name='as')),
                ('organisation_id', models.UUIDField(null=True)),
                ('subject_table', models.CharField(max_length=60)),
                ('subject_key', models.CharField(max_length=64)),
                ('person_id', models.UUIDField(db_index=True, null=True)),
                ('place_code', models.CharField(blank=True, max_length=13)),
                ('detail', models.JSONField(default=dict, help_text='codes, counts and field names; never personal data')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'event',
                'indexes': [models.Index(fields=['subject_table', 'subject_key', 'at'], name='history_eve_subject_b47b21_idx')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='events_stand', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bde2056f2a1210832dade0f479a30dcb5be03b9a', operation='UPDATE OR DELETE', pgid='pgtrigger_events_stand_b0d9b', table='history_event', when='BEFORE')),
        ),
    ]
