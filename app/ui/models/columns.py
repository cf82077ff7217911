"""What a table shows: columns over rows of one type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.ui.tokens import Role

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One painted value; made once a row and kept."""

    text: str
    role: Role = Role.TEXT
    pill: Role | None = None
    """The ground of a pill around the text, or none."""
    icon: str = ""
    strong: bool = False
    company: int = 0
    """The key of the company whose color stands before the text, or 0 (product F05)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[RowT]):
    """One column: its title, the field it sorts by, and how a row's value is painted."""

    title: str
    field: str
    """The name queries sort by; empty for a column that cannot be sorted."""
    cell: Callable[[RowT], Cell]
    width: int
    """The width it likes to have."""
    least: int
    """The width below which it makes no sense."""
    right: bool = False
    """Amounts: right aligned, digits over digits, with room kept for a closing parenthesis."""
    stretch: bool = False
    shown_from: int = 0
    """The width of the table below which the column is left out; what it tells stands elsewhere as well."""
