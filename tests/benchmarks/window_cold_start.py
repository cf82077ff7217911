"""`cold_start`: process start to a painted, populated window, against a bare window of PySide6."""

from __future__ import annotations

from statistics import median

from tests.benchmarks.registry import Figure
from tests.benchmarks.window_mirror import filled_mirror, timed

_TIMES = 5
_BARE = """
import os
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
window.repaint()
print("{}", flush=True)
"""


def run(rows: int) -> Figure:
    """Measure seconds of wall time, the median of five starts each."""
    with filled_mirror(rows) as mirror:
        program = ("-m", "tests.benchmarks.window_rig", str(mirror), "cold")
        seconds = median(timed(*program)[0] for _ in range(_TIMES))
    bare_seconds = median(timed("-c", _BARE)[0] for _ in range(_TIMES))
    return Figure(
        name="cold_start",
        figure=seconds,
        unit="s",
        base=bare_seconds,
        base_name="a bare PySide6 window",
        target="at most 4",
        rows=rows,
    )
