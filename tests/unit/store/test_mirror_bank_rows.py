"""The bank rows a list asks for: selection, order, titles, sums, detail."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from app.contract.endpoints import Resource
from app.core.banking import BankQuery, BankTransaction, RowSums
from app.core.periods import Period, month_of
from tests.unit.store.mirror_rig import MirrorRig, account, bank_row, entry, line, mirror_rig

ROWS: list[dict[str, Any]] = [
    bank_row(
        "t1", -12995, date="2026-06-01", description="FIGMA monthly", payee="Figma", journalEntryId="e1"
    ),
    bank_row("t2", 900000, date="2026-06-10", description="Deposit", reference="INV-7", status="reconciled"),
    bank_row("t3", -4500, date="2026-06-10", description="CAFÉ ÉTOILE", accountId="meals", status="excluded"),
    bank_row(
        "t4", -12995, date="2026-05-31", description="zoom 100%", bankAccountId="b2", journalEntryId="e2"
    ),
    bank_row("t5", 0, date="2026-06-20", description="Straße_1", pending=True),
]


@pytest.fixture
async def rig(tmp_path) -> AsyncIterator[MirrorRig]:
    async with mirror_rig(tmp_path / "mirror.db") as rig:
        await rig.put(
            Resource.ACCOUNTS,
            account("cash", "1100", "Checking", type="asset"),
            account("card", "2100", "Card", type="liability"),
            account("soft", "6400", "Software"),
            account("tax", "2200", "Sales tax"),
            account("meals", "6500", "Meals"),
        )
        registers = [
            {"id": "b1", "accountName": "Checking", "accountType": "checking", "chartAccountId": "cash"},
            {"id": "b2", "accountName": "Amex", "accountType": "credit_card", "chartAccountId": "card"},
        ]
        await rig.put(Resource.BANK_ACCOUNTS, *registers)
        await rig.put(Resource.BANK_TRANSACTIONS, *ROWS)
        yield rig


async def match_entries(rig: MirrorRig) -> None:
    """Match t1 to a plain entry and t4 to one of three sides."""
    await rig.put(Resource.JOURNAL_ENTRIES, entry("e1", entryNumber="1", description="Figma"), entry("e2"))
    await rig.put(
        Resource.JOURNAL_LINES,
        line("l1", "soft", 12995, description="seats"),
        line("l2", "cash", -12995),
        line("l3", "soft", 10000, journalEntryId="e2"),
        line("l4", "tax", 2995, journalEntryId="e2"),
        line("l5", "card", -12995, journalEntryId="e2"),
    )


async def found(rig: MirrorRig, text: str = "", **more: Any) -> list[str]:
    """Return the descriptions a query finds, in its order."""
    keys = await rig.books.bank_row_keys(BankQuery(company=rig.company, text=text, **more))
    rows = await rig.books.bank_rows(keys)
    return [rows[key].description for key in keys]


async def test_the_newest_row_comes_first_and_ties_follow_the_key(rig):
    expected = ["Straße_1", "CAFÉ ÉTOILE", "Deposit", "FIGMA monthly", "zoom 100%"]
    assert await found(rig) == expected
    assert await found(rig, descending=False) == expected[::-1]


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("description", "CAFÉ ÉTOILE", "zoom 100%"),
        ("amount_cents", "FIGMA monthly", "Deposit"),
        ("status", "CAFÉ ÉTOILE", "Straße_1"),
        ("bank_account_name", "zoom 100%", "Straße_1"),
        ("account_title", "Deposit", "CAFÉ ÉTOILE"),
    ],
)
async def test_every_shown_column_sorts(rig, sort, first, last):
    await match_entries(rig)
    names = await found(rig, sort=sort, descending=False)
    assert (names[0], names[-1]) == (first, last)
    assert await found(rig, sort=sort) == names[::-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("figma", {"FIGMA monthly"}),
        ("FIG month", {"FIGMA monthly"}),
        ("figma deposit", set()),
        ("inv-7", {"Deposit"}),
        ("café", {"CAFÉ ÉTOILE"}),
        ("étoile CAF", {"CAFÉ ÉTOILE"}),
        ("STRASSE", set()),
        ("straße", {"Straße_1"}),
        ("129.95", {"FIGMA monthly", "zoom 100%"}),
        ("-129.95", {"FIGMA monthly", "zoom 100%"}),
        ("(129.95)", {"FIGMA monthly", "zoom 100%"}),
        ("9,000", {"Deposit"}),
        ("$9000.00 dep", {"Deposit"}),
        ("100%", {"zoom 100%"}),
        ("e_1", {"Straße_1"}),
        ("%", {"zoom 100%"}),
        ("meals", {"CAFÉ ÉTOILE"}),
        ("6500", {"CAFÉ ÉTOILE"}),
        ("software", {"FIGMA monthly", "zoom 100%"}),
        ("software + 1", {"zoom 100%"}),
        ("' OR 1=1 --", set()),
        ("", {"FIGMA monthly", "Deposit", "CAFÉ ÉTOILE", "zoom 100%", "Straße_1"}),
    ],
)
async def test_every_word_must_be_found_somewhere_in_the_row(rig, text, expected):
    await match_entries(rig)
    assert set(await found(rig, text)) == expected


async def test_filters_narrow_the_list(rig):
    register = await rig.value("SELECT key FROM bank_account WHERE name = 'Amex'")
    assert await found(rig, bank_account=register) == ["zoom 100%"]
    assert await found(rig, statuses=frozenset({"excluded", "reconciled"})) == ["CAFÉ ÉTOILE", "Deposit"]
    assert await found(rig, period=month_of(date(2026, 5, 1))) == ["zoom 100%"]
    assert await found(rig, "figma", period=Period(start=date(2026, 6, 1), end=date(2026, 6, 1))) == [
        "FIGMA monthly"
    ]


async def test_a_limit_gives_the_beginning_of_the_same_order(rig):
    query = BankQuery(company=rig.company)
    every = await rig.books.bank_row_keys(query)
    assert await rig.books.bank_row_keys(query, limit=2) == every[:2]
    assert every.typecode == "q"


async def test_a_row_shows_the_other_side_of_its_entry_the_largest_of_several_or_its_category(rig):
    await match_entries(rig)
    keys = await rig.books.bank_row_keys(
        BankQuery(company=rig.company, sort="account_title", descending=False)
    )
    titles = [row.account_title for row in (await rig.books.bank_rows(keys)).values()]
    assert sorted(titles) == ["", "", "6400 Software", "6400 Software + 1", "6500 Meals"]


async def test_a_row_carries_what_a_list_shows(rig):
    keys = await rig.books.bank_row_keys(BankQuery(company=rig.company, text="straße"))
    (row,) = (await rig.books.bank_rows(keys)).values()
    assert (row.date, row.status, row.bank_account_name, row.pending) == (
        date(2026, 6, 20),
        "unreconciled",
        "Checking",
        True,
    )


async def test_rows_of_unknown_keys_are_left_out(rig):
    assert await rig.books.bank_rows([10**9]) == {}
    assert await rig.books.bank_rows([]) == {}


async def test_counts_and_sums(rig):
    keys = await rig.books.bank_row_keys(BankQuery(company=rig.company))
    assert await rig.books.count_bank_rows(rig.company) == 5
    assert await rig.books.sum_bank_rows(keys) == RowSums(
        count=5, in_cents=900000, out_cents=-12995 - 4500 - 12995
    )
    assert await rig.books.sum_bank_rows([]) == RowSums()


async def test_registers_come_by_name_with_the_ledgers_ids(rig):
    registers = await rig.books.list_bank_accounts(rig.company)
    assert [(each.name, each.id, each.account_type) for each in registers] == [
        ("Amex", "b2", "credit_card"),
        ("Checking", "b1", "checking"),
    ]
    chart = {a.key: a.name for a in await rig.books.list_accounts(rig.company)}
    assert [chart[each.chart_account_key] for each in registers if each.chart_account_key] == [
        "Card",
        "Checking",
    ]


async def test_the_chart_knows_its_registers_and_parents(rig):
    await rig.put(Resource.ACCOUNTS, account("sub", "6410", "Design tools", parentId="soft", isActive=False))
    chart = {each.id: each for each in await rig.books.list_accounts(rig.company)}
    assert list(chart) == ["cash", "card", "tax", "soft", "sub", "meals"]
    assert (chart["cash"].bank_account_id, chart["soft"].bank_account_id) == ("b1", "")
    assert (chart["sub"].parent_key, chart["sub"].is_active) == (chart["soft"].key, False)


async def detail_of(rig: MirrorRig, text: str):
    (key,) = await rig.books.bank_row_keys(BankQuery(company=rig.company, text=text))
    return await rig.books.find_bank_row(key)


async def test_a_detail_tells_the_entry_with_its_lines_debits_first(rig):
    await match_entries(rig)
    detail = await detail_of(rig, "figma")
    assert (detail.payee, detail.entry.number, detail.entry.description) == ("Figma", "1", "Figma")
    assert [
        (each.account_title, each.description, each.debit_cents, each.credit_cents)
        for each in detail.entry.lines
    ] == [
        ("6400 Software", "seats", 12995, 0),
        ("1100 Checking", "", 0, 12995),
    ]


async def test_a_detail_without_a_pulled_entry_has_none(rig):
    detail = await detail_of(rig, "figma")
    assert (detail.entry, detail.reconciliation, detail.posted_date) == (None, "", None)


@pytest.mark.parametrize(
    ("start", "status", "words"),
    [
        ("2026-06-01", "completed", "June 2026, completed"),
        (None, "in_progress", "30 Jun 2026, in progress"),
        (None, None, "30 Jun 2026"),
    ],
)
async def test_a_detail_tells_its_reconciliation_in_words(rig, start, status, words):
    session = {
        "id": "r1",
        "bankAccountId": "b1",
        "startDate": start,
        "endDate": "2026-06-30",
        "status": status,
    }
    await rig.put(Resource.RECONCILIATIONS, session)
    await rig.put(
        Resource.BANK_TRANSACTIONS, bank_row("t2", 900000, description="Deposit", reconciliationId="r1")
    )
    assert (await detail_of(rig, "deposit")).reconciliation == words


async def test_a_detail_of_a_row_that_is_gone_is_none(rig):
    assert await rig.books.find_bank_row(10**9) is None


async def test_a_detail_says_whether_this_computer_posted_it(rig):
    asked = []

    async def posted_here(company_id: str, entry_id: str) -> bool:
        asked.append((company_id, entry_id))
        return True

    rig.books._posted_here = posted_here
    assert (await detail_of(rig, "figma")).posted_here
    assert not (await detail_of(rig, "deposit")).posted_here
    assert asked == [("c1", "e1")]


async def test_an_entrys_number_is_found_by_the_ledgers_id(rig):
    await match_entries(rig)
    numbers = [await rig.books.find_entry_number(rig.company, each) for each in ("e1", "e2", "nobody")]
    assert numbers == ["1", "", ""]


@pytest.mark.parametrize("sort", [field.name for field in dataclasses.fields(BankTransaction)])
async def test_a_sort_is_by_a_shown_column_or_refused(rig, sort):
    hidden = {"key", "source_type", "pending"}
    if sort in hidden:
        with pytest.raises(KeyError):
            await found(rig, sort=sort)
    else:
        assert len(await found(rig, sort=sort)) == 5
