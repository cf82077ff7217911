"""What the tour shows of posting: states that never stand side by side; nothing here is recorded or sent."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import Qt

from app.core.companies import Company
from app.core.outbox import Blocked, OutboxCounts, OutboxItem, OutboxState
from app.ui.pages.outbox import OutboxPage
from app.ui.pages.outbox_columns import OutboxFilter
from app.ui.pages.post import PostPage

_LOOK_AGAIN = 0.01
_FAR_AWAY = 1_000_000_000
"""No real posting has such a number, and so none of its attempts are shown."""
_S = OutboxState
_OFFLINE = "LedgerHQ is out of reach; nothing was sent."
_BROKE = "The connection broke before the answer came."

_EXAMPLES: tuple[tuple[str, int, dict[str, object]], ...] = (
    ("Annual software subscription", 129_950, {}),
    ("Shelving for the back office", 48_500, {"blocked": Blocked.OFFLINE, "reason": _OFFLINE}),
    ("Courier, June", 12_900, {"state": _S.SENDING, "attempts": 1}),
    ("Window cleaning", 9_876, {"state": _S.UNKNOWN, "attempts": 1, "reason": _BROKE}),
    ("Replacement pump", 64_000, {"state": _S.NEEDS_LOOK, "attempts": 4, "reason": _BROKE}),
    ("Rent", 184_713, {"blocked": Blocked.PERIOD, "reason": "That period is closed in the ledger."}),
    ("Paper and toner", 14_620, {"state": _S.REFUSED, "attempts": 1, "reason": "That account is archived."}),
    ("Insurance", 31_240, {"state": _S.POSTED, "attempts": 1}),
    ("Electricity", 41_208, {"state": _S.STOPPED, "reason": "Stopped before it was sent."}),
)


async def open_account_list(page: PostPage) -> None:
    """Open the list of accounts below a field."""
    page.form.category.setFocus(Qt.FocusReason.TabFocusReason)
    page.form.category.open_list()


async def show_recorded(page: PostPage, now: datetime) -> None:
    """Show what is said after a posting was queued with no network."""
    if page.state is not None:
        page.form.close_lists()
        item = _example(0, page.state.company, now, blocked=Blocked.OFFLINE, reason=_OFFLINE)
        page.show_state(replace(page.state, recorded=item))


async def show_read_only(page: PostPage) -> None:
    """Show the form of a connection that may only read."""
    if page.state is not None:
        connection = replace(page.state.connection, may_post=False)
        page.show_state(replace(page.state, recorded=None, connection=connection))


async def show_every_state(page: OutboxPage, companies: Sequence[Company], now: datetime) -> None:
    """List one posting in each state."""
    if not companies:
        return
    items = tuple(
        _example(place, companies[place % len(companies)], now, **changes)
        for place, (_, _, changes) in enumerate(_EXAMPLES)
    )
    waiting = [item for item in items if item.is_open]
    counts = OutboxCounts(open=len(waiting), open_cents=sum(item.amount_cents for item in waiting))
    known = {company.id: company for company in companies}
    page.show_only(OutboxFilter.ALL)
    page.show_items(replace(page.view, items=items, companies=known, counts=counts))
    await _settled(page)
    page.table.move_to(_place(_S.UNKNOWN))


async def show_what_is_sent(page: OutboxPage) -> None:
    """Open the exact bytes of the posting under the cursor."""
    await _settled(page)
    page.detail.sent.set_open(True)


def _example(place: int, company: Company, now: datetime, **changes: object) -> OutboxItem:
    description, amount_cents, _ = _EXAMPLES[place]
    item = OutboxItem(
        id=_FAR_AWAY - place,
        company_id=company.id,
        company_name=company.name,
        kind="purchase",
        state=_S.QUEUED,
        key="00000000-0000-4000-8000-000000000000",
        path="/api/v1/companies/\u2026/purchases",
        body=f'{{"amountCents":{amount_cents},"description":"{description}"}}'.encode(),
        amount_cents=amount_cents,
        date=now.date().isoformat(),
        description=description,
        created_at=now - timedelta(minutes=7 * place),
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def _place(state: OutboxState) -> int:
    return next(place for place, (_, _, changes) in enumerate(_EXAMPLES) if changes.get("state") is state)


async def _settled(page: OutboxPage) -> None:
    await asyncio.sleep(0)
    while not page.is_settled:  # noqa: ASYNC110 - a screen has no event for being still
        await asyncio.sleep(_LOOK_AGAIN)
