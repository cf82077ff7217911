"""The server's own statements: read tolerantly, written in the documented shape (contract 2.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from app.contract.amounts import WireCents, WireText
from app.contract.envelopes import parse_object, unreadable
from app.core.money import Cents
from app.core.statements import TrialBalance, TrialBalanceRow


class _Tolerant(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, defer_build=True)


class _TrialBalanceRow(_Tolerant):
    account_id: WireText = Field(validation_alias=AliasChoices("accountId", "id"))
    code: WireText | None = Field(
        default=None, validation_alias=AliasChoices("accountCode", "code", "number")
    )
    name: WireText | None = Field(default=None, validation_alias=AliasChoices("accountName", "name"))
    type: WireText | None = Field(default=None, validation_alias=AliasChoices("type", "accountType"))
    debit: WireCents | None = Field(default=None, validation_alias=AliasChoices("debitBalance", "debit"))
    credit: WireCents | None = Field(default=None, validation_alias=AliasChoices("creditBalance", "credit"))
    balance: WireCents | None = Field(default=None, validation_alias=AliasChoices("balance", "balanceCents"))

    def debit_minus_credit(self) -> Cents:
        """Prefer the two sides: they have no sign to be mistaken about."""
        if self.debit is not None or self.credit is not None:
            return (self.debit or 0) - (self.credit or 0)
        return self.balance or 0


class _TrialBalance(_Tolerant):
    accounts: list[_TrialBalanceRow]


def parse_trial_balance(body: bytes, as_of: date) -> TrialBalance:
    """Read the server's trial balance; raises UnreadableError naming the field that is wrong."""
    try:
        report = _TrialBalance.model_validate(parse_object(body))
    except ValidationError as error:
        raise unreadable(error) from None
    rows = tuple(
        TrialBalanceRow(
            account_id=row.account_id,
            account_code=row.code or "",
            account_name=row.name or "",
            type=row.type or "",
            balance_cents=row.debit_minus_credit(),
        )
        for row in report.accounts
    )
    return TrialBalance(as_of=as_of, rows=rows)


def trial_balance_json(report: TrialBalance) -> dict[str, Any]:
    """Write a trial balance in the documented shape, whatever its source."""
    return {
        "data": {
            "asOf": report.as_of.isoformat(),
            "accounts": [
                {
                    "accountId": row.account_id,
                    "accountCode": row.account_code,
                    "accountName": row.account_name,
                    "type": row.type,
                    "debitBalance": max(row.balance_cents, 0),
                    "creditBalance": max(-row.balance_cents, 0),
                    "balance": row.balance_cents,
                }
                for row in report.rows
            ],
            "totalDebit": report.total_debit_cents,
            "totalCredit": report.total_credit_cents,
        }
    }
