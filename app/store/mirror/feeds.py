"""How each list of the ledger becomes a table of the mirror."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.store.mirror.identities import kept_form

PLAIN = "page.{field}"
AMOUNT = "coalesce(page.{field}, 0)"
REFERENCE = "(SELECT key FROM identity WHERE company = :company AND id = page.{field})"
DAY = (
    "CASE WHEN page.{field} = date(page.{field}) THEN CAST(replace(page.{field}, '-', '') AS INTEGER)"
    " ELSE page.{field} END"
)
"""A day that is in no calendar stays text, and then the column refuses it."""
MOMENT = "coalesce(CAST(round(unixepoch(page.{field}, 'subsec') * 1000) AS INTEGER), page.{field})"
CURRENCY = "nullif(page.{field}, (SELECT default_currency FROM company WHERE key = :company))"

_ENTRY = REFERENCE.format(field="entry_id")
_DAY_OF_LINE = f"coalesce({DAY}, (SELECT day FROM journal_entry WHERE key = {_ENTRY}))"
_STATUS_OF_LINE = f"coalesce({PLAIN}, (SELECT status FROM journal_entry WHERE key = {_ENTRY}))"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table and the field of the record that fills it."""

    name: str
    field: str
    sql: str = PLAIN
    is_id: bool = False
    """Whether the field is an id of the ledger; one that is looked up always is."""


@dataclass(frozen=True)
class Feed:
    """One list of the ledger: its table, and the statements that bring a batch of its rows into it."""

    table: str
    columns: tuple[Column, ...]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The record's attributes in the order a batch carries them."""
        return ("id", *(column.field for column in self._all_columns))

    @cached_property
    def staging(self) -> str:
        """The temporary table a batch passes through."""
        return f"CREATE TEMP TABLE IF NOT EXISTS page_{self.table} ({', '.join(self.fields)})"

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Take a batch `:rows` of a `:company` apart, give its ids integers, write what is new or changed.

        The last statement's count of changes is the number of rows written; rows that are as they were are
        not written again.
        """
        page = f"page_{self.table}"
        apart = ", ".join(f"value ->> {number} AS {field}" for number, field in enumerate(self.fields))
        kept = ", ".join(kept_form(field) if field in self._id_fields else field for field in self.fields)
        # LIMIT -1 keeps SQLite from folding the two queries into one and taking every value out repeatedly.
        stage = f"INSERT INTO {page} SELECT {kept} FROM (SELECT {apart} FROM jsonb_each(:rows) LIMIT -1)"
        return (f"DELETE FROM {page}", stage, *self._identify(page), self._upsert(page))

    @property
    def _all_columns(self) -> tuple[Column, ...]:
        return (
            *self.columns,
            Column("created_at", "created_at", MOMENT),
            Column("updated_at", "updated_at", MOMENT),
            Column("extra", "model_extra", "nullif(page.{field}, '{{}}')"),
        )

    @property
    def _id_fields(self) -> set[str]:
        return {"id", *self._references, *(column.field for column in self.columns if column.is_id)}

    @property
    def _references(self) -> list[str]:
        return [column.field for column in self.columns if column.sql == REFERENCE]

    def _identify(self, page: str) -> list[str]:
        insert = "INSERT OR IGNORE INTO identity (company, id)"
        return [
            *(
                f"{insert} SELECT DISTINCT :company, {field} FROM {page} WHERE {field} IS NOT NULL"
                f" ORDER BY {field}"
                for field in self._references
            ),
            f"{insert} SELECT :company, id FROM {page}",
        ]

    def _upsert(self, page: str) -> str:
        names = [column.name for column in self._all_columns]
        values = [column.sql.format(field=column.field) for column in self._all_columns]
        key = REFERENCE.format(field="id")
        return (
            f"INSERT INTO {self.table} (key, company, {', '.join(names)})"
            f" SELECT {key}, :company, {', '.join(values)} FROM {page} AS page WHERE true"
            f" ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}"
            f" WHERE ({', '.join(f'{self.table}.{name}' for name in names)})"
            f" IS NOT ({', '.join(f'excluded.{name}' for name in names)})"
        )


FEEDS: dict[str, Feed] = {
    "accounts": Feed(
        "account",
        (
            Column("code", "code"),
            Column("name", "name"),
            Column("type", "type"),
            Column("sub_type", "sub_type"),
            Column("parent", "parent_id", REFERENCE),
            Column("currency", "currency", CURRENCY),
            Column("is_active", "active"),
            Column("description", "description"),
        ),
    ),
    "bank_accounts": Feed(
        "bank_account",
        (
            Column("name", "name"),
            Column("number", "number"),
            Column("bank_name", "bank_name"),
            Column("currency", "currency", CURRENCY),
            Column("country", "country"),
            Column("account_type", "account_type"),
            Column("chart_account", "chart_account_id", REFERENCE),
            Column("balance_cents", "balance"),
            Column("is_active", "active"),
        ),
    ),
    "reconciliations": Feed(
        "reconciliation",
        (
            Column("bank_account", "bank_account_id", REFERENCE),
            Column("start_day", "start_date", DAY),
            Column("end_day", "end_date", DAY),
            Column("start_balance_cents", "start_balance"),
            Column("end_balance_cents", "end_balance"),
            Column("cleared_balance_cents", "cleared_balance"),
            Column("difference_cents", "difference"),
            Column("status", "status"),
            Column("transaction_count", "transaction_count"),
            Column("completed_at", "completed_at", MOMENT),
        ),
    ),
    "bank_transactions": Feed(
        "bank_transaction",
        (
            Column("bank_account", "bank_account_id", REFERENCE),
            Column("day", "date", DAY),
            Column("posted_day", "posted_date", DAY),
            Column("description", "description"),
            Column("payee", "payee"),
            Column("reference", "reference"),
            Column("amount_cents", "amount"),
            Column("balance_cents", "balance"),
            Column("currency", "currency", CURRENCY),
            Column("status", "status"),
            Column("pending", "pending"),
            Column("source_type", "source_type"),
            Column("external_id", "external_id"),
            Column("account", "account_id", REFERENCE),
            Column("entry", "entry_id", REFERENCE),
            Column("reconciliation", "reconciliation_id", REFERENCE),
        ),
    ),
    "journal_entries": Feed(
        "journal_entry",
        (
            Column("number", "number"),
            Column("day", "date", DAY),
            Column("description", "description"),
            Column("reference", "reference"),
            Column("status", "status"),
            Column("source_type", "source_type"),
            Column("source", "source_id", is_id=True),
            Column("posted_at", "posted_at", MOMENT),
            Column("voided_at", "voided_at", MOMENT),
        ),
    ),
    "journal_lines": Feed(
        "journal_line",
        (
            Column("entry", "entry_id", REFERENCE),
            Column("account", "account_id", REFERENCE),
            Column("day", "date", _DAY_OF_LINE),
            Column("description", "description"),
            Column("debit_cents", "debit", AMOUNT),
            Column("credit_cents", "credit", AMOUNT),
            Column("currency", "currency", CURRENCY),
            Column("entry_status", "entry_status", _STATUS_OF_LINE),
        ),
    ),
}
"""By the names of `core.sync.RESOURCES`."""
