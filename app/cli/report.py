"""The command that makes a report."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from app.bootstrap import Workspace
from app.cli.companies import IN_WORDS
from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.cli.output import say, table_text
from app.cli.workspace import on_workspace
from app.contract.reports import trial_balance_json
from app.core.companies import Company
from app.core.errors import StorageError
from app.core.money import format_cents
from app.core.statements import TrialBalance
from app.core.sync import Health
from app.documents.csv import trial_balance_csv


def make_report(options: GlobalOptions, arguments: Namespace) -> int:
    """Write a company's trial balance, out of the mirror or as the ledger itself states it."""

    async def act(workspace: Workspace) -> int:
        company = await workspace.books.company_by(arguments.company)
        as_of = arguments.as_of or workspace.clock.today()
        if arguments.source == "server":
            report = await workspace.statements.ledger_trial_balance(company, as_of)
        else:
            report = await workspace.statements.mirror_trial_balance(company, as_of)
            await _tell_doubt(workspace, company)
        _write(_WRITTEN_AS[arguments.format or ("json" if options.json else "table")](report), arguments.out)
        return Exit.DONE

    return on_workspace(options, act, reads_books=True)


async def _tell_doubt(workspace: Workspace, company: Company) -> None:
    """Say so when the figures are not proven against the ledger."""
    for health in await workspace.books.list_health():
        if health.company == company.key and health.health is not Health.TIED:
            say(f"{company.name}: {IN_WORDS[health.health]}; the ledger may have other figures.")


def _write(text: str, path: Path | None) -> None:
    if path is None:
        print(text, end="")
        return
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}).") from error
    say(f"Written to {path}.")


def _json(report: TrialBalance) -> str:
    return json.dumps(trial_balance_json(report), indent=2) + "\n"


def _table(report: TrialBalance) -> str:
    rows = [
        (
            row.account_code,
            row.account_name,
            row.type,
            *_sides(max(row.balance_cents, 0), max(-row.balance_cents, 0)),
        )
        for row in report.rows
    ]
    rows.append(("", "Total", "", *_sides(report.total_debit_cents, report.total_credit_cents)))
    titles = ("Code", f"Account, as of {report.as_of}", "Type", "Debit", "Credit")
    return table_text(titles, rows, right=frozenset({3, 4})) + "\n"


def _sides(debit_cents: int, credit_cents: int) -> tuple[str, str]:
    return format_cents(debit_cents), format_cents(credit_cents)


_WRITTEN_AS = {"table": _table, "json": _json, "csv": trial_balance_csv}
