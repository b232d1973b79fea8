"""Every list as a file, whatever people wrote: no cell is a formula, and no sign ends a cell. Lists of later rooms join by themselves."""

import io
import zipfile

from django.apps import apps
from django.db import connection, models

from jalur.kit.spreadsheets import FORMULA_STARTS
from tests.access.conftest import undone
from tests.access.test_filters import KNOWN, opened
from tests.downloads import asked_for, rows_of

# The beginning of a formula, the sign between cells, quotes, a line break.
ODD = '=1+1;"x";\n@SUM(1)'


def written_oddly(kept=("number", "code")):
    """What people write into any table of ours says a formula: every free text that is no key."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in apps.get_models():
            if not model.__module__.startswith("jalur.journey") and model._meta.label not in {
                "people.Person",
                "organisations.Organisation",
                "proposals.Run",
            }:
                continue
            for field in model._meta.concrete_fields:
                if (
                    type(field) is models.CharField
                    and (field.max_length or 0) >= 60
                    and not (field.unique or field.choices or field.name.startswith(kept))
                ):
                    table, column = map(connection.ops.quote_name, (model._meta.db_table, field.column))
                    # Its place in the table at the end: some texts may stand only once.
                    cursor.execute(f"UPDATE {table} SET {column} = %s || ctid WHERE {column} <> ''", [ODD])


def test_no_file_of_any_list_holds_a_formula_or_splits_a_cell(stage):
    with undone():
        written_oddly()
        wrong, files, odd = [], 0, 0
        for client, url in opened(stage, KNOWN):
            answer = asked_for(client, url)
            if answer.status_code != 200:
                continue
            files += 1
            heads, *rows = rows_of(answer)
            wrong += [
                f"{url}: {len(row)} cells under {len(heads)} heads" for row in rows if len(row) != len(heads)
            ]
            wrong += [f"{url}: {cell!r}" for row in rows for cell in row if is_formula(cell)]
            odd += sum("1+1" in cell for row in rows for cell in row)
            sheet = asked_for(client, url, "xlsx").getvalue()
            if b"<f>" in zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml"):
                wrong.append(f"{url}: a formula in the workbook")
    assert not wrong, "\n".join(wrong[:40])
    assert files >= 8
    assert odd >= 5


def is_formula(cell):
    """Numbers may be below nought."""
    return (
        cell.startswith(FORMULA_STARTS) and not cell.lstrip("-").replace(".", "").replace(",", "").isdigit()
    )
