"""Each planted trouble of checks B1 to B18 and J10 satisfies the rule of its check (checks.md 2)."""

from __future__ import annotations

import itertools
from statistics import median

from tests.unit.sandbox_demo.reading import (
    bank_sign,
    day_after,
    days_between,
    net_on,
    signed,
)


def _books_minus_bank(client, bank, session):
    """Return B4's unexplained difference at the session's end."""
    end, account_id = session["endDate"], bank["chartAccountId"]
    rows = client.rows_of(bank)
    shown = {row["journalEntryId"]: row["date"] for row in rows if "journalEntryId" in row}
    booked = {entry["id"]: day for day, entry, _ in client.lines(account_id)}
    book_only = sum(
        cents for day, entry, cents in client.lines(account_id) if day <= end < shown.get(entry["id"], "9")
    )
    bank_only = sum(
        row["amountCents"] for row in rows if row["date"] <= end < booked.get(row.get("journalEntryId"), "9")
    )
    stated = bank_sign(bank) * session["endBalanceCents"]
    return client.balance(account_id, end) - stated - book_only + bank_only


def _last_completed(client, bank):
    return [each for each in client.sessions_of(bank) if each["status"] == "completed"][-1]


def test_b1_a_register_is_more_than_two_months_behind(firm):
    for client, (bank,) in firm.found("B1"):
        assert days_between(_last_completed(client, bank)["endDate"], firm.today.isoformat()) > 62


def test_b2_open_rows_are_older_than_the_last_statement(firm):
    for client, rows in firm.found("B2"):
        for row in rows:
            bank = client.by_id[row["bankAccountId"]]
            assert row["status"] == "unreconciled"
            assert row["date"] <= _last_completed(client, bank)["endDate"]
            assert "reconciliationId" not in row


def test_b3_rows_of_last_month_are_open(firm):
    for _, rows in firm.found("B3"):
        assert len(rows) == 5
        assert {(row["status"], row["date"][:7]) for row in rows} == {("unreconciled", firm.month_back(1))}


def test_b4_the_statement_and_the_books_differ_without_a_reason(firm):
    troubled = {"B4", "B11", "B12", "B14", "C3", "J10"}
    for client in firm.clients:
        for bank in client.banks:
            off = _books_minus_bank(client, bank, _last_completed(client, bank))
            assert not off or troubled & client.planted.keys(), (client.name, bank["accountName"])
    for client, (entry, row) in firm.found("B4"):
        bank = client.by_id[row["bankAccountId"]]
        off = _books_minus_bank(client, bank, _last_completed(client, bank))
        assert off == net_on(entry, bank["chartAccountId"]) - row["amountCents"] != 0


def test_b5_the_feed_states_another_balance(firm):
    for client, (bank,) in firm.found("B5"):
        stated = bank_sign(bank) * bank["balanceCents"]
        assert abs(stated - sum(row["amountCents"] for row in client.rows_of(bank))) > 100_00


def test_b6_payments_never_reached_the_bank(firm):
    ages = []
    for client, (entry,) in firm.found("B6"):
        assert not [row for row in client.rows if row.get("journalEntryId") == entry["id"]]
        ages.append(days_between(entry["date"], firm.today.isoformat()))
    assert min(ages) > 90
    assert max(ages) > 180


def test_b7_a_deposit_is_under_way_for_more_than_a_month(firm):
    for client, (entry,) in firm.found("B7"):
        assert not [row for row in client.rows if row.get("journalEntryId") == entry["id"]]
        assert days_between(entry["date"], firm.today.isoformat()) > 30


def test_b8_a_feed_is_silent_for_longer_than_its_rhythm(firm):
    for client, (bank,) in firm.found("B8"):
        days = sorted({row["date"] for row in client.rows_of(bank)})
        recent = [day for day in days if days_between(day, firm.today.isoformat()) <= 90]
        gaps = [days_between(*pair) for pair in itertools.pairwise(recent)]
        assert days_between(days[-1], firm.today.isoformat()) > max(7, 3 * median(gaps))


def test_b9_a_feed_has_a_hole(firm):
    for client, (bank,) in firm.found("B9"):
        days = sorted({row["date"] for row in client.rows_of(bank)})
        gaps = sorted(days_between(*pair) for pair in itertools.pairwise(days))
        assert gaps[-1] > max(10, 4 * gaps[len(gaps) * 9 // 10])


def test_b10_chains_are_broken(firm):
    for client, (session,) in firm.found("B10"):
        chain = client.sessions_of(client.by_id[session["bankAccountId"]])
        before = chain[chain.index(session) - 1]
        assert session["startDate"] != day_after(before["endDate"])


def test_b11_a_difference_was_accepted_or_booked_away(firm):
    for client, (record,) in firm.found("B11"):
        if record["kind"] == "journal_entry":
            names = {client.account_of(line)["name"] for line in record["lines"]}
            assert "Reconciliation discrepancies" in names
        else:
            session = next(
                each
                for each in client.sessions
                if each["bankAccountId"] == record["bankAccountId"]
                and each["endDate"][:7] == record["date"][:7]
            )
            assert session["status"] == "completed"
            assert session["differenceCents"] != 0


def test_b12_a_session_no_longer_adds_up(firm):
    for client, (session, row) in firm.found("B12"):
        ticked = [each for each in client.rows if each.get("reconciliationId") == session["id"]]
        assert len(ticked) == session["transactionCount"] - 1
        assert session["startDate"] <= row["date"] <= session["endDate"]


def test_b13_rows_are_matched_to_entries_of_other_amounts(firm):
    for client, rows in firm.found("B13"):
        for row in rows:
            account_id = client.by_id[row["bankAccountId"]]["chartAccountId"]
            assert net_on(client.by_id[row["journalEntryId"]], account_id) != row["amountCents"]


def test_b14_two_rows_share_an_entry(firm):
    for client, (first, second, entry) in firm.found("B14"):
        account_id = client.by_id[first["bankAccountId"]]["chartAccountId"]
        assert first["journalEntryId"] == second["journalEntryId"] == entry["id"]
        assert first["amountCents"] + second["amountCents"] != net_on(entry, account_id)


def test_b15_cash_moved_by_a_journal_alone(firm):
    for client, (entry,) in firm.found("B15"):
        linked = {bank["chartAccountId"] for bank in client.banks}
        assert any(line["accountId"] in linked for line in entry["lines"])
        assert not [row for row in client.rows if row.get("journalEntryId") == entry["id"]]
        assert days_between(entry["date"], firm.today.isoformat()) > 10


def test_b16_rows_are_excluded(firm):
    for _, (row,) in firm.found("B16"):
        assert row["status"] == "excluded"
        assert row["amountCents"] < -1_000_00


def test_b17_cash_stands_below_zero(firm):
    for client, (bank, away, back, *_rest) in firm.found("B17"):
        del back
        assert client.balance(bank["chartAccountId"], away["date"]) < 0


def test_b18_a_row_is_reconciled_without_an_entry(firm):
    for _, (row,) in firm.found("B18"):
        assert row["status"] == "reconciled"
        assert "reconciliationId" in row
        assert "journalEntryId" not in row


def test_j10_a_difference_divides_by_nine(firm):
    for client, (entry, row) in firm.found("J10"):
        account_id = client.by_id[row["bankAccountId"]]["chartAccountId"]
        difference = net_on(entry, account_id) - row["amountCents"]
        assert difference != 0
        assert difference % 9 == 0
        assert sum(signed(line) for line in entry["lines"]) == 0
