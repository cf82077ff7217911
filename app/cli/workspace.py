"""Run a command on a workspace that is opened for it and closed after it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.bootstrap import Workspace, WorkspaceOptions, open_workspace
from app.cli.options import GlobalOptions
from app.cli.output import say
from app.cli.progress import Progress
from app.core.sync import Health
from app.paths import Profile

Act = Callable[[Workspace], Awaitable[int]]


def workspace_options(options: GlobalOptions, *, has_window: bool = False) -> WorkspaceOptions:
    """Return what the global options ask for."""
    return WorkspaceOptions(
        server=options.server,
        profile=options.profile,
        today=options.today,
        demo=options.demo,
        data=options.data,
        has_window=has_window,
    )


def on_workspace(options: GlobalOptions, act: Act, *, reads_books: bool = False) -> int:
    """Open a workspace, do it, close it; a demo without books is synced first for what `reads_books`."""

    async def run() -> int:
        async with open_workspace(workspace_options(options)) as workspace:
            if reads_books and options.demo:
                await _fill(workspace)
            return await act(workspace)

    _tell_kept_books(options)
    return asyncio.run(run())


async def _fill(workspace: Workspace) -> None:
    """Pull everything into a mirror that holds nothing yet."""
    healths = await workspace.books.list_health()
    if all(health.health is Health.NEVER_SYNCED for health in healths):
        with Progress() as progress:
            await workspace.pull.refresh_companies(on_progress=progress.take)


def _tell_kept_books(options: GlobalOptions) -> None:
    if not (options.demo and options.data and options.profile):
        return
    if Profile(folder=options.profile).practice_books.exists():
        say(f"The practice books in {options.profile} are kept; {options.data} is not loaded again.")
