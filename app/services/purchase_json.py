"""A purchase from a file in the API's own words, as scripts hand it to the command line (contract 1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.contract.strict_json import parse_json
from app.core.accounts import Account
from app.core.errors import FormError, InputError
from app.core.money import LARGEST_CENTS
from app.core.postings import Purchase, PurchaseDraft, read_purchase

_AMOUNT = "amountCents"
_DRAFT_FIELDS = {
    "sourceAccountId": "source_account_id",
    "categoryAccountId": "category_account_id",
    "date": "date",
    _AMOUNT: "amount",
    "description": "description",
    "reference": "reference",
}
_JSON_FIELDS = {draft: name for name, draft in _DRAFT_FIELDS.items()}
_OPTIONAL = frozenset({"description", "reference"})


def purchase_from_json(body: bytes, company_id: str, accounts: list[Account], today: date) -> Purchase:
    """Read a purchase's JSON and hold it to the rules of the form (product F19).

    `accounts` is the company's whole chart. Raises InputError for what is no JSON object, FormError with a
    sentence for every field that is wrong, missing or unknown; fields are named as in the JSON.
    """
    written = _object(body)
    wrong = {name: f"{name} is not a field of a purchase." for name in written if name not in _DRAFT_FIELDS}
    texts = {draft: _text(name, written, wrong) for name, draft in _DRAFT_FIELDS.items()}
    try:
        purchase = read_purchase(PurchaseDraft(company_id=company_id, **texts), accounts, today)
    except FormError as error:
        for field, sentence in error.fields.items():
            wrong.setdefault(_JSON_FIELDS[field], f"{_JSON_FIELDS[field]}: {sentence}")
        raise FormError(wrong) from None
    if wrong:
        raise FormError(wrong)
    return purchase


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = parse_json(body)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise InputError("The file holds no JSON object; write the purchase as the API documents it.")
    return value


def _text(name: str, written: dict[str, Any], wrong: dict[str, str]) -> str:
    """Return a field as it would be typed; what cannot be is told and left empty."""
    value = written.get(name)
    if value is None:
        if name not in _OPTIONAL:
            wrong[name] = f"{name} is missing."
        return ""
    if name == _AMOUNT:
        return _amount(value, wrong)
    if not isinstance(value, str):
        wrong[name] = f"{name} must be a text."
        return ""
    return value


def _amount(value: object, wrong: dict[str, str]) -> str:
    if type(value) is not int or not 0 < value <= LARGEST_CENTS:
        wrong[_AMOUNT] = f"{_AMOUNT} must be a whole number of cents above zero, like 12995 for 129.95."
        return ""
    return f"{value // 100}.{value % 100:02d}"
