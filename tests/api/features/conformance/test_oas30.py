"""Requirements class OpenAPI 3.0."""

import json
from urllib.parse import quote

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator, validate


def with_parameter(address, name, value):
    return f"{address}{'&' if '?' in address else '?'}{name}={quote(value)}"


@pytest.fixture(scope="session")
def operations(description, everything):
    """Return pairs: each path of the description, and an address that it describes."""
    pairs = []
    for path in description["paths"]:
        name = path.split("/")[2] if path.count("/") > 1 else ""
        address = path.replace("{featureId}", everything(name)[0]["id"] if name else "")
        few = "?limit=3" if path.endswith("/items") else ""
        pairs.append((path, f"/api{address.rstrip('/')}{few}"))
    return pairs


def assert_described(answer, description, path):
    """The status, the media type and the schema of an answer are in the description."""
    responses = description["paths"][path]["get"]["responses"]
    assert str(answer.status_code) in responses
    content = responses[str(answer.status_code)].get("content", {})
    if answer.content:
        media_type = answer.headers["content-type"].removesuffix("; charset=utf-8")
        schema = {**content[media_type]["schema"], "components": description["components"]}
        is_json = "json" in media_type
        OAS30Validator(schema).validate(answer.json() if is_json else answer.text)


def test_completeness(api, description, operations):
    """/conf/oas30/completeness: each answer in each format is described, its schema included."""
    for path, address in operations:
        (choice,) = [p for p in description["paths"][path]["get"]["parameters"] if p["name"] == "f"]
        for chosen in choice["schema"]["enum"]:
            answer = api.get(with_parameter(address, "f", chosen))
            assert answer.status_code == 200
            assert_described(answer, description, path)


def test_exceptions_codes(api, description, operations):
    """/conf/oas30/exceptions-codes: each refusal is described, its schema included."""
    for path, address in operations:
        known = api.get(address).headers["etag"]
        for answer, status in (
            (api.get(with_parameter(address, "unknown", "1")), 400),
            (api.get(with_parameter(address, "f", "unknown")), 400),
            (api.get(address, headers={"Accept": "image/png"}), 406),
            (api.get(address, headers={"If-None-Match": known}), 304),
            (api.post(address), 405),
        ):
            assert answer.status_code == status
            assert_described(answer, description, path)
        if "{" in path:
            answer = api.get(f"{address}-unknown")
            assert answer.status_code == 404
            assert_described(answer, description, path)


def test_oas_definition_1(api):
    """/conf/oas30/oas-definition-1: the description is linked as OpenAPI and as a page."""
    links = {link["rel"]: link for link in api.get("/api").json()["links"]}
    assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert links["service-doc"]["type"] == "text/html"
    for rel in ("service-desc", "service-doc"):
        answer = api.get(links[rel]["href"])
        assert answer.headers["content-type"].startswith(links[rel]["type"])


def test_oas_definition_2(description):
    """/conf/oas30/oas-definition-2: the description is valid OpenAPI 3.0, and needs no other."""
    validate(description, cls=OpenAPIV30SpecValidator)
    text = json.dumps(description)
    assert text.count('"$ref"') == text.count('"$ref": "#/components/')


def test_oas_impl(api, description, operations):
    """/conf/oas30/oas-impl: each path of the description works, with each of its parameters."""
    for path, address in operations:
        assert api.get(address).status_code == 200
        for parameter in description["paths"][path]["get"]["parameters"]:
            schema = parameter["schema"]
            schema = schema.get("items", schema)
            if parameter["in"] == "query" and "enum" in schema:
                for value in {schema["enum"][0], schema["enum"][-1]}:
                    answer = api.get(with_parameter(address, parameter["name"], value))
                    assert answer.status_code == 200


def test_security(api, description, operations):
    """/conf/oas30/security: ways to sign in are described; there are none."""
    assert "securitySchemes" not in description["components"]
    for _, address in operations:
        answer = api.get(address)
        assert answer.status_code != 401
        assert "www-authenticate" not in answer.headers
