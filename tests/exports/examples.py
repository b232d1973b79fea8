from tests.access.example import Write, about

OPENS = {"exports:*": about("", pk="run.pk")}
WRITES = {"exports:start": Write({"path": "/geography/countries/", "query": "", "kind": "csv"})}
# An export is there for nobody but the account that asked: test_exports.py.
OWN_WORK = {"exports:export", "exports:list_step/cancel", "exports:file"}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"exports:list": "export"}
# Each file that leaves the house is recorded.
COUNTS_EACH = {"exports:start"}
