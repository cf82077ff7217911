"""The commands that show the outbox and send what waits in it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from app.bootstrap import Workspace
from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.cli.output import say, write_json, write_table
from app.cli.workspace import on_workspace
from app.core.clock import format_stamp
from app.core.money import format_cents
from app.core.outbox import Blocked, OutboxItem, OutboxState, Receipt

_SENT_BY_ITSELF = frozenset({OutboxState.QUEUED, OutboxState.UNKNOWN})
_OF_STATE = {
    OutboxState.POSTED: Exit.DONE,
    OutboxState.ADOPTED: Exit.DONE,
    OutboxState.UNKNOWN: Exit.PARTLY_DONE,
    OutboxState.NEEDS_LOOK: Exit.PARTLY_DONE,
    OutboxState.SENDING: Exit.PARTLY_DONE,
}
_OF_BLOCK = {Blocked.OFFLINE: Exit.OUT_OF_REACH, Blocked.AUTH: Exit.SIGN_IN_NEEDED}


def show_outbox(options: GlobalOptions, arguments: Namespace) -> int:
    """List every posting, newest first; with `send`, send what waits before."""

    async def act(workspace: Workspace) -> int:
        code = await _send(workspace) if arguments.action else Exit.DONE
        items = await workspace.postings.list_items()
        if options.json:
            write_json([item_json(item) for item in items])
        elif items:
            write_items(items)
        else:
            say("The outbox is empty.")
        return code

    return on_workspace(options, act)


def exit_of_item(item: OutboxItem) -> Exit:
    """Return the exit code for what became of a posting."""
    if item.state is OutboxState.QUEUED and item.blocked is not None:
        return _OF_BLOCK.get(item.blocked, Exit.FAILED)
    return _OF_STATE.get(item.state, Exit.FAILED)


def tell(item: OutboxItem) -> None:
    """Say why a posting is not posted, and that it is not lost."""
    if item.reason:
        say(f"tickmark: {item.reason}")
    if item.state in _SENT_BY_ITSELF:
        say("It waits in the outbox; \u201ctickmark outbox send\u201d, or the window, sends it.")


def item_json(item: OutboxItem) -> dict[str, Any]:
    """Write a row of the outbox for a program."""
    return {
        "id": item.id,
        "companyId": item.company_id,
        "kind": item.kind,
        "state": item.state.value,
        "idempotencyKey": item.key,
        "attempts": item.attempts,
        "amountCents": item.amount_cents,
        "createdAt": format_stamp(item.created_at),
        "receipt": _receipt_json(item.receipt) if item.receipt else None,
        "error": item.reason or None,
    }


def write_items(items: Iterable[OutboxItem]) -> None:
    """Write rows of the outbox for a person."""
    rows = [
        (
            item.company_name,
            item.date,
            format_cents(item.amount_cents),
            item.description,
            item.state.value.replace("_", " "),
            item.reason,
        )
        for item in items
    ]
    titles = ("Company", "Date", "Amount", "Description", "State", "Why")
    write_table(titles, rows, right=frozenset({2}))


async def _send(workspace: Workspace) -> Exit:
    """Send everything a person who asks for it expects to be sent; what needs a look is left to a look."""
    waiting = [item for item in await workspace.postings.list_items() if item.state in _SENT_BY_ITSELF]
    for item in waiting:
        if item.state is OutboxState.UNKNOWN:
            await workspace.postings.retry(item.id)
    workspace.postings.wake()
    await workspace.postings.send_due()
    await workspace.arrivals.take_in()
    ended = [await workspace.postings.find_item(item.id) for item in waiting]
    for item in ended:
        tell(item)
    codes = {exit_of_item(item) for item in ended} or {Exit.DONE}
    return codes.pop() if len(codes) == 1 else Exit.PARTLY_DONE


def _receipt_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "id": receipt.id,
        "resourceType": receipt.resource_type,
        "status": "posted",
        "journalEntryId": receipt.journal_entry_id,
        "bankTransactionIds": list(receipt.bank_transaction_ids),
        "affectedAccountIds": list(receipt.affected_account_ids),
        "idempotentReplay": receipt.idempotent_replay,
        "createdAt": receipt.created_at,
    }
