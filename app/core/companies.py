"""Who is connected, and whose books are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

CompanyKey = NewType("CompanyKey", int)
"""The mirror's integer for a company; stable on this computer, meaningless elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One client's books."""

    key: CompanyKey
    id: str
    name: str
    status: str = "active"
    default_currency: str = "USD"
    fiscal_year_start_month: int = 1
