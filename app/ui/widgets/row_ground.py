"""The ground of a row in a list: chosen, under the mouse, or plain."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui.theme import Theme
from app.ui.tokens import Role


def paint_row_ground(
    painter: QPainter, option: QStyleOptionViewItem, rect: QRect, theme: Theme, *, radius: int
) -> None:
    """Paint the rounded ground the row's state asks for, or none."""
    if option.state & QStyle.StateFlag.State_Selected:
        role = Role.CURSOR
    elif option.state & QStyle.StateFlag.State_MouseOver:
        role = Role.HOVER
    else:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(role))
    painter.drawRoundedRect(rect, radius, radius)
