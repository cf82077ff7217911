"""The list that opens below an account picker: code and name, type, balance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.core.money import format_cents
from app.core.postings import PostingAccount
from app.ui.icons import draw_pixmap
from app.ui.models.account_choices import AccountChoices
from app.ui.theme import CAPTION_PIXELS, ROW_HEIGHT, TEXT_PIXELS, Theme, text_font
from app.ui.tokens import Role
from app.ui.widgets.row_ground import paint_row_ground
from app.ui.widgets.texts import text_label
from app.ui.wording import account_type_word

_ROWS = 8
_EDGE = 5
_GAP = 4
_ICON = 14
_BALANCE_WIDTH = 110
_TYPE_WIDTH = 76

Index = QModelIndex | QPersistentModelIndex


class AccountList(QFrame):
    """Offers accounts below a field of the same window; the field keeps the focus."""

    chosen = Signal(object)
    """The `PostingAccount` that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start closed and empty."""
        super().__init__(parent)
        self.setObjectName("popup")
        self.rows = AccountChoices()
        self._view = QListView()
        self._nothing = text_label(tone="muted")
        self._build(theme)
        self._view.clicked.connect(lambda index: self.chosen.emit(self.rows.choice_at(index.row())))
        self.hide()

    @property
    def current(self) -> PostingAccount | None:
        """The account that Enter would choose."""
        row = self._view.currentIndex().row()
        return self.rows.choice_at(row) if row >= 0 else None

    @property
    def nothing(self) -> str:
        """What is said in place of accounts, or empty."""
        return self._nothing.text() if not self._nothing.isHidden() else ""

    def show_choices(self, choices: Sequence[PostingAccount], *, row: int, nothing: str) -> None:
        """Offer these with the cursor on a row; `nothing` is said when there are none."""
        self.rows.show(choices)
        self._nothing.setText(nothing)
        self._nothing.setVisible(not choices)
        self._view.setVisible(bool(choices))
        self.move_to(row)

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, within the list."""
        if not self.rows.rowCount():
            return
        index = self.rows.index(max(0, min(row, self.rows.rowCount() - 1)))
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index)

    def move_by(self, rows: int) -> None:
        """Move the cursor down, or up."""
        self.move_to(self._view.currentIndex().row() + rows)

    def open_below(self, field: QWidget) -> None:
        """Open under the field, or above it where there is more room."""
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        top = field.mapTo(window, QPoint(0, 0))
        below = window.height() - top.y() - field.height() - 2 * _GAP
        above = top.y() - 2 * _GAP
        height = self._height_of(_ROWS)
        under = below >= height or below >= above
        height = min(height, max(below if under else above, self._height_of(1)))
        y = top.y() + field.height() + _GAP if under else top.y() - _GAP - height
        self.setGeometry(top.x(), y, field.width(), height)
        self.show()
        self.raise_()

    def _height_of(self, most: int) -> int:
        return min(max(self.rows.rowCount(), 1), most) * ROW_HEIGHT + 2 * _EDGE

    def _build(self, theme: Theme) -> None:
        self._view.setModel(self.rows)
        self._view.setItemDelegate(_ChoiceDelegate(theme, self._view))
        self._view.setUniformItemSizes(True)
        self._view.setMouseTracking(True)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setAccessibleName("Accounts")
        self._nothing.setContentsMargins(10, 0, 10, 0)
        for widget in (self, self._view):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.addWidget(self._view)
        column.addWidget(self._nothing)


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints one account of the list."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = text_font(TEXT_PIXELS)
        self._caption = text_font(CAPTION_PIXELS)
        self._parenthesis = QFontMetrics(self._font).horizontalAdvance(")")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every account takes one row."""
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, title, type and balance."""
        model = index.model()
        if not isinstance(model, AccountChoices):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        paint_row_ground(painter, option, rect, self._theme, radius=4)
        choice = model.choice_at(index.row())
        self._paint_words(painter, rect.adjusted(8, 0, -8, 0), choice)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, choice: PostingAccount) -> None:
        account = choice.account
        self._paint_balance(painter, rect, format_cents(account.natural_cents))
        kind = QRect(rect.right() - _BALANCE_WIDTH - _TYPE_WIDTH, rect.top(), _TYPE_WIDTH, rect.height())
        painter.setFont(self._caption)
        painter.setPen(self._theme.color(Role.MUTED))
        painter.drawText(kind, Qt.AlignmentFlag.AlignVCenter, account_type_word(account))
        if account.bank_account_id:
            scale = painter.device().devicePixelRatioF()
            pixmap = draw_pixmap("bank", self._theme.color(Role.MUTED), size=_ICON, scale=scale)
            painter.drawPixmap(kind.left() - _ICON - 6, rect.center().y() - _ICON // 2 + 1, pixmap)
        painter.setFont(self._font)
        painter.setPen(self._theme.color(Role.TEXT))
        title = QRect(rect.left(), rect.top(), kind.left() - rect.left() - _ICON - 16, rect.height())
        shown = QFontMetrics(self._font).elidedText(
            account.title, Qt.TextElideMode.ElideMiddle, title.width()
        )
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_balance(self, painter: QPainter, rect: QRect, text: str) -> None:
        hang = self._parenthesis if text.endswith(")") else 0
        painter.setFont(self._font)
        painter.setPen(self._theme.color(Role.MUTED))
        place = rect.adjusted(0, 0, hang - self._parenthesis, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
