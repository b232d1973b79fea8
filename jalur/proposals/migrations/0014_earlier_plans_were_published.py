"""Plans made before there were drafts reached everybody at once: each gets a name, and a publication of its own."""

from django.db import migrations

NAMES = """
UPDATE proposals_run run SET name = 'Rencana ' || coalesce(
    (SELECT place.name FROM geography_place place WHERE place.code = run.place_id), 'Indonesia'
) || ', ' || to_char(run.as_of, 'DD-MM-YYYY') WHERE name = ''
"""
PUBLICATIONS = """
INSERT INTO proposals_publication (id, created_at, run_id, place_id, published_by_id, state, published_on, counts)
SELECT gen_random_uuid(), coalesce(finished_at, created_at), id, place_id, requested_by_id, 'standing', as_of, '{}'
FROM proposals_run WHERE value IS NOT NULL AND state IN ('done', 'cancelled')
"""
PROPOSALS = """
UPDATE proposals_proposal proposal SET published_in_id = publication.id
FROM proposals_publication publication WHERE publication.run_id = proposal.run_id
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0013_drafts_and_publications")]
    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in (NAMES, PUBLICATIONS, PROPOSALS)
    ]
