"""Calls that a machine makes up from the schema: whatever is sent, no failure of ours, and every answer is as the schema says.

JALUR_CALLS says how many; `python -m bench api` asks for 20,000.
"""

import json
import math
import os
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jalur.project.api import document
from jalur.project.wsgi import application
from tests.access.conftest import stage, undone  # noqa: F401 - the stage is a fixture
from tests.access.example import filled
from tests.access.operations import operations
from tests.access.test_operations import (  # noqa: F401 - fixtures of the sweep
    Programs,
    day_of_the_world,
    example_of,
    programs,
)

CALLS = int(os.environ.get("JALUR_CALLS", "1000"))
KNOWN = operations()
EACH = math.ceil(CALLS / len(KNOWN))
HELD_TO = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads(document()))
SCHEMA.app = application


@pytest.fixture(autouse=True)
def keeps_its_connection():
    """A server closes what it finds broken around each request; here all of them share one transaction."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("one", KNOWN, ids=lambda one: one.name)
def test_whatever_is_sent_is_answered_as_the_schema_says(programs: Programs, one):  # noqa: F811 - the fixture
    operation = SCHEMA.find_operation_by_id(one.name)
    call, near = example_of(one), programs.stage.world.near
    token = programs.tokens[programs.writer_of(one)]
    paths, body = filled(call.path, near), filled(call.sends, near)
    modes = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @seed(one.name)
    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=modes, is_real=st.booleans(), is_whole=st.booleans())
    def hold(case, is_real, is_whole):
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        if one.writes and is_real:
            headers |= {"Idempotency-Key": uuid4().hex, "If-Match": "*"}
        if is_real and paths:
            case.path_parameters = {name: str(value) for name, value in paths.items()}
        if is_real and is_whole and body and isinstance(case.body, dict):
            case.body = json.loads(json.dumps(body | case.body, default=str))
        with undone():
            response = case.call(headers=headers)
            case.validate_response(response, checks=HELD_TO, headers=headers)

    hold()
