"""What the demo firm consists of, whatever the day."""

from __future__ import annotations

from app.core.periods import add_months
from app.sandbox.book import Book
from app.sandbox.demo import generate_demo_firm
from app.sandbox.firm_file import load_records
from tests.unit.sandbox_demo.reading import COMMON_DAY, read_firm

NAMES = [
    "Alder & Finch Café",
    "Beacon Dental Group",
    "Canyon Ridge Builders",
    "Driftwood Goods",
    "Eastgate Property Management",
    "Foxglove Studio",
    "Harbor Food Bank",
    "Ironwood Machining",
    "Juniper SaaS Inc",
    "Kestrel Logistics",
    "Lakeside Yoga",
    "Summit Ridge Design",
]
ROW_STATUSES = {"unreconciled", "reconciled", "excluded"}


def test_the_firm_comes_first_and_twelve_companies_follow(firm):
    assert firm.records[0]["kind"] == "firm"
    assert firm.records[0]["name"] == "Hollis & Reyes Bookkeeping"
    assert [client.name for client in firm.clients] == NAMES


def test_there_are_about_sixty_thousand_lines_and_twenty_five_thousand_rows(firm):
    lines = sum(len(entry["lines"]) for client in firm.clients for entry in client.entries)
    rows = sum(len(client.rows) for client in firm.clients)
    assert 54_000 <= lines <= 66_000
    assert 22_500 <= rows <= 27_500


def test_companies_are_of_very_different_sizes(firm):
    rows = sorted(len(client.rows) for client in firm.clients)
    assert rows[-1] > 5 * rows[0]
    assert rows[0] > 400


def test_books_begin_twenty_four_months_ago_with_opening_balances(firm):
    start = add_months(firm.today.replace(day=1), -24).isoformat()
    for client in firm.clients:
        assert client.entries[0]["description"] == "Opening balances"
        assert client.entries[0]["date"] == min(entry["date"] for entry in client.entries) == start


def test_nothing_lies_in_the_future_but_what_was_planted_there(firm):
    today = firm.today.isoformat()
    ahead = {each["id"] for each in firm.records if each.get("date", "") > today}
    assert ahead == {each["id"] for _, records in firm.found("J5") for each in records}
    assert all(each["completedAt"] < f"{today}T24" for each in firm.records if "completedAt" in each)
    assert all(each["createdAt"] < f"{today}T24" for each in firm.records if "createdAt" in each)


def test_statuses_are_words_of_the_contract(firm):
    for client in firm.clients:
        assert {row["status"] for row in client.rows} <= ROW_STATUSES
        assert {each["status"] for each in client.sessions} <= {"in_progress", "completed"}


def test_two_companies_are_locked_and_two_fiscal_years_begin_elsewhere(firm):
    companies = [client.company for client in firm.clients]
    locked = [each for each in companies if "lockedThrough" in each]
    assert len(locked) == 2
    assert all(each["lockedThrough"] < firm.today.isoformat() for each in locked)
    assert sorted(each["fiscalYearStartMonth"] for each in companies)[-3:] == [1, 2, 7]


def test_every_company_has_a_register_for_each_bank_linked_account(firm):
    for client in firm.clients:
        linked = [client.by_id[bank["chartAccountId"]] for bank in client.banks]
        assert len({account["id"] for account in linked}) == len(client.banks) >= 2
        assert {"checking", "credit_card"} <= {bank["accountType"] for bank in client.banks}


def test_banks_write_their_own_way():
    texts = [row["description"] for client in read_firm(COMMON_DAY).clients for row in client.rows]
    for sign in ("SQ *", "TST* ", "PAYPAL *", "POS ", "ACH ", "CHECKCARD ", "CHECK ", " OR", " CO"):
        assert any(sign in text for text in texts), sign


def test_the_sandbox_takes_it_whole(tmp_path):
    book = Book(tmp_path / "practice.db")
    load_records(enumerate(generate_demo_firm(COMMON_DAY), start=1), book)
    with book.reading() as connection:
        count = connection.execute("SELECT count(*) FROM companies").fetchone()
    book.close()
    assert count == (12,)
