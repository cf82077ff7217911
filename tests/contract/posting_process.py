"""A process of its own that records and sends purchases, for tests that kill it.

`python -m tests.contract.posting_process record|send URL TOKEN OUTBOX` prints the states of the outbox.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from app.api.client import LedgerClient
from app.api.wire import Wire
from app.core.clock import SystemClock
from app.store.outbox import Outbox
from tests.posting_rig import PURCHASE, Desk
from tests.small_firm import CHECKING_BANK, SOFTWARE, SUMMIT

SUMMIT_PURCHASE = replace(
    PURCHASE, company_id=SUMMIT, source_account_id=CHECKING_BANK, category_account_id=SOFTWARE
)


class GivenToken:
    """A session whose token the test got."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def bearer(self) -> str:
        return self._token

    async def replace(self, refused: str) -> str:
        raise AssertionError(refused)

    def refuse(self, refused: str) -> None:
        raise AssertionError(refused)


async def main(act: str, url: str, token: str, path: Path) -> None:
    clock = SystemClock()
    wire = Wire(url)
    outbox = await Outbox.open(path, None, clock)
    desk = Desk(outbox, LedgerClient(wire, GivenToken(token), clock), clock)
    if act == "record":
        await desk.service.record(SUMMIT_PURCHASE)
    await desk.service.send_due()
    print(*[item.state for item in await desk.service.list_items()])  # noqa: T201 - this is its answer
    await outbox.close()
    await wire.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])))
