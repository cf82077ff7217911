from __future__ import annotations

import pytest

from tests.unit.sandbox_demo.reading import DAYS, Firm, read_firm


@pytest.fixture(params=DAYS, ids=str, scope="session")
def firm(request: pytest.FixtureRequest) -> Firm:
    """The demo firm on an ordinary day, on New Year and on a leap day."""
    return read_firm(request.param)
