"""The command that lists the companies."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.bootstrap import Workspace
from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.cli.output import say, write_json, write_table
from app.cli.workspace import on_workspace
from app.core.clock import format_stamp
from app.core.companies import Company
from app.core.sync import CompanyHealth, Health

IN_WORDS = {
    Health.NEVER_SYNCED: "never synced",
    Health.SYNCING: "syncing",
    Health.TIED: "tied",
    Health.NOT_TIED: "does not tie",
    Health.INCOMPLETE: "incomplete",
    Health.NO_ACCESS: "no access",
}


def list_companies(options: GlobalOptions, _: Namespace) -> int:
    """List what the mirror holds, with how far each can be trusted; needs no network."""

    async def act(workspace: Workspace) -> int:
        healths = {health.company: health for health in await workspace.books.list_health()}
        found = [(company, healths[company.key]) for company in await workspace.books.list_companies()]
        if options.json:
            write_json([_company_json(*each) for each in found])
        elif found:
            write_table(("Company", "Currency", "Last synced", "State", "Id"), map(_row, found))
        else:
            say("No companies are mirrored here yet; \u201ctickmark sync\u201d brings them.")
        return Exit.DONE

    return on_workspace(options, act, reads_books=True)


def _company_json(company: Company, health: CompanyHealth) -> dict[str, Any]:
    return {
        "id": company.id,
        "name": company.name,
        "status": company.status,
        "defaultCurrency": company.default_currency,
        "lastSyncedAt": format_stamp(health.last_synced_at) if health.last_synced_at else None,
        "tied": _TIED.get(health.health),
        "openFindings": None,
    }


_TIED = {Health.TIED: True, Health.NOT_TIED: False}


def _row(found: tuple[Company, CompanyHealth]) -> tuple[str, ...]:
    company, health = found
    at = health.last_synced_at.astimezone().strftime("%Y-%m-%d %H:%M") if health.last_synced_at else "never"
    return company.name, company.default_currency, at, IN_WORDS[health.health], company.id
