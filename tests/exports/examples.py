from tests.access.example import Write, about

OPENS = {"exports:*": about("", pk="run.pk")}
WRITES = {"exports:start": Write({"path": "/geography/countries/", "query": "", "kind": "csv"})}
# An export is there for nobody but the account that asked: test_exports.py.
OWN_WORK = {"exports:export", "exports:cancel", "exports:file"}
