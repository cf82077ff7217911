"""The commands that show the window; only they import Qt."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from app.bootstrap import WorkspaceOptions, open_workspace
from app.cli.options import GlobalOptions
from app.cli.workspace import workspace_options
from app.ui.services import WindowServices
from app.ui.theme import Appearance
from app.ui.tour import TourOptions, run_tour
from app.ui.window_app import run_window


def open_window(options: GlobalOptions, _: Namespace) -> int:
    """Show the desktop app until it is closed."""
    asked = workspace_options(options, has_window=True)
    demo = replace(asked, demo=True, data=None, profile=None)
    return run_window(partial(_open_services, asked), partial(_open_services, demo))


def take_tour(options: GlobalOptions, arguments: Namespace) -> int:
    """Write a picture of every screen, as the mirror fills it."""
    tour = TourOptions(
        out=arguments.out,
        appearance=Appearance(arguments.theme),
        size=arguments.size,
        scale=arguments.scale,
    )
    return run_tour(partial(_open_services, workspace_options(options)), tour)


@asynccontextmanager
async def _open_services(options: WorkspaceOptions) -> AsyncGenerator[WindowServices, None]:
    async with open_workspace(options) as workspace:
        yield WindowServices(
            books=workspace.books,
            pull=workspace.pull,
            connection=workspace.connection,
            postings=workspace.postings,
            subscribe=workspace.announcer.subscribe,
            clock=workspace.clock,
            settings=workspace.settings,
            firm=workspace.firm,
        )
