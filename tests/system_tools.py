"""Programs of the system that some tests need."""

from __future__ import annotations

import os
import shutil

import pytest


def require(*programs: str) -> None:
    """Skip the test when a program is missing; under TICKMARK_REQUIRE_SYSTEM=1 that is a failure."""
    missing = [program for program in programs if shutil.which(program) is None]
    if not missing:
        return
    reason = f"not installed: {', '.join(missing)}"
    if os.environ.get("TICKMARK_REQUIRE_SYSTEM") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
