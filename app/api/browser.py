"""Open the system browser; never a browser of our own (RFC 8252, 8.12; reliability A04)."""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import Awaitable, Callable

OpenBrowser = Callable[[str], Awaitable[bool]]
"""Takes an address and says whether a browser seems to show it."""


async def open_system_browser(url: str) -> bool:
    """Show an address in the person's own browser; the call may block, so it has a thread of its own."""
    try:
        return await asyncio.to_thread(webbrowser.open, url)
    except (webbrowser.Error, OSError):
        return False
