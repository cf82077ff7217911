"""The app's icons: stroke drawings in resources, tinted when they are loaded.

Own drawings through QtSvg: the icon fonts cost a third of the whole start.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from app.paths import resource_text

SIZE = 16
_SCALES = (1, 2, 3)


def draw_icon(name: str, color: QColor, *, size: int = SIZE) -> QIcon:
    """Load `icons/<name>.svg` in one color, sharp at every screen scale."""
    icon = QIcon()
    for scale in _SCALES:
        icon.addPixmap(draw_pixmap(name, color, size=size, scale=scale))
    return icon


def draw_pixmap(name: str, color: QColor, *, size: int = SIZE, scale: float = 1) -> QPixmap:
    """Return one icon as a picture of `size` logical pixels for a screen of that scale; drawn once."""
    key = f"{name} {color.name()} {size} {scale}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = _render(name, color, size, scale)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _render(name: str, color: QColor, size: int, scale: float) -> QPixmap:
    svg = resource_text(f"icons/{name}.svg").replace("currentColor", color.name())
    pixmap = QPixmap(round(size * scale), round(size * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
