"""When a record says that it was made and changed."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import apsw

from app.sandbox.firm_records import StampedLine

UNDATED = "2020-01-01T12:00:00.000Z"
"""The stamp of records that have no day of their own, like accounts."""

Stamps = tuple[str, str]
"""createdAt and updatedAt."""


class Place(NamedTuple):
    """Where a record lives."""

    table: str
    company_key: int
    id: str


class StampRule(Protocol):
    """Decides on a record's stamps."""

    def stamps(self, record: StampedLine, day: str | None, place: Place) -> Stamps:
        """Return createdAt and updatedAt of a record of that day."""
        ...


class FileStamps:
    """As the file says, else noon UTC of the record's day."""

    def stamps(self, record: StampedLine, day: str | None, place: Place) -> Stamps:  # noqa: ARG002 - a file has no past
        """Return the stamps a fresh record gets."""
        created = record.created_at or (f"{day}T12:00:00.000Z" if day else UNDATED)
        return created, record.updated_at or created


class LiveStamps:
    """A record that was there keeps when it was made; what is touched is stamped with the moment."""

    def __init__(self, connection: apsw.Connection, now: str, *, touch: bool) -> None:
        """Look into the books through `connection`; `now` is the stamp of everything touched."""
        self._connection = connection
        self._now = now
        self._touch = touch

    def stamps(self, record: StampedLine, day: str | None, place: Place) -> Stamps:
        """Return the stamps of a record that is added or replaced."""
        fresh_created, fresh_updated = FileStamps().stamps(record, day, place)
        row = self._connection.execute(
            f"SELECT created_at, updated_at FROM {place.table} WHERE company_key = ? AND id = ?",
            (place.company_key, place.id),
        ).fetchone()
        if self._touch:
            return record.created_at or (row[0] if row else self._now), self._now
        if row:
            return record.created_at or row[0], record.updated_at or row[1]
        return fresh_created, fresh_updated
