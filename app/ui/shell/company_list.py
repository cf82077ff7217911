"""The companies at the left: color, name, how far each can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.companies import Company, CompanyKey
from app.core.sync import CompanyHealth, Health, PullProgress
from app.ui.icons import draw_pixmap
from app.ui.shell.stamps import Stamp, company_stamp
from app.ui.theme import CAPTION_PIXELS, TEXT_PIXELS, Theme, text_font
from app.ui.tokens import Role
from app.ui.widgets.row_ground import paint_row_ground

_ROW = 46
_BAR = 4
_ICON = 12

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyEntry:
    """One company as the sidebar shows it."""

    company: Company
    stamp: Stamp


def company_entries(
    companies: tuple[Company, ...],
    healths: dict[CompanyKey, CompanyHealth],
    running: dict[CompanyKey, PullProgress],
    today: date,
) -> tuple[CompanyEntry, ...]:
    """Join the companies with their stamps."""
    return tuple(
        CompanyEntry(
            company=company,
            stamp=company_stamp(
                healths.get(company.key, CompanyHealth(company=company.key, health=Health.NEVER_SYNCED)),
                running.get(company.key),
                today,
            ),
        )
        for company in companies
    )


class CompanyListModel(QAbstractListModel):
    """The companies the filter leaves; replaced whole, since there are hundreds at most."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._entries: tuple[CompanyEntry, ...] = ()

    @property
    def entries(self) -> tuple[CompanyEntry, ...]:
        """What is listed, in order."""
        return self._entries

    def show(self, entries: tuple[CompanyEntry, ...]) -> None:
        """List these; when only their stamps changed, nothing but the rows is repainted."""
        if entries == self._entries:
            return
        same = [entry.company for entry in entries] == [entry.company for entry in self._entries]
        if same:
            self._entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many are listed."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the name, for type-ahead and screen readers; with the stamp for the latter."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.company.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.company.name}, {entry.stamp.text}"
        return None


class CompanyList(QListView):
    """Shows the companies and says which one is chosen."""

    company_chosen = Signal(object)
    """The `Company` that was clicked or entered."""

    def __init__(self, theme: Theme) -> None:
        """Start with an empty list."""
        super().__init__()
        self.rows = CompanyListModel()
        self.setModel(self.rows)
        self.setItemDelegate(_CompanyDelegate(theme, self))
        self.setAccessibleName("Companies")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def mark_open(self, key: CompanyKey | None) -> None:
        """Select the open company without choosing it again."""
        for row, entry in enumerate(self.rows.entries):
            if entry.company.key == key:
                if self.currentIndex().row() != row:
                    self.setCurrentIndex(self.rows.index(row))
                return
        self.clearSelection()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.company_chosen.emit(self.rows.entries[index.row()].company)


class _CompanyDelegate(QStyledItemDelegate):
    """Paints one company: its bar, its name, its stamp."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = text_font(TEXT_PIXELS, weight=QFont.Weight.Medium)
        self._caption = text_font(CAPTION_PIXELS - 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every company takes two lines."""
        return QSize(120, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        model = index.model()
        if not isinstance(model, CompanyListModel):
            return
        entry = model.entries[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(8, 1, -8, -1)
        self._paint_ground(painter, option, rect)
        bar = QRectF(rect.left() + 9, rect.top() + 11, _BAR, rect.height() - 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.company_color(entry.company.key))
        painter.drawRoundedRect(bar, 2, 2)
        self._paint_words(painter, rect.adjusted(22, 0, -8, 0), entry)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        paint_row_ground(painter, option, rect, self._theme, radius=6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color(Role.ACCENT))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_words(self, painter: QPainter, rect: QRect, entry: CompanyEntry) -> None:
        painter.setFont(self._font)
        painter.setPen(self._theme.color(Role.TEXT))
        name = QFontMetrics(self._font).elidedText(
            entry.company.name, Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect.adjusted(0, 5, 0, -_ROW // 2), Qt.AlignmentFlag.AlignVCenter, name)
        below = rect.adjusted(0, _ROW // 2 - 2, 0, -5)
        if entry.stamp.icon:
            scale = painter.device().devicePixelRatioF()
            pixmap = draw_pixmap(
                entry.stamp.icon, self._theme.color(entry.stamp.role), size=_ICON, scale=scale
            )
            painter.drawPixmap(below.left(), below.center().y() - _ICON // 2 + 1, pixmap)
            below.adjust(_ICON + 4, 0, 0, 0)
        painter.setFont(self._caption)
        painter.setPen(self._theme.color(entry.stamp.role))
        text = QFontMetrics(self._caption).elidedText(
            entry.stamp.text, Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, text)
