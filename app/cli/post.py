"""The command that posts."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from pathlib import Path

from app.bootstrap import Workspace
from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.cli.outbox import exit_of_item, item_json, tell, write_items
from app.cli.output import say, write_json
from app.cli.workspace import on_workspace
from app.core.errors import InputError, SamePostingError
from app.core.outbox import OutboxItem, OutboxState
from app.core.postings import Purchase
from app.services.purchase_json import purchase_from_json

_PATIENCE = 45.0
"""Seconds another Tickmark on these books has to send it: its window looks twice a minute."""
_LOOK_AGAIN = 0.5


def post(options: GlobalOptions, arguments: Namespace) -> int:
    """Check a purchase, queue it, and send what is due unless told not to; prints its row of the outbox."""

    async def act(workspace: Workspace) -> int:
        company = await workspace.books.company_by(arguments.company)
        accounts = await workspace.books.list_accounts(company.key)
        body = _read(arguments.body)
        purchase = purchase_from_json(body, company.id, accounts, workspace.clock.today())
        item = await _record(workspace, purchase, again=arguments.again)
        if not arguments.queue_only:
            item = await _send(workspace, item)
        if options.json:
            write_json(item_json(item))
        else:
            write_items([item])
        if arguments.queue_only:
            say("Queued; \u201ctickmark outbox send\u201d sends it.")
            return Exit.DONE
        tell(item)
        return exit_of_item(item)

    return on_workspace(options, act, reads_books=True)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); nothing was queued.") from error


async def _record(workspace: Workspace, purchase: Purchase, *, again: bool) -> OutboxItem:
    try:
        return await workspace.postings.record(purchase, again=again)
    except SamePostingError as error:
        raise InputError(f"{error} To post it once more, add --again.") from error


async def _send(workspace: Workspace, item: OutboxItem) -> OutboxItem:
    """Send what is due, or let the Tickmark do it that holds the right to send, and see what became of it."""
    await workspace.postings.send_due()
    await workspace.arrivals.take_in()
    deadline = workspace.clock.monotonic() + _PATIENCE
    item = await workspace.postings.find_item(item.id)
    if _is_left_to_others(item):
        say("Another Tickmark on these books does the sending; waiting for it.")
    while _is_left_to_others(item) and workspace.clock.monotonic() < deadline:
        await asyncio.sleep(_LOOK_AGAIN)
        item = await workspace.postings.find_item(item.id)
    return item


def _is_left_to_others(item: OutboxItem) -> bool:
    return item.state is OutboxState.SENDING or (item.state is OutboxState.QUEUED and not item.reason)
