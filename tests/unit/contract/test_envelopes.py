"""Pages, objects and problems in every shape the ledger may use; whole or not at all (contract 3, G05, G06)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.envelopes import Page, parse_object, parse_page, parse_problem
from app.contract.records import CompanyRecord, JournalEntryRecord
from app.core.errors import UnreadableError
from tests.unit.contract.hostile import HOSTILE

ROWS = [{"id": "c1", "name": "Summit Ridge"}, {"id": "c2", "name": "Bright Dental"}]


def page(value: object) -> Page[CompanyRecord]:
    return parse_page(json.dumps(value).encode(), CompanyRecord, "companies")


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        parse_page(body, CompanyRecord, "companies")
    return str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        {"data": ROWS, "pagination": {"limit": 250, "cursor": None, "nextCursor": None, "hasMore": False}},
        {"data": ROWS, "pagination": None},
        {"data": ROWS},
        {"data": ROWS, "meta": {"data": []}},
        {"companies": ROWS},
        ROWS,
    ],
)
def test_a_page_is_read_in_every_envelope(value):
    found = page(value)
    assert [row.id for row in found.rows] == ["c1", "c2"]
    assert (found.next_cursor, found.has_more) == (None, False)


@pytest.mark.parametrize(
    ("pagination", "next_cursor", "has_more"),
    [
        ({"nextCursor": "x", "hasMore": True}, "x", True),
        ({"nextCursor": None, "hasMore": True}, "c2", True),
        ({"hasMore": True}, "c2", True),
        ({"nextCursor": "x"}, "x", True),
        ({"nextCursor": "x", "hasMore": False}, "x", False),
        ({"nextCursor": None}, None, False),
        ({}, None, False),
    ],
)
def test_paging_traps_are_read_as_the_contract_says(pagination, next_cursor, has_more):
    found = page({"data": ROWS, "pagination": pagination})
    assert (found.next_cursor, found.has_more) == (next_cursor, has_more)


def test_more_to_come_after_an_empty_page_has_no_cursor():
    found = page({"data": [], "pagination": {"hasMore": True}})
    assert (found.rows, found.next_cursor, found.has_more) == ([], None, True)


def test_a_named_list_pages_on_too():
    found = page({"companies": ROWS, "pagination": {"nextCursor": "x", "hasMore": True}})
    assert (found.next_cursor, found.has_more) == ("x", True)


def test_unknown_fields_are_kept_with_the_row():
    (row,) = page({"data": [{"id": "c1", "name": "S", "color": "red", "tags": ["a"]}]}).rows
    assert row.model_extra == {"color": "red", "tags": ["a"]}


@pytest.mark.parametrize("body", HOSTILE)
def test_a_page_of_hostile_json_is_refused(body):
    assert "what is stored here was kept" in refusal(body)


@pytest.mark.parametrize(
    "row",
    [
        b'{"id":"c1","name":"A","name":"B"}',
        b'{"id":"c1","name":"A","extra":NaN}',
        b'{"id":"c1","name":"A","extra":1e400}',
        b'{"id":"c1","name":"A","extra":[{"deep":-Infinity}]}',
        b'{"id":"c1","name":"A","extra":{"a":1,"a":2}}',
        rb'{"id":"c1","name":"\ud800"}',
    ],
)
def test_hostile_json_inside_a_row_refuses_the_whole_page(row):
    assert "what is stored here was kept" in refusal(b'{"data":[{"id":"c0","name":"Good"},' + row + b"]}")


def test_a_quoted_colon_in_a_text_is_not_mistaken_for_a_key():
    (row,) = page({"data": [{"id": "c1", "name": 'the "so-called": company'}]}).rows
    assert row.name == 'the "so-called": company'


def test_embedded_lines_are_read_with_their_entry():
    line = {"id": "l1", "accountId": "a", "debitCents": 5}
    body = json.dumps({"data": [{"id": "j1", "date": "2026-06-17", "lines": [line]}]}).encode()
    (row,) = parse_page(body, JournalEntryRecord, "journalEntries").rows
    assert row.lines is not None
    assert row.lines[0].debit == 5


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"data": [*ROWS, {"id": "c3"}]}, "data.2.name"),
        ({"data": [{"id": "", "name": "A"}]}, "data.0.id"),
        ({"data": [{"id": "c1", "name": 7}]}, "data.0.name"),
        ({"data": None}, "data"),
        ({"data": ROWS, "pagination": {"hasMore": "no"}}, "pagination.hasMore"),
        ({"companies": [{"id": "c1"}]}, "0.name"),
        ({"companies": "none"}, "data"),
        ("hello", "the whole answer"),
        (7, "the whole answer"),
    ],
)
def test_a_page_that_is_wrong_anywhere_is_refused_by_the_fields_name(value, where):
    assert f"({where}: " in refusal(json.dumps(value).encode())


def test_a_refusal_never_repeats_what_was_sent():
    assert "s3cret" not in refusal(b'{"data":[{"id":"s3cret","name":["s3cret"]}]}')


mutations = st.sampled_from([None, True, -1, 10**40, 1.5, "", "\x00", "\u202e", [], {}, [[]], "x" * 10_000])


@given(st.sampled_from(["id", "name", "status", "defaultCurrency", "firmId", "createdAt"]), mutations)
def test_a_mutated_field_gives_a_whole_page_or_a_sentence(field, value):
    try:
        found = page({"data": [ROWS[0], {**ROWS[1], field: value}]})
    except UnreadableError as error:
        assert f"data.1.{field}" in str(error)  # noqa: PT017 - either ending is right
    else:
        assert len(found.rows) == 2


@pytest.mark.parametrize("body", [b'{"data":{"id":"c1"}}', b'{"id":"c1"}', b'{"data":{"id":"c1"},"meta":1}'])
def test_a_single_object_is_read_with_or_without_its_shell(body):
    assert parse_object(body)["id"] == "c1"


@pytest.mark.parametrize("body", [b"[]", b'{"data":[]}', b'{"data":null}', b'"text"', b"null", *HOSTILE])
def test_anything_but_an_object_is_unreadable(body):
    with pytest.raises(UnreadableError, match="what is stored here was kept"):
        parse_object(body)


def test_a_problem_in_the_first_style():
    problem = parse_problem(
        b'{"error":{"code":"missing_scope","message":"OAuth scope required: reports:read","retryable":false}}'
    )
    assert (problem.code, problem.retryable, problem.request_id) == ("missing_scope", False, "")
    assert problem.message == "OAuth scope required: reports:read"
    assert problem.is_the_ledgers


def test_a_problem_in_the_upper_case_style():
    problem = parse_problem(
        b'{"error":{"code":"VALIDATION_ERROR","message":"No","retryable":true,"requestId":"req_1"}}'
    )
    assert (problem.code, problem.retryable, problem.request_id) == ("validation_error", True, "req_1")


def test_a_problem_of_the_legacy_routes():
    problem = parse_problem(b'{"error":"Message"}')
    assert (problem.code, problem.message) == ("", "Message")
    assert problem.is_the_ledgers


def test_a_problem_of_the_sign_in():
    problem = parse_problem(b'{"error":"invalid_grant","error_description":"The code was used."}')
    assert problem.message == "The code was used."


@pytest.mark.parametrize(
    "body",
    [*HOSTILE, b"[]", b"{}", b'{"error":null}', b'{"error":7}', b'{"error":{}}', b'{"error":[]}'],
)
def test_anything_else_is_a_gateways_answer(body):
    problem = parse_problem(body)
    assert not problem.is_the_ledgers
    assert not problem.retryable


@pytest.mark.parametrize("retryable", ["true", 1, "yes", None])
def test_only_true_is_retryable(retryable):
    assert not parse_problem(json.dumps({"error": {"code": "x", "retryable": retryable}}).encode()).retryable


def test_a_long_message_is_cut():
    problem = parse_problem(json.dumps({"error": {"code": "c" * 999, "message": "m" * 9999}}).encode())
    assert (len(problem.code), len(problem.message)) == (100, 500)
