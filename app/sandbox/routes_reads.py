"""Reads: companies, the record lists and the reports (contract 2.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import apsw
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.contract.endpoints import COMPANIES, Report, Resource, Scope
from app.sandbox.answers import JsonBytes
from app.sandbox.general_ledger import general_ledger, read_ledger_query
from app.sandbox.ledger import Ledger, admit, open_company
from app.sandbox.lists import one, page, read_day, read_query, read_span
from app.sandbox.openapi import company_list_operation, company_operation, list_operation, report_operation
from app.sandbox.problems import invalid
from app.sandbox.reports import balance_sheet, profit_and_loss, trial_balance
from app.sandbox.shapes import COMPANIES as COMPANY
from app.sandbox.shapes import SHAPES

Endpoint = Callable[[Request], Awaitable[Response]]
CompanyOf = Callable[[Request], str]
"""Finds the id of the company a request is about."""

_ReportQuery = Callable[[apsw.Connection, int], dict[str, Any]]


def read_routes(ledger: Ledger) -> APIRouter:
    """Serve everything that can be read."""
    router = APIRouter(tags=["Partner API"])
    router.add_api_route(
        COMPANIES, companies_endpoint(ledger), name="companies", openapi_extra=company_list_operation()
    )
    router.add_api_route(
        f"{COMPANIES}/{{company_id}}",
        company_endpoint(ledger),
        name="company",
        openapi_extra=company_operation(),
    )
    for resource in Resource:
        router.add_api_route(
            resource.route.path("{company_id}"),
            list_endpoint(ledger, resource, company_in_path),
            name=resource.value,
            openapi_extra=list_operation(resource),
        )
    for report in Report:
        router.add_api_route(
            report.route.path("{company_id}"),
            report_endpoint(ledger, report, company_in_path),
            name=report.value,
            openapi_extra=report_operation(report),
        )
    return router


def company_in_path(request: Request) -> str:
    """Return the company of the documented routes."""
    return str(request.path_params["company_id"])


def companies_endpoint(ledger: Ledger) -> Endpoint:
    """Serve the list of companies."""

    async def companies(request: Request) -> Response:
        admit(ledger, request, Scope.COMPANIES)
        query = read_query(COMPANY, request.query_params)
        with ledger.book.reading() as connection:
            return JsonBytes(page(connection, COMPANY, query, None))

    return companies


def company_endpoint(ledger: Ledger) -> Endpoint:
    """Serve one company."""

    async def company(request: Request) -> Response:
        opened = open_company(ledger, request, Scope.COMPANIES, company_in_path(request))
        with ledger.book.reading() as connection:
            return JsonBytes(one(connection, COMPANY, opened.id))

    return company


def list_endpoint(ledger: Ledger, resource: Resource, company_of: CompanyOf) -> Endpoint:
    """Serve one list of a company's records; a page takes less time than a change of threads."""
    shape, scope = SHAPES[resource], resource.route.scope

    async def records(request: Request) -> Response:
        company = open_company(ledger, request, scope, company_of(request))
        query = read_query(shape, request.query_params)
        with ledger.book.reading() as connection:
            return JsonBytes(page(connection, shape, query, company.key))

    return records


def report_endpoint(ledger: Ledger, report: Report, company_of: CompanyOf) -> Endpoint:
    """Serve one report, computed on a worker thread."""
    read_report = _REPORTS[report]

    async def statement(request: Request) -> Response:
        company = open_company(ledger, request, Scope.REPORTS, company_of(request))
        query = read_report(request.query_params)
        return JsonBytes(await asyncio.to_thread(_computed, ledger, query, company.key))

    return statement


def _computed(ledger: Ledger, query: _ReportQuery, company_key: int) -> bytes:
    with ledger.book.reading() as connection:
        return json.dumps(query(connection, company_key), separators=(",", ":")).encode()


def _trial_balance(params: Mapping[str, str]) -> _ReportQuery:
    as_of = _day(params, "asOf")
    return lambda connection, company_key: trial_balance(connection, company_key, as_of)


def _balance_sheet(params: Mapping[str, str]) -> _ReportQuery:
    as_of = _day(params, "asOf")
    return lambda connection, company_key: balance_sheet(connection, company_key, as_of)


def _profit_and_loss(params: Mapping[str, str]) -> _ReportQuery:
    start, end = _span(params)
    return lambda connection, company_key: profit_and_loss(connection, company_key, start, end)


def _general_ledger(params: Mapping[str, str]) -> _ReportQuery:
    query = read_ledger_query(params, *_span(params))
    return lambda connection, company_key: general_ledger(connection, company_key, query)


_REPORTS: dict[Report, Callable[[Mapping[str, str]], _ReportQuery]] = {
    Report.TRIAL_BALANCE: _trial_balance,
    Report.BALANCE_SHEET: _balance_sheet,
    Report.PROFIT_AND_LOSS: _profit_and_loss,
    Report.GENERAL_LEDGER: _general_ledger,
}


def _span(params: Mapping[str, str]) -> tuple[str, str]:
    start, end = _day(params, "startDate"), _day(params, "endDate")
    read_span(params)
    return start, end


def _day(params: Mapping[str, str], name: str) -> str:
    if not params.get(name):
        raise invalid(f"{name} is missing.")
    return read_day(name, params[name])
