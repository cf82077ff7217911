"""A stand-in for browser and person: follows the practice ledger's redirects, on this computer only."""

from __future__ import annotations

import httpx

from app.api.servers import is_loopback
from app.core.errors import InputError

_MOST_REDIRECTS = 5
_SECONDS = 30


async def consent_automatically(url: str) -> bool:
    """Open an authorize address of a practice ledger that grants by itself; any other host is left alone."""
    try:
        async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=_SECONDS) as browser:
            return await _followed(browser, url)
    except (httpx.HTTPError, InputError):
        return False


async def _followed(browser: httpx.AsyncClient, url: str) -> bool:
    for _ in range(_MOST_REDIRECTS):
        if not is_loopback(url):
            return False
        response = await browser.get(url)
        if not response.is_redirect:
            return response.is_success
        url = str(response.url.join(response.headers["Location"]))
    return False
