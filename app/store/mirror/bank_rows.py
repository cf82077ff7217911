"""Bank rows as a list shows them: the keys in its order first, the rows when they are seen."""

from __future__ import annotations

import contextlib
import json
from array import array
from collections.abc import Sequence

import apsw

from app.core.banking import BankAccount, BankQuery, BankTransaction, RowSums
from app.core.companies import CompanyKey
from app.core.errors import InputError
from app.core.money import parse_cents
from app.core.periods import day_number, day_of_number
from app.store.mirror.identities import id_text, told_form
from app.store.mirror.whole_reads import read_keys, read_rows

TITLE = "trim(coalesce(account.code, '') || ' ' || account.name)"
ACCOUNT_TITLE = f"""coalesce(
    (SELECT iif(sides = 1, {TITLE}, {TITLE} || ' + ' || (sides - 1)) FROM
        (SELECT account AS largest, count(*) AS sides, max(cents) FROM
            (SELECT account, sum(debit_cents + credit_cents) AS cents FROM journal_line AS line
             WHERE line.company = bank.company AND line.entry = bank.entry
                AND line.account IS NOT register.chart_account
             GROUP BY account))
     JOIN account ON account.key = largest),
    (SELECT {TITLE} FROM account WHERE account.key = bank.account),
    '')"""
"""The other side of the matched entry, the largest of several; else the row's own category."""

_FROM = "FROM bank_transaction AS bank LEFT JOIN bank_account AS register ON register.key = bank.bank_account"
_SORTS = {
    "date": "bank.day",
    "description": "coalesce(bank.description, '') COLLATE NOCASE",
    "bank_account_name": "coalesce(register.name, '') COLLATE NOCASE",
    "account_title": f"{ACCOUNT_TITLE} COLLATE NOCASE",
    "status": "bank.status COLLATE NOCASE",
    "amount_cents": "bank.amount_cents",
}
_TEXTS = ("bank.description", "bank.payee", "bank.reference", ACCOUNT_TITLE)


def read_bank_row_keys(connection: apsw.Connection, query: BankQuery, limit: int | None) -> array[int]:
    """Return the keys of the rows a query selects, in its order; ties follow the key."""
    _fold_case(connection, query.text)
    conditions, bindings = _conditions(query)
    direction = "DESC" if query.descending else "ASC"
    order = f"{_SORTS[query.sort]} {direction}, bank.key {direction}"
    sql = f"SELECT bank.key AS key {_FROM} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT :limit"
    return read_keys(connection, sql, bindings | {"limit": -1 if limit is None else limit})


def read_bank_rows(connection: apsw.Connection, keys: Sequence[int]) -> dict[int, BankTransaction]:
    """Return the rows of these keys; one that is gone is left out."""
    rows = read_rows(
        connection,
        "bank.key, bank.day, coalesce(bank.description, ''), bank.amount_cents, bank.status,"
        f" coalesce(register.name, ''), {ACCOUNT_TITLE}, coalesce(bank.source_type, ''),"
        " coalesce(bank.pending, 0)",
        f"{_FROM} WHERE bank.key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {
        key: BankTransaction(
            key=key,
            date=day_of_number(day),
            description=description,
            amount_cents=cents,
            status=status,
            bank_account_name=register,
            account_title=title,
            source_type=source,
            pending=bool(pending),
        )
        for key, day, description, cents, status, register, title, source, pending in rows
    }


def count_bank_rows(connection: apsw.Connection, company: CompanyKey) -> int:
    """Count the company's bank rows."""
    count: int = connection.execute("SELECT count(*) FROM bank_transaction WHERE company = ?", (company,)).get
    return count


def sum_bank_rows(connection: apsw.Connection, keys: Sequence[int]) -> RowSums:
    """Count and add up the rows of these keys."""
    count, in_cents, out_cents = connection.execute(
        "SELECT count(*), coalesce(sum(max(amount_cents, 0)), 0), coalesce(sum(min(amount_cents, 0)), 0)"
        " FROM bank_transaction WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    ).get
    return RowSums(count=count, in_cents=in_cents, out_cents=out_cents)


def list_bank_accounts(connection: apsw.Connection, company: CompanyKey) -> list[BankAccount]:
    """Return the company's registers by name."""
    rows = read_rows(
        connection,
        f"key, {told_form('identity.id')}, name, coalesce(account_type, ''), chart_account, is_active",
        "FROM bank_account JOIN identity USING (key) WHERE bank_account.company = ?"
        " ORDER BY name COLLATE NOCASE, key",
        (company,),
    )
    return [
        BankAccount(
            key=key,
            id=id_text(told),
            name=name,
            account_type=account_type,
            chart_account_key=chart_account,
            is_active=bool(is_active),
        )
        for key, told, name, account_type, chart_account, is_active in rows
    ]


def _conditions(query: BankQuery) -> tuple[list[str], dict[str, object]]:
    conditions = ["bank.company = :company"]
    bound: dict[str, object] = {"company": query.company}
    if query.bank_account is not None:
        conditions.append("bank.bank_account = :bank_account")
        bound["bank_account"] = query.bank_account
    if query.statuses:
        conditions.append("bank.status IN (SELECT value FROM json_each(:statuses))")
        bound["statuses"] = json.dumps(sorted(query.statuses))
    if query.period is not None:
        conditions.append("bank.day BETWEEN :first AND :last")
        bound |= {"first": day_number(query.period.start), "last": day_number(query.period.end)}
    for number, word in enumerate(query.text.split()):
        conditions.append(_matches(word, number, bound))
    return conditions, bound


def _matches(word: str, number: int, bound: dict[str, object]) -> str:
    """Match a word anywhere in the row's texts, or its amount in either sign."""
    name = f"word{number}"
    bound[name] = f"%{_escaped(word if word.isascii() else word.casefold())}%"
    texts = _TEXTS if word.isascii() else tuple(f"folded({text})" for text in _TEXTS)
    ways = [f"{text} LIKE :{name} ESCAPE '\\'" for text in texts]
    with contextlib.suppress(InputError):
        bound[f"amount{number}"] = abs(parse_cents(word))
        ways.insert(0, f"abs(bank.amount_cents) = :amount{number}")
    return f"({' OR '.join(ways)})"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _fold_case(connection: apsw.Connection, text: str) -> None:
    """Teach SQLite the case of letters beyond ASCII, which its LIKE does not know, where a word has some."""
    if not text.isascii():
        connection.create_scalar_function("folded", _folded, 1, deterministic=True)


def _folded(*texts: object) -> str:
    return "".join(str(text or "") for text in texts).casefold()
