"""What an answer that is no success means: by the ledger's own code first (contract 3.8).

A post whose fate is unknown is an UncertainError, never a failure (reliability D04, M15).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from app.api.answers import Answer, read_retry_after
from app.contract.envelopes import Problem, parse_problem
from app.core.errors import (
    AccessDeniedError,
    BusyError,
    LedgerError,
    MissingScopeError,
    PeriodLockedError,
    RefusedError,
    SignInNeededError,
    UncertainError,
    UnreadableError,
)

SIGN_IN_AGAIN = "The ledger no longer accepts this session; please sign in again."
UNCERTAIN = "The ledger's answer was lost; whether the posting was recorded is not known yet."
RATE_LIMITED = "rate_limited"
_SCOPE = re.compile(r"\b[a-z_]+:[a-z_]+\b|\bmcp\b")
_LONGEST_QUOTE = 200


def is_unauthorized(answer: Answer) -> bool:
    """Say whether the ledger refused the token itself."""
    if answer.is_success:
        return False
    return answer.status == HTTPStatus.UNAUTHORIZED or parse_problem(answer.body).code == "unauthorized"


def failure_of(answer: Answer, *, posting: bool, now: datetime) -> LedgerError:
    """Return the error an unsuccessful answer stands for; `now` measures a Retry-After date."""
    problem = parse_problem(answer.body)
    by_code = _BY_CODE.get(problem.code)
    if by_code:
        return by_code(problem)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return SignInNeededError(SIGN_IN_AGAIN, code="unauthorized")
    wait = read_retry_after(answer.retry_after, answer.date or now)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or problem.code == RATE_LIMITED:
        return BusyError(
            "The ledger asked to wait before the next request.", retry_after=wait, code=RATE_LIMITED
        )
    if posting:
        return _failed_post(answer, problem, wait)
    return _failed_read(answer, problem, wait)


def _failed_post(answer: Answer, problem: Problem, wait: float | None) -> LedgerError:
    """Count as unknown what a gateway says, and a 5xx: both may hide a success."""
    if not problem.is_the_ledgers or _is_server_error(answer) or answer.status == HTTPStatus.REQUEST_TIMEOUT:
        return UncertainError(UNCERTAIN)
    if problem.retryable:
        return BusyError(_quoted("The ledger is busy", problem), retry_after=wait, code=problem.code)
    return _refused(problem)


def _failed_read(answer: Answer, problem: Problem, wait: float | None) -> LedgerError:
    if problem.retryable or answer.status == HTTPStatus.REQUEST_TIMEOUT:
        return BusyError(_quoted("The ledger is busy", problem), retry_after=wait, code=problem.code)
    if _is_server_error(answer) and problem.code in ("", "internal_error"):
        return BusyError("The ledger has a problem of its own; it is asked again later.", retry_after=wait)
    if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        return UnreadableError(
            "The server pointed to another address, which was not followed; check the server address."
        )
    if not problem.is_the_ledgers:
        return UnreadableError(
            "Something other than the ledger answered, perhaps a gateway; what is stored here was kept."
        )
    return _refused(problem)


def _is_server_error(answer: Answer) -> bool:
    return answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _refused(problem: Problem) -> RefusedError:
    return RefusedError(
        _quoted("The ledger refused this", problem), code=problem.code, request_id=problem.request_id
    )


def _quoted(sentence: str, problem: Problem) -> str:
    """Add the ledger's own words, as one line."""
    words = " ".join(problem.message.split())[:_LONGEST_QUOTE].rstrip(".")
    return f"{sentence}: {words}." if words else f"{sentence}."


def _unauthorized(problem: Problem) -> LedgerError:
    return SignInNeededError(SIGN_IN_AGAIN, code=problem.code, request_id=problem.request_id)


def _missing_scope(problem: Problem) -> LedgerError:
    found = _SCOPE.search(problem.message)
    scope = found[0] if found else ""
    return MissingScopeError(
        f"This session may not do that ({scope or 'a permission is missing'}); sign in again and allow it.",
        scope=scope,
    )


def _access_denied(problem: Problem) -> LedgerError:
    return AccessDeniedError(
        "The ledger no longer lets this firm see this company.",
        code=problem.code,
        request_id=problem.request_id,
    )


def _period_locked(problem: Problem) -> LedgerError:
    return PeriodLockedError(
        _quoted("The date lies in a period that is closed in the ledger", problem),
        code=problem.code,
        request_id=problem.request_id,
    )


_BY_CODE: dict[str, Callable[[Problem], LedgerError]] = {
    "unauthorized": _unauthorized,
    "missing_scope": _missing_scope,
    "organization_access_denied": _access_denied,
    "accounting_period_locked": _period_locked,
}
