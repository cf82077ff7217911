"""Collects Python's garbage on the Qt thread only.

Left alone, a collection starts on whichever thread allocates next. When that is a database thread it destroys
Qt objects there, and Qt answers with a crash sooner or later.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

_LOOK_EVERY_MS = 500


@contextmanager
def garbage_on_this_thread() -> Iterator[None]:
    """Collect here, now and then, for the length of a block; every other thread leaves garbage alone."""
    gc.collect()
    gc.freeze()  # what the app is made of stays; no later collection looks at it again
    gc.disable()
    timer = QTimer()
    timer.timeout.connect(collect_what_is_due)
    timer.start(_LOOK_EVERY_MS)
    try:
        yield
    finally:
        timer.stop()
        gc.enable()


def collect_what_is_due() -> None:
    """Collect the oldest generation whose count is over its threshold, as the interpreter itself would."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
