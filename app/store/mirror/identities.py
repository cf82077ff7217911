"""Ids as the mirror keeps them: an integer for each, and the id itself in as few bytes as it can be."""

from __future__ import annotations

import re
from uuid import UUID

import apsw

_CANONICAL_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def kept_form(name: str) -> str:
    """Return the SQL that turns a text id into its kept form: 16 bytes for a canonical UUID, else itself."""
    is_canonical = f"{name} LIKE '________-____-____-____-____________' AND {name} = lower({name})"
    return f"coalesce(CASE WHEN {is_canonical} THEN unhex({name}, '-') END, {name})"


def told_form(name: str) -> str:
    """Return the SQL that turns a kept id into what `id_text` reads, for results that hold no blobs."""
    return f"CASE WHEN typeof({name}) = 'blob' THEN 'x' || hex({name}) ELSE 't' || {name} END"


def id_text(told: str | None) -> str:
    """Return the ledger's own id for a told one, empty for none."""
    if not told:
        return ""
    return str(UUID(told[1:])) if told[0] == "x" else told[1:]


def key_of(connection: apsw.Connection, company: int, ledger_id: str) -> int | None:
    """Return the integer of an id, or None when it was never seen in this company."""
    kept: object = UUID(ledger_id).bytes if _CANONICAL_UUID.fullmatch(ledger_id) else ledger_id
    key: int | None = connection.execute(
        "SELECT key FROM identity WHERE company = ? AND id = ?", (company, kept)
    ).get
    return key
