"""JSON without its traps: what two readers could understand differently is refused (reliability G06)."""

from __future__ import annotations

import json
import math
from typing import Any


def parse_json(body: bytes) -> Any:
    """Decode UTF-8 JSON and nothing beyond it.

    Raises ValueError for doubled keys, NaN, Infinity, 1e400, halves of characters, and for nesting or digits
    without end.
    """
    try:
        value = json.loads(
            body.decode(),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            object_pairs_hook=_without_doubles,
        )
        if b"\\u" in body:
            json_bytes(value)
    except RecursionError:
        message = "the nesting is too deep"
        raise ValueError(message) from None
    return value


def json_bytes(value: Any) -> bytes:
    """Encode as UTF-8 JSON; raises ValueError for what JSON cannot hold: NaN and halves of characters."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


def keys_in(body: bytes) -> int:
    """Count what looks like a key, fast; compared with what was read it betrays a doubled one."""
    return body.count(b'":')


def _refuse_constant(text: str) -> None:
    message = f"{text} is not JSON"
    raise ValueError(message)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        message = "a number is out of range"
        raise ValueError(message)
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key stands twice in one object"
        raise ValueError(message)
    return found
