"""The table of the app: keys, sorting by its header, and a cursor that survives every reload."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.ui.models.row_table import RowTable
from app.ui.models.widths import fitted_widths
from app.ui.theme import ROW_HEIGHT, Theme
from app.ui.tokens import Role
from app.ui.widgets.row_delegate import RowDelegate

_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_KEPT_SELECTION = 2_000


class RowView(QTableView):
    """A table over a RowTable, moved through by keyboard."""

    row_entered = Signal(object)
    """The key of the row under the cursor, or None."""
    row_opened = Signal(object)
    """Enter or a double click on the row of this key."""
    sort_chosen = Signal(str, bool)
    """A header was clicked: the field, and whether it now descends."""
    selection_moved = Signal()

    def __init__(self, model: RowTable[Any, Any], theme: Theme, *, name: str, sort: tuple[str, bool]) -> None:
        """Show the model; `sort` is the field and direction its first query has."""
        super().__init__()
        self._rows = model
        self._theme = theme
        self._sort = sort
        self._kept: tuple[int | None, int, list[int]] = (None, 0, [])
        self._widths_are_ours = True
        self._fitting = False
        self.empty_text = ""
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, self))
        self._dress()
        self._size_columns()
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._return_to_place)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(self._key_at(index.row())))
        self.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self._follow_selection()

    @property
    def cursor_row(self) -> int:
        """The row under the cursor, or -1."""
        return self.currentIndex().row()

    def selected_keys(self) -> array[int]:
        """Return the keys of the selected rows, in the table's order."""
        ranges = sorted((part.top(), part.bottom()) for part in self.selectionModel().selection().toList())
        keys: array[int] = array("q")
        for top, bottom in ranges:
            keys.extend(self._rows.keys[top : bottom + 1])
        return keys

    def move_to(self, row: int, *, extend: bool = False) -> None:
        """Put the cursor on a row, within the table."""
        if not self._rows.rowCount():
            return
        row = max(0, min(row, self._rows.rowCount() - 1))
        flag = QItemSelectionModel.SelectionFlag
        mode = flag.Select | flag.Rows if extend else flag.ClearAndSelect | flag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), mode)
        self.scrollTo(self._rows.index(row, 0))

    def show_sorting(self, field: str, *, descending: bool) -> None:
        """Mark the sorted column."""
        self._sort = (field, descending)
        for position, column in enumerate(self._rows.columns):
            if column.field == field:
                # The style points up for "descending"; readers take an arrow down for it.
                order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
                self.horizontalHeader().setSortIndicator(position, order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by j and k, open by Enter, select by x or Space."""
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if key in _STEPS and plain:
            self.move_to(self.cursor_row + _STEPS[key], extend=shift)
        elif key in (Qt.Key.Key_X, Qt.Key.Key_Space) and plain:
            self._toggle_selection()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cursor_row >= 0:
            self.row_opened.emit(self._key_at(self.cursor_row))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say why the table is empty, when it is."""
        super().paintEvent(event)
        if self._rows.rowCount() or self._rows.is_loading or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.color(Role.MUTED))
        space = self.viewport().rect().adjusted(32, 24, -32, -24)
        painter.drawText(space, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorShown(True)
        header.setMinimumSectionSize(40)
        header.setFixedHeight(32)
        header.sectionResized.connect(self._on_section_resized)
        self.show_sorting(self._sort[0], descending=self._sort[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width, unless the user has set widths."""
        super().resizeEvent(event)
        if self._widths_are_ours:
            self._fitting = True
            self._fit_columns(self.viewport().width())
            self._fitting = False

    def _fit_columns(self, available: int) -> None:
        shown = {place: c for place, c in enumerate(self._rows.columns) if available >= c.shown_from}
        for place in range(len(self._rows.columns)):
            self.horizontalHeader().setSectionHidden(place, place not in shown)
        widths = fitted_widths(tuple(shown.values()), available)
        for place, width in zip(shown, widths, strict=True):
            self.horizontalHeader().resizeSection(place, width)

    def _on_section_resized(self) -> None:
        if not self._fitting:
            self._widths_are_ours = False

    def _on_header_clicked(self, position: int) -> None:
        column = self._rows.columns[position]
        if not column.field:
            self.show_sorting(self._sort[0], descending=self._sort[1])
            return
        descending = not self._sort[1] if column.field == self._sort[0] else column.field == "date"
        self.show_sorting(column.field, descending=descending)
        self.sort_chosen.emit(column.field, descending)

    def _toggle_selection(self) -> None:
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.currentIndex(), flag.Toggle | flag.Rows)

    def _key_at(self, row: int) -> int | None:
        return self._rows.keys[row] if 0 <= row < len(self._rows.keys) else None

    def _follow_selection(self) -> None:
        self.selectionModel().currentRowChanged.connect(self._on_row_entered)
        self.selectionModel().selectionChanged.connect(self.selection_moved)

    def _on_row_entered(self, current: QModelIndex, previous: QModelIndex) -> None:
        for index in (current, previous):
            if index.isValid():
                self.viewport().update(
                    0, self.rowViewportPosition(index.row()), self.viewport().width(), ROW_HEIGHT
                )
        self.row_entered.emit(self._key_at(current.row()))

    def _keep_place(self) -> None:
        top = self.rowAt(0)
        offset = self.rowViewportPosition(self.cursor_row) if self.cursor_row >= 0 else 0
        selected = self.selected_keys()[:_KEPT_SELECTION]
        self._kept = (self._key_at(self.cursor_row if self.cursor_row >= 0 else top), offset, list(selected))

    def _return_to_place(self) -> None:
        """Put cursor, selection and scroll back on the rows they were on, where these still are."""
        key, offset, selected = self._kept
        row = self._rows.row_of(key) if key is not None else -1
        if row < 0:
            self.scrollToTop()
            QTimer.singleShot(0, self, lambda: self.row_entered.emit(self._key_at(self.cursor_row)))
            return
        flag = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        model.setCurrentIndex(self._rows.index(row, 0), flag.NoUpdate)
        for chosen in selected:
            found = self._rows.row_of(chosen)
            if found >= 0:
                model.select(self._rows.index(found, 0), flag.Select | flag.Rows)
        self.updateGeometries()
        self.verticalScrollBar().setValue(row * ROW_HEIGHT - offset)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the cursor a row when the table is entered by keyboard for the first time."""
        super().focusInEvent(event)
        if self.cursor_row < 0:
            self.move_to(0)
