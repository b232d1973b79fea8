from pathlib import Path

from jalur.foundation.accounts.management.commands.access_page import page


def test_the_documented_table_is_the_table():
    written = Path(__file__).resolve().parents[2] / "docs/reference/access.md"
    assert written.read_text(encoding="utf-8") == page(), "run: jalur manage access_page --apply"
