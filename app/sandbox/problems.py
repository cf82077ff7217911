"""The ledger's refusals: code, HTTP status and the shape each family of routes answers in (contract 2.0)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from starlette.responses import JSONResponse

from app.contract.endpoints import API, COMPANIES


class Code(StrEnum):
    """The codes of `error.code`."""

    UNAUTHORIZED = "unauthorized"
    MISSING_SCOPE = "missing_scope"
    ACCESS_DENIED = "organization_access_denied"
    NOT_FOUND = "not_found"
    INVALID_REQUEST = "invalid_request"
    KEY_REQUIRED = "idempotency_key_required"
    CONFLICT = "idempotency_conflict"
    PERIOD_LOCKED = "accounting_period_locked"
    RATE_LIMITED = "rate_limited"
    INTERNAL_ERROR = "internal_error"


STATUS: dict[Code, int] = {
    Code.UNAUTHORIZED: 401,
    Code.MISSING_SCOPE: 403,
    Code.ACCESS_DENIED: 403,
    Code.NOT_FOUND: 404,
    Code.INVALID_REQUEST: 400,
    Code.KEY_REQUIRED: 400,
    Code.CONFLICT: 409,
    Code.PERIOD_LOCKED: 422,
    Code.RATE_LIMITED: 429,
    Code.INTERNAL_ERROR: 500,
}


class ApiError(Exception):
    """A request the ledger does not fulfil."""

    def __init__(
        self, code: Code, message: str, *, retryable: bool = False, headers: dict[str, str] | None = None
    ) -> None:
        """Keep the code, the sentence and whether the same request may succeed later."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.retryable = retryable
        self.headers = headers or {}


class OAuthError(Exception):
    """A sign-in request that is refused, in the words of RFC 6749."""

    def __init__(self, error: str, description: str) -> None:
        """Keep the registered error name and a sentence."""
        super().__init__(description)
        self.error = error
        self.description = description


def invalid(message: str) -> ApiError:
    """Make the refusal of a request that says something impossible."""
    return ApiError(Code.INVALID_REQUEST, message)


def not_found(message: str) -> ApiError:
    """Make the refusal of a request for something that is not there."""
    return ApiError(Code.NOT_FOUND, message)


def problem_body(code: Code, message: str, *, retryable: bool = False) -> dict[str, Any]:
    """Write the documented error object."""
    return {"error": {"code": code.value, "message": message, "retryable": retryable}}


def problem_answer(path: str, error: ApiError) -> JSONResponse:
    """Answer with an error in the style of the route it happened on."""
    if is_legacy(path):
        content: dict[str, Any] = {"error": error.message}
    else:
        content = problem_body(error.code, error.message, retryable=error.retryable)
    return JSONResponse(content, STATUS[error.code], headers=error.headers)


def oauth_problem_answer(error: OAuthError) -> JSONResponse:
    """Answer a sign-in request that is refused."""
    content = {"error": error.error, "error_description": error.description}
    return JSONResponse(content, 400, headers={"cache-control": "no-store"})


def is_legacy(path: str) -> bool:
    """Say whether a path is one of the older organization-scoped routes."""
    return path.startswith(f"{API}/") and path != COMPANIES and not path.startswith(f"{COMPANIES}/")


def first_fault(error: ValidationError) -> str:
    """Put the first thing a validation stumbled over into a sentence, without echoing the value."""
    fault = error.errors(include_input=False, include_url=False)[0]
    if fault["type"] == "json_invalid":
        return "The body is not JSON."
    where = ".".join(str(part) for part in fault["loc"])
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}." if where else f"{message}."
