"""The bar in a company's own color that stands beside its name (product F05)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.companies import Company
from app.ui.theme import Theme

_WIDTH = 4


class CompanyBar(QWidget):
    """Four pixels of a company's color; nothing without a company."""

    def __init__(self, theme: Theme, *, height: int = 26) -> None:
        """Start without a company."""
        super().__init__()
        self._theme = theme
        self._company: Company | None = None
        self.setFixedSize(_WIDTH, height)

    def show_company(self, company: Company | None) -> None:
        """Take the color of a company."""
        self._company = company
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        if self._company is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.company_color(self._company.key))
        painter.drawRoundedRect(self.rect(), 2, 2)
