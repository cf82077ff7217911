"""Turn a refresh token into fresh tokens, with one more try when the answer is lost (reliability A15)."""

from __future__ import annotations

from datetime import datetime

from app.api.answers import Answer, Request
from app.api.failures import SIGN_IN_AGAIN, failure_of
from app.api.tokens import INVALID_CLIENT, INVALID_GRANT, Grant, oauth_error, read_grant
from app.api.wire import Wire
from app.core.errors import (
    BusyError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    UncertainError,
    UnreadableError,
)


class SessionRevokedError(Exception):
    """The server no longer knows the refresh token."""


class ClientForgottenError(Exception):
    """The server no longer knows this app's registration."""


async def renew(wire: Wire, request: Request, now: datetime) -> Grant:
    """Ask for fresh tokens; `now` measures a Retry-After date.

    Raises SessionRevokedError, ClientForgottenError or SignInNeededError when only a new sign-in helps,
    OfflineError or BusyError when waiting does; never UncertainError, which is a posting's word.
    """
    try:
        return await _ask(wire, request, now)
    except (UncertainError, UnreadableError, BusyError) as error:
        if isinstance(error, BusyError) and error.retry_after is not None:
            raise
    try:
        return await _ask(wire, request, now)
    except (UncertainError, UnreadableError):
        raise OfflineError(
            "The ledger's answer about this session was lost; what is stored here can still be used."
        ) from None


async def _ask(wire: Wire, request: Request, now: datetime) -> Grant:
    answer = await wire.send(request)
    if answer.is_success:
        return read_grant(answer.body)
    raise _refusal(answer, now)


def _refusal(answer: Answer, now: datetime) -> Exception:
    code = oauth_error(answer)
    if code == INVALID_GRANT:
        return SessionRevokedError()
    if code == INVALID_CLIENT:
        return ClientForgottenError()
    failure = failure_of(answer, posting=False, now=now)
    return SignInNeededError(SIGN_IN_AGAIN, code=code) if isinstance(failure, RefusedError) else failure
