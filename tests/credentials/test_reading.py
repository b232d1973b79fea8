"""What is signed reads back equal, in three forms, and what became of it since."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from jalur.foundation.credentials import services
from jalur.foundation.credentials.reading import read
from jalur.foundation.credentials.statement import Form, Verdict
from tests.credentials.statements import NOW, statements

pytestmark = pytest.mark.django_db
FEW = effort(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(data=st.data())
def test_any_statement_reads_back_equal(body, data):
    statement = data.draw(statements(body.issuer.pk))
    signed = services.sign(actor=body.actor, statement=statement, now=NOW)
    badge = read(signed.open_badge, now=statement.begins)
    assert (badge.verdict, badge.form) == (Verdict.VALID, Form.OPEN_BADGE)
    assert badge.statement == replace(statement, personal={})
    token = read(signed.sd_jwt, now=statement.begins)
    assert (token.verdict, token.form) == (Verdict.VALID, Form.SD_JWT)
    assert replace(token.statement, personal=dict(token.statement.personal)) == statement
    code = read(signed.compact, now=statement.begins)
    assert (code.verdict, code.form) == (Verdict.VALID, Form.COMPACT)
    shown = code.statement
    assert (shown.code, shown.begins, shown.ends) == (statement.code, statement.begins, statement.ends)
    for field in ("holder", "title", "scheme"):
        kept = getattr(shown, field)
        whole = getattr(statement, field)
        assert kept == whole or (kept.endswith("…") and whole.startswith(kept[:-1].rstrip()))
