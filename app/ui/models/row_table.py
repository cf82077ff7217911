"""A virtual table over the mirror: a map of row keys, and the rows near the eye.

The map is one array of integers made by SQL; rows are fetched in blocks off the Qt thread when they come
into view, and what scrolled away before it was fetched is not fetched at all.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.ui.models.columns import Cell, Column
from app.ui.tasks import Tasks

QueryT_contra = TypeVar("QueryT_contra", contravariant=True)
RowT = TypeVar("RowT")

Index = QModelIndex | QPersistentModelIndex

_FIRST_SCREEN = 120
_BLOCK = 100
_KEPT_BLOCKS = 60
_WANTED_BLOCKS = 4


class RowSource(Protocol[QueryT_contra, RowT]):
    """Where a table's rows come from; both calls leave the Qt thread."""

    async def row_keys(self, query: QueryT_contra, *, limit: int | None = None) -> array[int]:
        """Return the keys of the rows the query finds, in its order."""
        ...

    async def rows(self, keys: Sequence[int]) -> dict[int, RowT]:
        """Return the rows of some keys; a row that is gone is left out."""
        ...


class RowTable(QAbstractTableModel, Generic[QueryT_contra, RowT]):
    """Shows any of a million rows; replaces its map without losing what the user looks at."""

    shown = Signal()
    """The rows of the latest query are in place."""
    failed = Signal(object)
    """The latest query ended with this exception; the last good rows stay."""

    def __init__(
        self,
        source: RowSource[QueryT_contra, RowT],
        columns: tuple[Column[RowT], ...],
        parent: QObject | None = None,
    ) -> None:
        """Start empty; `show` fills it."""
        super().__init__(parent)
        self.columns = columns
        self._source = source
        self._keys: array[int] = array("q")
        self._blocks: OrderedDict[int, dict[int, RowT]] = OrderedDict()
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._wanted: list[int] = []
        self._tasks = Tasks(self._on_failed)
        self._fetch = QTimer(self)
        self._fetch.setSingleShot(True)
        self._fetch.timeout.connect(self._fetch_wanted)
        self._generation = 0
        self.is_loading = False

    @property
    def keys(self) -> array[int]:
        """The map: the key of every row in order."""
        return self._keys

    @property
    def is_settled(self) -> bool:
        """Whether no row that was asked for is still on its way."""
        return self._tasks.is_idle and not self._fetch.isActive()

    def show(self, query: QueryT_contra) -> None:
        """Find the query's rows; the earlier search, if it still runs, is cancelled."""
        self.is_loading = True
        self._tasks.restart("show", self._show(query))

    async def stop(self) -> None:
        """Cancel what runs, before the source closes."""
        await self._tasks.cancel_all()

    def row_at(self, row: int) -> RowT | None:
        """Return a row when it is here; ask for it when it is not."""
        number = row // _BLOCK
        block = self._blocks.get(number)
        if block is not None:
            return block.get(self._keys[row])
        self._want(number)
        return None

    def cells_at(self, row: int) -> tuple[Cell, ...] | None:
        """Return what a row's columns paint, made once; None while the row is on its way."""
        record = self.row_at(row)
        if record is None:
            return None
        key = self._keys[row]
        cells = self._cells.get(key)
        if cells is None:
            cells = self._cells[key] = tuple(column.cell(record) for column in self.columns)
        return cells

    def cell_at(self, index: Index) -> Cell | None:
        """Return what one cell paints; None while its row is on its way."""
        cells = self.cells_at(index.row())
        return cells[index.column()] if cells is not None else None

    def row_of(self, key: int) -> int:
        """Return where a key stands, or -1."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the length of the map."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a cell's text, for painting, for copying and for screen readers."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[index.column()])
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        cells = self.cells_at(index.row())
        return cells[index.column()].text if cells is not None else None

    async def _show(self, query: QueryT_contra) -> None:
        """Put the first screen in place at once and the whole map behind it."""
        if not self._keys:
            first = await self._source.row_keys(query, limit=_FIRST_SCREEN)
            await self._replace(first)
        await self._replace(await self._source.row_keys(query))
        self.is_loading = False
        self.shown.emit()

    async def _replace(self, keys: array[int]) -> None:
        rows = await self._source.rows(keys[:_BLOCK])
        same = keys == self._keys
        if not same:
            self.beginResetModel()
        self._generation += 1
        self._keys = keys
        self._blocks.clear()
        self._cells.clear()
        self._wanted.clear()
        if keys:
            self._blocks[0] = rows
        if not same:
            self.endResetModel()
        elif keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(keys) - 1, len(self.columns) - 1))

    def _on_failed(self, failure: Exception) -> None:
        self.is_loading = self._tasks.is_running("show")
        self.failed.emit(failure)

    def _want(self, block: int) -> None:
        if block not in self._wanted:
            self._wanted.append(block)
            del self._wanted[:-_WANTED_BLOCKS]
        if not self._fetch.isActive():
            self._fetch.start(0)

    def _fetch_wanted(self) -> None:
        if self._wanted:
            self._tasks.start("fetch", self._fetch_blocks())

    async def _fetch_blocks(self) -> None:
        """Fetch the blocks asked for last first; the map may have been replaced meanwhile."""
        while self._wanted:
            number, generation = self._wanted[-1], self._generation
            start = number * _BLOCK
            rows = await self._source.rows(self._keys[start : start + _BLOCK])
            if generation != self._generation:
                continue
            self._wanted = [wanted for wanted in self._wanted if wanted != number]
            self._keep(number, rows)
            last = min(start + _BLOCK, len(self._keys)) - 1
            self.dataChanged.emit(self.index(start, 0), self.index(last, len(self.columns) - 1))

    def _keep(self, number: int, rows: dict[int, RowT]) -> None:
        self._blocks[number] = rows
        while len(self._blocks) > _KEPT_BLOCKS:
            _, dropped = self._blocks.popitem(last=False)
            for key in dropped:
                self._cells.pop(key, None)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
