"""Posts: who may, under which key, and what is answered (contract 2.3)."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.contract.endpoints import IDEMPOTENCY_HEADER, PostRoute
from app.contract.postings import is_idempotency_key
from app.sandbox.ledger import Ledger, open_company, read_body
from app.sandbox.openapi import post_operation
from app.sandbox.posting import Post, record
from app.sandbox.problems import ApiError, Code, invalid
from app.sandbox.routes_reads import CompanyOf, Endpoint, company_in_path

_CREATED = 201
_REPLAYED = 200


def post_routes(ledger: Ledger) -> APIRouter:
    """Serve the five posts."""
    router = APIRouter(tags=["Partner API"])
    for route in PostRoute:
        router.add_api_route(
            route.route.path("{company_id}"),
            post_endpoint(ledger, route, company_in_path),
            methods=["POST"],
            status_code=_CREATED,
            name=f"post_{route.value}",
            openapi_extra=post_operation(route),
        )
    return router


def post_endpoint(ledger: Ledger, route: PostRoute, company_of: CompanyOf) -> Endpoint:
    """Serve one kind of post: the key is held until it is answered, a worker thread does the writing."""

    async def post(request: Request) -> Response:
        company = open_company(ledger, request, route.route.scope, company_of(request))
        key = _key(request)
        arrived = Post(route=route, company=company, key=key, body=await read_body(request))
        with ledger.in_flight.claim(key, arrived.fingerprint):
            await asyncio.sleep(request.scope.get("state", {}).get("pause", 0))
            receipt = await asyncio.to_thread(record, ledger.book, arrived, ledger.clock.now())
        return JSONResponse({"data": receipt}, _REPLAYED if receipt["idempotentReplay"] else _CREATED)

    return post


def _key(request: Request) -> str:
    keys = request.headers.getlist(IDEMPOTENCY_HEADER)
    if not keys or not keys[0]:
        raise ApiError(Code.KEY_REQUIRED, f"The header {IDEMPOTENCY_HEADER} is required.")
    if len(keys) > 1 or not is_idempotency_key(keys[0]):
        raise invalid(f"{IDEMPOTENCY_HEADER} must be one text of 1 to 255 printable ASCII characters.")
    return str(keys[0])
