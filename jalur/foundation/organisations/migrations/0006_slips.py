from django.contrib.postgres.operations import CreateExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Letters that were slipped are counted by PostgreSQL itself (fuzzystrmatch, a trusted extension)."""

    dependencies = [("organisations", "0005_lsp_manager")]
    operations = [CreateExtension("fuzzystrmatch")]
