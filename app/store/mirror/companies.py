"""The companies of the firm, and how far the mirror of each can be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import apsw

from app.core.companies import Company, CompanyKey
from app.core.sync import CompanyHealth, Health
from app.store.mirror.whole_reads import moment_of, read_rows

_COLUMNS = (
    "name",
    "status",
    "default_currency",
    "firm_id",
    "fiscal_year_start_month",
    "created_at",
    "updated_at",
)
_USUAL_CURRENCY = "USD"
_GONE = "The ledger no longer lists this company; what is here is what it last told."


class CompanyRow(Protocol):
    """What the ledger tells of a company."""

    @property
    def id(self) -> str:
        """The ledger's id."""
        ...

    @property
    def model_extra(self) -> Mapping[str, Any] | None:
        """Fields we have no column for."""
        ...


def save_companies(connection: apsw.Connection, listed: Iterable[CompanyRow]) -> bool:
    """Write the firm's whole list; one that is missing from it is kept and frozen (reliability E11).

    Returns whether anything changed.
    """
    before = connection.total_changes()
    listed = list(listed)
    names = (*_COLUMNS, "extra", "is_listed")
    same = ", ".join(f"company.{name}" for name in names)
    sent = ", ".join(f"excluded.{name}" for name in names)
    connection.executemany(
        f"INSERT INTO company (id, {', '.join(names)}) VALUES (?{', ?' * len(names)})"
        f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}"
        f" WHERE ({same}) IS NOT ({sent})",
        [(row.id, *(getattr(row, name) for name in _COLUMNS), _extra(row.model_extra), 1) for row in listed],
    )
    connection.execute(
        "UPDATE company SET is_listed = 0 WHERE is_listed AND id NOT IN (SELECT value FROM json_each(?))",
        (json.dumps([row.id for row in listed]),),
    )
    connection.execute(
        "INSERT INTO company_health (company, health, problem)"
        " SELECT key, ?1, ?2 FROM company WHERE NOT is_listed ON CONFLICT DO UPDATE"
        " SET health = excluded.health, problem = excluded.problem WHERE health IS NOT ?1",
        (Health.NO_ACCESS, _GONE),
    )
    return connection.total_changes() != before


def list_companies(connection: apsw.Connection, *, listed_only: bool = False) -> list[Company]:
    """Return the firm's companies by name."""
    rows = read_rows(
        connection,
        "key, id, name, status, default_currency, fiscal_year_start_month",
        f"FROM company {'WHERE is_listed' if listed_only else ''}",
    )
    companies = [
        Company(
            key=CompanyKey(key),
            id=ledger_id,
            name=name,
            status=status,
            default_currency=currency or _USUAL_CURRENCY,
            fiscal_year_start_month=month or 1,
        )
        for key, ledger_id, name, status, currency, month in rows
    ]
    return sorted(companies, key=lambda company: (company.name.casefold(), company.id))


def list_health(connection: apsw.Connection) -> list[CompanyHealth]:
    """Return the stamp of every company, in the order of their keys."""
    rows = read_rows(
        connection,
        "company.key, coalesce(health, 'never_synced'), last_synced_at, tied_at,"
        " coalesce(differing_accounts, 0), coalesce(differing_cents, 0), coalesce(problem, '')",
        "FROM company LEFT JOIN company_health ON company_health.company = company.key ORDER BY company.key",
    )
    return [
        CompanyHealth(
            company=CompanyKey(key),
            health=Health(health),
            last_synced_at=moment_of(last_synced_at),
            tied_at=moment_of(tied_at),
            differing_accounts=accounts,
            differing_cents=cents,
            problem=problem,
        )
        for key, health, last_synced_at, tied_at, accounts, cents, problem in rows
    ]


def _extra(fields: Mapping[str, Any] | None) -> str | None:
    return json.dumps(fields, ensure_ascii=False) if fields else None
