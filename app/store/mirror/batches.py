"""Pages on their way into the mirror, many to a transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import apsw

from app.core.errors import UnreadableError
from app.store.mirror.feeds import FEEDS

_LINES = "journal_lines"
_UNKEPT = "The ledger sent a {table} that cannot be kept, perhaps with a day that is in no calendar; {kept}"
_KEPT = "what is stored here was kept."


@dataclass(slots=True)
class Batch:
    """Rows of one list, already written as the JSON that SQLite takes apart by itself."""

    resource: str
    rows: int = 0
    texts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Journal lines that came inside their entries."""

    def add(self, records: Iterable[Any]) -> None:
        """Take a page's records; afterwards they are needed no more.

        No object is made for a row but one tuple of its fields: the rest happens in one step of SQLite for a
        whole batch, which runs beside the interpreter instead of holding it up.
        """
        records = list(records)
        if not records:
            return
        self.rows += len(records)
        self.texts.append(_as_json(map(attrgetter(*FEEDS[self.resource].fields), records)))
        if self.resource == "journal_entries" and any(entry.lines for entry in records):
            self.lines.append(_as_json(_embedded_lines(records)))


def write_batch(connection: apsw.Connection, company: int, batch: Batch) -> int:
    """Bring a batch into its table and return how many rows were new or changed.

    Raises UnreadableError, and then the transaction must be undone, for a record that no table can hold.
    """
    written = _write(connection, company, batch.resource, batch.texts)
    return written + _write(connection, company, _LINES, batch.lines)


def _write(connection: apsw.Connection, company: int, resource: str, texts: list[str]) -> int:
    if not texts:
        return 0
    feed = FEEDS[resource]
    connection.execute(feed.staging)
    bindings = {"company": company, "rows": f"[{','.join(texts)}]"}
    try:
        for statement in feed.statements:
            connection.execute(statement, bindings)
    except apsw.ConstraintError as error:
        raise UnreadableError(_UNKEPT.format(table=feed.table.replace("_", " "), kept=_KEPT)) from error
    return connection.changes()


def _as_json(rows: Iterable[tuple[Any, ...]]) -> str:
    """Write rows as JSON arrays, without the brackets around them all."""
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))[1:-1]


def _embedded_lines(entries: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    """Return the lines inside entries, with what they leave out taken from their entry (contract 3.1)."""
    fields = FEEDS[_LINES].fields
    for entry in entries:
        inherited = {"entry_id": entry.id, "date": entry.date, "entry_status": entry.status}
        for line in entry.lines or ():
            yield tuple(
                value if (value := getattr(line, name)) is not None else inherited.get(name)
                for name in fields
            )
