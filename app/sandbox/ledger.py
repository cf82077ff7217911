"""What the routes share: the books, the clock, the switches, and the door every request passes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from starlette.requests import Request

from app.contract.endpoints import RESOURCE_METADATA, Scope, scope_allows
from app.core.clock import Clock
from app.sandbox.book import Book
from app.sandbox.grants import scope_of
from app.sandbox.in_flight import InFlight
from app.sandbox.problems import ApiError, Code, invalid, not_found

_LARGEST_BODY = 1_000_000
_BEARER = "bearer "


@dataclass(slots=True, kw_only=True)
class Switches:
    """How the sign-in behaves; control calls turn these."""

    redirect_match: Literal["exact", "any_port"] = "exact"
    rotate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The practice ledger as its routes see it."""

    book: Book
    clock: Clock
    auto_approve: bool = False
    switches: Switches = field(default_factory=Switches)
    in_flight: InFlight = field(default_factory=InFlight)

    def now(self) -> float:
        """Return the moment as seconds, the way expiries are stored."""
        return self.clock.now().timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCompany:
    """A company a request may work on."""

    key: int
    id: str


def admit(ledger: Ledger, request: Request, scope: Scope) -> None:
    """Let a request pass whose token is good and covers the scope; raises ApiError."""
    with ledger.book.reading() as connection:
        granted = scope_of(connection, _bearer(request), ledger.now())
    if granted is None:
        raise _unauthorized(request)
    if not scope_allows(granted, scope):
        raise ApiError(Code.MISSING_SCOPE, f"OAuth scope required: {scope.value}")


def open_company(ledger: Ledger, request: Request, scope: Scope, company_id: str) -> OpenCompany:
    """Admit a request to one company; raises ApiError."""
    admit(ledger, request, scope)
    with ledger.book.reading() as connection:
        row = connection.execute(
            "SELECT company_key, is_denied FROM companies WHERE id = ?", (company_id,)
        ).fetchone()
    if row is None:
        raise not_found("There is no such company in this firm.")
    if row[1]:
        raise ApiError(Code.ACCESS_DENIED, "The firm has no access to this company.")
    return OpenCompany(key=row[0], id=company_id)


async def read_body(request: Request) -> bytes:
    """Return the body, unless it is larger than any posting."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _LARGEST_BODY:
            raise invalid("The body is larger than 1,000,000 bytes.")
        chunks.append(chunk)
    return b"".join(chunks)


def base_url(request: Request) -> str:
    """Return the address the caller reached the ledger at."""
    return f"http://{request.headers['host']}"


def _bearer(request: Request) -> str:
    header: str = request.headers.get("authorization", "")
    if header[: len(_BEARER)].lower() != _BEARER:
        raise _unauthorized(request)
    return header[len(_BEARER) :].strip()


def _unauthorized(request: Request) -> ApiError:
    challenge = f'Bearer resource_metadata="{base_url(request)}{RESOURCE_METADATA}"'
    return ApiError(
        Code.UNAUTHORIZED,
        "A valid access token is required.",
        headers={"www-authenticate": challenge},
    )
