"""Whatever is sent, the ledger answers in the documented way; it never fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contract import endpoints
from app.contract.endpoints import PostRoute, Report, Resource
from app.contract.envelopes import parse_problem
from tests import small_firm as firm
from tests.contract.test_sandbox_posts import BODIES
from tests.practice_ledger import PracticeLedger

PATHS = [each.route.name for each in (*Resource, *Report)]
NAMES = [
    "limit",
    "cursor",
    "updatedSince",
    "startDate",
    "endDate",
    "asOf",
    "accountId",
    "status",
    "isActive",
    "type",
]
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "0", "1", "250", "9" * 40, "2026-06-17", "0000-01-01", "9999-12-31", "true", "\x00"]
    ),
    st.sampled_from(
        ["2026-06-17T12:00:00.000Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "é", "'--"]
    ),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(path=st.sampled_from(PATHS), params=st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_parameters_break_a_read(path: str, params: dict[str, str], still_ledger: PracticeLedger) -> None:
    answer = still_ledger.get(f"/companies/{firm.SUMMIT}/{path}", **params)
    assert answer.status_code in (200, 400)
    assert answer.is_success or parse_problem(answer.content).code == "invalid_request"


@quick
@given(name=st.sampled_from(sorted(BODIES)), field=st.integers(0, 9), value=JSON)
def test_no_field_breaks_a_post(name: str, field: int, value: Any, still_ledger: PracticeLedger) -> None:
    body = {**BODIES[name], "date": "2024-06-17"}  # locked: whatever is well-formed is still not posted
    names = sorted(body)
    answer = still_ledger.post(firm.SUMMIT, name, {**body, names[field % len(names)]: value})
    assert answer.status_code in (400, 422)
    assert parse_problem(answer.content).code in ("invalid_request", "accounting_period_locked")


@quick
@given(
    route=st.sampled_from(PostRoute),
    body=st.one_of(JSON.map(json.dumps).map(str.encode), st.binary(max_size=40)),
)
def test_no_body_breaks_a_post(route: PostRoute, body: bytes, still_ledger: PracticeLedger) -> None:
    answer = still_ledger.post(firm.SUMMIT, route.route.name, body)
    assert answer.status_code == 400
    assert parse_problem(answer.content).code == "invalid_request"


@quick
@given(
    form=st.dictionaries(
        st.sampled_from(["grant_type", "code", "client_id", "refresh_token", "token"]), VALUES
    )
)
@pytest.mark.parametrize("path", [endpoints.OAUTH_TOKEN, endpoints.OAUTH_REVOKE, endpoints.OAUTH_AUTHORIZE])
def test_no_form_breaks_the_sign_in(path: str, form: dict[str, str], still_ledger: PracticeLedger) -> None:
    assert still_ledger.http.post(path, data=form).status_code in (200, 400)


@quick
@given(
    params=st.dictionaries(
        st.sampled_from(["client_id", "redirect_uri", "scope", "state", "response_type"]), VALUES
    )
)
def test_no_request_breaks_the_consent_page(params: dict[str, str], still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.get(endpoints.OAUTH_AUTHORIZE, params=params)
    assert answer.status_code == 400
    assert "location" not in answer.headers


@quick
@given(body=st.one_of(JSON.map(json.dumps).map(str.encode), st.binary(max_size=40)))
@pytest.mark.parametrize("path", ["faults", "records", "oauth", f"companies/{firm.SUMMIT}"])
def test_nothing_breaks_a_control_call(path: str, body: bytes, still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.post(f"/_sandbox/{path}", content=body)
    assert answer.status_code in (204, 400)


@quick
@given(body=JSON)
def test_no_metadata_breaks_the_registration(body: Any, still_ledger: PracticeLedger) -> None:
    assert still_ledger.http.post(endpoints.OAUTH_REGISTER, content=json.dumps(body)).status_code == 400


@quick
@given(token=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20))
def test_no_token_opens_or_breaks_anything(token: str, still_ledger: PracticeLedger) -> None:
    headers = [(b"authorization", b"Bearer x" + token.strip().encode("latin-1"))]
    assert still_ledger.http.get(endpoints.COMPANIES, headers=headers).status_code == 401
