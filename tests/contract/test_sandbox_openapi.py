"""The OpenAPI document says what the ledger does, and the ledger does what the document says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.contract.endpoints import OPENAPI, PostRoute, Report, Resource
from app.sandbox.shapes import SHAPES
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import BODIES, PURCHASE
from tests.practice_ledger import PracticeLedger

V1 = "/api/v1/companies/{company_id}"
DATES = {"startDate": "2026-01-01", "endDate": "2026-06-30", "asOf": "2026-06-30"}


@pytest.fixture(scope="module")
def document(still_ledger: PracticeLedger) -> dict[str, Any]:
    answer = still_ledger.http.get(OPENAPI)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


def check(document: dict[str, Any], schema: dict[str, Any], value: Any, where: str = "$") -> None:
    """Hold a value against a schema, and allow no field that the schema does not name."""
    schema = resolve(document, schema)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert type(value) in [each for kind in kinds for each in JSON_TYPES[kind]], where
    assert value in schema.get("enum", [value]), where
    if isinstance(value, dict):
        assert set(schema["required"]) <= set(value) <= set(schema["properties"]), where
        for name, each in value.items():
            check(document, schema["properties"][name], each, f"{where}.{name}")
    elif isinstance(value, list):
        for each in value:
            check(document, schema["items"], each, f"{where}[]")


def answer_schema(operation: dict[str, Any], status: int) -> dict[str, Any]:
    schema: dict[str, Any] = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    return schema


def test_every_documented_route_is_in_it(document: dict[str, Any]) -> None:
    paths = document["paths"]
    assert set(paths["/api/v1/companies"]) == {"get"}
    for each in (*Resource, *Report):
        assert "get" in paths[each.route.path("{company_id}")]
    for route in PostRoute:
        assert "post" in paths[route.route.path("{company_id}")]
    assert "/api/v1/accounts" in paths
    assert not [path for path in paths if "_sandbox" in path]


@pytest.mark.parametrize("each", [*Resource, *Report, *PostRoute])
def test_every_route_asks_for_its_scope(
    each: Resource | Report | PostRoute, document: dict[str, Any]
) -> None:
    method = "post" if isinstance(each, PostRoute) else "get"
    operation = document["paths"][each.route.path("{company_id}")][method]
    assert operation["security"] == [{"oauth": [each.route.scope.value]}]


def test_scopes_and_endpoints_of_the_sign_in_are_named(document: dict[str, Any]) -> None:
    flow = document["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]
    assert "journal_entries:read_write" in flow["scopes"]
    assert flow["authorizationUrl"] == "/api/oauth/authorize"


@pytest.mark.parametrize("each", [*Resource, *Report])
def test_answers_are_as_described(
    each: Resource | Report, document: dict[str, Any], still_ledger: PracticeLedger
) -> None:
    operation = document["paths"][each.route.path("{company_id}")]["get"]
    answer = still_ledger.read(firm.SUMMIT, each.route.name, **DATES)
    check(document, answer_schema(operation, 200), answer)


def test_companies_are_as_described(document: dict[str, Any], still_ledger: PracticeLedger) -> None:
    many = document["paths"]["/api/v1/companies"]["get"]
    check(document, answer_schema(many, 200), still_ledger.get("/companies").json())
    one = document["paths"][V1]["get"]
    check(document, answer_schema(one, 200), still_ledger.get(f"/companies/{firm.SUMMIT}").json())


@pytest.mark.parametrize("route", PostRoute)
def test_posts_and_receipts_are_as_described(
    route: PostRoute, document: dict[str, Any], ledger: PracticeLedger
) -> None:
    operation = document["paths"][route.route.path("{company_id}")]["post"]
    body = BODIES[route.route.name]
    schema = resolve(document, operation["requestBody"]["content"]["application/json"]["schema"])
    assert set(schema["required"]) <= set(body) <= set(schema["properties"])
    first = ledger.post(firm.SUMMIT, route.route.name, body, key="k")
    check_receipt(document, answer_schema(operation, 201), first.json())
    check_receipt(
        document,
        answer_schema(operation, 200),
        ledger.post(firm.SUMMIT, route.route.name, body, key="k").json(),
    )


def check_receipt(document: dict[str, Any], schema: dict[str, Any], answer: dict[str, Any]) -> None:
    receipt = resolve(document, schema["properties"]["data"])
    assert set(answer) == {"data"}
    assert set(answer["data"]) == set(receipt["properties"])


def test_errors_are_as_described(document: dict[str, Any], still_ledger: PracticeLedger) -> None:
    operation = document["paths"][f"{V1}/purchases"]["post"]
    for key, body, status in ((None, PURCHASE, 400), ("k", {**PURCHASE, "date": "2024-01-01"}, 422)):
        answer = still_ledger.post(firm.SUMMIT, "purchases", body, key=key)
        assert answer.status_code == status
        check(document, answer_schema(operation, status), answer.json())
        assert answer.json()["error"]["code"] in operation["responses"][str(status)]["description"]
    older = document["paths"]["/api/v1/accounts"]["get"]
    check(document, answer_schema(older, 401), still_ledger.http.get("/api/v1/accounts").json())


@pytest.mark.parametrize("resource", Resource)
def test_every_filter_is_named(resource: Resource, document: dict[str, Any]) -> None:
    operation = document["paths"][resource.route.path("{company_id}")]["get"]
    named = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
    assert named == {"limit", "cursor", "updatedSince"} | {each.name for each in SHAPES[resource].filters}


def test_older_routes_name_the_company_in_a_header(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/v1/purchases"]["post"]
    headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
    assert headers == {"x-organization-id", "Idempotency-Key"}
    assert not [each for each in operation["parameters"] if each["in"] == "path"]


def test_it_is_whole(document: dict[str, Any]) -> None:
    """Every reference leads somewhere, every path parameter is declared, the framework's own errors are gone."""
    text = json.dumps(document)
    assert document["openapi"].startswith("3.1")
    for name in set(re.findall(r'"#/components/schemas/(\w+)"', text)):
        assert name in document["components"]["schemas"]
    assert "HTTPValidationError" not in text
    for path, operations in document["paths"].items():
        for operation in operations.values():
            declared = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert declared == set(re.findall(r"{(\w+)}", path))
            assert set(operation["responses"]) >= {"400", "401", "403", "404", "500"}
