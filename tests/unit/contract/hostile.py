"""Answers no ledger should send, and every reader must refuse (G06)."""

from __future__ import annotations

import pytest

_BODIES = {
    "doubled key": b'{"id":"a","id":"b"}',
    "doubled key inside": b'{"a":[{"b":1,"b":1}]}',
    "NaN": b'{"a":NaN}',
    "Infinity": b"[Infinity]",
    "minus Infinity": b"[-Infinity]",
    "number out of range": b'{"a":1e400}',
    "endless nesting": b"[" * 100_000 + b"]" * 100_000,
    "endless digits": b"[" + b"9" * 5_000 + b"]",
    "half a character": rb'["\ud800"]',
    "half a character as a key": rb'{"\udc00":1}',
    "not UTF-8": b'["\xff"]',
    "UTF-16": '["a"]'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf[]",
    "two documents": b"{}{}",
    "cut short": b'{"data":[{"id":"a"',
    "comment": b"[1] // one",
    "trailing comma": b"[1,]",
    "single quotes": b"['a']",
    "raw line break in a text": b'["a\nb"]',
    "HTML": b"<html><body>Sign in to the hotel network</body></html>",
    "nothing": b"",
}


HOSTILE = [pytest.param(body, id=name) for name, body in _BODIES.items()]
