from __future__ import annotations

import gzip
from collections.abc import AsyncIterator

import pytest

from app.api.bodies import read_body
from app.core.errors import UnreadableError


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_chunks_are_joined() -> None:
    assert await read_body(chunks(b"one ", b"two"), "") == b"one two"


async def test_gzip_is_unpacked_across_chunks() -> None:
    packed = gzip.compress(b"posted lines" * 1_000)
    assert await read_body(chunks(packed[:50], packed[50:]), "GZIP ") == b"posted lines" * 1_000


async def test_a_plain_body_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="too large"):
        await read_body(chunks(b"x" * 60, b"x" * 60), "identity", largest=100)


async def test_a_body_of_exactly_the_limit_is_taken() -> None:
    assert len(await read_body(chunks(gzip.compress(b"x" * 100)), "gzip", largest=100)) == 100


async def test_a_gzip_bomb_ends_at_the_limit() -> None:
    """G06: the limit counts after decompression."""
    bomb = gzip.compress(bytes(50_000_000))
    with pytest.raises(UnreadableError, match="too large"):
        await read_body(chunks(bomb), "gzip", largest=1_000)


@pytest.mark.parametrize(("body", "encoding"), [(b"not gzip", "gzip"), (b"{}", "br"), (b"{}", "gzip, gzip")])
async def test_what_cannot_be_unpacked_is_unreadable(body: bytes, encoding: str) -> None:
    with pytest.raises(UnreadableError):
        await read_body(chunks(body), encoding)
