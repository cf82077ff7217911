"""Places where a test may kill the process to prove what survives; nothing happens unless it is asked for."""

from __future__ import annotations

import os
import signal
from collections import Counter

CRASH_AT = "TICKMARK_CRASH_AT"
"""`name:n` kills the process the n-th time it reaches the point of that name."""

_reached: Counter[str] = Counter()  # the process is what is counted, and it dies with it


def crash_point(name: str) -> None:
    """Kill this process, as a power cut would, if the environment asks for it here."""
    wanted, _, count = os.environ.get(CRASH_AT, "").partition(":")
    if wanted != name:
        return
    _reached[name] += 1
    if _reached[name] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
