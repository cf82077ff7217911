"""How a server's own description differs from what is built in; nothing it says can break the comparison."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.endpoints import OAUTH_AUTHORIZE, OAUTH_TOKEN, PostRoute, Report, Resource
from app.contract.openapi import DifferenceKind, compare_openapi

ACCOUNTS = "/api/v1/companies/{companyId}/accounts"


def operation(*scopes: str) -> dict[str, Any]:
    return {"security": [{"oauth": list(scopes)}]}


def described(company: str = "{companyId}") -> dict[str, Any]:
    """A server's description that agrees with everything."""
    paths: dict[str, dict[str, Any]] = {
        "/api/v1/companies": {"get": operation("companies:read")},
        f"/api/v1/companies/{company}": {"get": operation("companies:read")},
    }
    for method, routes in (("get", (*Resource, *Report)), ("post", tuple(PostRoute))):
        for each in routes:
            paths.setdefault(each.route.path(company), {})[method] = operation(each.route.scope)
    flow = {"authorizationUrl": f"https://ledgerhq.pro{OAUTH_AUTHORIZE}", "tokenUrl": OAUTH_TOKEN}
    return {
        "openapi": "3.1.0",
        "paths": paths,
        "components": {"securitySchemes": {"oauth": {"flows": {"authorizationCode": flow}}}},
    }


def kinds(document: Any) -> list[tuple[DifferenceKind, str, str]]:
    return [(each.kind, each.method, each.path) for each in compare_openapi(document)]


@pytest.mark.parametrize("company", ["{companyId}", "{company_id}", "{id}"])
def test_the_same_contract_has_no_differences_whatever_its_parameters_are_called(company):
    assert compare_openapi(described(company)) == []


def test_the_base_path_may_stand_in_the_servers():
    document = described()
    document["paths"] = {path.removeprefix("/api/v1"): found for path, found in document["paths"].items()}
    document["servers"] = [{"url": "https://ledgerhq.pro/api/v1/"}]
    assert compare_openapi(document) == []


def test_an_operation_that_is_gone_is_missing():
    document = described()
    del document["paths"][ACCOUNTS]
    assert kinds(document) == [("missing", "GET", ACCOUNTS)]


def test_an_operation_below_the_companies_that_is_new_is_unknown():
    document = described()
    document["paths"]["/api/v1/companies/{id}/bills"] = {"get": operation(), "parameters": []}
    document["paths"]["/api/v1/webhooks"] = {"post": operation()}
    assert kinds(document) == [("unknown", "GET", "/api/v1/companies/{id}/bills")]


def test_another_scope_is_told_with_both():
    document = described()
    document["paths"][ACCOUNTS]["get"] = operation("chart:read", "accounts:list")
    (difference,) = compare_openapi(document)
    assert (difference.kind, difference.path) == (DifferenceKind.SCOPE, ACCOUNTS)
    assert (difference.built_in, difference.described) == ("accounts:read", "accounts:list chart:read")


def test_an_operation_without_its_own_scopes_takes_those_of_the_document():
    document = described()
    del document["paths"][ACCOUNTS]["get"]["security"]
    assert compare_openapi(document) == []
    document["security"] = [{"oauth": ["mcp"]}]
    assert kinds(document) == [("scope", "GET", ACCOUNTS)]


def test_a_sign_in_step_that_lies_elsewhere_has_moved():
    document = described()
    flow = document["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]
    flow["tokenUrl"] = "https://auth.ledgerhq.pro/token"
    (difference,) = compare_openapi(document)
    assert (difference.kind, difference.path) == (DifferenceKind.MOVED, OAUTH_TOKEN)
    assert difference.described == "https://auth.ledgerhq.pro/token"


def test_a_description_that_says_nothing_misses_everything():
    assert {kind for kind, _, _ in kinds({})} == {DifferenceKind.MISSING}


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "http://[", "//", "get", ACCOUNTS]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["paths", "get", "security", "servers", "url", "oauth", "tokenUrl", ACCOUNTS]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(junk, junk, junk, junk, junk)
def test_anything_that_is_no_openapi_is_compared_without_harm(paths, security, servers, item, flow):
    document = {
        "paths": paths if item is None else {ACCOUNTS: {"get": {"security": security}}, "/x": item},
        "security": security,
        "servers": servers,
        "components": {"securitySchemes": {"oauth": {"flows": {"authorizationCode": flow}}}},
    }
    assert all(difference.path for difference in compare_openapi(document))
