"""Ironwood Machining: parts on invoice, metal on account, machines on credit, a corporation's taxes."""

from __future__ import annotations

from app.sandbox.demo import charts
from app.sandbox.demo.charts import AccountRow, asset, chart, cost, expense, liability, revenue
from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month
from app.sandbox.demo.profile import (
    Accrual,
    Asset,
    Bank,
    CashPlan,
    Loan,
    Payroll,
    Policy,
    Profile,
    Scatter,
    Standing,
)
from app.sandbox.demo.rhythms.bills import Supply, buy_on_account
from app.sandbox.demo.rhythms.invoices import Invoicing, bill_customers
from app.sandbox.demo.rhythms.stock import relieve_stock, restock_cents
from app.sandbox.demo.rhythms.taxes import pay_income_tax, pay_state_tax
from app.sandbox.demo.vendors import ach, card, pos

_PARTS, _TOOLING_INCOME, _METAL, _SHOP_WAGES, _FINISHING, _CUTTERS = (
    "4010",
    "4020",
    "5010",
    "5020",
    "5030",
    "5040",
)
_MILL_LOAN, _BUILDING_LOAN, _MACHINES = "2710", "2720", "1520"
_CUSTOMERS = (
    "Aerovane Systems",
    "Bristol Pump Works",
    "Crestline Robotics",
    "Delmar Instruments",
    "Ferrous Rail",
    "Gantner Medical",
    "Hydrotek Valves",
)
_INVOICING = Invoicing(_CUSTOMERS, (_PARTS, _PARTS, _TOOLING_INCOME), 12, 11_000_00, 13_400_00, 22, 44)
_MILLS = Supply(("Keystone Steel Service", "Alloy Direct", "Titan Bar And Plate"), charts.INVENTORY, 4, 0)
_PLATERS = Supply(("Anodyne Plating", "Heatwell Treating"), _FINISHING, 4, 7_300_00, by_check=True)
_METAL_SHARE = 265
_STOCK_TARGET = 82_000_00


def _trade(books: ClientBooks, month: Month) -> None:
    used = bill_customers(books, month, _INVOICING) * _METAL_SHARE // 1000
    buy_on_account(books, month, _MILLS, restock_cents(books, month, used, _STOCK_TARGET))
    relieve_stock(books, month, used, _METAL)
    buy_on_account(books, month, _PLATERS)
    pay_state_tax(books, month, 1_900_00)
    pay_income_tax(books, month, 3_150_00)


