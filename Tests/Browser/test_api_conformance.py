"""Schemathesis makes up calls from `openapi.json`, good ones and bad ones, and holds every answer against the description.

Left out is `positive_data_acceptance`: a schema cannot say that an owner exists or that a domain is one.
"""

import itertools

import pytest
import schemathesis
from api import API, unique
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

# Of each operation, good and bad.
EXAMPLES = 12
CALLS = itertools.count()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.missing_required_header,
    checks.unsupported_method,
    checks.ignored_auth,
    checks.use_after_free,
]


@pytest.fixture(scope="module")
def access(server) -> API:
    return API(server.local_url, "admin", "globex")


@pytest.fixture(scope="module")
def description(server, access: API):
    answer = access.session.get(f"{server.local_url}/api/v1/openapi.json", timeout=10)
    schema = schemathesis.openapi.from_dict(answer.json())
    schema.config.update(base_url=server.local_url)
    # Every call brings our token; whether it is asked for is what `ignored_auth` tries.
    schema.config.generation.update(with_security_parameters=False)
    # An If-Match that names no version of ours is refused before the body is looked at.
    refusals = schema.config.checks.negative_data_rejection
    refusals.expected_statuses = [*refusals.expected_statuses, "412"]
    return schema


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_answers_are_as_described(description, access: API, mode: GenerationMode):
    complaints = {}
    for operation in (result.ok() for result in description.get_all_operations()):
        try:
            hold_against_the_description(operation, mode, access)
        except Unsatisfiable:
            assert mode.is_negative, f"{operation.label} cannot be called as described"
        except (Exception, FailureGroup) as complaint:
            complaints[operation.label] = complaint
    assert not complaints, "\n\n".join(f"{label}: {complaint}" for label, complaint in complaints.items())


def hold_against_the_description(operation, mode: GenerationMode, access: API) -> None:
    headers = {name: access.session.headers[name] for name in ("Host", "Authorization")}

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def call(case) -> None:
        name_something_that_exists(case, access)
        case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)

    call()


def name_something_that_exists(case, access: API) -> None:
    """Made-up ids only ever lead to 404, so every other call is about a record of its own."""
    kind = case.operation.path.split("/")[3]
    if kind not in {"contacts", "companies"} or "id" not in (case.path_parameters or {}):
        return
    if case.meta is None or not case.meta.generation.mode.is_positive or next(CALLS) % 2:
        return
    name = {"contacts": "last_name", "companies": "name"}[kind]
    case.path_parameters["id"] = access.create(kind, **{name: unique("Case")})["id"]
