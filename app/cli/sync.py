"""The command that brings the mirror up to date."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.bootstrap import Workspace
from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.cli.output import write_json, write_table
from app.cli.progress import Progress
from app.cli.workspace import on_workspace
from app.core.companies import CompanyKey
from app.core.money import format_cents
from app.core.statements import TieDifference
from app.core.sync import RESOURCES, PullOutcome

_MILLISECONDS = 3


def bring_up_to_date(options: GlobalOptions, arguments: Namespace) -> int:
    """Pull all companies, or those that were named, and prove each against the ledger."""

    async def act(workspace: Workspace) -> int:
        started = workspace.clock.monotonic()
        keys = await _chosen(workspace, arguments.company)
        with Progress() as progress:
            outcomes = await workspace.pull.refresh_companies(
                keys, full=arguments.full, on_progress=progress.take
            )
        seconds = round(workspace.clock.monotonic() - started, _MILLISECONDS)
        if options.json:
            write_json({"companies": [_outcome_json(each) for each in outcomes], "seconds": seconds})
        else:
            _write(outcomes, seconds)
        return _exit_of(outcomes)

    return on_workspace(options, act)


async def _chosen(workspace: Workspace, named: list[str] | None) -> list[CompanyKey] | None:
    """Return the companies that were named, by the ledger's list of today; None for all."""
    if named is None:
        return None
    await workspace.pull.refresh_list()
    return [(await workspace.books.company_by(text)).key for text in named]


def _exit_of(outcomes: list[PullOutcome]) -> Exit:
    if all(each.complete and each.tied for each in outcomes):
        return Exit.DONE
    return Exit.PARTLY_DONE if any(each.complete for each in outcomes) else Exit.FAILED


def _outcome_json(outcome: PullOutcome) -> dict[str, Any]:
    return {
        "companyId": outcome.company_id,
        "name": outcome.company_name,
        "complete": outcome.complete,
        "tied": outcome.tied,
        "differences": [_difference_json(each) for each in outcome.differences],
        "rows": {name: outcome.rows.get(name, 0) for name in RESOURCES},
        "error": outcome.error,
    }


def _difference_json(difference: TieDifference) -> dict[str, Any]:
    return {
        "accountId": difference.account_id,
        "accountName": difference.account_name,
        "asOf": difference.as_of.isoformat(),
        "mirrorCents": difference.mirror_cents,
        "serverCents": difference.server_cents,
    }


def _write(outcomes: list[PullOutcome], seconds: float) -> None:
    rows = [(each.company_name, f"{sum(each.rows.values()):,}", _in_words(each)) for each in outcomes]
    write_table(("Company", "Rows", "State"), rows, right=frozenset({1}))
    for outcome in outcomes:
        for each in outcome.differences:
            print(
                f"{outcome.company_name}: {each.account_name} as of {each.as_of}:"
                f" {format_cents(each.mirror_cents)} here, {format_cents(each.server_cents)} at the ledger"
            )
    print(f"{len(outcomes)} companies in {seconds:.1f} s")


def _in_words(outcome: PullOutcome) -> str:
    if outcome.error:
        return outcome.error
    return "tied" if outcome.tied else f"{len(outcome.differences)} balances do not tie"
