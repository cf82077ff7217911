"""The control calls: make the practice ledger fail, change and lock as the real one might."""

from __future__ import annotations

import asyncio
from typing import Any, Literal, TypeVar

import apsw
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.sandbox.clients import is_loopback_host
from app.sandbox.faults import Effect, Fault, Faults
from app.sandbox.firm_file import FirmFileError, put_records
from app.sandbox.firm_records import Day
from app.sandbox.firm_rows import KINDS
from app.sandbox.ledger import Ledger
from app.sandbox.problems import ApiError, Code, first_fault, invalid, not_found
from app.sandbox.request_log import CONTROL, RequestLog

_DONE = 204


class _Order(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True)


class FaultOrder(_Order):
    """Which requests fail, and how."""

    effect: Effect = Field(strict=False)
    path: str = ""
    method: str | None = None
    times: int = Field(default=1, ge=0)
    status: int = Field(default=500, ge=200, le=599)
    delay_ms: int = Field(default=1_000, ge=0)
    retry_after: int | str | None = None


class SignInOrder(_Order):
    """What happens to sessions and registrations."""

    expire_access_tokens: bool = False
    revoke_all: bool = False
    forget_clients: bool = False
    redirect_match: Literal["exact", "any_port"] | None = None
    rotate: bool | None = None
    deny_company: str | None = None
    """The id of a company that may no longer be seen; null gives every company back."""


class CompanyOrder(_Order):
    """What happens to a company."""

    locked_through: Day | None


_O = TypeVar("_O", bound=_Order)


def control_routes(ledger: Ledger, faults: Faults, log: RequestLog) -> APIRouter:
    """Serve the control calls of one ledger."""
    routes = _Routes(ledger, faults, log)
    router = APIRouter(prefix=CONTROL.rstrip("/"), include_in_schema=False)
    router.add_api_route("/faults", routes.order_fault, methods=["POST"])
    router.add_api_route("/faults", routes.clear_faults, methods=["DELETE"])
    router.add_api_route("/records", routes.put_records, methods=["POST"])
    router.add_api_route("/records/{kind}/{record_id}", routes.delete_record, methods=["DELETE"])
    router.add_api_route("/oauth", routes.change_sign_in, methods=["POST"])
    router.add_api_route("/companies/{company_id}", routes.change_company, methods=["POST"])
    router.add_api_route("/requests", routes.requests, methods=["GET"])
    return router


class _Routes:
    """The control calls of one ledger."""

    def __init__(self, ledger: Ledger, faults: Faults, log: RequestLog) -> None:
        self._ledger = ledger
        self._faults = faults
        self._log = log

    async def order_fault(self, request: Request) -> Response:
        """Let the next requests that fit fail."""
        _require_local(request)
        order = await _read(FaultOrder, request)
        retry_after = None if order.retry_after is None else str(order.retry_after)
        self._faults.order(
            Fault(
                effect=order.effect,
                path=order.path,
                method=order.method.upper() if order.method else None,
                times=order.times,
                status=order.status,
                delay_ms=order.delay_ms,
                retry_after=retry_after,
            )
        )
        return Response(status_code=_DONE)

    async def clear_faults(self, request: Request) -> Response:
        """Let every request succeed again."""
        _require_local(request)
        self._faults.clear()
        return Response(status_code=_DONE)

    async def put_records(self, request: Request) -> Response:
        """Add or replace records as other people's work would."""
        _require_local(request)
        touch = request.query_params.get("touch", "true") != "false"
        body, book, now = await request.body(), self._ledger.book, self._ledger.clock.now()
        try:
            await asyncio.to_thread(put_records, body, book, now, touch=touch)
        except FirmFileError as error:
            raise invalid(str(error)) from None
        return Response(status_code=_DONE)

    async def delete_record(self, request: Request) -> Response:
        """Let a record vanish; an entry takes its lines along, a company everything."""
        _require_local(request)
        kind, record_id = request.path_params["kind"], request.path_params["record_id"]
        with self._ledger.book.writing() as connection:
            if not _delete(connection, kind, record_id):
                raise not_found(f"There is no {kind} {record_id}.")
        return Response(status_code=_DONE)

    async def change_sign_in(self, request: Request) -> Response:
        """End sessions, forget apps, deny a company, or change how the sign-in behaves."""
        _require_local(request)
        order = await _read(SignInOrder, request)
        switches = self._ledger.switches
        switches.redirect_match = order.redirect_match or switches.redirect_match
        switches.rotate = switches.rotate if order.rotate is None else order.rotate
        with self._ledger.book.writing() as connection:
            _change_sign_in(connection, order, self._ledger.now())
        return Response(status_code=_DONE)

    async def change_company(self, request: Request) -> Response:
        """Lock the books up to a day, or unlock them with null."""
        _require_local(request)
        order = await _read(CompanyOrder, request)
        with self._ledger.book.writing() as connection:
            connection.execute(
                "UPDATE companies SET locked_through = ? WHERE id = ?",
                (order.locked_through, request.path_params["company_id"]),
            )
            if not connection.changes():
                raise not_found("There is no such company.")
        return Response(status_code=_DONE)

    async def requests(self, request: Request) -> Response:
        """Tell what was asked so far."""
        _require_local(request)
        return JSONResponse(list(self._log.entries))


def _require_local(request: Request) -> None:
    """Let only programs on this computer in; a web page that tries says where it is from."""
    client = request.client
    if client is None or not is_loopback_host(client.host) or "origin" in request.headers:
        raise ApiError(Code.ACCESS_DENIED, "Control calls are for programs on this computer.")


async def _read(order: type[_O], request: Request) -> _O:
    try:
        return order.model_validate_json(await request.body())
    except ValidationError as error:
        raise invalid(first_fault(error)) from None


def _delete(connection: apsw.Connection, kind: str, record_id: str) -> bool:
    if kind == "company":
        return _delete_company(connection, record_id)
    table = KINDS[kind].table if kind in KINDS else "journal_lines" if kind == "journal_line" else None
    if table is None:
        raise invalid(f"{kind} is no kind of record.")
    connection.execute(
        f"DELETE FROM {table} WHERE id = ? AND company_key IN (SELECT company_key FROM companies)",
        (record_id,),
    )
    deleted = connection.changes() > 0
    if kind == "journal_entry":
        connection.execute(
            "DELETE FROM journal_lines WHERE journal_entry_id = ?"
            " AND company_key IN (SELECT company_key FROM companies)",
            (record_id,),
        )
    return deleted


def _delete_company(connection: apsw.Connection, company_id: str) -> bool:
    key: Any = connection.execute("SELECT company_key FROM companies WHERE id = ?", (company_id,)).get
    if key is None:
        return False
    for table in ("companies", "journal_lines", *(kind.table for kind in KINDS.values())):
        connection.execute(f"DELETE FROM {table} WHERE company_key = ?", (key,))
    return True


def _change_sign_in(connection: apsw.Connection, order: SignInOrder, now: float) -> None:
    if order.expire_access_tokens:
        connection.execute("UPDATE oauth_access_tokens SET expires_at = min(expires_at, ?)", (now,))
    if order.revoke_all:
        connection.execute("UPDATE oauth_grants SET is_revoked = 1")
    if order.forget_clients:
        connection.execute("DELETE FROM oauth_clients")
    if order.deny_company:
        connection.execute("UPDATE companies SET is_denied = 1 WHERE id = ?", (order.deny_company,))
    elif "deny_company" in order.model_fields_set:
        connection.execute("UPDATE companies SET is_denied = 0")
