"""Paths and scopes as the vendor documents them (contract 1)."""

from __future__ import annotations

import pytest

from app.contract.endpoints import READ_SCOPES, PostRoute, Report, Resource, Scope, scope_allows


@pytest.mark.parametrize(
    ("route", "path", "scope"),
    [
        (Resource.ACCOUNTS.route, "accounts", "accounts:read"),
        (Resource.JOURNAL_ENTRIES.route, "journal-entries", "journal_entries:read"),
        (Resource.JOURNAL_LINES.route, "journal-lines", "journal_entries:read"),
        (Resource.BANK_ACCOUNTS.route, "bank-accounts", "bank_accounts:read"),
        (Resource.BANK_TRANSACTIONS.route, "bank-transactions", "bank_transactions:read"),
        (Resource.RECONCILIATIONS.route, "reconciliations", "reconciliations:read"),
        (Report.TRIAL_BALANCE.route, "reports/trial-balance", "reports:read"),
        (PostRoute.PURCHASE.route, "purchases", "transactions:read_write"),
        (PostRoute.DEPOSIT.route, "deposits", "transactions:read_write"),
        (PostRoute.TRANSFER.route, "transfers", "transactions:read_write"),
        (PostRoute.BILL_PAYMENT.route, "bill-payments", "bill_payments:read_write"),
        (PostRoute.JOURNAL_ENTRY.route, "journal-entries", "journal_entries:read_write"),
    ],
)
def test_every_route_lies_below_its_company_and_asks_for_its_scope(route, path, scope):
    assert route.path("c1") == f"/api/v1/companies/c1/{path}"
    assert route.scope == scope


def test_a_scope_covers_itself_only():
    assert scope_allows({"accounts:read"}, Scope.ACCOUNTS)
    assert not scope_allows({"accounts:read"}, Scope.REPORTS)
    assert not scope_allows(set(), Scope.ACCOUNTS)


def test_the_broad_scope_covers_everything():
    assert all(scope_allows({"mcp"}, scope) for scope in Scope)


def test_a_scope_to_write_journal_entries_covers_reading_them():
    assert scope_allows({"journal_entries:read_write"}, Scope.JOURNAL_ENTRIES)
    assert not scope_allows({"journal_entries:read"}, Scope.POST_JOURNAL_ENTRIES)


def test_reading_asks_for_nothing_that_writes():
    assert all(scope.value.endswith(":read") for scope in READ_SCOPES)
