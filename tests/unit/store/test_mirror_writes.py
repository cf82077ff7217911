"""Records on their way into the mirror: ids, days, money, what is unchanged, what is unknown."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contract.endpoints import Resource
from app.core.errors import UnreadableError
from app.core.money import LARGEST_CENTS
from app.store.mirror.identities import id_text, key_of, told_form
from tests.unit.store.mirror_rig import MirrorRig, account, bank_row, entry, line, mirror_rig

ACCOUNTS, ENTRIES, LINES = Resource.ACCOUNTS, Resource.JOURNAL_ENTRIES, Resource.JOURNAL_LINES
BANK_ROWS = Resource.BANK_TRANSACTIONS
UUID = "d9b96338-3e98-58be-b149-1377f4a6efb4"
ODD_IDS = [
    UUID,
    UUID.upper(),
    UUID.replace("-", ""),
    "d9b9-63383e98-58be-b149-1377f4a6efb4",
    "1234",
    "t1234",
    "12-34",
    "",
    "x" * 300,
    "a\x00b",
    "a\x00c",
    "%_'\"",
    "\u202eevil",
    "\U0001f9fe",
]


@pytest.fixture
async def rig(tmp_path) -> AsyncIterator[MirrorRig]:
    async with mirror_rig(tmp_path / "mirror.db") as rig:
        yield rig


async def totals(rig: MirrorRig) -> dict[tuple[str, int], tuple[int, int]]:
    """Return what month totals say, without those that came to nothing."""
    sql = (
        "SELECT id, month, debit_cents, credit_cents FROM month_total JOIN identity ON key = account"
        " WHERE debit_cents <> 0 OR credit_cents <> 0"
    )
    return {(name, month): (debit, credit) for name, month, debit, credit in await rig.rows(sql)}


async def test_every_id_keeps_its_own_integer_and_its_own_text(rig):
    ids = [each for each in ODD_IDS if each]
    await rig.put(ACCOUNTS, *(account(each, "", each) for each in ids))
    rows = await rig.rows(f"SELECT name, {told_form('id')} FROM account JOIN identity USING (key)")
    assert [(name, id_text(told)) for name, told in rows] == [(each, each) for each in ids]


async def test_an_id_is_found_by_its_text(rig):
    await rig.put(ACCOUNTS, account(UUID, "1", "One"), account("plain", "2", "Two"))
    keys = await rig.mirror.read(lambda c: [key_of(c, 1, each) for each in (UUID, "plain", "other")])
    assert keys == [1, 2, None]


async def test_a_canonical_uuid_takes_sixteen_bytes(rig):
    await rig.put(ACCOUNTS, account(UUID, "1", "One"))
    assert await rig.rows("SELECT typeof(id), length(id) FROM identity") == [("blob", 16)]


async def test_the_same_id_in_two_companies_is_two_records(rig):
    await rig.list_firm({"id": "c1", "name": "One"}, {"id": "c2", "name": "Two"})
    await rig.put(ACCOUNTS, account("1", "1", "Mine"))
    await rig.put(ACCOUNTS, account("1", "1", "Theirs"), company=2)
    assert await rig.rows("SELECT company, name FROM account") == [(1, "Mine"), (2, "Theirs")]


async def test_the_same_id_in_two_lists_is_two_records(rig):
    await rig.put(ACCOUNTS, account("1", "1", "Cash"))
    await rig.put(ENTRIES, entry("1", description="Sale"))
    await rig.put(LINES, line("1", "1", 100, journalEntryId="1"))
    assert await rig.rows("SELECT account.name, entry.description FROM account, journal_entry AS entry") == [
        ("Cash", "Sale")
    ]


async def test_a_row_may_refer_to_what_is_yet_to_come(rig):
    await rig.put(BANK_ROWS, bank_row("t1", -100, journalEntryId="e1", accountId="a1"))
    await rig.put(LINES, line("l1", "a1", 100))
    await rig.put(ENTRIES, entry("e1"))
    await rig.put(ACCOUNTS, account("a1", "6400", "Software"))
    (key,) = (await rig.books.bank_rows([await rig.value("SELECT key FROM bank_transaction")])).values()
    assert key.account_title == "6400 Software"


async def test_every_field_of_a_bank_row_is_kept(rig):
    await rig.put(
        BANK_ROWS,
        bank_row(
            "t1",
            -12995,
            postedDate="2026-06-18",
            description="FIGMA",
            payee="Figma",
            reference="R1",
            balanceCents=5,
            currencyCode="EUR",
            status="excluded",
            pending=True,
            sourceType="plaid_bank_feed",
            externalTransactionId="plaid-1",
            createdAt="2026-06-17T12:00:00.123Z",
            updatedAt="some day",
        ),
    )
    names = "day, posted_day, description, payee, reference, amount_cents, balance_cents, currency, status,"
    (row,) = await rig.rows(
        f"SELECT {names} pending, source_type, external_id, created_at, updated_at, extra FROM bank_transaction"
    )
    assert row[:9] == (20260617, 20260618, "FIGMA", "Figma", "R1", -12995, 5, "EUR", "excluded")
    assert row[9:] == (1, "plaid_bank_feed", "plaid-1", 1781697600123, "some day", None)


async def test_the_companys_own_currency_takes_no_room(rig):
    await rig.put(BANK_ROWS, bank_row("t1", 1, currencyCode="USD"), bank_row("t2", 1, currencyCode="CAD"))
    assert await rig.rows("SELECT currency FROM bank_transaction") == [(None,), ("CAD",)]


async def test_unknown_fields_are_kept_and_only_they(rig):
    await rig.put(BANK_ROWS, bank_row("t1", 1, merchant={"name": "F"}, tags=[1]), bank_row("t2", 1))
    assert await rig.rows("SELECT extra FROM bank_transaction") == [
        ('{"merchant":{"name":"F"},"tags":[1]}',),
        (None,),
    ]


async def test_an_unknown_field_named_like_one_of_ours_changes_nothing(rig):
    await rig.put(LINES, {**line("l1", "a1", 100), "debit": 777, "day": 1})
    assert await rig.rows("SELECT debit_cents, day FROM journal_line") == [(100, 20260617)]


@pytest.mark.parametrize("cents", [0, 1, -1, LARGEST_CENTS, -LARGEST_CENTS])
async def test_amounts_are_kept_to_the_cent(rig, cents):
    await rig.put(BANK_ROWS, bank_row("t1", cents))
    assert await rig.rows("SELECT amount_cents, typeof(amount_cents) FROM bank_transaction") == [
        (cents, "integer")
    ]


async def test_what_is_unchanged_is_not_written_again(rig):
    rows = [line(f"l{number}", "a1", 100) for number in range(10)]
    assert await rig.put(LINES, *rows) == 10
    assert await rig.put(LINES, *rows) == 0
    assert await rig.put(LINES, *rows[:9], line("l9", "a1", 101)) == 1


async def test_the_last_of_two_versions_in_one_batch_stands(rig):
    await rig.put(LINES, line("l1", "a1", 100), line("l1", "a1", 200))
    assert await totals(rig) == {("a1", 202606): (200, 0)}


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-00-10", "2026-04-31"])
async def test_a_day_in_no_calendar_refuses_the_batch_whole(rig, day):
    """G05."""
    for resource, bad in ((LINES, line("l2", "a1", 1, date=day)), (BANK_ROWS, bank_row("t2", 1, date=day))):
        good = line("l1", "a1", 1) if resource is LINES else bank_row("t1", 1)
        with pytest.raises(UnreadableError, match="in no calendar; what is stored here was kept"):
            await rig.put(resource, good, bad)
    assert await rig.value("SELECT count(*) FROM journal_line") == 0
    assert await rig.value("SELECT count(*) FROM bank_transaction") == 0


async def test_lines_inside_their_entry_are_lines(rig):
    """contract.md 3.1: what they leave out is their entry's."""
    inside = [
        {"id": "l1", "accountId": "a1", "debitCents": 100},
        {"id": "l2", "accountId": "a2", "creditCents": 100},
    ]
    assert await rig.put(ENTRIES, entry("e1", lines=inside), entry("e2")) == 4
    assert (
        await rig.rows("SELECT entry, day, entry_status FROM journal_line") == [(1, 20260617, "posted")] * 2
    )
    assert await totals(rig) == {("a1", 202606): (100, 0), ("a2", 202606): (0, 100)}
    assert await rig.put(LINES, line("l1", "a1", 100), line("l2", "a2", -100)) == 0


