"""The frame: stamps that tell the truth, a sidebar that filters, a period that steps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.accounts import Account
from app.core.companies import Company, CompanyKey
from app.core.connection import ConnectionState, ConnectionStatus
from app.core.outbox import OutboxCounts
from app.core.periods import month_of
from app.core.sync import CompanyHealth, Health, PullProgress
from app.ui.models.account_tree import AccountTree, account_nodes
from app.ui.shell.company_list import CompanyListModel, company_entries
from app.ui.shell.period_picker import PeriodPicker
from app.ui.shell.sidebar import Sidebar
from app.ui.shell.stamps import company_stamp, format_time
from app.ui.shell.status_line import StatusLine
from app.ui.theme import Appearance, Theme
from app.ui.tokens import DARK, LIGHT, Role
from app.ui.widgets.buttons import push_button

TODAY = date(2026, 6, 17)
NOW = datetime(2026, 6, 17, 12, 2, tzinfo=UTC)
KEY = CompanyKey(1)
COMPANIES = tuple(
    Company(key=CompanyKey(key), id=str(key), name=name)
    for key, name in enumerate(("Alder & Finch Caf\u00e9", "Beacon Dental", "Summit Ridge"), start=1)
)


def health(state: Health, **facts: object) -> CompanyHealth:
    return CompanyHealth(company=KEY, health=state, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (health(Health.TIED, tied_at=NOW), "tied"),
        (health(Health.NOT_TIED, differing_accounts=1, differing_cents=900), "1 account off by 9.00"),
        (health(Health.NOT_TIED, differing_accounts=2, differing_cents=5), "2 accounts off by 0.05"),
        (health(Health.NEVER_SYNCED), "not synced yet"),
        (health(Health.INCOMPLETE), "not complete"),
        (health(Health.SYNCING), "sync interrupted"),
        (health(Health.NO_ACCESS), "no access any more"),
    ],
)
def test_only_a_proven_company_is_called_tied(state: CompanyHealth, words: str) -> None:
    stamp = company_stamp(state, None, TODAY)
    assert stamp.text.startswith(words)
    assert (stamp.icon == "check") == (state.health is Health.TIED)


def test_a_running_sync_shows_its_rows() -> None:
    progress = PullProgress(company=KEY, resource="accounts", rows=12_400)
    assert company_stamp(health(Health.TIED), progress, TODAY).text == "syncing \u00b7 12,400 rows"


def test_a_stamp_of_another_day_names_the_day() -> None:
    assert format_time(NOW, date(2026, 6, 20)).startswith(f"{NOW.astimezone().day} Jun ")


@pytest.fixture
def sidebar(theme: Theme, qtbot: QtBot) -> Sidebar:
    sidebar = Sidebar(theme)
    qtbot.addWidget(sidebar)
    sidebar.resize(256, 500)
    sidebar.show()
    sidebar.show_companies("Hollis & Reyes", company_entries(COMPANIES, {}, {}, TODAY), KEY)
    return sidebar


def names(sidebar: Sidebar) -> list[str]:
    return [entry.company.name for entry in sidebar.companies.rows.entries]


def test_the_sidebar_filters_by_every_word_whatever_its_case(sidebar: Sidebar) -> None:
    QTest.keyClicks(sidebar.filter, "RIDGE sum")
    assert names(sidebar) == ["Summit Ridge"]


def test_enter_in_the_filter_opens_the_first_match(sidebar: Sidebar, qtbot: QtBot) -> None:
    QTest.keyClicks(sidebar.filter, "beacon")
    with qtbot.waitSignal(sidebar.company_chosen) as chosen:
        QTest.keyClick(sidebar.filter, Qt.Key.Key_Return)
    assert chosen.args == [COMPANIES[1]]


def test_a_click_opens_the_company_under_it(sidebar: Sidebar, qtbot: QtBot) -> None:
    place = sidebar.companies.visualRect(sidebar.companies.rows.index(2)).center()
    with qtbot.waitSignal(sidebar.company_chosen) as chosen:
        QTest.mouseClick(sidebar.companies.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [COMPANIES[2]]


def test_the_company_list_keeps_qts_rules() -> None:
    model = CompanyListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(company_entries(COMPANIES, {}, {}, TODAY))
    model.show(company_entries(COMPANIES, {KEY: health(Health.TIED, tied_at=NOW)}, {}, TODAY))
    model.show(company_entries(COMPANIES[:1], {}, {}, TODAY))
    assert tester.model() is model
    assert model.rowCount() == 1


def test_the_period_steps_by_its_own_kind(theme: Theme, qtbot: QtBot) -> None:
    picker = PeriodPicker(theme, TODAY)
    qtbot.addWidget(picker)
    earlier = picker.findChildren(QPushButton)[0]
    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.mouseClick(earlier, Qt.MouseButton.LeftButton)
    assert chosen.args == [month_of(date(2026, 5, 1))]


def test_the_status_line_says_what_does_not_tie(theme: Theme, qtbot: QtBot) -> None:
    line = StatusLine(theme, TODAY)
    qtbot.addWidget(line)
    line.resize(1200, 28)
    line.show()
    line.show_connection(ConnectionState(status=ConnectionStatus.OFFLINE, server=""))
    line.show_health(health(Health.NOT_TIED, differing_accounts=1, differing_cents=900), "17 Jun 2026")
    line.show_outbox(OutboxCounts(open=2, needs_look=1, problem="The disk is full."))
    assert line.words() == [
        "Offline",
        "Not synced yet",
        "Trial balance: 1 account off by 9.00",
        "The disk is full.",
        "Outbox: 2 waiting, 1 to look at",
    ]


ACCOUNTS = [
    Account(key=1, id="1", code="1000", name="Cash", type="asset"),
    Account(key=2, id="2", code="1010", name="Checking", type="asset", parent_key=1, balance_cents=500),
    Account(key=3, id="3", code="4000", name="Sales", type="revenue", balance_cents=-500),
    Account(key=4, id="4", code="9000", name="Odd", type="statistical"),
]


def test_the_account_tree_keeps_qts_rules_and_sums_by_type() -> None:
    tree = AccountTree()
    tester = QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tree.show(account_nodes(ACCOUNTS))
    assert tester.model() is tree
    totals = {tree.index(row, 0).data(): tree.index(row, 3).data() for row in range(tree.rowCount())}
    assert totals == {"Assets": "5.00", "Revenue": "5.00", "Other": "\u2013"}


def test_a_filtered_tree_keeps_the_parents_of_what_matches() -> None:
    (assets,) = account_nodes(ACCOUNTS, "check")
    assert [child.title for child in assets.children] == ["1000 Cash"]
    assert [child.title for child in assets.children[0].children] == ["1010 Checking"]


def luminance(code: str) -> float:
    parts = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


INKS = {
    Role.TEXT: (Role.WINDOW, Role.SURFACE, Role.SELECTION, Role.CURSOR, Role.CHIP),
    Role.MUTED: (Role.WINDOW, Role.SURFACE, Role.SELECTION),
    Role.ACCENT: (Role.SURFACE, Role.ACCENT_SOFT),
    Role.ON_ACCENT: (Role.ACCENT, Role.ACCENT_HOVER),
    Role.GOOD: (Role.SURFACE, Role.GOOD_GROUND),
    Role.ATTENTION: (Role.SURFACE, Role.ATTENTION_GROUND, Role.SELECTION),
    Role.WRONG: (Role.SURFACE, Role.WINDOW, Role.WRONG_GROUND),
}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_can_be_read_on_its_grounds(tokens: dict[Role, str]) -> None:
    poor = {
        (ink, ground): round(contrast(tokens[ink], tokens[ground]), 2)
        for ink, grounds in INKS.items()
        for ground in grounds
        if contrast(tokens[ink], tokens[ground]) < 4.5
    }
    assert poor == {}


def test_the_theme_switches_at_once(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose(Appearance.DARK)
    assert theme.color(Role.SURFACE).name().upper() == DARK[Role.SURFACE]
    theme.choose(Appearance.LIGHT)


def test_enter_presses_the_button_that_has_the_focus(theme: Theme, qtbot: QtBot) -> None:
    button = push_button("Connect", theme)
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
