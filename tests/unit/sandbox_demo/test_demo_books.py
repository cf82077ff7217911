"""The entries of the demo firm obey bookkeeping, and are plausible where nothing is planted."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from itertools import combinations

from rapidfuzz.fuzz import token_set_ratio

from app.core.periods import month_ends
from tests.unit.sandbox_demo.reading import net_on, signed

WATCHED = re.compile(r"\b(venmo|zelle|atm|draws?|gifts?|plug|fix|adjust\w*|per owner)\b", re.IGNORECASE)
ZERO_EXPECTED = re.compile(r"suspense|clearing|opening balance equity|undeposited", re.IGNORECASE)
CONTRA = re.compile(r"accumulated|draws", re.IGNORECASE)
DEBIT_TYPES = ("asset", "expense")


def _ends(firm):
    return [end.isoformat() for end in month_ends(firm.today - timedelta(days=firm.today.day), 24)]


def test_every_entry_balances_with_one_side_a_line(firm):
    for client in firm.clients:
        for entry in client.entries:
            assert len(entry["lines"]) >= 2
            assert sum(signed(line) for line in entry["lines"]) == 0
            assert all((line["debitCents"] > 0) != (line["creditCents"] > 0) for line in entry["lines"])


def test_money_is_whole_cents(firm):
    cents = [value for each in firm.records for name, value in each.items() if name.endswith("Cents")]
    assert cents
    assert all(type(value) is int for value in cents)


def test_every_reference_leads_to_a_record_of_the_same_company(firm):
    for client in firm.clients:
        known = client.by_id.keys()
        assert {line["accountId"] for entry in client.entries for line in entry["lines"]} <= known
        for name in ("bankAccountId", "journalEntryId", "reconciliationId", "accountId"):
            assert {row[name] for row in client.rows if name in row} <= known
        assert {bank["chartAccountId"] for bank in client.banks} <= known
        assert {each["parentId"] for each in client.accounts if "parentId" in each} <= known
        assert {each["bankAccountId"] for each in client.sessions} <= known


def test_a_company_comes_before_its_records(firm):
    seen = set()
    for record in firm.records[1:]:
        seen.add(record["id"])
        assert record.get("companyId", record["id"]) in seen


def test_bills_stand_behind_their_entries(firm):
    for client in firm.clients:
        for entry in client.entries:
            if "sourceId" in entry:
                bill = client.by_id[entry["sourceId"]]
                assert bill["amountCents"] == sum(line["debitCents"] for line in entry["lines"])


def test_headings_are_not_posted_to(firm):
    for client in firm.clients:
        headings = {each["parentId"] for each in client.accounts if "parentId" in each}
        posted = [each for each in client.entries if any(x["accountId"] in headings for x in each["lines"])]
        assert {each["id"] for each in posted} == {
            each["id"] for found in client.found("D5") for each in found if each["kind"] == "journal_entry"
        }


def test_no_two_accounts_of_a_type_have_nearly_one_name(firm):
    for client in firm.clients:
        twins = {
            frozenset((mine["id"], his["id"]))
            for mine, his in combinations(client.accounts, 2)
            if mine["type"] == his["type"]
            and token_set_ratio(mine["name"].lower(), his["name"].lower()) >= 90
        }
        assert twins == {frozenset(planted) for planted in client.planted["D14"]}


def test_cash_is_never_negative_where_no_overdraft_was_planted(firm):
    for client in firm.clients:
        for bank in client.banks:
            if bank["accountType"] not in ("checking", "savings") or client.has("B17"):
                continue
            days = defaultdict(int)
            for day, _, cents in client.lines(bank["chartAccountId"]):
                days[day] += cents
            held = 0
            for day in sorted(days):
                held += days[day]
                assert held >= 0, (client.name, bank["accountName"], day)


def test_holding_accounts_are_empty_at_month_end(firm):
    behind = (firm.today - timedelta(days=14)).isoformat()
    for client in firm.clients:
        for account in client.accounts:
            if ZERO_EXPECTED.search(account["name"]) and not client.has("C6", "D2"):
                ends = [end for end in _ends(firm) if end < behind]
                assert not [end for end in ends if client.balance(account["id"], end)], account["name"]


def test_balances_stand_on_their_side_at_month_end(firm):
    for client in firm.clients:
        linked = {bank["chartAccountId"] for bank in client.banks}
        for account in client.accounts:
            side = 1 if account["type"] in DEBIT_TYPES else -1
            if account["id"] in linked or CONTRA.search(account["name"]) or client.has("D6"):
                continue
            behind = (firm.today - timedelta(days=14)).isoformat()
            low = min(side * client.balance(account["id"], end) for end in _ends(firm) if end < behind)
            assert low > -100_00 or client.has("D2", "D15"), (client.name, account["name"], low)


def test_companies_earn_money_but_not_too_much(firm):
    for client in firm.clients:
        kinds = {account["id"]: account["type"] for account in client.accounts}
        totals = defaultdict(int)
        for entry in client.entries:
            for line in entry["lines"]:
                totals[kinds[line["accountId"]]] += signed(line)
        revenue, expenses = -totals["revenue"], totals["expense"]
        assert revenue > 150_000_00
        assert 0.30 < expenses / revenue < 0.99, client.name


def test_watched_words_and_empty_descriptions_are_planted_ones(firm):
    for client in firm.clients:
        odd = {
            each["id"]
            for each in (*client.entries, *client.rows)
            if WATCHED.search(each["description"]) or len(re.findall("[A-Za-z]", each["description"])) < 3
        }
        planted = {each["id"] for check in ("D18", "D19") for found in client.found(check) for each in found}
        assert odd <= planted


def test_vendors_are_booked_to_one_account(firm):
    """A row's text without its numbers leads to one expense account, but where a check wants otherwise."""
    for client in firm.clients:
        planted = {
            each for check in ("D3", "D4", "C5", "C7") for ids in client.planted[check] for each in ids
        }
        booked = defaultdict(set)
        for row in client.rows:
            entry = client.by_id.get(row.get("journalEntryId", ""))
            if entry is None or len(entry["lines"]) > 2 or {row["id"], entry["id"]} & planted:
                continue
            booked[re.sub(r"\d{3,}", "", row["description"])] |= {
                line["accountId"] for line in entry["lines"] if client.account_of(line)["type"] == "expense"
            }
        split = {text for text, accounts in booked.items() if len(accounts) > 1}
        assert all("HOMESTEAD" in text for text in split), split


def test_accruals_turn_back_on_the_first(firm):
    for client in firm.clients:
        reversals = {
            each["description"] for each in client.entries if each["description"].endswith("reversal")
        }
        accruals = [
            each
            for each in client.entries
            if each["description"].startswith("Accrued") and each["description"] not in reversals
        ]
        missing = [each for each in accruals if f"{each['description']} reversal" not in reversals]
        ours = {each["id"] for found in client.found("E8") for each in found}
        assert {each["id"] for each in missing} <= ours | {
            each["id"] for each in accruals if each["date"][:7] == firm.month_back(0)
        }


def test_loans_are_paid_with_interest(firm):
    for client in firm.clients:
        interest = client.account("Interest expense")["id"]
        for bank in client.banks:
            if bank["accountType"] == "loan" and not client.has("D17"):
                paid = [entry for _, entry, cents in client.lines(bank["chartAccountId"]) if cents > 0]
                assert len(paid) >= 23
                assert all(net_on(entry, interest) > 0 for entry in paid)
