"""What a broken connection means: surely not sent, or unknown (reliability D04); and why none was trusted."""

from __future__ import annotations

import ssl

import httpx

from app.api.failures import UNCERTAIN
from app.core.errors import LedgerError, OfflineError, UncertainError, UntrustedServerError

_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_CERT_NOT_YET_VALID, _CERT_HAS_EXPIRED, _HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH = 9, 10, 62, 64


def failure_of_exception(error: BaseException, *, posting: bool) -> LedgerError:
    """Return the error a failed exchange stands for; a time limit over the whole of it counts as unknown."""
    distrust = _distrust_in(error) if isinstance(error, httpx.ConnectError) else None
    if distrust is not None:
        return UntrustedServerError(_why_not_trusted(distrust))
    if isinstance(error, httpx.ProxyError):
        return OfflineError("Your network's proxy did not let the request through to the ledger.")
    if isinstance(error, _NOTHING_SENT):
        return OfflineError("The ledger is out of reach; what is stored here can still be used.")
    if posting:
        return UncertainError(UNCERTAIN)
    return OfflineError("The connection to the ledger broke off; what is stored here can still be used.")


def _distrust_in(error: BaseException) -> ssl.SSLError | None:
    """Find what the TLS library objected to; its other errors only say that a connection ended."""
    cause: BaseException | None = error
    while cause is not None and type(cause) not in (ssl.SSLError, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause if isinstance(cause, ssl.SSLError) else None


def _why_not_trusted(error: ssl.SSLError) -> str:
    if not isinstance(error, ssl.SSLCertVerificationError):
        return "The server offers no secure connection that is still safe to use (TLS 1.2 or newer)."
    said = str(error).lower()
    if error.verify_code in (_HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH) or "match" in said:
        return "The server's certificate belongs to another host; check the server address."
    if error.verify_code == _CERT_HAS_EXPIRED or "expired" in said:
        return (
            "The server's certificate has expired; check this computer's date, or ask the ledger's support."
        )
    if error.verify_code == _CERT_NOT_YET_VALID:
        return "The server's certificate is not valid yet; check this computer's date."
    return (
        "The server's certificate comes from an authority this computer does not know; perhaps your company "
        "inspects connections, then its certificate must be installed here."
    )
