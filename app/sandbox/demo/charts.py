"""Charts of accounts: what every client has, and what a trade adds, renames or leaves out."""

from __future__ import annotations

from typing import NamedTuple

CHECKING = "1010"
SAVINGS = "1020"
RECEIVABLE = "1200"
INVENTORY = "1310"
PREPAID_INSURANCE = "1410"
ACCUMULATED_DEPRECIATION = "1590"
SUSPENSE = "1990"
PAYABLE = "2000"
CARD = "2110"
FEDERAL_TAX = "2210"
STATE_TAX = "2220"
SALES_TAX = "2300"
ACCRUED_WAGES = "2410"
ACCRUED_UTILITIES = "2420"
CAPITAL = "3010"
DRAWS = "3100"
RETAINED = "3900"
OPENING_EQUITY = "3990"
RENT = "6000"
WAGES = "6110"
EMPLOYER_TAX = "6120"
BENEFITS = "6130"
POWER = "6210"
WATER = "6220"
TELECOM = "6250"
INSURANCE = "6300"
SOFTWARE = "6400"
SUPPLIES = "6500"
ADVERTISING = "6600"
PROFESSIONAL = "6650"
BANK_FEES = "6700"
MERCHANT_FEES = "6710"
REPAIRS = "6750"
DEPRECIATION = "6800"
TRAVEL = "6850"
LICENSES = "6900"
UNCATEGORIZED = "6990"
DISCREPANCIES = "6995"
INTEREST_PAID = "7000"
INTEREST_EARNED = "7100"
INCOME_TAX = "8000"
INCOME_TAX_PAYABLE = "2350"


class AccountRow(NamedTuple):
    """One account of a chart; `parent` is the code of the heading it stands under."""

    code: str
    name: str
    type: str
    sub_type: str
    parent: str = ""
    is_active: bool = True


_COMMON = (
    AccountRow("1000", "Bank accounts", "asset", "current"),
    AccountRow(CHECKING, "Operating checking", "asset", "bank", "1000"),
    AccountRow(SAVINGS, "Reserve savings", "asset", "bank", "1000"),
    AccountRow("1050", "Undeposited funds", "asset", "current"),
    AccountRow(RECEIVABLE, "Accounts receivable", "asset", "current"),
    AccountRow("1400", "Prepaid expenses", "asset", "current"),
    AccountRow(PREPAID_INSURANCE, "Prepaid insurance", "asset", "current", "1400"),
    AccountRow("1500", "Fixed assets", "asset", "fixed"),
    AccountRow("1510", "Equipment and furniture", "asset", "fixed", "1500"),
    AccountRow(ACCUMULATED_DEPRECIATION, "Accumulated depreciation", "asset", "fixed", "1500"),
    AccountRow(SUSPENSE, "Suspense", "asset", "current"),
    AccountRow(PAYABLE, "Accounts payable", "liability", "current"),
    AccountRow("2100", "Credit cards", "liability", "current"),
    AccountRow(CARD, "Business credit card", "liability", "current", "2100"),
    AccountRow("2200", "Payroll liabilities", "liability", "current"),
    AccountRow(FEDERAL_TAX, "Federal payroll taxes payable", "liability", "current", "2200"),
    AccountRow(STATE_TAX, "State withholding payable", "liability", "current", "2200"),
    AccountRow(SALES_TAX, "Sales tax payable", "liability", "current"),
    AccountRow("2400", "Accrued liabilities", "liability", "current"),
    AccountRow(ACCRUED_WAGES, "Accrued wages", "liability", "current", "2400"),
    AccountRow(ACCRUED_UTILITIES, "Accrued utilities", "liability", "current", "2400"),
    AccountRow("3000", "Owner's equity", "equity", "equity"),
    AccountRow(CAPITAL, "Owner's capital", "equity", "equity", "3000"),
    AccountRow(DRAWS, "Owner's draws", "equity", "equity", "3000"),
    AccountRow(RETAINED, "Retained earnings", "equity", "retained"),
    AccountRow(OPENING_EQUITY, "Opening balance equity", "equity", "equity"),
    AccountRow(RENT, "Rent", "expense", "operating"),
    AccountRow("6100", "Payroll expenses", "expense", "operating"),
    AccountRow(WAGES, "Wages and salaries", "expense", "operating", "6100"),
    AccountRow(EMPLOYER_TAX, "Employer payroll taxes", "expense", "operating", "6100"),
    AccountRow(BENEFITS, "Employee benefits", "expense", "operating", "6100"),
    AccountRow("6200", "Utilities", "expense", "operating"),
    AccountRow(POWER, "Electricity and gas", "expense", "operating", "6200"),
    AccountRow(WATER, "Water and waste", "expense", "operating", "6200"),
    AccountRow(TELECOM, "Internet and phone", "expense", "operating", "6200"),
    AccountRow(INSURANCE, "Insurance", "expense", "operating"),
    AccountRow(SOFTWARE, "Software", "expense", "operating"),
    AccountRow(SUPPLIES, "Office supplies", "expense", "operating"),
    AccountRow(ADVERTISING, "Advertising", "expense", "operating"),
    AccountRow(PROFESSIONAL, "Professional fees", "expense", "operating"),
    AccountRow(BANK_FEES, "Bank fees", "expense", "operating"),
    AccountRow(MERCHANT_FEES, "Merchant fees", "expense", "operating"),
    AccountRow(REPAIRS, "Repairs and maintenance", "expense", "operating"),
    AccountRow(DEPRECIATION, "Depreciation", "expense", "operating"),
    AccountRow(TRAVEL, "Travel and meals", "expense", "operating"),
    AccountRow(LICENSES, "Taxes and licenses", "expense", "tax"),
    AccountRow(UNCATEGORIZED, "Uncategorized expense", "expense", "operating"),
    AccountRow(DISCREPANCIES, "Reconciliation discrepancies", "expense", "non_operating"),
    AccountRow(INTEREST_PAID, "Interest expense", "expense", "non_operating"),
    AccountRow(INTEREST_EARNED, "Interest income", "revenue", "non_operating"),
)


def chart(*additions: AccountRow, without: frozenset[str] = frozenset()) -> tuple[AccountRow, ...]:
    """Return a chart in code order; an addition with a common code takes that account's place."""
    rows = {row.code: row for row in (*_COMMON, *additions) if row.code not in without}
    return tuple(rows[code] for code in sorted(rows))


def asset(code: str, name: str, sub_type: str = "current", parent: str = "") -> AccountRow:
    """Return an asset account."""
    return AccountRow(code, name, "asset", sub_type, parent)


def liability(code: str, name: str, parent: str = "", sub_type: str = "current") -> AccountRow:
    """Return a liability account."""
    return AccountRow(code, name, "liability", sub_type, parent)


def revenue(code: str, name: str, parent: str = "") -> AccountRow:
    """Return an operating revenue account."""
    return AccountRow(code, name, "revenue", "operating", parent)


def cost(code: str, name: str, parent: str = "") -> AccountRow:
    """Return a cost-of-goods-sold account."""
    return AccountRow(code, name, "expense", "cogs", parent)


def expense(code: str, name: str, parent: str = "") -> AccountRow:
    """Return an operating expense account."""
    return AccountRow(code, name, "expense", "operating", parent)


LOANS = liability("2700", "Loans payable", sub_type="non_current")
REVENUE = revenue("4000", "Revenue")
COSTS = cost("5000", "Cost of goods sold")
CORPORATE_TAX = (
    liability(INCOME_TAX_PAYABLE, "Income tax payable"),
    AccountRow(INCOME_TAX, "Income tax expense", "expense", "tax"),
)
