"""Each planted trouble of checks E1 to E11 and J1 to J9 satisfies the rule of its check (checks.md 5, 6)."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import mean, stdev

from app.core.periods import add_months
from tests.unit.sandbox_demo.reading import days_between, signed


def _materiality(client, month):
    """Return performance materiality and the trivial amount at the end of a month."""
    last = date.fromisoformat(f"{month}-01")
    months = {add_months(last, -back).strftime("%Y-%m") for back in range(12)}
    earning = [account["id"] for account in client.accounts if account["type"] == "revenue"]
    overall = -sum(client.activity(each, name) for each in earning for name in months) // 100
    return overall * 3 // 4, max(overall // 20, 100_00)


def _months_before(month, count):
    first = date.fromisoformat(f"{month}-01")
    return [add_months(first, -back).strftime("%Y-%m") for back in range(1, count + 1)]


def _total(entry):
    return sum(line["debitCents"] for line in entry["lines"])


def _same(client, entry):
    return [each for each in client.entries if each["description"] == entry["description"]]


def test_e1_an_expense_leaves_its_average(firm):
    for client, (account, entry, _) in firm.found("E1"):
        month = entry["date"][:7]
        usual = sum(client.activity(account["id"], each) for each in _months_before(month, 6)) // 6
        change = client.activity(account["id"], month) - usual
        assert change > _materiality(client, month)[1]
        assert change * 100 >= 20 * usual


def test_e2_two_balances_move_by_more_than_is_material(firm):
    for client, (machines, note, entry) in firm.found("E2"):
        month = entry["date"][:7]
        before = client.balance(machines["id"], f"{_months_before(month, 1)[0]}-31")
        assert _total(entry) > _materiality(client, month)[0]
        assert _total(entry) * 100 >= 10 * before
        assert client.balance(note["id"], f"{month}-31") < 0


def test_e3_an_amount_lies_far_outside(firm):
    for client, (entry, _) in firm.found("E3"):
        others = [_total(each) for each in _same(client, entry) if each is not entry]
        assert len(others) >= 6
        assert _total(entry) > 5 * max(others)


def test_e4_and_j1_amounts_are_material(firm):
    for check in ("E4", "J1"):
        for client, (entry, *_) in firm.found(check):
            assert _total(entry) >= _materiality(client, entry["date"][:7])[0]


def test_e5_and_e11_the_rent_is_missing_and_paid_after_the_month(firm):
    for client, (before,) in firm.found("E5"):
        month = firm.month_back(2)
        paid = [each["date"][:7] for each in _same(client, before)]
        assert set(_months_before(month, 6)) <= set(paid)
        assert month not in paid
    for client, (row,) in firm.found("E11"):
        assert row["date"][:7] == firm.month_back(1)
        assert int(row["date"][8:]) <= 5
        assert -row["amountCents"] >= _materiality(client, firm.month_back(2))[0]


def test_e6_a_monthly_fee_is_paid_twice(firm):
    for client, (entry, again, _) in firm.found("E6"):
        counts = [each["date"][:7] for each in _same(client, entry)]
        assert counts.count(entry["date"][:7]) == 2
        assert all(counts.count(month) == 1 for month in _months_before(again["date"][:7], 6))


def test_e7_depreciation_is_missing(firm):
    for client, _ in firm.found("E7"):
        lost = client.account("Accumulated depreciation")["id"]
        month = firm.month_back(1)
        assert client.activity(lost, month) == 0
        assert all(client.activity(lost, each) for each in _months_before(month, 3))


def test_e8_an_accrual_is_not_turned_back(firm):
    for client, (entry,) in firm.found("E8"):
        after = add_months(date.fromisoformat(entry["date"]).replace(day=1), 1).strftime("%Y-%m")
        for line in entry["lines"]:
            back = [cents for day, _, cents in client.lines(line["accountId"]) if day.startswith(after)]
            assert -signed(line) not in back


def test_e9_the_margin_swings(firm):
    for client, (entry,) in firm.found("E9"):
        month = entry["date"][:7]

        def margin(months, client=client):
            earned = -sum(
                client.activity(a["id"], m) for a in client.accounts if a["type"] == "revenue" for m in months
            )
            spent = sum(
                client.activity(a["id"], m) for a in client.accounts if a["subType"] == "cogs" for m in months
            )
            return (earned - spent) / earned

        assert abs(margin([month]) - margin(_months_before(month, 6))) >= 0.05


def test_e10_prepaid_insurance_is_frozen(firm):
    for client, (account,) in firm.found("E10"):
        months = [firm.month_back(back) for back in range(1, 10)]
        still = [month for month in months if client.activity(account["id"], month) == 0]
        assert len(still) == 1
        assert still[0] in months[1:3]


def test_j2_an_amount_is_round(firm):
    for _, (entry,) in firm.found("J2"):
        assert entry["sourceType"] == "manual"
        assert _total(entry) % 100_000 == 0


def test_j3_a_journal_is_dated_on_a_sunday(firm):
    for _, (entry,) in firm.found("J3"):
        assert date.fromisoformat(entry["date"]).weekday() == 6


def test_j4_an_entry_was_made_long_after_its_date(firm):
    for _, (entry,) in firm.found("J4"):
        assert days_between(entry["date"], entry["createdAt"][:10]) > 30


def test_j5_an_entry_is_dated_ahead(firm):
    for _, (entry,) in firm.found("J5"):
        assert entry["date"] > firm.today.isoformat()


def test_j6_and_j9_accounts_and_pairs_are_rare(firm):
    for client, (entry,) in firm.found("J6"):
        debit = next(line["accountId"] for line in entry["lines"] if line["debitCents"])
        assert len(client.lines(debit)) <= 3
    for client, (entry,) in firm.found("J9"):
        pair = {line["accountId"] for line in entry["lines"]}
        met = [each for each in client.entries if pair <= {line["accountId"] for line in each["lines"]}]
        assert met == [entry]
        assert _total(entry) >= _materiality(client, entry["date"][:7])[1]


def test_j7_a_payment_stays_just_under_a_limit(firm):
    for _, (entry, _) in firm.found("J7"):
        assert 9_800_00 <= _total(entry) <= 9_999_00


def test_j8_revenue_jumps_in_the_last_days(firm):
    for client, (entry,) in firm.found("J8"):
        day = date.fromisoformat(entry["date"])
        assert (day + timedelta(days=5)).month != day.month
        earned = next(line["accountId"] for line in entry["lines"] if line["creditCents"])
        usual = [-cents for _, each, cents in client.lines(earned) if each is not entry]
        assert _total(entry) > mean(usual) + 2 * stdev(usual)
