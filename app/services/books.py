"""The books as screens and commands read them: out of the mirror only, never out of the network."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from app.core.accounts import Account
from app.core.banking import BankAccount, BankQuery, BankTransaction, BankTransactionDetail, RowSums
from app.core.companies import Company, CompanyKey
from app.core.errors import InputError
from app.core.statements import TieOut
from app.core.sync import CompanyHealth
from app.store.database import Database
from app.store.mirror import balances, bank_rows, companies, entries, proofs

PostedHere = Callable[[str, str], Awaitable[bool]]
"""Says, for the ids of a company and an entry, whether this computer's outbox posted the entry."""


class BooksService:
    """Reads the mirror; each call is one consistent look at it."""

    def __init__(self, mirror: Database, posted_here: PostedHere | None = None) -> None:
        """Without `posted_here`, nothing is said to be posted from here."""
        self._mirror = mirror
        self._posted_here = posted_here

    async def list_companies(self) -> list[Company]:
        """Return the firm's companies by name, those the ledger no longer lists included."""
        return await self._mirror.read(companies.list_companies)

    async def list_health(self) -> list[CompanyHealth]:
        """Return how far each company's mirror can be trusted."""
        return await self._mirror.read(companies.list_health)

    async def company_by(self, text: str) -> Company:
        """Return the company of an id, an exact name, or the beginning of one name.

        Raises InputError when there is none, or more than one.
        """
        return _named(text.strip(), await self.list_companies())

    async def list_accounts(self, company: CompanyKey, as_of: date | None = None) -> list[Account]:
        """Return the chart of accounts by code, with balances as of a day, or of everything."""
        return await self._mirror.read(partial(balances.list_accounts, company=company, as_of=as_of))

    async def list_bank_accounts(self, company: CompanyKey) -> list[BankAccount]:
        """Return the company's registers by name."""
        return await self._mirror.read(partial(bank_rows.list_bank_accounts, company=company))

    async def bank_row_keys(self, query: BankQuery, *, limit: int | None = None) -> array[int]:
        """Return the keys of the bank rows a list asks for, in its order, the first `limit` at most."""
        return await self._mirror.read(partial(bank_rows.read_bank_row_keys, query=query, limit=limit))

    async def bank_rows(self, keys: Sequence[int]) -> dict[int, BankTransaction]:
        """Return bank rows by key."""
        return await self._mirror.read(partial(bank_rows.read_bank_rows, keys=keys))

    async def count_bank_rows(self, company: CompanyKey) -> int:
        """Count the company's bank rows."""
        return await self._mirror.read(partial(bank_rows.count_bank_rows, company=company))

    async def sum_bank_rows(self, keys: Sequence[int]) -> RowSums:
        """Count and add up some bank rows."""
        return await self._mirror.read(partial(bank_rows.sum_bank_rows, keys=keys))

    async def find_bank_row(self, key: int) -> BankTransactionDetail | None:
        """Return everything about one bank row, or None when it is gone."""
        detail = await self._mirror.read(partial(entries.find_bank_row, key=key))
        if detail is None or self._posted_here is None:
            return detail
        origin = await self._mirror.read(partial(entries.find_bank_row_origin, key=key))
        return replace(detail, posted_here=origin is not None and await self._posted_here(*origin))

    async def find_entry_number(self, company: CompanyKey, entry_id: str) -> str:
        """Return the number people know an entry by; empty while it has not been pulled."""
        return await self._mirror.read(partial(entries.find_entry_number, company=company, entry_id=entry_id))

    async def find_tie_out(self, company: CompanyKey) -> TieOut | None:
        """Return the company's last proof against the ledger's own trial balance."""
        return await self._mirror.read(partial(proofs.find_tie_out, company=company))


def _named(text: str, known: list[Company]) -> Company:
    beginning = text.casefold()
    for found in (
        [company for company in known if company.id == text],
        [company for company in known if company.name == text],
        [company for company in known if beginning and company.name.casefold().startswith(beginning)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(company.name for company in found[:5])
            raise InputError(
                f"\u201c{text[:40]}\u201d fits several companies: {names}. Type more of the name."
            )
    raise InputError(
        f"No company is called \u201c{text[:40]}\u201d; \u201ctickmark companies\u201d lists them."
    )
