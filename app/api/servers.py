"""Which server may be talked to: one https host, or this computer."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from app.core.errors import InputError

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_PORTS = {"https": 443, "http": 80}


def read_server(text: str) -> str:
    """Return a server address as scheme, host and port; raises InputError for anything but https.

    Plain http is taken for this computer only, where the practice ledger runs (reliability G07).
    """
    address = text.strip()
    parts = _split(address)
    if parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/"):
        raise InputError("Give the server as scheme and host only, like https://ledgerhq.pro.")
    if parts.scheme != "https" and not is_loopback(address):
        raise InputError(
            "The server must be reached over https; no other connection keeps the books private."
        )
    return origin_of(address)


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL in one spelling; raises InputError when it is none."""
    parts = _split(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    suffix = "" if port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def is_loopback(url: str) -> bool:
    """Say whether a URL stays on this computer."""
    return _split(url).hostname in _LOOPBACK


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or any(character.isspace() for character in url):
        raise InputError("That is not a server address; write it like https://ledgerhq.pro.")
    return parts
