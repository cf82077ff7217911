"""The product's own mark, in its own colors in both themes."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from app.paths import resource_text

_SIZE = 56


class ProductMark(QWidget):
    """Draws the mark large, for a first impression."""

    def __init__(self) -> None:
        """Load the drawing."""
        super().__init__()
        self._drawing = QSvgRenderer(resource_text("icons/tickmark.svg").encode())
        self.setFixedSize(_SIZE, _SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it at the screen's own scale."""
        self._drawing.render(QPainter(self), QRectF(self.rect()))
