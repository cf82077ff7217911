"""The JSON schemas of the OpenAPI document, made from the tables the answers are made of."""

from __future__ import annotations

from typing import Any

from app.contract.endpoints import LARGEST_LIMIT, Scope
from app.contract.postings import BODY_OF, Body, ReceiptBody
from app.sandbox.problems import Code
from app.sandbox.shapes import COMPANIES, SHAPES, Shape

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
CENTS: Schema = {"type": "integer", "format": "int64"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_REF = "#/components/schemas/"


def ref(name: str) -> Schema:
    """Point at a named schema."""
    return {"$ref": f"{_REF}{name}"}


def fixed(properties: dict[str, Schema]) -> Schema:
    """Describe an object that always has all of its fields."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(items: Schema) -> Schema:
    """Describe an array."""
    return {"type": "array", "items": items}


def page_of(name: str) -> Schema:
    """Describe the envelope of a list."""
    return fixed({"data": listed(ref(name)), "pagination": ref("Pagination")})


def components() -> dict[str, Any]:
    """Return every named schema and how to sign in."""
    schemas = {shape.title: _record(shape) for shape in (COMPANIES, *SHAPES.values())}
    schemas |= {"Pagination": _PAGINATION, "Error": _ERROR, "LegacyError": fixed({"error": TEXT})} | _REPORTS
    models: list[type[Body]] = [*BODY_OF.values(), ReceiptBody]
    for model in models:
        schema = model.model_json_schema(by_alias=True, ref_template=f"{_REF}{{model}}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    return {"schemas": schemas, "securitySchemes": {"oauth": _SIGN_IN}}


def _record(shape: Shape) -> Schema:
    return fixed({each.name: each.schema for each in shape.fields})


_PAGINATION = fixed(
    {
        "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
        "cursor": MAYBE_TEXT,
        "nextCursor": MAYBE_TEXT,
        "hasMore": {"type": "boolean"},
    }
)
_ERROR = fixed(
    {
        "error": fixed(
            {
                "code": {"type": "string", "enum": [code.value for code in Code]},
                "message": TEXT,
                "retryable": {"type": "boolean"},
            }
        )
    }
)
_SIGN_IN = {
    "type": "oauth2",
    "description": "Authorization code with PKCE (S256) for public clients that registered themselves.",
    "flows": {
        "authorizationCode": {
            "authorizationUrl": "/api/oauth/authorize",
            "tokenUrl": "/api/oauth/token",
            "refreshUrl": "/api/oauth/token",
            "scopes": {scope.value: scope.value.replace("_", " ").replace(":", ": ") for scope in Scope},
        }
    },
}

_STATEMENT_ROW = fixed({"accountId": TEXT, "accountCode": TEXT, "accountName": TEXT, "balance": CENTS})
_SECTION = fixed({"type": TEXT, "accounts": listed(_STATEMENT_ROW), "total": CENTS})
_TRIAL_ROW = fixed(
    {
        "accountId": TEXT,
        "accountCode": TEXT,
        "accountName": TEXT,
        "type": TEXT,
        "debitBalance": CENTS,
        "creditBalance": CENTS,
        "balance": CENTS,
    }
)
_LEDGER_ENTRY = fixed(
    {
        "journalEntryId": TEXT,
        "date": DAY,
        "entryNumber": MAYBE_TEXT,
        "description": MAYBE_TEXT,
        "reference": MAYBE_TEXT,
        "debit": CENTS,
        "credit": CENTS,
        "runningBalance": CENTS,
    }
)
_LEDGER_ACCOUNT = fixed(
    {
        "accountId": TEXT,
        "accountCode": TEXT,
        "accountName": TEXT,
        "accountType": TEXT,
        "openingBalance": CENTS,
        "entries": listed(_LEDGER_ENTRY),
        "totalEntries": {"type": "integer"},
        "totalDebit": CENTS,
        "totalCredit": CENTS,
        "closingBalance": CENTS,
    }
)
_REPORTS: dict[str, Schema] = {
    "TrialBalance": fixed(
        {"asOf": DAY, "accounts": listed(_TRIAL_ROW), "totalDebit": CENTS, "totalCredit": CENTS}
    ),
    "BalanceSheet": fixed({"asOf": DAY, "assets": _SECTION, "liabilities": _SECTION, "equity": _SECTION}),
    "ProfitAndLoss": fixed(
        {
            "startDate": DAY,
            "endDate": DAY,
            "basis": {"type": "string", "const": "accrual"},
            "revenue": listed(_STATEMENT_ROW),
            "totalRevenue": CENTS,
            "expenses": listed(_STATEMENT_ROW),
            "totalExpenses": CENTS,
            "netIncome": CENTS,
        }
    ),
    "GeneralLedger": fixed(
        {"startDate": DAY, "endDate": DAY, "accounts": listed(_LEDGER_ACCOUNT), "warnings": listed(TEXT)}
    ),
}
