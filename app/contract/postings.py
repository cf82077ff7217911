"""The bodies of the five posts and the receipt that answers them (contract 2.3).

The client writes these bytes once and sends them unchanged; the sandbox reads them strictly.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, ValidationError
from pydantic.alias_generators import to_camel

from app.contract.amounts import WireDay
from app.contract.endpoints import PostRoute
from app.contract.envelopes import parse_object
from app.core.errors import UnreadableError
from app.core.money import LARGEST_CENTS
from app.core.outbox import Receipt

_PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")

Amount = Annotated[int, Field(strict=True, gt=0, le=LARGEST_CENTS)]
Side = Annotated[int, Field(strict=True, ge=0, le=LARGEST_CENTS)]


class Body(BaseModel):
    """A posting's JSON: camelCase names, unknown fields ignored."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        defer_build=True,
    )

    def to_bytes(self) -> bytes:
        """Write the exact bytes that are stored and sent."""
        return self.model_dump_json(by_alias=True).encode()


class PurchaseBody(Body):
    """Debit the category, credit the source."""

    source_account_id: StrictStr
    date: WireDay
    amount_cents: Amount
    category_account_id: StrictStr
    description: StrictStr | None = None
    reference: StrictStr | None = None


class DepositBody(Body):
    """Debit the destination, credit the category."""

    destination_account_id: StrictStr
    date: WireDay
    amount_cents: Amount
    category_account_id: StrictStr
    description: StrictStr | None = None
    reference: StrictStr | None = None


class TransferBody(Body):
    """Debit the destination, credit the source; both on the balance sheet."""

    source_account_id: StrictStr
    destination_account_id: StrictStr
    date: WireDay
    amount_cents: Amount
    description: StrictStr | None = None
    reference: StrictStr | None = None


class BillPaymentBody(Body):
    """Debit accounts payable, credit the source."""

    source_account_id: StrictStr
    bill_id: StrictStr
    date: WireDay
    amount_cents: Amount
    description: StrictStr | None = None
    reference: StrictStr | None = None


class JournalLineBody(Body):
    """One side of a journal entry."""

    account_id: StrictStr
    description: StrictStr | None = None
    debit_cents: Side = 0
    credit_cents: Side = 0


class JournalEntryBody(Body):
    """An entry as given; the ledger demands that it balances."""

    date: WireDay
    description: StrictStr | None = None
    reference: StrictStr | None = None
    lines: list[JournalLineBody]


BODY_OF: dict[PostRoute, type[Body]] = {
    PostRoute.PURCHASE: PurchaseBody,
    PostRoute.DEPOSIT: DepositBody,
    PostRoute.TRANSFER: TransferBody,
    PostRoute.BILL_PAYMENT: BillPaymentBody,
    PostRoute.JOURNAL_ENTRY: JournalEntryBody,
}


class ReceiptBody(Body):
    """The ledger's answer to a post."""

    id: StrictStr = Field(min_length=1)
    resource_type: StrictStr
    status: StrictStr
    journal_entry_id: StrictStr | None = None
    bank_transaction_ids: list[StrictStr] | None = None
    affected_account_ids: list[StrictStr] | None = None
    idempotent_replay: StrictBool | None = None
    created_at: StrictStr | None = None


def parse_receipt(body: bytes, expected: str) -> Receipt:
    """Read a receipt; only one of the expected kind that says `posted` counts (reliability D06, M27).

    An id, the kind and `posted` make a receipt; the rest may be null or missing.
    Raises UnreadableError for anything else: the outcome is then unknown, never a success.
    """
    try:
        receipt = ReceiptBody.model_validate(parse_object(body))
    except ValidationError:
        raise UnreadableError(
            "The ledger's receipt cannot be read; the posting may or may not stand."
        ) from None
    if receipt.resource_type != expected or receipt.status != "posted":
        raise UnreadableError("The ledger's receipt is for something else; the posting may or may not stand.")
    return Receipt(
        id=receipt.id,
        resource_type=receipt.resource_type,
        journal_entry_id=receipt.journal_entry_id or "",
        bank_transaction_ids=tuple(receipt.bank_transaction_ids or ()),
        affected_account_ids=tuple(receipt.affected_account_ids or ()),
        idempotent_replay=bool(receipt.idempotent_replay),
        created_at=receipt.created_at or "",
    )


def is_idempotency_key(text: str) -> bool:
    """Say whether a text may travel as a key: 1-255 printable ASCII characters, sent bare."""
    return _PRINTABLE.fullmatch(text) is not None