@pytest.mark.parametrize("entry_first", [True, False])
async def test_a_line_without_day_and_status_takes_its_entrys(rig, entry_first):
    bare = line("l1", "a1", 100, date=None, entryStatus=None)
    steps = [(ENTRIES, entry("e1", date="2026-05-31")), (LINES, bare)]
    for resource, row in steps if entry_first else reversed(steps):
        await rig.put(resource, row)
    assert await totals(rig) == {("a1", 202605): (100, 0)}


async def test_only_posted_lines_count(rig):
    rows = [line(f"l{s}", "a1", 100, entryStatus=s) for s in ("posted", "draft", "void", "whatever")]
    await rig.put(LINES, *rows)
    assert await totals(rig) == {("a1", 202606): (100, 0)}


async def test_month_totals_follow_every_change_of_a_line(rig):
    await rig.put(LINES, line("l1", "a1", 100))
    await rig.put(LINES, line("l1", "a1", -250))
    assert await totals(rig) == {("a1", 202606): (0, 250)}
    await rig.put(LINES, line("l1", "a2", 30, date="2026-07-01"))
    assert await totals(rig) == {("a2", 202607): (30, 0)}
    await rig.put(LINES, line("l1", "a2", 30, date="2026-07-01", entryStatus="void"))
    assert await totals(rig) == {}


