"""Paints table rows straight from their cells: text, pills, amounts with digits over digits."""

from __future__ import annotations

from typing import Any, Protocol, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.icons import draw_pixmap
from app.ui.models.columns import Cell, Column
from app.ui.theme import ROW_HEIGHT, TEXT_PIXELS, Theme, text_font
from app.ui.tokens import Role

MARGIN = 10
_PILL_PIXELS = 11
_BAR = 3
_ICON = 14
_COMPANY_BAR = 4
_COMPANY_BAR_HEIGHT = 16


class CellModel(Protocol):
    """A model whose cells this delegate paints."""

    columns: tuple[Column[Any], ...]

    def cell_at(self, index: QModelIndex | QPersistentModelIndex) -> Cell | None:
        """Return what a cell paints; None while it is on its way."""
        ...


class RowDelegate(QStyledItemDelegate):
    """Draws one cell; a row still on its way is drawn as quiet bars."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Measure the fonts once."""
        super().__init__(parent)
        self._theme = theme
        self._font = text_font(TEXT_PIXELS)
        self._strong = text_font(TEXT_PIXELS, weight=QFont.Weight.DemiBold)
        self._pill_font = text_font(_PILL_PIXELS, weight=QFont.Weight.DemiBold)
        self._metrics = QFontMetrics(self._font)
        self._pill_metrics = QFontMetrics(self._pill_font)
        self._parenthesis = self._metrics.horizontalAdvance(")")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is as high as the others."""
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, cursor bar, hairline and the cell."""
        model = cast("CellModel", index.model())
        painter.save()
        rect: QRect = option.rect
        self._paint_ground(painter, option, index, rect)
        cell = model.cell_at(index)
        if cell is None:
            self._paint_waiting(painter, rect)
        else:
            self._paint_cell(painter, rect, cell, right=model.columns[index.column()].right)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        rect: QRect,
    ) -> None:
        state: QStyle.StateFlag = option.state
        view = self.parent()
        is_cursor = getattr(view, "cursor_row", -1) == index.row()
        if is_cursor:
            painter.fillRect(rect, self._theme.color(Role.CURSOR))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color(Role.SELECTION))
        if is_cursor and index.column() == 0:
            painter.fillRect(
                QRect(rect.left(), rect.top(), _BAR, rect.height()), self._theme.color(Role.ACCENT)
            )
        painter.setPen(self._theme.color(Role.LINE))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _paint_waiting(self, painter: QPainter, rect: QRect) -> None:
        bar = QRectF(rect.left() + MARGIN, rect.center().y() - 3, max(rect.width() * 0.4, 12), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(Role.CHIP))
        painter.drawRoundedRect(bar, 3, 3)

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Cell, *, right: bool) -> None:
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if cell.company:
            self._paint_company(painter, inner, cell)
            inner = inner.adjusted(_COMPANY_BAR + 8, 0, 0, 0)
        if cell.icon:
            self._paint_icon(painter, inner, cell)
            inner = inner.adjusted(_ICON + 6, 0, 0, 0)
        if cell.pill is not None and cell.text:
            self._paint_pill(painter, inner, cell)
            return
        painter.setFont(self._strong if cell.strong else self._font)
        painter.setPen(self._theme.color(cell.role))
        text = self._metrics.elidedText(cell.text, Qt.TextElideMode.ElideMiddle, inner.width())
        if right:
            hang = self._parenthesis if text.endswith(")") else 0
            inner.adjust(0, 0, hang - self._parenthesis, 0)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_company(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        bar = QRectF(
            inner.left(),
            inner.center().y() - _COMPANY_BAR_HEIGHT / 2 + 0.5,
            _COMPANY_BAR,
            _COMPANY_BAR_HEIGHT,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.company_color(cell.company))
        painter.drawRoundedRect(bar, 2, 2)

    def _paint_icon(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        scale = painter.device().devicePixelRatioF()
        pixmap = draw_pixmap(cell.icon, self._theme.color(cell.role), size=_ICON, scale=scale)
        painter.drawPixmap(inner.left(), inner.center().y() - _ICON // 2 + 1, pixmap)

    def _paint_pill(self, painter: QPainter, inner: QRect, cell: Cell) -> None:
        text = self._pill_metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, inner.width() - 16)
        width = self._pill_metrics.horizontalAdvance(text) + 16
        pill = QRectF(inner.left(), inner.center().y() - 9 + 0.5, width, 18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(cell.pill or Role.CHIP))
        painter.drawRoundedRect(pill, 5, 5)
        painter.setFont(self._pill_font)
        painter.setPen(self._theme.color(cell.role))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
