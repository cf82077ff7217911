"""What the frame of the window shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.companies import Company, CompanyKey
from app.core.connection import ConnectionState
from app.core.outbox import OutboxCounts
from app.core.periods import Period
from app.core.sync import CompanyHealth


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowState:
    """What the frame shows; the screens have states of their own."""

    connection: ConnectionState
    period: Period
    page: str
    companies: tuple[Company, ...] = ()
    healths: dict[CompanyKey, CompanyHealth] = field(default_factory=dict)
    outbox: OutboxCounts = field(default_factory=OutboxCounts)
    company: Company | None = None
    recent: tuple[Company, ...] = ()
    """The companies that were open last, the open one first."""

    @property
    def is_first_run(self) -> bool:
        """Whether there is nothing to read and no session to read with."""
        return not self.companies and not self.connection.has_session
