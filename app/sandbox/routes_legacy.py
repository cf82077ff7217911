"""The older organization-scoped routes: the same answers, the company named by a header (contract 2.4)."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request

from app.contract.endpoints import API, ORGANIZATION_HEADER, PostRoute, Report, Resource
from app.sandbox.ledger import Ledger
from app.sandbox.openapi import legacy, list_operation, post_operation, report_operation
from app.sandbox.problems import invalid
from app.sandbox.routes_posts import post_endpoint
from app.sandbox.routes_reads import list_endpoint, report_endpoint

_LISTS = (
    Resource.ACCOUNTS,
    Resource.JOURNAL_ENTRIES,
    Resource.BANK_ACCOUNTS,
    Resource.BANK_TRANSACTIONS,
)
_CREATED = 201


def legacy_routes(ledger: Ledger) -> APIRouter:
    """Serve what older apps still call."""
    router = APIRouter(prefix=API, tags=["Organization-scoped (older)"])
    for resource in _LISTS:
        router.add_api_route(
            f"/{resource.route.name}",
            list_endpoint(ledger, resource, _company_in_header),
            name=f"legacy_{resource.value}",
            openapi_extra=legacy(list_operation(resource)),
        )
    for report in Report:
        router.add_api_route(
            f"/{report.route.name}",
            report_endpoint(ledger, report, _company_in_header),
            name=f"legacy_{report.value}",
            openapi_extra=legacy(report_operation(report)),
        )
    for route in PostRoute:
        router.add_api_route(
            f"/{route.route.name}",
            post_endpoint(ledger, route, _company_in_header),
            methods=["POST"],
            status_code=_CREATED,
            name=f"legacy_post_{route.value}",
            openapi_extra=legacy(post_operation(route)),
        )
    return router


def _company_in_header(request: Request) -> str:
    company_id: str = request.headers.get(ORGANIZATION_HEADER, "")
    if not company_id:
        raise invalid(f"The header {ORGANIZATION_HEADER} is required.")
    return company_id
