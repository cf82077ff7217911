"""How pulls and proofs ended: the stamp of each company, its last tie-out, and the history of its syncs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import apsw

from app.core.companies import CompanyKey
from app.core.errors import AccessDeniedError, AppError
from app.core.periods import day_number, day_of_number
from app.core.statements import TieDifference, TieOut
from app.core.sync import Health
from app.store.mirror.whole_reads import milliseconds_of, read_rows

_RUNS_KEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """How one pull of one company went."""

    company: CompanyKey
    started_at: datetime
    ended_at: datetime
    is_complete: bool
    """Whether every list was read to its end."""
    rows_written: int = 0
    tie_out: TieOut | None = None
    failure: AppError | None = None
    """What kept it from being complete, or from being proven."""


def save_run(connection: apsw.Connection, run: SyncRun) -> None:
    """Keep how a pull ended, and stamp the company with it."""
    connection.execute(
        "INSERT INTO sync_run (company, started_at, ended_at, is_complete, is_tied, rows_written, error)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            run.company,
            milliseconds_of(run.started_at),
            milliseconds_of(run.ended_at),
            run.is_complete,
            run.tie_out.tied if run.tie_out else None,
            run.rows_written,
            str(run.failure) if run.failure else None,
        ),
    )
    connection.execute(
        "DELETE FROM sync_run WHERE company = ?1 AND key NOT IN"
        " (SELECT key FROM sync_run WHERE company = ?1 ORDER BY key DESC LIMIT ?2)",
        (run.company, _RUNS_KEPT),
    )
    if run.tie_out:
        _save_tie_out(connection, run.company, run.tie_out)
    _stamp(connection, run)


def find_tie_out(connection: apsw.Connection, company: CompanyKey) -> TieOut | None:
    """Return the company's last proof, or None before the first."""
    found = connection.execute("SELECT proven_at, days FROM tie_out WHERE company = ?", (company,)).fetchone()
    if not found:
        return None
    differences = read_rows(
        connection,
        "day, account_id, account_name, mirror_cents, server_cents",
        "FROM tie_difference WHERE company = ? ORDER BY day, account_name",
        (company,),
    )
    return TieOut(
        as_of=tuple(day_of_number(day) for day in json.loads(found[1])),
        proven_at=datetime.fromtimestamp(found[0] / 1000, UTC),
        differences=tuple(
            TieDifference(
                as_of=day_of_number(day),
                account_id=account_id,
                account_name=name,
                mirror_cents=mirror_cents,
                server_cents=server_cents,
            )
            for day, account_id, name, mirror_cents, server_cents in differences
        ),
    )


def list_run_errors(connection: apsw.Connection, company: CompanyKey) -> list[str | None]:
    """Return how the company's kept pulls ended, newest first: None for a complete one, else the sentence."""
    rows = read_rows(connection, "error", "FROM sync_run WHERE company = ? ORDER BY key DESC", (company,))
    return [error for (error,) in rows]


def _save_tie_out(connection: apsw.Connection, company: CompanyKey, proof: TieOut) -> None:
    days = json.dumps([day_number(day) for day in proof.as_of])
    connection.execute(
        "INSERT OR REPLACE INTO tie_out VALUES (?, ?, ?)", (company, milliseconds_of(proof.proven_at), days)
    )
    connection.execute("DELETE FROM tie_difference WHERE company = ?", (company,))
    connection.executemany(
        "INSERT INTO tie_difference VALUES (?, ?, ?, ?, ?, ?)",
        [
            (company, day_number(d.as_of), d.account_id, d.account_name, d.mirror_cents, d.server_cents)
            for d in proof.differences
        ],
    )


def _stamp(connection: apsw.Connection, run: SyncRun) -> None:
    """Write the stamp screens show; a pull that failed before it wrote anything leaves the last one."""
    connection.execute(
        "INSERT OR IGNORE INTO company_health (company, health) VALUES (?, ?)",
        (run.company, Health.NEVER_SYNCED),
    )
    health = _health(run)
    connection.execute(
        "UPDATE company_health SET problem = ?, health = coalesce(?, iif(health = ?, ?, health))"
        " WHERE company = ?",
        (str(run.failure) if run.failure else "", health, Health.SYNCING, Health.INCOMPLETE, run.company),
    )
    if run.is_complete:
        connection.execute(
            "UPDATE company_health SET last_synced_at = ? WHERE company = ?",
            (milliseconds_of(run.ended_at), run.company),
        )
    if run.tie_out:
        _stamp_proof(connection, run.company, run.tie_out)


def _health(run: SyncRun) -> Health | None:
    """Say what the pull proves of the mirror; None when it proves nothing."""
    if isinstance(run.failure, AccessDeniedError):
        return Health.NO_ACCESS
    if run.tie_out is None:
        return None
    if not run.is_complete:
        return Health.INCOMPLETE
    return Health.TIED if run.tie_out.tied else Health.NOT_TIED


def _stamp_proof(connection: apsw.Connection, company: CompanyKey, proof: TieOut) -> None:
    worst: dict[str, int] = {}
    for difference in proof.differences:
        cents = abs(difference.mirror_cents - difference.server_cents)
        worst[difference.account_id] = max(cents, worst.get(difference.account_id, 0))
    connection.execute(
        "UPDATE company_health SET tied_at = coalesce(?, tied_at), differing_accounts = ?,"
        " differing_cents = ? WHERE company = ?",
        (milliseconds_of(proof.proven_at) if proof.tied else None, len(worst), sum(worst.values()), company),
    )
