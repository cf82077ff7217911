"""The vendor's documented samples are the judge: the practice ledger writes them so, our parsers read them so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.contract.endpoints import API, COMPANIES, IDEMPOTENCY_HEADER, OAUTH_REGISTER, PostRoute
from app.contract.envelopes import parse_object, parse_page, parse_problem
from app.contract.postings import BODY_OF, PurchaseBody, parse_receipt
from app.contract.records import CompanyRecord
from app.sandbox.server import SandboxOptions
from tests.practice_ledger import PracticeLedger, practice_ledger
from tests.small_firm import firm_lines

SAMPLES = Path(__file__).parent / "samples"
COMPANY = "cmp_1"
MADE_HERE = re.compile(r'"(id|journalEntryId|createdAt)":"[^"]*"|"(bankTransactionIds)":\[[^\]]*\]')


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.json").read_bytes()


def without_made(text: str) -> str:
    """Blank out what the ledger makes up: ids and the moment."""
    return MADE_HERE.sub(lambda found: f'"{found[1] or found[2]}":…', text)


def shape_of(value: Any) -> Any:
    """Reduce JSON to its keys in order and the types of its values."""
    if isinstance(value, dict):
        return [(key, shape_of(each)) for key, each in value.items()]
    if isinstance(value, list):
        return [shape_of(each) for each in value[:1]]
    return type(value).__name__


@pytest.fixture(scope="module")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeLedger]:
    """A ledger whose only company is the documented one."""
    account = {"kind": "account", "companyId": COMPANY}
    path = tmp_path_factory.mktemp("samples") / "sample.firm.jsonl"
    path.write_bytes(
        firm_lines(
            [
                {"kind": "firm", "id": "firm_1", "name": "Firm"},
                {"kind": "company", "id": COMPANY, "name": "Summit Ridge Design LLC"},
                {**account, "id": "acct_1", "name": "Supplies", "type": "expense"},
                {**account, "id": "acct_2", "name": "Checking", "type": "asset"},
                {
                    "kind": "bank_account",
                    "companyId": COMPANY,
                    "id": "bank_1",
                    "accountName": "Checking",
                    "accountType": "checking",
                    "chartAccountId": "acct_2",
                },
            ]
        )
    )
    with practice_ledger(SandboxOptions(data=path, auto_approve=True)) as running:
        yield running


def test_a_company_begins_with_the_documented_bytes(sample_ledger: PracticeLedger) -> None:
    body = sample_ledger.get(f"/companies/{COMPANY}").text
    assert body.startswith('{"data":' + sample("company").decode().removesuffix("}") + ",")


def test_the_company_list_has_the_documented_bytes_around_what_is_added(
    sample_ledger: PracticeLedger,
) -> None:
    body = sample_ledger.get("/companies", limit=250).text
    start, end = sample("company_list").decode().split("}],", 1)
    assert body.startswith(start + ",")
    assert body.endswith("}]," + end)


def test_an_empty_list_is_the_documented_envelope_byte_for_byte(sample_ledger: PracticeLedger) -> None:
    for name in ("journal-entries", "journal-lines", "bank-transactions", "reconciliations"):
        assert sample_ledger.get(f"/companies/{COMPANY}/{name}", limit=250).content == sample("empty_list")


def test_the_documented_purchase_posts_and_its_receipt_has_the_documented_bytes(
    sample_ledger: PracticeLedger,
) -> None:
    answer = sample_ledger.post(COMPANY, "purchases", sample("purchase"))
    assert answer.status_code == 201
    assert without_made(answer.text) == without_made(sample("receipt").decode())
    assert shape_of(answer.json()) == shape_of(json.loads(sample("receipt")))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", answer.json()["data"]["createdAt"])


def test_a_missing_scope_is_the_documented_error_byte_for_byte(sample_ledger: PracticeLedger) -> None:
    headers = sample_ledger.bearer("accounts:read")
    url = f"{COMPANIES}/{COMPANY}/reports/trial-balance"
    assert sample_ledger.http.get(url, headers=headers).content == sample("error")


def test_a_legacy_error_has_the_documented_shape(sample_ledger: PracticeLedger) -> None:
    answer = sample_ledger.http.get(f"{API}/accounts", headers=sample_ledger.bearer())
    assert shape_of(answer.json()) == shape_of(json.loads(sample("error_legacy")))


def test_the_documented_registration_is_accepted(sample_ledger: PracticeLedger) -> None:
    answer = sample_ledger.http.post(OAUTH_REGISTER, content=sample("registration"))
    assert answer.status_code == 201
    assert re.fullmatch("mcp_[0-9a-f]{32}", answer.json()["client_id"])
    assert answer.json().items() >= json.loads(sample("registration")).items()


def test_our_parser_reads_the_documented_list() -> None:
    page = parse_page(sample("company_list"), CompanyRecord, "companies")
    (company,) = page.rows
    assert (company.id, company.name, company.firm_id) == (COMPANY, "Summit Ridge Design LLC", "firm_1")
    assert (company.default_currency, company.status) == ("USD", "active")
    assert (page.has_more, page.next_cursor) == (False, None)
    assert parse_page(sample("empty_list"), CompanyRecord, "companies").rows == []


def test_our_parser_reads_the_documented_company_bare_or_wrapped() -> None:
    for body in (sample("company"), b'{"data":' + sample("company") + b"}"):
        assert CompanyRecord.model_validate(parse_object(body)).name == "Summit Ridge Design LLC"


def test_our_purchase_is_written_with_the_documented_bytes() -> None:
    body = PurchaseBody.model_validate_json(sample("purchase"))
    assert body.to_bytes() == sample("purchase")
    assert BODY_OF[PostRoute.PURCHASE] is PurchaseBody


def test_our_parser_reads_the_documented_receipt() -> None:
    receipt = parse_receipt(sample("receipt"), "purchase")
    assert (receipt.id, receipt.journal_entry_id) == ("txn_1", "je_1")
    assert receipt.bank_transaction_ids == ("bt_1",)
    assert receipt.affected_account_ids == ("acct_1", "acct_2")
    assert receipt.idempotent_replay is False


@pytest.mark.parametrize(
    ("name", "code", "message", "request_id"),
    [
        ("error", "missing_scope", "OAuth scope required: reports:read", ""),
        ("error_upper_case", "validation_error", "The date is not valid", "req_1"),
        ("error_legacy", "", "Message", ""),
    ],
)
def test_our_parser_reads_every_documented_error(name: str, code: str, message: str, request_id: str) -> None:
    problem = parse_problem(sample(name))
    assert (problem.code, problem.message, problem.request_id) == (code, message, request_id)
    assert problem.retryable is False
    assert problem.is_the_ledgers


def test_the_key_travels_in_the_documented_header() -> None:
    assert IDEMPOTENCY_HEADER == "Idempotency-Key"
