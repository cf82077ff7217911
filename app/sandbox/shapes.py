"""What every list serves: its fields, where they are kept, and the filters it takes (contract 2.2).

The SQL that writes the JSON and the OpenAPI document are both made from these tables, so that neither
can say what the other does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from app.contract.endpoints import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record: its JSON name, the SQL that makes it, and its JSON schema."""

    name: str
    sql: str
    schema: dict[str, Any]


class Reads(Enum):
    """How the text of a filter is read."""

    TEXT = auto()
    FLAG = auto()
    FIRST_DAY = auto()
    LAST_DAY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A query parameter that narrows a list."""

    name: str
    column: str
    reads: Reads = Reads.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One list."""

    title: str
    table: str
    fields: tuple[Field, ...]
    filters: tuple[Filter, ...] = ()
    indexes: dict[str, str] = field(default_factory=dict)
    """The secondary index of each column that has one."""

    @property
    def json_sql(self) -> str:
        """The SQL expression that writes a row as JSON."""
        pairs = ", ".join(f"'{each.name}', {each.sql}" for each in self.fields)
        return f"json_object({pairs})"


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _text(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name=name, sql=_snake(name), schema={"type": "string"}) for name in names)


def _maybe(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name=name, sql=_snake(name), schema={"type": ["string", "null"]}) for name in names)


def _days(*names: str) -> tuple[Field, ...]:
    return tuple(
        Field(name=name, sql=_snake(name), schema={"type": "string", "format": "date"}) for name in names
    )


def _integers(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name=name, sql=_snake(name), schema={"type": "integer"}) for name in names)


def _flag(name: str) -> tuple[Field, ...]:
    sql = f"json(iif({_snake(name)}, 'true', 'false'))"
    return (Field(name=name, sql=sql, schema={"type": "boolean"}),)


_STAMPS = tuple(
    Field(name=name, sql=_snake(name), schema={"type": "string", "format": "date-time"})
    for name in ("createdAt", "updatedAt")
)
_BETWEEN = (
    Filter(name="startDate", column="date", reads=Reads.FIRST_DAY),
    Filter(name="endDate", column="date", reads=Reads.LAST_DAY),
)

_COUNTED = (
    "coalesce(transaction_count, (SELECT count(*) FROM bank_transactions AS b"
    " WHERE b.company_key = reconciliations.company_key AND b.reconciliation_id = reconciliations.id))"
)
"""A session counts its rows unless the file said a number."""

COMPANIES = Shape(
    title="Company",
    table="companies",
    fields=(
        *_text("id", "name"),
        Field(name="type", sql="'company'", schema={"type": "string", "const": "company"}),
        Field(name="firmId", sql="(SELECT firm.id FROM firm)", schema={"type": "string"}),
        *_text("defaultCurrency", "status"),
        *_STAMPS,
        *_integers("fiscalYearStartMonth"),
    ),
)

SHAPES: dict[Resource, Shape] = {
    Resource.ACCOUNTS: Shape(
        title="Account",
        table="accounts",
        fields=(
            *_text("id", "code", "name", "type"),
            *_maybe("subType", "parentId"),
            *_text("currencyCode"),
            *_flag("isActive"),
            *_maybe("description"),
            *_STAMPS,
        ),
        filters=(
            Filter(name="type", column="type"),
            Filter(name="isActive", column="is_active", reads=Reads.FLAG),
        ),
    ),
    Resource.JOURNAL_ENTRIES: Shape(
        title="JournalEntry",
        table="journal_entries",
        fields=(
            *_text("id", "entryNumber"),
            *_days("date"),
            *_maybe("description", "reference"),
            *_text("status"),
            *_maybe("sourceType", "sourceId", "postedAt", "voidedAt"),
            *_STAMPS,
        ),
        filters=(*_BETWEEN, Filter(name="status", column="status")),
        indexes={"updated_at": "entries_by_update", "date": "entries_by_date"},
    ),
    Resource.JOURNAL_LINES: Shape(
        title="JournalLine",
        table="journal_lines",
        fields=(
            *_text("id", "journalEntryId", "accountId"),
            *_days("date"),
            *_maybe("description"),
            *_integers("debitCents", "creditCents"),
            *_text("currencyCode", "entryStatus"),
            *_STAMPS,
        ),
        filters=(
            *_BETWEEN,
            Filter(name="accountId", column="account_id"),
            Filter(name="journalEntryId", column="journal_entry_id"),
        ),
        indexes={
            "account_id": "lines_by_account",
            "journal_entry_id": "lines_by_entry",
            "updated_at": "lines_by_update",
            "date": "lines_by_date",
        },
    ),
    Resource.BANK_ACCOUNTS: Shape(
        title="BankAccount",
        table="bank_accounts",
        fields=(
            *_text("id", "accountName"),
            *_maybe("accountNumber", "bankName"),
            *_text("currencyCode"),
            *_maybe("countryCode"),
            *_text("accountType", "chartAccountId"),
            *_integers("balanceCents"),
            *_flag("isActive"),
            *_STAMPS,
        ),
    ),
    Resource.BANK_TRANSACTIONS: Shape(
        title="BankTransaction",
        table="bank_transactions",
        fields=(
            *_text("id", "bankAccountId"),
            *_days("date"),
            *_maybe("postedDate", "description", "payee", "reference"),
            *_integers("amountCents"),
            Field(name="balanceCents", sql="balance_cents", schema={"type": ["integer", "null"]}),
            *_text("currencyCode", "status"),
            *_flag("pending"),
            *_maybe("sourceType", "externalTransactionId", "accountId", "journalEntryId", "reconciliationId"),
            *_STAMPS,
        ),
        filters=(
            *_BETWEEN,
            Filter(name="bankAccountId", column="bank_account_id"),
            Filter(name="status", column="status"),
        ),
        indexes={
            "bank_account_id": "bank_rows_by_account",
            "updated_at": "bank_rows_by_update",
            "date": "bank_rows_by_date",
        },
    ),
    Resource.RECONCILIATIONS: Shape(
        title="Reconciliation",
        table="reconciliations",
        fields=(
            *_text("id", "bankAccountId"),
            *_days("startDate", "endDate"),
            *_integers("startBalanceCents", "endBalanceCents", "clearedBalanceCents", "differenceCents"),
            *_text("status"),
            Field(name="transactionCount", sql=_COUNTED, schema={"type": "integer"}),
            *_maybe("completedAt"),
            *_STAMPS,
        ),
        filters=(
            Filter(name="startDate", column="end_date", reads=Reads.FIRST_DAY),
            Filter(name="endDate", column="end_date", reads=Reads.LAST_DAY),
            Filter(name="bankAccountId", column="bank_account_id"),
        ),
    ),
}
