"""Records are read under every documented name, strictly typed, and nothing is lost (contract 2.2, 3.1)."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.contract.endpoints import Resource
from app.contract.records import (
    RECORD_OF,
    AccountRecord,
    BankAccountRecord,
    BankTransactionRecord,
    CompanyRecord,
    JournalEntryRecord,
    JournalLineRecord,
    ReconciliationRecord,
)

ACCOUNT = {"id": "a", "name": "Software", "type": "expense"}
LINE = {"id": "l", "accountId": "a"}
BANK_ROW = {"id": "t", "bankAccountId": "b", "date": "2026-06-17", "amountCents": -12995}
BANK = {"id": "b", "accountName": "Checking"}


@pytest.mark.parametrize("name", ["debitCents", "debit", "debitAmountCents", "debitAmount"])
def test_a_debit_is_read_under_each_of_its_names(name):
    assert JournalLineRecord.model_validate({**LINE, name: 500}).debit == 500


@pytest.mark.parametrize("name", ["creditCents", "credit", "creditAmountCents", "creditAmount"])
def test_a_credit_is_read_under_each_of_its_names(name):
    assert JournalLineRecord.model_validate({**LINE, name: "5.00"}).credit == 500


@pytest.mark.parametrize("name", ["code", "accountCode", "number"])
def test_an_accounts_code_is_read_under_each_of_its_names(name):
    assert AccountRecord.model_validate({**ACCOUNT, name: "6400"}).code == "6400"


def test_an_accounts_name_and_type_have_second_names():
    record = AccountRecord.model_validate({"id": "a", "accountName": "Software", "accountType": "expense"})
    assert (record.name, record.type) == ("Software", "expense")


@pytest.mark.parametrize("name", ["balanceCents", "balance", "currentBalance"])
def test_a_bank_balance_is_read_under_each_of_its_names(name):
    assert BankAccountRecord.model_validate({**BANK, name: -7}).balance == -7


@pytest.mark.parametrize("name", ["amountCents", "amount"])
def test_a_bank_amount_is_read_under_each_of_its_names(name):
    row = {key: value for key, value in BANK_ROW.items() if key != "amountCents"}
    assert BankTransactionRecord.model_validate({**row, name: "-129.95"}).amount == -12995


@pytest.mark.parametrize("record", [AccountRecord, BankAccountRecord])
@pytest.mark.parametrize(
    ("fields", "active"),
    [
        ({}, True),
        ({"isActive": False}, False),
        ({"isActive": True, "status": "closed"}, True),
        ({"status": "Active"}, True),
        ({"status": "archived"}, False),
        ({"isActive": None, "status": None}, True),
    ],
)
def test_silence_about_activity_means_active(record, fields, active):
    assert record.model_validate({**ACCOUNT, **BANK, **fields}).active is active


@pytest.mark.parametrize(
    ("record", "row", "status"),
    [
        (CompanyRecord, {"id": "c", "name": "S"}, "active"),
        (JournalEntryRecord, {"id": "j", "date": "2026-06-17"}, "posted"),
        (BankTransactionRecord, BANK_ROW, "unreconciled"),
    ],
)
def test_a_null_status_means_what_a_missing_one_means(record, row, status):
    assert record.model_validate(row).status == status
    assert record.model_validate({**row, "status": None}).status == status
    assert record.model_validate({**row, "status": "else"}).status == "else"


@pytest.mark.parametrize("value", ["2026-06-17", "2026-06-17T00:00:00.000Z"])
def test_a_moment_where_a_day_is_due_is_cut_to_its_day(value):
    assert JournalEntryRecord.model_validate({"id": "j", "date": value}).date == "2026-06-17"


@pytest.mark.parametrize("value", [20260617, None, "17.06.2026", ["2026-06-17"]])
def test_a_day_that_is_none_is_refused(value):
    with pytest.raises(ValidationError):
        JournalEntryRecord.model_validate({"id": "j", "date": value})


@pytest.mark.parametrize("month", [0, 13, "1", True, 1.0])
def test_a_fiscal_year_begins_in_a_month(month):
    with pytest.raises(ValidationError):
        CompanyRecord.model_validate({"id": "c", "name": "S", "fiscalYearStartMonth": month})


def test_a_reconciliation_keeps_statement_and_difference():
    record = ReconciliationRecord.model_validate(
        {
            "id": "r",
            "bankAccountId": "b",
            "endDate": "2026-06-30",
            "differenceCents": 0,
            "transactionCount": 12,
        }
    )
    assert (record.difference, record.transaction_count, record.start_date) == (0, 12, None)


def test_a_record_without_an_id_is_none():
    with pytest.raises(ValidationError):
        AccountRecord.model_validate({**ACCOUNT, "id": ""})


def test_every_list_of_a_company_has_its_record():
    assert set(RECORD_OF) == set(Resource)