async def test_a_voided_entry_takes_its_lines_along(rig):
    """contract.md 3.5: the lines are not always sent again."""
    await rig.put(ENTRIES, entry("e1"), entry("e2"))
    await rig.put(LINES, line("l1", "a1", 100), line("l2", "a1", 5, journalEntryId="e2"))
    await rig.put(ENTRIES, entry("e1", status="void"))
    assert await totals(rig) == {("a1", 202606): (5, 0)}
    await rig.put(ENTRIES, entry("e1", date="2026-07-02"))
    assert await totals(rig) == {("a1", 202606): (5, 0), ("a1", 202607): (100, 0)}


async def test_month_totals_follow_a_deleted_line(rig):
    await rig.put(LINES, line("l1", "a1", 100), line("l2", "a1", 7))
    await rig.mirror.write(lambda c: c.execute("DELETE FROM journal_line WHERE debit_cents = 7").fetchall())
    assert await totals(rig) == {("a1", 202606): (100, 0)}


versions = st.tuples(
    st.sampled_from(["l1", "l2", "l3"]),
    st.sampled_from(["a1", "a2"]),
    st.integers(-500, 500).filter(bool),
    st.sampled_from(["2026-05-31", "2026-06-01", None]),
    st.sampled_from(["posted", "void", None]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(versions, max_size=4), max_size=5), st.sampled_from(["posted", "void"]))
async def test_month_totals_are_always_the_sums_of_posted_lines(tmp_path, batches, status):
    async with mirror_rig(tmp_path / f"{uuid.uuid4()}.db") as rig:
        for number, batch in enumerate(batches):
            lines = [line(i, a, cents, date=day, entryStatus=s) for i, a, cents, day, s in batch]
            await rig.put(LINES, *lines)
            if number % 2:
                await rig.put(ENTRIES, entry("e1", status=status, date="2026-06-02"))
        expected = await rig.rows(
            "SELECT account, day / 100, sum(debit_cents), sum(credit_cents) FROM journal_line"
            " WHERE entry_status = 'posted' AND day IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
        assert expected == await rig.rows(
            "SELECT account, month, debit_cents, credit_cents FROM month_total"
            " WHERE debit_cents <> 0 OR credit_cents <> 0 ORDER BY 1, 2"
        )
