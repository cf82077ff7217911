"""Rows, balances and reconciliations of the demo firm agree where nothing is planted."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import timedelta

from tests.unit.sandbox_demo.reading import bank_sign, day_after, days_between, is_settled_feed, net_on


def test_a_bank_says_what_its_rows_add_up_to(firm):
    for client in firm.clients:
        planted = {each["id"] for found in client.found("B5") for each in found}
        for bank in client.banks:
            held = bank_sign(bank) * sum(row["amountCents"] for row in client.rows_of(bank))
            assert (held == bank["balanceCents"]) == (bank["id"] not in planted)


def test_matched_rows_agree_with_their_entries(firm):
    for client in firm.clients:
        planted = {
            each for check in ("B4", "B13", "B14", "J10") for ids in client.planted[check] for each in ids
        }
        linked = {bank["id"]: bank["chartAccountId"] for bank in client.banks}
        for row in client.rows:
            if "journalEntryId" in row and row["id"] not in planted:
                entry = client.by_id[row["journalEntryId"]]
                assert net_on(entry, linked[row["bankAccountId"]]) == row["amountCents"]
                assert 0 <= days_between(entry["date"], row["date"]) <= 10


def test_a_row_is_reconciled_when_it_has_an_entry(firm):
    for client in firm.clients:
        planted = {row["id"] for found in client.found("B18") for row in found}
        for row in client.rows:
            assert (row["status"] == "reconciled") == ("journalEntryId" in row or row["id"] in planted)


def test_only_the_last_days_are_open_where_nothing_was_planted(firm):
    since = (firm.today - timedelta(days=12)).isoformat()
    for client in firm.clients:
        planted = {each for ids_of in client.planted.values() for ids in ids_of for each in ids}
        old = [row for row in client.rows if row["date"] < since and "journalEntryId" not in row]
        assert {row["id"] for row in old} <= planted


def test_the_last_days_are_open_and_know_their_category(firm):
    for client in firm.clients:
        fresh = [row for row in client.rows if row["date"] == (firm.today - timedelta(days=2)).isoformat()]
        assert all("accountId" in row for row in fresh)
    rows = [row for client in firm.clients for row in client.rows if row["status"] == "unreconciled"]
    assert 100 < len(rows) < 600


def test_only_card_rows_of_yesterday_and_today_are_pending(firm):
    pending = [row for client in firm.clients for row in client.rows if row.get("pending")]
    assert all(row["date"] >= (firm.today - timedelta(days=1)).isoformat() for row in pending)
    assert not [row for row in pending if "journalEntryId" in row or "reconciliationId" in row]


def test_fed_rows_carry_the_bank_s_own_id(firm):
    for client in firm.clients:
        fed = [row for row in client.rows if is_settled_feed(row)]
        assert all(row["externalTransactionId"] for row in fed)
        assert len({row["externalTransactionId"] for row in fed}) == len(fed)


def test_reconciliations_form_a_chain(firm):
    for client in firm.clients:
        if client.has("B10"):
            continue
        for bank in client.banks:
            sessions = client.sessions_of(bank)
            assert sessions[0]["startBalanceCents"] == 0
            for before, after in itertools.pairwise(sessions):
                assert after["startBalanceCents"] == before["endBalanceCents"]
                assert after["startDate"] == day_after(before["endDate"])


def test_a_session_is_the_sum_of_the_rows_it_ticks(firm):
    for client in firm.clients:
        ticked = defaultdict(list)
        for row in client.rows:
            if "reconciliationId" in row:
                ticked[row["reconciliationId"]].append(row)
        planted = {each["id"] for found in client.found("B12") for each in found}
        for session in client.sessions:
            bank = client.by_id[session["bankAccountId"]]
            moved = bank_sign(bank) * sum(row["amountCents"] for row in ticked[session["id"]])
            agrees = session["startBalanceCents"] + moved == session["clearedBalanceCents"]
            agrees = agrees and len(ticked[session["id"]]) == session["transactionCount"]
            assert agrees == (session["id"] not in planted)
            assert all(row["date"] <= session["endDate"] for row in ticked[session["id"]])


def test_completed_sessions_have_no_difference(firm):
    for client in firm.clients:
        for session in client.sessions:
            difference = session["endBalanceCents"] - session["clearedBalanceCents"]
            assert session["differenceCents"] == difference
            if session["status"] == "completed" and not client.has("B11"):
                assert difference == 0


def test_every_month_closed_long_enough_is_reconciled(firm):
    last = firm.month_back(2)
    for client in firm.clients:
        stopped = {each["id"] for found in client.found("B1") for each in found}
        for bank in client.banks:
            done = [each for each in client.sessions_of(bank) if each["status"] == "completed"]
            assert (done[-1]["endDate"][:7] >= last) == (bank["id"] not in stopped)


def test_the_same_money_is_not_there_twice(firm):
    for client in firm.clients:
        planted = {each for check in ("C1", "C2", "C3") for ids in client.planted[check] for each in ids}
        seen = defaultdict(list)
        for row in client.rows:
            if not row.get("pending") and row["id"] not in planted:
                text = "".join(each for each in row["description"] if not each.isdigit())
                seen[row["bankAccountId"], text, row["amountCents"]].append(row["date"])
        for days in seen.values():
            days.sort()
            assert all(days_between(*pair) > 4 for pair in itertools.pairwise(days)), days
