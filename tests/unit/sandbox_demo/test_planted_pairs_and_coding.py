"""Each planted trouble of checks C1 to C7 and D1 to D19 satisfies the rule of its check (checks.md 3, 4)."""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz.fuzz import token_set_ratio

from tests.unit.sandbox_demo.reading import days_between, net_on, signed

PROFIT_AND_LOSS = ("revenue", "expense")


def _words(text):
    return " ".join(word for word in text.split() if not word.isdigit())


def _entries(records):
    return [each for each in records if each["kind"] == "journal_entry"]


def _rows(records):
    return [each for each in records if each["kind"] == "bank_transaction"]


def _names(client, entry):
    return {client.account_of(line)["name"] for line in entry["lines"]}


def _main_account(client, row):
    """Return the account a row's entry books it to, apart from the register's own."""
    own = client.by_id[row["bankAccountId"]]["chartAccountId"]
    entry = client.by_id[row["journalEntryId"]]
    return next(line["accountId"] for line in entry["lines"] if line["accountId"] != own)


def _history(client, row, months=12):
    """Return where the vendor's other rows of the year before went, most frequent first."""
    booked = Counter(
        _main_account(client, each)
        for each in client.rows
        if _words(each["description"]) == _words(row["description"])
        and "journalEntryId" in each
        and 0 < days_between(each["date"], row["date"]) <= 30 * months
    )
    return booked.most_common()


def test_c1_and_c2_the_same_amount_left_twice(firm):
    for check, within, alike in (("C1", 1, 1.0), ("C2", 5, 0.8)):
        for _, records in firm.found(check):
            first, second = sorted(_rows(records), key=lambda row: row["date"])
            assert first["amountCents"] == second["amountCents"]
            assert first["bankAccountId"] == second["bankAccountId"]
            assert days_between(first["date"], second["date"]) <= within
            texts = (_words(first["description"]), _words(second["description"]))
            assert token_set_ratio(*texts) >= 100 * alike


def test_c3_a_posted_row_and_a_fed_one_are_the_same_money(firm):
    for _, (posted, fed) in firm.found("C3"):
        assert posted["sourceType"] == "purchase"
        assert (fed["sourceType"], fed["status"]) == ("plaid_bank_feed", "unreconciled")
        assert posted["amountCents"] == fed["amountCents"]
        assert 0 <= days_between(posted["date"], fed["date"]) <= 5


def test_c4_a_journal_stands_twice(firm):
    for _, (first, second) in firm.found("C4"):
        assert first["lines"] == second["lines"]
        assert 0 < days_between(first["date"], second["date"]) <= 31


def test_c5_a_transfer_is_income_and_expense(firm):
    for client, records in firm.found("C5"):
        away, here = _rows(records)
        assert away["amountCents"] == -here["amountCents"] < 0
        kinds = {client.by_id[_main_account(client, row)]["type"] for row in (away, here)}
        assert kinds == set(PROFIT_AND_LOSS)


def test_c6_and_d2_holding_accounts_do_not_clear(firm):
    for check in ("C6", "D2"):
        for client, records in firm.found(check):
            (entry,) = _entries(records)
            holding = [
                line["accountId"]
                for line in entry["lines"]
                if re.search("clearing|suspense", client.account_of(line)["name"], re.IGNORECASE)
            ]
            assert client.balance(holding[0], f"{firm.month_back(2)}-31") != 0


def test_c7_two_companies_have_one_manual_entry(firm):
    pairs = [(client.name, entry) for client, (entry,) in firm.found("C7")]
    (mine, first), (his, second) = pairs
    assert mine != his
    assert first["description"] == second["description"]
    assert first["date"] == second["date"]
    assert sum(line["debitCents"] for line in first["lines"]) == sum(
        line["debitCents"] for line in second["lines"]
    )


def test_d1_something_is_uncategorized(firm):
    for client, records in firm.found("D1"):
        entries = _entries(records)
        assert all("Uncategorized expense" in _names(client, entry) for entry in entries)
        assert entries or ("accountId" not in records[0] and records[0]["status"] == "unreconciled")


def test_d3_a_vendor_leaves_its_account(firm):
    for client, (_, row) in firm.found("D3"):
        (usual, times), *_others = _history(client, row)
        assert times >= 3
        assert usual != _main_account(client, row)


