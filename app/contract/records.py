"""The records of the API as they are read: aliases resolved, unknown fields kept (contract 2.2, 3.1).

Every model is tolerant about names and strict about types. Fields named here in our words; what the
server sends beyond them stays in `model_extra`.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
)

from app.contract.amounts import WireCents, WireDay, WireFlag, WireText
from app.contract.endpoints import Resource
from app.contract.strict_json import json_bytes
from app.core.money import LARGEST_CENTS

Text = WireText | None
Money = WireCents | None


def _alias(*names: str) -> Any:
    return Field(default=None, validation_alias=AliasChoices(*names))


def _required(*names: str) -> Any:
    return Field(validation_alias=AliasChoices(*names))


def _day_of_moment(value: object) -> object:
    """Cut a moment to its day: `2026-06-17T00:00:00.000Z` stands for 2026-06-17 in older routes."""
    return value[:10] if isinstance(value, str) and value[10:11] == "T" else value


Day = Annotated[WireDay, BeforeValidator(_day_of_moment)]


def _null_means(silence: str) -> BeforeValidator:
    """Let a null stand for what a missing field stands for (contract 3.6)."""
    return BeforeValidator(lambda value: silence if value is None else value)


def _finite(value: JsonValue) -> JsonValue:
    """Refuse NaN and endless numbers, which pydantic's own reader lets pass (G06)."""
    if isinstance(value, (float, list, dict)):
        json_bytes(value)
    return value


class Record(BaseModel):
    """What every record has."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True, defer_build=True)

    __pydantic_extra__: dict[str, Annotated[JsonValue, AfterValidator(_finite)]]

    id: WireText = Field(min_length=1)
    created_at: Text = _alias("createdAt")
    updated_at: Text = _alias("updatedAt")


class CompanyRecord(Record):
    """One client's books."""

    name: WireText
    status: Annotated[WireText, _null_means("active")] = "active"
    default_currency: Text = _alias("defaultCurrency", "currency", "currencyCode")
    firm_id: Text = _alias("firmId")
    fiscal_year_start_month: Annotated[int, Field(strict=True, ge=1, le=12)] | None = _alias(
        "fiscalYearStartMonth"
    )


class AccountRecord(Record):
    """One account of the chart."""

    code: Text = _alias("code", "accountCode", "number")
    name: WireText = _required("name", "accountName")
    type: WireText = _required("type", "accountType")
    sub_type: Text = _alias("subType")
    parent_id: Text = _alias("parentId")
    currency: Text = _alias("currencyCode", "currency")
    is_active: WireFlag | None = _alias("isActive")
    status: Text = None
    description: Text = None

    @property
    def active(self) -> bool:
        """Whether the account may be posted to; silence means yes."""
        if self.is_active is not None:
            return self.is_active
        return self.status is None or self.status.lower() == "active"


class JournalLineRecord(Record):
    """One side of an entry."""

    entry_id: Text = _alias("journalEntryId", "entryId")
    account_id: WireText = _required("accountId")
    date: Day | None = None
    description: Text = None
    debit: Money = _alias("debitCents", "debit", "debitAmountCents", "debitAmount")
    credit: Money = _alias("creditCents", "credit", "creditAmountCents", "creditAmount")
    currency: Text = _alias("currencyCode", "currency")
    entry_status: Text = _alias("entryStatus", "status")


class JournalEntryRecord(Record):
    """One entry; some servers embed its lines."""

    number: Text = _alias("entryNumber", "number")
    date: Day
    description: Text = None
    reference: Text = None
    status: Annotated[WireText, _null_means("posted")] = "posted"
    source_type: Text = _alias("sourceType")
    source_id: Text = _alias("sourceId")
    posted_at: Text = _alias("postedAt")
    voided_at: Text = _alias("voidedAt")
    lines: list[JournalLineRecord] | None = None


class BankAccountRecord(Record):
    """A register and the account of the chart it belongs to."""

    name: WireText = _required("accountName", "name")
    number: Text = _alias("accountNumber", "number")
    bank_name: Text = _alias("bankName")
    currency: Text = _alias("currencyCode", "currency")
    country: Text = _alias("countryCode")
    account_type: Text = _alias("accountType", "type")
    chart_account_id: Text = _alias("chartAccountId")
    balance: Money = _alias("balanceCents", "balance", "currentBalance")
    is_active: WireFlag | None = _alias("isActive")
    status: Text = None

    @property
    def active(self) -> bool:
        """Whether the register is in use; silence means yes."""
        if self.is_active is not None:
            return self.is_active
        return self.status is None or self.status.lower() == "active"


class BankTransactionRecord(Record):
    """One bank row; negative is money out."""

    bank_account_id: WireText = _required("bankAccountId")
    date: Day
    posted_date: Day | None = _alias("postedDate")
    description: Text = None
    payee: Text = None
    reference: Text = None
    amount: WireCents = _required("amountCents", "amount")
    balance: Money = _alias("balanceCents", "balance")
    currency: Text = _alias("currencyCode", "currency")
    status: Annotated[WireText, _null_means("unreconciled")] = "unreconciled"
    pending: WireFlag | None = None
    source_type: Text = _alias("sourceType")
    external_id: Text = _alias("externalTransactionId")
    account_id: Text = _alias("accountId")
    entry_id: Text = _alias("journalEntryId")
    reconciliation_id: Text = _alias("reconciliationId")


class ReconciliationRecord(Record):
    """One reconciliation session of a register."""

    bank_account_id: WireText = _required("bankAccountId")
    start_date: Day | None = _alias("startDate")
    end_date: Day = _required("endDate")
    start_balance: Money = _alias("startBalanceCents", "startBalance")
    end_balance: Money = _alias("endBalanceCents", "endBalance")
    cleared_balance: Money = _alias("clearedBalanceCents", "clearedBalance")
    difference: Money = _alias("differenceCents", "difference")
    status: Text = None
    transaction_count: Annotated[int, Field(strict=True, ge=0, le=LARGEST_CENTS)] | None = _alias(
        "transactionCount"
    )
    completed_at: Text = _alias("completedAt")


RecordT = TypeVar("RecordT", bound=Record)

RECORD_OF: dict[Resource, type[Record]] = {
    Resource.ACCOUNTS: AccountRecord,
    Resource.JOURNAL_ENTRIES: JournalEntryRecord,
    Resource.JOURNAL_LINES: JournalLineRecord,
    Resource.BANK_ACCOUNTS: BankAccountRecord,
    Resource.BANK_TRANSACTIONS: BankTransactionRecord,
    Resource.RECONCILIATIONS: ReconciliationRecord,
}
