"""The lines of a firm file, strict about types and silent about what may be left out."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    TypeAdapter,
)
from pydantic.alias_generators import to_camel

from app.core.clock import format_stamp, parse_stamp
from app.core.errors import InputError
from app.core.money import LARGEST_CENTS
from app.core.periods import parse_day


@lru_cache(maxsize=20_000)
def _real_day(text: str) -> str:
    try:
        return parse_day(text).isoformat()
    except InputError:
        message = "a date must be written YYYY-MM-DD"
        raise ValueError(message) from None


@lru_cache(maxsize=20_000)
def _real_stamp(text: str) -> str:
    try:
        return format_stamp(parse_stamp(text))
    except (ValueError, OverflowError):
        message = "a timestamp must be written like 2026-06-17T12:00:00.000Z"
        raise ValueError(message) from None


def _as_text(value: object) -> object:
    """Let codes and numbers be written without quotes."""
    return str(value) if type(value) is int else value


Id = Annotated[StrictStr, Field(pattern=r"^[^\s/?#]+$", max_length=128)]
Name = Annotated[StrictStr, Field(min_length=1)]
Number = Annotated[StrictStr, BeforeValidator(_as_text)]
Day = Annotated[StrictStr, AfterValidator(_real_day)]
Stamp = Annotated[StrictStr, AfterValidator(_real_stamp)]
Cents = Annotated[int, Field(strict=True, ge=-LARGEST_CENTS, le=LARGEST_CENTS)]
Side = Annotated[int, Field(strict=True, ge=0, le=LARGEST_CENTS)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Count = Annotated[int, Field(strict=True, ge=0)]


class FirmLine(BaseModel):
    """What every line of the file shares: camelCase names, null for missing, unknown fields ignored."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", hide_input_in_errors=True)

    id: Id | None = None


class StampedLine(FirmLine):
    """A record that knows when it was made and last changed."""

    created_at: Stamp | None = None
    updated_at: Stamp | None = None


class CompanyRecordLine(StampedLine):
    """A record of one company."""

    company_id: Id


class FirmObject(FirmLine):
    """The firm whose companies these are."""

    kind: Literal["firm"]
    name: Name


class CompanyObject(StampedLine):
    """One client's books."""

    kind: Literal["company"]
    name: Name
    default_currency: Name | None = None
    status: Name | None = None
    fiscal_year_start_month: Month | None = None
    locked_through: Day | None = None


class AccountObject(CompanyRecordLine):
    """One account of the chart."""

    kind: Literal["account"]
    name: Name
    type: Literal["asset", "liability", "equity", "revenue", "expense"]
    code: Number | None = None
    sub_type: StrictStr | None = None
    parent_id: Id | None = None
    currency_code: Name | None = None
    is_active: StrictBool | None = None
    description: StrictStr | None = None


class LineObject(FirmLine):
    """One side of an entry; it stands inside its entry."""

    account_id: Id
    description: StrictStr | None = None
    debit_cents: Side | None = None
    credit_cents: Side | None = None
    currency_code: Name | None = None


class EntryObject(CompanyRecordLine):
    """One journal entry with its lines."""

    kind: Literal["journal_entry"]
    date: Day
    lines: list[LineObject]
    entry_number: Number | None = None
    description: StrictStr | None = None
    reference: StrictStr | None = None
    status: Literal["draft", "posted", "void"] | None = None
    source_type: StrictStr | None = None
    source_id: StrictStr | None = None
    posted_at: Stamp | None = None
    voided_at: Stamp | None = None


class BankAccountObject(CompanyRecordLine):
    """A register and the account of the chart it belongs to."""

    kind: Literal["bank_account"]
    account_name: Name
    account_type: Literal["checking", "savings", "credit_card", "cash", "loan", "investment", "other"]
    chart_account_id: Id
    account_number: StrictStr | None = None
    bank_name: StrictStr | None = None
    currency_code: Name | None = None
    country_code: StrictStr | None = None
    balance_cents: Cents | None = None
    is_active: StrictBool | None = None


class BankTransactionObject(CompanyRecordLine):
    """One bank row; negative is money out."""

    kind: Literal["bank_transaction"]
    bank_account_id: Id
    date: Day
    amount_cents: Cents
    posted_date: Day | None = None
    description: StrictStr | None = None
    payee: StrictStr | None = None
    reference: StrictStr | None = None
    balance_cents: Cents | None = None
    currency_code: Name | None = None
    status: Literal["unreconciled", "reconciled", "excluded"] | None = None
    pending: StrictBool | None = None
    source_type: StrictStr | None = None
    external_transaction_id: StrictStr | None = None
    account_id: Id | None = None
    journal_entry_id: Id | None = None
    reconciliation_id: Id | None = None


class ReconciliationObject(CompanyRecordLine):
    """One reconciliation session of a register."""

    kind: Literal["reconciliation"]
    bank_account_id: Id
    start_date: Day
    end_date: Day
    start_balance_cents: Cents
    end_balance_cents: Cents
    cleared_balance_cents: Cents | None = None
    difference_cents: Cents | None = None
    status: Literal["in_progress", "completed"] | None = None
    transaction_count: Count | None = None
    completed_at: Stamp | None = None


class BillObject(CompanyRecordLine):
    """A bill that a payment may name; no route lists it."""

    kind: Literal["bill"]
    vendor_name: Name
    date: Day
    amount_cents: Cents


FirmRecord = (
    FirmObject
    | CompanyObject
    | AccountObject
    | EntryObject
    | BankAccountObject
    | BankTransactionObject
    | ReconciliationObject
    | BillObject
)
FIRM_RECORD: TypeAdapter[FirmRecord] = TypeAdapter(Annotated[FirmRecord, Field(discriminator="kind")])
