"""The columns of the outbox, and the rows they are painted from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.companies import CompanyKey
from app.core.errors import InputError
from app.core.money import format_cents
from app.core.outbox import OutboxItem, OutboxState
from app.core.periods import format_day, parse_day
from app.ui.models.columns import Cell, Column
from app.ui.tokens import Role
from app.ui.wording import kind_word, needs_attention, state_words


class OutboxFilter(StrEnum):
    """Which postings are listed; the value is the word on the chip."""

    ALL = "All"
    WAITING = "Waiting"
    ATTENTION = "Needs attention"
    POSTED = "Posted"

    def lets_through(self, item: OutboxItem) -> bool:
        """Say whether a posting is listed; one that needs a person is not called waiting as well."""
        if self is OutboxFilter.WAITING:
            return item.is_open and not needs_attention(item)
        if self is OutboxFilter.ATTENTION:
            return needs_attention(item)
        if self is OutboxFilter.POSTED:
            return item.state in (OutboxState.POSTED, OutboxState.ADOPTED)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxQuery:
    """Which postings to list, and in which order."""

    filter: OutboxFilter = OutboxFilter.ALL
    sort: str = "created_at"
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One posting as the table shows it."""

    item: OutboxItem
    company_key: CompanyKey | None
    today: date


class OutboxRows:
    """The postings as a table's source; they are few, and in memory."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[int, OutboxRow] = {}

    def take(self, rows: Sequence[OutboxRow]) -> None:
        """List these from the next query on."""
        self._rows = {row.item.id: row for row in rows}

    async def row_keys(self, query: OutboxQuery, *, limit: int | None = None) -> array[int]:
        """Return the ids of the postings a query finds, in its order."""
        found = [row for row in self._rows.values() if query.filter.lets_through(row.item)]
        found.sort(key=lambda row: row.item.id, reverse=True)
        found.sort(key=lambda row: _SORTS[query.sort](row.item), reverse=query.descending)
        return array("q", [row.item.id for row in found][:limit])

    async def rows(self, keys: Sequence[int]) -> dict[int, OutboxRow]:
        """Return postings by id."""
        return {key: self._rows[key] for key in keys if key in self._rows}


def day_text(item: OutboxItem) -> str:
    """Write a posting's own date as screens show dates."""
    try:
        return format_day(parse_day(item.date))
    except InputError:
        return item.date


def when_text(item: OutboxItem, today: date) -> str:
    """Write when a posting was recorded: the time of today, or else the day."""
    local = item.created_at.astimezone()
    return f"{local:%H:%M}" if local.date() == today else format_day(local.date())[:-5]


def _company_cell(row: OutboxRow) -> Cell:
    return Cell(text=row.item.company_name, company=row.company_key or 0)


def _state_cell(row: OutboxRow) -> Cell:
    words = state_words(row.item)
    return Cell(text=words.word, icon=words.icon, role=words.role, pill=words.ground)


_SORTS: dict[str, Callable[[OutboxItem], str | int]] = {
    "company_name": lambda item: item.company_name.casefold(),
    "kind": lambda item: item.kind,
    "description": lambda item: item.description.casefold(),
    "date": lambda item: item.date,
    "amount_cents": lambda item: item.amount_cents,
    "state": lambda item: state_words(item).word,
    "created_at": lambda item: item.id,
    "reason": lambda item: item.reason.casefold(),
}

OUTBOX_COLUMNS: tuple[Column[OutboxRow], ...] = (
    Column(title="Company", field="company_name", width=180, least=140, cell=_company_cell),
    Column(
        title="Kind",
        field="kind",
        width=84,
        least=78,
        shown_from=820,
        cell=lambda row: Cell(text=kind_word(row.item.kind), role=Role.MUTED),
    ),
    Column(
        title="Description",
        field="description",
        width=220,
        least=100,
        stretch=True,
        cell=lambda row: Cell(text=row.item.description),
    ),
    Column(
        title="Date",
        field="date",
        width=110,
        least=106,
        cell=lambda row: Cell(text=day_text(row.item), role=Role.MUTED),
    ),
    Column(
        title="Amount",
        field="amount_cents",
        width=116,
        least=106,
        right=True,
        cell=lambda row: Cell(text=format_cents(row.item.amount_cents)),
    ),
    Column(title="State", field="state", width=142, least=138, cell=_state_cell),
    Column(
        title="When",
        field="created_at",
        width=70,
        least=66,
        cell=lambda row: Cell(text=when_text(row.item, row.today), role=Role.MUTED),
    ),
    Column(
        title="Reason",
        field="reason",
        width=226,
        least=60,
        stretch=True,
        shown_from=920,
        cell=lambda row: Cell(text=row.item.reason, role=Role.MUTED),
    ),
)
