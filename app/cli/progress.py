"""How a pull gets on, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from app.core.companies import CompanyKey
from app.core.sync import PullProgress

_CLEAR = "\r\x1b[2K"


class Progress:
    """Counts rows in one line that is rewritten; silent where nobody watches, like in a file."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._rows: dict[CompanyKey, int] = {}
        self._is_watched = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write(_CLEAR)

    def take(self, progress: PullProgress) -> None:
        """Add what one company has got so far."""
        self._rows[progress.company] = progress.rows
        self._write(f"{_CLEAR}{_counted(self._rows.values())} rows of {len(self._rows)} companies")

    def _write(self, text: str) -> None:
        if self._is_watched:
            sys.stderr.write(text)
            sys.stderr.flush()


def _counted(rows: Iterable[int]) -> str:
    return f"{sum(rows):,}"
