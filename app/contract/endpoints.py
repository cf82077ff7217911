"""Where everything lives on the ledger, and the scope each route asks for (contract 1 and 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

API = "/api/v1"
OAUTH_REGISTER = "/api/oauth/register"
OAUTH_AUTHORIZE = "/api/oauth/authorize"
OAUTH_TOKEN = "/api/oauth/token"  # noqa: S105 - a path
OAUTH_REVOKE = "/api/oauth/revoke"
OAUTH_METADATA = "/.well-known/oauth-authorization-server"
RESOURCE_METADATA = "/.well-known/oauth-protected-resource"
OPENAPI = "/api/openapi.json"
COMPANIES = f"{API}/companies"

IDEMPOTENCY_HEADER = "Idempotency-Key"
ORGANIZATION_HEADER = "x-organization-id"
DEFAULT_LIMIT = 100
LARGEST_LIMIT = 250


class Scope(StrEnum):
    """What a session may do."""

    COMPANIES = "companies:read"
    ACCOUNTS = "accounts:read"
    JOURNAL_ENTRIES = "journal_entries:read"
    BANK_ACCOUNTS = "bank_accounts:read"
    BANK_TRANSACTIONS = "bank_transactions:read"
    RECONCILIATIONS = "reconciliations:read"
    REPORTS = "reports:read"
    POST_TRANSACTIONS = "transactions:read_write"
    POST_BILL_PAYMENTS = "bill_payments:read_write"
    POST_JOURNAL_ENTRIES = "journal_entries:read_write"
    EVERYTHING = "mcp"


READ_SCOPES = (
    Scope.COMPANIES,
    Scope.ACCOUNTS,
    Scope.JOURNAL_ENTRIES,
    Scope.BANK_ACCOUNTS,
    Scope.BANK_TRANSACTIONS,
    Scope.RECONCILIATIONS,
    Scope.REPORTS,
)
POSTING_SCOPES = (Scope.POST_TRANSACTIONS, Scope.POST_BILL_PAYMENTS, Scope.POST_JOURNAL_ENTRIES)
_IMPLIED = {Scope.JOURNAL_ENTRIES: Scope.POST_JOURNAL_ENTRIES}


def scope_allows(granted: set[str] | frozenset[str], needed: Scope) -> bool:
    """Say whether a granted set covers one scope; `mcp` covers all, read_write covers its read."""
    return bool({needed, Scope.EVERYTHING, _IMPLIED.get(needed, needed)} & granted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A list or a posting below a company, and the scope it asks for."""

    name: str
    """The path's last part: `journal-lines`."""
    scope: Scope

    def path(self, company_id: str) -> str:
        """Return the path for one company, without the host."""
        return f"{COMPANIES}/{company_id}/{self.name}"


class Resource(StrEnum):
    """The record lists of a company, as the app names them."""

    ACCOUNTS = "accounts"
    JOURNAL_ENTRIES = "journal_entries"
    JOURNAL_LINES = "journal_lines"
    BANK_ACCOUNTS = "bank_accounts"
    BANK_TRANSACTIONS = "bank_transactions"
    RECONCILIATIONS = "reconciliations"

    @property
    def route(self) -> Route:
        """The list's route."""
        return _LISTS[self]


_LISTS = {
    Resource.ACCOUNTS: Route(name="accounts", scope=Scope.ACCOUNTS),
    Resource.JOURNAL_ENTRIES: Route(name="journal-entries", scope=Scope.JOURNAL_ENTRIES),
    Resource.JOURNAL_LINES: Route(name="journal-lines", scope=Scope.JOURNAL_ENTRIES),
    Resource.BANK_ACCOUNTS: Route(name="bank-accounts", scope=Scope.BANK_ACCOUNTS),
    Resource.BANK_TRANSACTIONS: Route(name="bank-transactions", scope=Scope.BANK_TRANSACTIONS),
    Resource.RECONCILIATIONS: Route(name="reconciliations", scope=Scope.RECONCILIATIONS),
}


class Report(StrEnum):
    """The server's own statements."""

    PROFIT_AND_LOSS = "profit-and-loss"
    BALANCE_SHEET = "balance-sheet"
    TRIAL_BALANCE = "trial-balance"
    GENERAL_LEDGER = "general-ledger"

    @property
    def route(self) -> Route:
        """The report's route."""
        return Route(name=f"reports/{self.value}", scope=Scope.REPORTS)


class PostRoute(StrEnum):
    """The postings, by the resource type their receipts carry."""

    PURCHASE = "purchase"
    DEPOSIT = "deposit"
    TRANSFER = "transfer"
    BILL_PAYMENT = "bill_payment"
    JOURNAL_ENTRY = "journal_entry"

    @property
    def route(self) -> Route:
        """The posting's route."""
        return _POSTS[self]


_POSTS = {
    PostRoute.PURCHASE: Route(name="purchases", scope=Scope.POST_TRANSACTIONS),
    PostRoute.DEPOSIT: Route(name="deposits", scope=Scope.POST_TRANSACTIONS),
    PostRoute.TRANSFER: Route(name="transfers", scope=Scope.POST_TRANSACTIONS),
    PostRoute.BILL_PAYMENT: Route(name="bill-payments", scope=Scope.POST_BILL_PAYMENTS),
    PostRoute.JOURNAL_ENTRY: Route(name="journal-entries", scope=Scope.POST_JOURNAL_ENTRIES),
}
