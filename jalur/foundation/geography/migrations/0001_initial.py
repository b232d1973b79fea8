

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Country',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='code')),
                ('alpha3', models.CharField(max_length=3, unique=True)),
                ('numeric', models.CharField(max_length=3)),
                ('name_id', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('region', models.CharField(blank=True, choices=[('east_asia', 'East Asia'), ('southeast_asia', 'Southeast Asia'), ('south_asia', 'South Asia'), ('central_asia', 'Central Asia'), ('middle_east', 'Middle East'), ('europe', 'Europe'), ('africa', 'Africa'), ('americas', 'the Americas'), ('oceania', 'Oceania'), ('antarctica', 'Antarctica')], max_length=20, verbose_name='part of the world')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency (ISO 4217)')),
            ],
            options={
                'verbose_name': 'country',
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid until (first day no longer valid)')),
                ('source', models.TextField(blank=True, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the source')),
                ('source_en', models.TextField(blank=True)),
                ('code', models.CharField(max_length=13, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'province'), (2, 'regency or city'), (3, 'district'), (4, 'village')], verbose_name='level')),
                ('kind', models.CharField(choices=[('province', 'province'), ('regency', 'regency'), ('city', 'city'), ('district', 'district'), ('desa', 'desa'), ('kelurahan', 'kelurahan'), ('desa_adat', 'desa adat')], max_length=20, verbose_name='kind')),
                ('women', models.PositiveIntegerField(null=True, verbose_name='women')),
                ('men', models.PositiveIntegerField(null=True, verbose_name='men')),
                ('population_on', models.DateField(null=True, verbose_name='population counted on')),
                ('area_km2', models.FloatField(null=True, verbose_name='area (km²)')),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='geography.place', verbose_name='part of')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='geography.place', verbose_name='became')),
            ],
            options={
                'verbose_name': 'place',
                'indexes': [models.Index(fields=['code'], name='place_code_prefix', opclasses=['varchar_pattern_ops']), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', config='simple'), name='place_name_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='place_period_is_ordered', violation_error_message='The end of a period must be after its start.'), models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent', None)), models.Q(('code__startswith', django.db.models.functions.text.Concat(models.F('parent'), models.Value('.'))), ('level__gt', 1)), _connector='OR'), name='place_code_continues_parent', violation_error_message='The code of a place starts with the code of what it is part of.'), models.CheckConstraint(condition=models.Q(('successor', None), ('valid_to__isnull', False), _connector='OR'), name='place_successor_needs_end', violation_error_message='A place that became another one has a last day.')],
            },
        ),
    ]