PROFILE = Profile(
    key="ironwood",
    name="Ironwood Machining",
    chart=chart(
        asset(charts.INVENTORY, "Raw material inventory"),
        asset(_MACHINES, "Machine tools", "fixed", "1500"),
        charts.LOANS,
        liability(_MILL_LOAN, "Milling center loan", "2700", "non_current"),
        liability(_BUILDING_LOAN, "Shop improvement loan", "2700", "non_current"),
        liability("2790", "Vendor note payable", "2700", "non_current"),
        AccountRow(charts.CAPITAL, "Common stock", "equity", "equity", "3000"),
        AccountRow(charts.DRAWS, "Shareholder draws", "equity", "equity", "3000"),
        charts.REVENUE,
        revenue(_PARTS, "Machined parts", "4000"),
        revenue(_TOOLING_INCOME, "Tooling work", "4000"),
        charts.COSTS,
        cost(_METAL, "Metal used", "5000"),
        cost(_SHOP_WAGES, "Shop wages", "5000"),
        cost(_FINISHING, "Outside finishing", "5000"),
        cost(_CUTTERS, "Cutting tools", "5000"),
        *charts.CORPORATE_TAX,
        expense("6860", "Calibration and quality"),
    ),
    banks=(
        Bank(charts.CHECKING, "Operating Checking", "checking", "Forge Valley Bank", "7306"),
        Bank(charts.SAVINGS, "Reserve Savings", "savings", "Forge Valley Bank", "7314"),
        Bank(charts.CARD, "Purchasing Card", "credit_card", "Forge Valley Bank", "0042"),
        Bank(_MILL_LOAN, "Milling Center Loan", "loan", "Forge Valley Bank", "8850"),
        Bank(_BUILDING_LOAN, "Improvement Loan", "loan", "Forge Valley Bank", "8868"),
    ),
    opening={
        charts.CHECKING: 330_000_00,
        charts.SAVINGS: 60_000_00,
        charts.INVENTORY: 82_000_00,
        charts.CAPITAL: -150_000_00,
    },
    trade=_trade,
    cash=CashPlan(120_000_00, reserve=150_000_00),
    growth=50,
    season=(980, 990, 1020, 1020, 1010, 1010, 970, 980, 1020, 1030, 1000, 970),
    standing=(
        Standing(ach("Forge Valley Industrial", "RENT"), charts.RENT, 1, 7_200_00, spread=25, yearly=25),
        Standing(ach("Northline Internet"), charts.TELECOM, 9, 199_95),
        Standing(ach("City Water Works"), charts.WATER, 13, 388_00, spread=60),
        Standing(
            ach("Evergreen Health Plans", "PREMIUM"), charts.BENEFITS, 3, 6_900_00, spread=40, yearly=45
        ),
        Standing(ach("Hollis Reyes Bookkeeping"), charts.PROFESSIONAL, 10, 1_150_00),
        Standing(card("Toolpath Cam Cloud", "MILFORD CT"), charts.SOFTWARE, 5, 540_00, charts.CARD),
        Standing(card("Shopboard Erp", "AKRON OH"), charts.SOFTWARE, 12, 690_00, charts.CARD),
        Standing(ach("Gaugetrue Calibration", "INVOICE"), "6860", 17, 460_00, spread=60),
        Standing(ach("Chip And Coolant Disposal"), charts.WATER, 20, 520_00),
        Standing(ach("Bright Janitorial"), charts.REPAIRS, 15, 380_00),
        Standing(ach("Forge Valley Bank", "SERVICE CHARGE"), charts.BANK_FEES, 22, 22_00),
    ),
    scatter=(
        Scatter(
            (
                card("Carbide Corner", "ROCKFORD IL"),
                card("Endmill Express", "CLEVELAND OH"),
                card("Spindle Supply", "DAYTON OH"),
            ),
            _CUTTERS,
            9,
            300_00,
            1_020_00,
        ),
        Scatter(
            (card("Rivet And Rag Industrial", "AKRON OH"), card("Paper And Post", "AKRON OH")),
            charts.SUPPLIES,
            6,
            70_00,
            500_00,
        ),
        Scatter((card("Wayoil Machine Service", "TOLEDO OH"),), charts.REPAIRS, 3, 420_00, 1_900_00),
        Scatter(
            (pos("Corner Fuel", "AKRON OH"), card("Rubber City Diner", "AKRON OH")),
            charts.TRAVEL,
            4,
            40_00,
            130_00,
        ),
    ),
    payroll=Payroll(19_600_00, ((_SHOP_WAGES, 720), (charts.WAGES, 280))),
    loans=(
        Loan(_MILL_LOAN, ach("Forge Valley Loan", "PMT MILL"), 310_000_00, 660, 144, 6),
        Loan(_BUILDING_LOAN, ach("Forge Valley Note", "PMT SHOP"), 120_000_00, 590, 156, 14),
    ),
    assets=(Asset(_MACHINES, "machines", 690_000_00, 168), Asset("1510", "shop furniture", 84_000_00, 156)),
    policies=(
        Policy(
            ach("Hartwell Insurance", "PREMIUM"), 21_600_00, 10, charts.PREPAID_INSURANCE, charts.INSURANCE
        ),
    ),
    accruals=(
        Accrual("electricity", 3_250_00, charts.ACCRUED_UTILITIES, charts.POWER, ach("Ohio Edison Power")),
    ),
    close_days=10,
    lag_days=5,
)
