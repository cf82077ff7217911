"""What goes to the ledger and what comes back, free of any HTTP library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request to the pinned server."""

    method: str
    path: str
    """With the leading slash and without the host."""
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)

    @property
    def may_change_the_ledger(self) -> bool:
        """Whether a lost answer leaves open what happened."""
        return self.method == "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, read whole."""

    status: int
    body: bytes = field(repr=False)
    date: datetime | None = None
    """The server's clock when it answered."""
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the status is one of the 2xx."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def read_http_date(text: str) -> datetime | None:
    """Read a date of RFC 9110, or None for anything else."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_retry_after(text: str, now: datetime) -> float | None:
    """Read seconds or a date as seconds from `now`, never negative; None for anything else (D10)."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    moment = read_http_date(text)
    return None if moment is None else max((moment - now).total_seconds(), 0.0)
