"""Read an answer's body within limits that hold after decompression (reliability G06)."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Callable

from app.core.errors import UnreadableError

LARGEST_BODY = 20 * 1024 * 1024
ACCEPT_ENCODING = "gzip"
_GZIP_ONLY = 16 + zlib.MAX_WBITS


async def read_body(chunks: AsyncIterator[bytes], encoding: str, largest: int = LARGEST_BODY) -> bytes:
    """Join the raw chunks of a body, unpacked; never holds more than `largest` bytes of it.

    Raises UnreadableError for a body that is too large, or packed in a way that was not asked for.
    """
    unpack = _unpacker(encoding.strip().lower())
    body = bytearray()
    async for chunk in chunks:
        body += unpack(chunk, largest + 1 - len(body))
        if len(body) > largest:
            raise UnreadableError("The ledger's answer is too large to be one; what is stored here was kept.")
    return bytes(body)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    if encoding in ("", "identity"):
        return _cut
    if encoding in ("gzip", "x-gzip"):
        return _Gunzip()
    raise UnreadableError("The ledger's answer is packed in an unknown way; what is stored here was kept.")


def _cut(chunk: bytes, most: int) -> bytes:
    return chunk[:most]


class _Gunzip:
    """Unpacks gzip, never more than it is asked for: a bomb ends where the limit is."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_ONLY)

    def __call__(self, chunk: bytes, most: int) -> bytes:
        try:
            return self._stream.decompress(chunk, most)
        except zlib.error:
            raise UnreadableError(
                "The ledger's answer arrived damaged; what is stored here was kept."
            ) from None
