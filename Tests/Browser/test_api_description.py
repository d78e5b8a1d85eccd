"""`openapi.json`: valid, with examples that are true, and enough for a client that knows nothing else."""

import json
from collections.abc import Iterator

import pytest
import requests
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document(server) -> dict:
    answer = requests.get(f"{server.local_url}/api/v1/openapi.json", headers={"Host": f"acme.localhost:{server.port}"}, timeout=10)
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def validator(schema: dict, document: dict) -> Draft202012Validator:
    """Checks values against a schema of the document; its references lead into the document's components."""
    return Draft202012Validator({**schema, "components": document["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER)


def operations(document: dict) -> Iterator[tuple[str, str, dict]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield method, path, operation


def test_it_is_valid(document):
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["servers"][0]["url"].startswith("http://acme.localhost:")


def test_operations_are_named_and_grouped(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names)) > 15
    tags = {tag["name"] for tag in document["tags"]}
    assert all(set(operation["tags"]) <= tags and operation["summary"] for _, _, operation in operations(document))


def test_every_call_says_how_it_fails(document):
    for method, path, operation in operations(document):
        answers = set(operation["responses"])
        assert {"403", "429", "503"} <= answers, path
        assert "401" in answers or operation["security"] == [], path
        assert "404" in answers or "{" not in path
        assert {"400", "413", "415", "422"} <= answers or "requestBody" not in operation, path


def test_examples_are_what_their_schemas_say(document):
    found = 0
    for where, schema, example in examples(document):
        errors = list(validator(schema, document).iter_errors(example))
        assert not errors, f"{where}: {errors[0].message}\n{json.dumps(example, indent=2)}"
        found += 1
    assert found > 100


def examples(document: dict) -> Iterator[tuple[str, dict, object]]:
    for method, path, operation in operations(document):
        where = f"{method} {path}"
        for parameter in operation.get("parameters", []):
            if "example" in parameter:
                yield f"{where} {parameter['name']}", parameter["schema"], parameter["example"]
            yield from contents(f"{where} {parameter['name']}", parameter)
        yield from contents(where, operation.get("requestBody", {}))
        for status, answer in operation["responses"].items():
            yield from contents(f"{where} {status}", answer)
    for name, answer in document["components"]["responses"].items():
        yield from contents(name, answer)
    for name, schema in document["components"]["schemas"].items():
        yield from inner(name, schema)


def contents(where: str, holder: dict) -> Iterator[tuple[str, dict, object]]:
    for kind, content in holder.get("content", {}).items():
        if "example" in content:
            yield f"{where} {kind}", content["schema"], content["example"]


def inner(where: str, schema: object) -> Iterator[tuple[str, dict, object]]:
    """The examples that a schema gives of itself and of its parts."""
    if isinstance(schema, list):
        for part in schema:
            yield from inner(where, part)
    if isinstance(schema, dict):
        for example in schema.get("examples", []) if isinstance(schema.get("examples"), list) else []:
            yield where, schema, example
        for name, part in schema.items():
            if name != "examples":
                yield from inner(f"{where}.{name}", part)


class Stranger:
    """A client that knows the document, an address and a password, and nothing of the product."""

    def __init__(self, document: dict, server) -> None:
        self.document = document
        self.operations = {operation["operationId"]: (method, path, operation) for method, path, operation in operations(document)}
        self.session = requests.Session()
        # `*.localhost` is this machine, which `requests` does not know.
        self.session.headers["Host"] = document["servers"][0]["url"].removeprefix("http://")
        self.url = server.local_url

    def example(self, name: str) -> dict:
        return next(iter(self.operations[name][2]["requestBody"]["content"].values()))["example"]

    def call(self, name: str, body: dict | None = None, query: dict | None = None, headers: dict | None = None, **path) -> requests.Response:
        """Does what the document says, and holds the answer against it."""
        method, template, operation = self.operations[name]
        content = operation.get("requestBody", {}).get("content", {})
        headers = {**(headers or {}), **({"Content-Type": next(iter(content))} if content else {})}
        data = json.dumps(body) if body is not None else None
        answer = self.session.request(method, self.url + template.format(**path), params=query, data=data, headers=headers, timeout=10)
        self.check(operation, answer)
        return answer

    def check(self, operation: dict, answer: requests.Response) -> None:
        described = operation["responses"].get(str(answer.status_code))
        assert described, f"{operation['operationId']} answered {answer.status_code}: {answer.text}"
        if "$ref" in described:
            described = self.document["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]
        for header in described["headers"]:
            assert header in answer.headers, f"{operation['operationId']}: {header}"
        content = described.get("content", {})
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        assert (kind in content) == bool(content), f"{operation['operationId']}: {kind}"
        if kind.endswith("json"):
            errors = list(validator(content[kind]["schema"], self.document).iter_errors(answer.json()))
            assert not errors, f"{operation['operationId']}: {errors[0].message}\n{answer.text}"


@pytest.fixture
def stranger(document, server) -> Stranger:
    client = Stranger(document, server)
    login = client.example("auth_token") | {"email": "admin@acme.test", "password": "demo-password"}
    login.pop("otp", None)
    token = client.call("auth_token", login).json()["access_token"]
    client.session.headers["Authorization"] = f"Bearer {token}"
    return client


@pytest.mark.parametrize("kind", ["contacts", "companies"])
def test_a_stranger_lives_through_the_life_of_a_record(stranger, kind):
    key = {"Idempotency-Key": f"stranger-{kind}"}
    made = stranger.call(f"{kind}_create", stranger.example(f"{kind}_create"), headers=key)
    assert made.status_code == 201
    assert stranger.call(f"{kind}_create", stranger.example(f"{kind}_create"), headers=key).json() == made.json()
    record, tag = made.json()["id"], made.headers["ETag"]
    assert made.headers["Location"].endswith(f"/{kind}/{record}")
    assert stranger.call(f"{kind}_read", id=record).json() == made.json()
    assert stranger.call(f"{kind}_read", id=record, headers={"If-None-Match": tag}).status_code == 304
    changed = stranger.call(f"{kind}_update", stranger.example(f"{kind}_update"), headers={"If-Match": tag}, id=record)
    assert changed.status_code == 200
    assert stranger.call(f"{kind}_delete", id=record, headers={"If-Match": '"v99"'}).status_code == 412
    assert stranger.call(f"{kind}_delete", id=record).status_code == 204
    assert stranger.call(f"{kind}_read", id=record).status_code == 404
    assert stranger.call(f"{kind}_restore", id=record).status_code == 200


def test_a_stranger_uses_every_parameter_of_a_list(stranger, crowd):
    _, _, operation = stranger.operations["contacts_list"]
    for parameter in operation["parameters"]:
        if "content" in parameter:
            value = json.dumps(parameter["content"]["application/json"]["example"])
        elif parameter["schema"].get("type") == "array":
            value = ",".join(parameter["schema"]["items"]["enum"][-1:])
        elif parameter["schema"].get("type") == "boolean":
            value = "true"
        else:
            value = str(parameter["schema"].get("default", "")) or None
        assert stranger.call("contacts_list", query={parameter["name"]: value}).status_code == 200, parameter["name"]
    assert stranger.call("contacts_list", query={"limit": 201}).status_code == 422


def test_a_stranger_walks_a_list_to_its_end(stranger, crowd):
    question = {"field": "source", "op": "eq", "value": crowd}
    seen, cursor = [], None
    while True:
        page = stranger.call("contacts_list", query={"limit": 25, "cursor": cursor, "filter": json.dumps(question), "total": "true"}).json()
        seen += [contact["id"] for contact in page["data"]]
        assert page["total"] == 60
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 60


def test_a_stranger_asks_each_field_what_the_filter_offers(stranger, document):
    for kind in ["Contact", "Company"]:
        name = {"Contact": "contacts", "Company": "companies"}[kind]
        for question in document["components"]["schemas"][f"{kind}Filter"]["anyOf"]:
            members = question["properties"]
            if "field" not in members:
                continue
            for field in members["field"]["enum"]:
                for operator in members["op"]["enum"]:
                    if operator in {"empty", "nempty"}:
                        query = {"field": field, "op": operator}
                        answer = stranger.call(f"{name}_list", query={"filter": json.dumps(query), "limit": 1})
                        assert answer.status_code == 200, (field, operator, answer.text)


def test_a_stranger_refreshes_and_leaves(document, server):
    client = Stranger(document, server)
    tokens = client.call("auth_token", {"email": "rep@acme.test", "password": "demo-password"}).json()
    fresh = client.call("auth_refresh", {"refresh_token": tokens["refresh_token"]}).json()
    client.session.headers["Authorization"] = f"Bearer {fresh['access_token']}"
    assert client.call("users_me").json()["email"] == "rep@acme.test"
    assert client.call("auth_revoke", {"refresh_token": fresh["refresh_token"]}).status_code == 204
    assert client.call("users_me").status_code == 401
