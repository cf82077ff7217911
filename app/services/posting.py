"""What a user can do with postings: record, watch, retry, stop. Nothing here waits for the network."""

from __future__ import annotations

import uuid
from dataclasses import replace
from urllib.parse import quote

from app.contract.endpoints import PostRoute
from app.contract.postings import PurchaseBody
from app.core.changes import Change, Changed
from app.core.outbox import Attempt, OutboxCounts, OutboxItem
from app.core.postings import Purchase
from app.services.posting_parts import PostingParts
from app.services.sender import Sender
from app.store.outbox_moves import NewItem


class PostingService:
    """Stores postings before they are sent, and sends them when it can."""

    def __init__(self, parts: PostingParts) -> None:
        """Send nothing until `run` or `send_due` is called."""
        self._parts = parts
        self._outbox = parts.outbox
        self._sender = Sender(parts)

    async def record(self, purchase: Purchase, *, again: bool = False) -> OutboxItem:
        """Queue a purchase with its key and exact bytes; works offline, sends nothing.

        Raises SamePostingError when the same was recorded within ten minutes, unless `again`; StorageError
        when it cannot be stored, and then nothing is queued.
        """
        name = await self._parts.name_of(purchase.company_id)
        item = await self._outbox.add(_new_item(purchase, name, self._parts.issuer), again=again)
        self._announce()
        self._sender.look()
        return item

    async def list_items(self, company_id: str | None = None) -> list[OutboxItem]:
        """Return the postings of one company, or of all, newest first."""
        return [self._sender.seen(item) for item in await self._outbox.list_items(company_id)]

    async def find_item(self, item_id: int) -> OutboxItem:
        """Return one posting; raises InputError when there is none of that number."""
        return self._sender.seen(await self._outbox.find_item(item_id))

    async def list_attempts(self, item_id: int) -> list[Attempt]:
        """Return every try to send a posting, oldest first."""
        return await self._outbox.list_attempts(item_id)

    async def counts(self) -> OutboxCounts:
        """Count and sum what is open, and say what is the matter with the disk, if anything."""
        return replace(await self._outbox.counts(), problem=self._sender.problem)

    async def send_due(self) -> list[OutboxItem]:
        """Send everything that is due, each posting once, and return what became of those that were tried."""
        return await self._sender.send_due()

    async def run(self) -> None:
        """Send whatever becomes due, until cancelled."""
        await self._sender.run()

    def wake(self) -> None:
        """Try what waits again: the network, the session or the disk may have changed."""
        self._sender.wake()

    async def retry(self, item_id: int) -> OutboxItem:
        """Let a waiting posting go again, under the same key and with the same bytes.

        Raises InputError for one that is being sent or is settled.
        """
        item = await self._outbox.retry(item_id)
        self._announce()
        self._sender.look(asked=True)
        return item

    async def stop(self, item_id: int) -> OutboxItem:
        """Never send a posting again; its reason then says whether it may have been posted (D12, M18).

        Raises InputError for one that is being sent or is settled.
        """
        item = await self._outbox.stop(item_id)
        self._announce()
        return item

    def _announce(self) -> None:
        self._parts.announcer.announce(Change(what=Changed.OUTBOX))


def _new_item(purchase: Purchase, company_name: str, issuer: str) -> NewItem:
    """Freeze a purchase: mint its key and write the bytes that will be sent, however often (D02)."""
    body = PurchaseBody(
        source_account_id=purchase.source_account_id,
        date=purchase.date.isoformat(),
        amount_cents=purchase.amount_cents,
        category_account_id=purchase.category_account_id,
        description=purchase.description,
        reference=purchase.reference,
    )
    return NewItem(
        company_id=purchase.company_id,
        company_name=company_name,
        kind=purchase.kind,
        key=str(uuid.uuid4()),
        path=PostRoute.PURCHASE.route.path(quote(purchase.company_id, safe="")),
        body=body.to_bytes(),
        amount_cents=purchase.amount_cents,
        date=purchase.date.isoformat(),
        accounts=(purchase.source_account_id, purchase.category_account_id),
        description=purchase.description,
        issuer=issuer,
    )