def test_d4_a_vendor_is_split(firm):
    for client, entries in firm.found("D4"):
        name = entries[0]["description"]
        booked = Counter(
            line["accountId"]
            for entry in client.entries
            if entry["description"] == name
            for line in entry["lines"]
            if client.account_of(line)["type"] == "expense"
        )
        assert booked.most_common(1)[0][1] / booked.total() < 0.8
        assert len({entry["date"][:7] for entry in entries}) == 1


def test_d5_a_heading_has_a_line(firm):
    for client, records in firm.found("D5"):
        headings = {each["parentId"] for each in client.accounts if "parentId" in each}
        assert any(line["accountId"] in headings for line in _entries(records)[0]["lines"])


def test_d6_a_liability_is_on_the_wrong_side(firm):
    for client, (account, entry, _) in firm.found("D6"):
        end = f"{entry['date'][:7]}-31"
        assert account["type"] == "liability"
        assert client.balance(account["id"], end) > 450_00


def test_d7_a_month_s_expense_is_negative(firm):
    for client, (account, entry, _) in firm.found("D7"):
        assert account["type"] == "expense"
        assert client.activity(account["id"], entry["date"][:7]) < 0


def test_d8_and_d9_the_line_between_expense_and_asset_was_missed(firm):
    for client, records in firm.found("D8"):
        (entry,) = _entries(records)
        assert "Office supplies" in _names(client, entry)
        assert max(line["debitCents"] for line in entry["lines"]) >= 2_500_00
    for client, records in firm.found("D9"):
        debit = next(line for line in _entries(records)[0]["lines"] if line["debitCents"])
        assert client.account_of(debit)["subType"] == "fixed"
        assert debit["debitCents"] < 2_500_00


def test_d10_an_account_has_its_first_line(firm):
    for client, (account, entry, _) in firm.found("D10"):
        assert [each["id"] for _, each, _ in client.lines(account["id"])] == [entry["id"]]


def test_d11_a_vendor_has_never_been_seen(firm):
    for client, (_, row) in firm.found("D11"):
        same = [each for each in client.rows if _words(each["description"]) == _words(row["description"])]
        assert same == [row]
        assert row["amountCents"] < -3_000_00


def test_d12_an_account_slept_for_a_year(firm):
    for client, (account, entry, _) in firm.found("D12"):
        days = sorted(day for day, _, _ in client.lines(account["id"]))
        assert days[-1] == entry["date"]
        assert days_between(*days[-2:]) > 366


def test_d13_an_inactive_account_has_a_line(firm):
    for client, (account, entry, _) in firm.found("D13"):
        assert account["isActive"] is False
        assert net_on(entry, account["id"]) != 0
        assert client.activity(account["id"], firm.month_back(2)) != 0


def test_d14_two_active_accounts_have_nearly_one_name(firm):
    for _, (first, second) in firm.found("D14"):
        assert first["isActive"]
        assert second["isActive"]
        assert token_set_ratio(first["name"], second["name"]) >= 90


def test_d15_and_d16_journals_touch_what_they_should_not(firm):
    for check, name in (("D15", "Retained earnings"), ("D16", "Accounts receivable")):
        for client, (entry,) in firm.found(check):
            assert entry["sourceType"] == "manual"
            assert name in _names(client, entry)


def test_d17_loan_payments_have_no_interest_for_three_months(firm):
    for client, records in firm.found("D17"):
        entries = _entries(records)
        assert len({entry["date"][:7] for entry in entries}) == 3
        interest = client.account("Interest expense")["id"]
        assert not [
            day for day, _, _ in client.lines(interest) if day[:7] in {e["date"][:7] for e in entries}
        ]


def test_d18_nothing_is_said(firm):
    for _, records in firm.found("D18"):
        assert all(len(re.findall("[A-Za-z]", each["description"])) < 3 for each in records)
        assert all(sum(signed(line) for line in entry["lines"]) == 0 for entry in _entries(records))


def test_d19_words_are_on_the_list(firm):
    for _, records in firm.found("D19"):
        assert all(re.search(r"\b(atm|zelle)\b", each["description"], re.IGNORECASE) for each in records)
