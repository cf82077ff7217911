"""The chart of accounts as a tree: the five types, their accounts, and the accounts below those."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from app.core.accounts import Account, AccountType
from app.core.money import Cents, format_cents
from app.ui.models.columns import Cell, Column
from app.ui.tokens import Role

Index = QModelIndex | QPersistentModelIndex

TYPE_TITLES = {
    AccountType.ASSET: "Assets",
    AccountType.LIABILITY: "Liabilities",
    AccountType.EQUITY: "Equity",
    AccountType.REVENUE: "Revenue",
    AccountType.EXPENSE: "Expenses",
}


@dataclass(slots=True, eq=False)
class Node:
    """A type or an account in the tree; a type has no account."""

    title: str
    account: Account | None = None
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    row: int = 0

    @property
    def total_cents(self) -> Cents:
        """The natural balance of the account and everything below it."""
        own = self.account.natural_cents if self.account else 0
        return own + sum(child.total_cents for child in self.children)


def account_nodes(accounts: list[Account], words: str = "") -> list[Node]:
    """Build the tree; with words only the accounts whose title or kind has them all, and their parents."""
    wanted = words.casefold().split()
    nodes = {account.key: Node(title=account.title, account=account) for account in accounts}
    types = {name: Node(title=title) for name, title in TYPE_TITLES.items()}
    others = Node(title="Other")
    for account in sorted(accounts, key=lambda one: (one.code, one.name)):
        node = nodes[account.key]
        above = nodes.get(account.parent_key) if account.parent_key is not None else None
        node.parent = above or types.get(account.type, others)  # type: ignore[call-overload]
        node.parent.children.append(node)
    tops = [node for node in (*types.values(), others) if _keep(node, wanted)]
    _number(tops)
    return tops


def _keep(node: Node, wanted: list[str]) -> bool:
    """Drop what does not match, unless something below it does."""
    node.children = [child for child in node.children if _keep(child, wanted)]
    if node.children or node.account is None:
        return bool(node.children)
    text = f"{node.account.title} {node.account.sub_type}".casefold()
    return all(word in text for word in wanted)


def _number(nodes: list[Node]) -> None:
    for row, node in enumerate(nodes):
        node.row = row
        _number(node.children)


def _name_cell(node: Node) -> Cell:
    if node.account is None:
        return Cell(text=node.title, strong=True)
    return Cell(text=node.title, role=Role.TEXT if node.account.is_active else Role.MUTED)


def _kind_cell(node: Node) -> Cell:
    if node.account is None:
        return Cell(text="")
    kind = node.account.sub_type.replace("_", " ").capitalize()
    return Cell(
        text=kind if node.account.is_active else f"{kind} \u00b7 inactive".strip(" \u00b7"), role=Role.MUTED
    )


def _balance_cell(node: Node) -> Cell:
    cents = node.total_cents if node.account is None else node.account.natural_cents
    return Cell(text=format_cents(cents), strong=node.account is None)


def _feed_cell(node: Node) -> Cell:
    fed = node.account is not None and bool(node.account.bank_account_id)
    return Cell(text="Bank register" if fed else "", role=Role.ACCENT, pill=Role.ACCENT_SOFT)


ACCOUNT_COLUMNS: tuple[Column[Node], ...] = (
    Column(title="Account", field="", width=360, least=180, stretch=True, cell=_name_cell),
    Column(title="Kind", field="", width=170, least=100, cell=_kind_cell),
    Column(title="Feed", field="", width=130, least=112, cell=_feed_cell),
    Column(title="Balance", field="", width=150, least=110, right=True, cell=_balance_cell),
)


class AccountTree(QAbstractItemModel):
    """Shows the nodes; rebuilt whole, since charts have hundreds of accounts."""

    columns = ACCOUNT_COLUMNS

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._tops: list[Node] = []

    def show(self, tops: list[Node]) -> None:
        """Show another tree."""
        self.beginResetModel()
        self._tops = tops
        self.endResetModel()

    def node_at(self, index: Index) -> Node | None:
        """Return the node of an index."""
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else None

    def cell_at(self, index: Index) -> Cell | None:
        """Return what a cell paints."""
        node = self.node_at(index)
        return self.columns[index.column()].cell(node) if node else None

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a child."""
        siblings = self._children(parent)
        if not (0 <= row < len(siblings) and 0 <= column < len(self.columns)):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of what a node stands below."""
        node = self.node_at(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many children a node has; only the first column has any."""
        return 0 if parent.isValid() and parent.column() else len(self._children(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a cell's text."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self.cell_at(index)
        return cell.text if cell else None

    def _children(self, parent: Index) -> list[Node]:
        node = self.node_at(parent)
        return node.children if node else self._tops
