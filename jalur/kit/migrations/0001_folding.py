"""`folded(text)`: what kit.folding.fold does, for indexes and searches; trigrams to find it by."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

FOLDED = r"""
CREATE FUNCTION folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        lower(normalize(words, NFKD)),
        '(?<![a-z0-9])(moh|moch|much|muh|mohamad|mohammad|mochamad|mochammad|muhamad|muhamed|mohammed|muchamad|muchammad)(?![a-z0-9])',
        'muhammad', 'g'),
        '(?<![a-z0-9])(st|sitti)(?![a-z0-9])', 'siti', 'g'),
        '(?<![a-z0-9])abd(?![a-z0-9])', 'abdul', 'g'),
        '[\u0001-/:-@\[-`{-\u00BF\u02B9-\u02DF\u0300-\u036F\u1680\u2000-\u206F\u3000\uFEFF]+', '', 'g')
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        # A trusted extension: the owner of a database may make it.
        TrigramExtension(),
        migrations.RunSQL(FOLDED, "DROP FUNCTION folded(text)"),
    ]
