"""The OpenAPI document: what each route takes, answers and asks for in scopes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.contract.endpoints import (
    DEFAULT_LIMIT,
    IDEMPOTENCY_HEADER,
    LARGEST_LIMIT,
    ORGANIZATION_HEADER,
    PostRoute,
    Report,
    Resource,
    Scope,
)
from app.contract.postings import BODY_OF
from app.sandbox.openapi_schemas import DAY, TEXT, Schema, components, fixed, page_of, ref
from app.sandbox.problems import STATUS, Code
from app.sandbox.shapes import COMPANIES, SHAPES, Reads, Shape

Operation = dict[str, Any]

_READ_PROBLEMS = (
    Code.INVALID_REQUEST,
    Code.UNAUTHORIZED,
    Code.MISSING_SCOPE,
    Code.ACCESS_DENIED,
    Code.NOT_FOUND,
    Code.RATE_LIMITED,
    Code.INTERNAL_ERROR,
)
_POST_PROBLEMS = (*_READ_PROBLEMS, Code.KEY_REQUIRED, Code.CONFLICT, Code.PERIOD_LOCKED)
_OF_REPORT = {
    Report.PROFIT_AND_LOSS: ("ProfitAndLoss", ("startDate", "endDate")),
    Report.BALANCE_SHEET: ("BalanceSheet", ("asOf",)),
    Report.TRIAL_BALANCE: ("TrialBalance", ("asOf",)),
    Report.GENERAL_LEDGER: ("GeneralLedger", ("startDate", "endDate")),
}
_FLAG: Schema = {"type": "boolean"}
_LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT}


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the routes an app really serves."""
    made = get_openapi(
        title="LedgerHQ Partner Bookkeeping API (practice ledger)",
        version="1",
        description="Money is integer cents, days are YYYY-MM-DD, timestamps are ISO texts in UTC.",
        routes=app.routes,
    )
    made["components"] = components()
    return made


def company_list_operation() -> Operation:
    """Describe the list of companies."""
    return _operation(
        Scope.COMPANIES, _list_parameters(COMPANIES), {200: page_of(COMPANIES.title)}, _READ_PROBLEMS
    )


def company_operation() -> Operation:
    """Describe one company."""
    answer = fixed({"data": ref(COMPANIES.title)})
    return _operation(Scope.COMPANIES, [_COMPANY_ID], {200: answer}, _READ_PROBLEMS)


def list_operation(resource: Resource) -> Operation:
    """Describe a list of a company's records."""
    shape = SHAPES[resource]
    parameters = [_COMPANY_ID, *_list_parameters(shape)]
    return _operation(resource.route.scope, parameters, {200: page_of(shape.title)}, _READ_PROBLEMS)


def report_operation(report: Report) -> Operation:
    """Describe a report."""
    name, days = _OF_REPORT[report]
    parameters = [_COMPANY_ID, *(_query(day, DAY, required=True) for day in days)]
    answer = {"data": ref(name)}
    if report is Report.GENERAL_LEDGER:
        parameters += [_query("accountId", TEXT), _query("limit", _LIMIT), _CURSOR]
        answer["pagination"] = ref("Pagination")
    return _operation(Scope.REPORTS, parameters, {200: fixed(answer)}, _READ_PROBLEMS)


def post_operation(route: PostRoute) -> Operation:
    """Describe a post."""
    key = {
        "name": IDEMPOTENCY_HEADER,
        "in": "header",
        "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }
    receipt = fixed({"data": ref("ReceiptBody")})
    answers = {201: receipt, 200: {**receipt, "description": "The receipt of the first time."}}
    operation = _operation(route.route.scope, [_COMPANY_ID, key], answers, _POST_PROBLEMS)
    body = {"application/json": {"schema": ref(BODY_OF[route].__name__)}}
    return {**operation, "requestBody": {"required": True, "content": body}}


def legacy(operation: Operation) -> Operation:
    """Turn an operation into its older form: the company in a header, errors as a bare sentence."""
    header = {"name": ORGANIZATION_HEADER, "in": "header", "required": True, "schema": TEXT}
    parameters = [header if each is _COMPANY_ID else each for each in operation["parameters"]]
    answers = {
        status: _answer("Refused", ref("LegacyError"))
        if int(status) >= STATUS[Code.INVALID_REQUEST]
        else each
        for status, each in operation["responses"].items()
    }
    return {**operation, "parameters": parameters, "responses": answers, "deprecated": True}


def _operation(
    scope: Scope, parameters: list[dict[str, Any]], answers: dict[int, Schema], problems: tuple[Code, ...]
) -> Operation:
    responses = {str(status): _answer("Done", schema) for status, schema in answers.items()}
    for status in sorted({STATUS[code] for code in problems}):
        codes = ", ".join(code.value for code in problems if STATUS[code] == status)
        responses[str(status)] = _answer(codes, ref("Error"))
    return {
        "description": f"OAuth scope required: {scope.value}",
        "security": [{"oauth": [scope.value]}],
        "parameters": parameters,
        "responses": responses,
    }


def _answer(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _query(name: str, schema: Schema, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


_COMPANY_ID = {"name": "company_id", "in": "path", "required": True, "schema": TEXT}
_CURSOR = _query("cursor", TEXT)


def _list_parameters(shape: Shape) -> list[dict[str, Any]]:
    kinds = {Reads.TEXT: TEXT, Reads.FLAG: _FLAG, Reads.FIRST_DAY: DAY, Reads.LAST_DAY: DAY}
    since = _query("updatedSince", {"type": "string", "format": "date-time"})
    filters = [_query(each.name, kinds[each.reads]) for each in shape.filters]
    return [_query("limit", {**_LIMIT, "default": DEFAULT_LIMIT}), _CURSOR, since, *filters]
