"""Pages of records: keyset paging on id, filters, and the documented envelope written in SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from app.contract.endpoints import DEFAULT_LIMIT, LARGEST_LIMIT
from app.core.clock import format_stamp, parse_stamp
from app.core.errors import InputError
from app.core.periods import parse_day
from app.sandbox.problems import invalid
from app.sandbox.shapes import Filter, Reads, Shape

_FEW = 4_000
"""Up to so many rows it is cheaper to find them by their stamp and sort them by id."""
_MOST_DIGITS = 9
_FLAGS = {"true": 1, "false": 0}
_OPERATORS = {Reads.FIRST_DAY: ">=", Reads.LAST_DAY: "<="}

Condition = tuple[str, str, str | int]
"""A column, an operator and what the column is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What a request asked of a list."""

    limit: int
    cursor: str | None
    conditions: tuple[Condition, ...]


def read_query(shape: Shape, params: Mapping[str, str]) -> ListQuery:
    """Read a list's parameters; unknown ones are ignored, impossible ones refused (contract 2.0)."""
    conditions = [_condition(each, params[each.name]) for each in shape.filters if params.get(each.name)]
    if params.get("updatedSince"):
        conditions.append(("updated_at", ">=", _stamp(params["updatedSince"])))
    read_span(params)
    return ListQuery(
        limit=read_limit(params), cursor=params.get("cursor") or None, conditions=tuple(conditions)
    )


def read_limit(params: Mapping[str, str], default: int = DEFAULT_LIMIT) -> int:
    """Read `limit`: at least 1, clamped to 250."""
    text = params.get("limit")
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        raise invalid("limit must be a whole number from 1 to 250.")
    return LARGEST_LIMIT if len(text) > _MOST_DIGITS else min(int(text), LARGEST_LIMIT)


def read_day(name: str, text: str) -> str:
    """Read a parameter that is a day."""
    try:
        return parse_day(text).isoformat()
    except InputError:
        raise invalid(f"{name} must be a date written YYYY-MM-DD.") from None


def read_span(params: Mapping[str, str]) -> None:
    """Refuse a span that ends before it starts."""
    start, end = params.get("startDate"), params.get("endDate")
    if start and end and read_day("startDate", start) > read_day("endDate", end):
        raise invalid("startDate must not lie after endDate.")


def page(connection: apsw.Connection, shape: Shape, query: ListQuery, company_key: int | None) -> bytes:
    """Return one page as the bytes of its envelope; `company_key` is None for the list of companies."""
    conditions = list(query.conditions)
    if company_key is not None:
        conditions.insert(0, ("company_key", "=", company_key))
    index = _index(connection, shape, conditions)
    if query.cursor is not None:
        conditions.append(("id", ">", query.cursor))
    where = _where(conditions, ranges_by_index="INDEXED" in index)
    rows = connection.execute(
        f"SELECT id, {shape.json_sql} FROM {shape.table}{index} {where} ORDER BY id LIMIT ?",
        (*(value for _, _, value in conditions), query.limit + 1),
    ).fetchall()
    return _envelope(rows, query)


def one(connection: apsw.Connection, shape: Shape, record_id: str) -> bytes:
    """Return a single object in its envelope; the record must be there."""
    sql = f"SELECT {shape.json_sql} FROM {shape.table} WHERE id = ?"
    return f'{{"data":{connection.execute(sql, (record_id,)).get}}}'.encode()


def _condition(each: Filter, text: str) -> Condition:
    if each.reads is Reads.TEXT:
        return each.column, "=", text
    if each.reads is Reads.FLAG:
        if text not in _FLAGS:
            raise invalid(f"{each.name} must be true or false.")
        return each.column, "=", _FLAGS[text]
    return each.column, _OPERATORS[each.reads], read_day(each.name, text)


def _stamp(text: str) -> str:
    try:
        return format_stamp(parse_stamp(text))
    except (ValueError, OverflowError):
        raise invalid("updatedSince must be a timestamp like 2026-06-17T12:00:00.000Z.") from None


def _where(conditions: list[Condition], *, ranges_by_index: bool = True) -> str:
    """Write the conditions; a plus keeps the planner from using an index for a range that is wide."""
    if not conditions:
        return ""
    plus = {">=": "", "<=": ""} if ranges_by_index else {">=": "+", "<=": "+"}
    return "WHERE " + " AND ".join(
        f"{plus.get(operator, '')}{column} {operator} ?" for column, operator, _ in conditions
    )


def _index(connection: apsw.Connection, shape: Shape, conditions: list[Condition]) -> str:
    """Choose an index that keeps the order of ids, or that of a range which holds few rows.

    Without either, the ids are walked in order; the planner by itself would sort whole companies.
    """
    for column, index in shape.indexes.items():
        narrow = [each for each in conditions if each[0] in ("company_key", column)]
        is_asked = len(narrow) > 1
        if is_asked and (
            narrow[-1][1] == "=" or _holds_few(connection, f"{shape.table} INDEXED BY {index}", narrow)
        ):
            return f" INDEXED BY {index}"
    return ""


def _holds_few(connection: apsw.Connection, source: str, conditions: list[Condition]) -> bool:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {source} {_where(conditions)} LIMIT ?)"
    count = connection.execute(sql, (*(value for _, _, value in conditions), _FEW + 1)).get
    return bool(count <= _FEW)


def _envelope(rows: list[tuple[Any, ...]], query: ListQuery) -> bytes:
    has_more = len(rows) > query.limit
    shown = rows[: query.limit]
    pagination = {
        "limit": query.limit,
        "cursor": query.cursor,
        "nextCursor": shown[-1][0] if has_more else None,
        "hasMore": has_more,
    }
    data = ",".join([text for _, text in shown])
    return f'{{"data":[{data}],"pagination":{json.dumps(pagination, separators=(",", ":"))}}}'.encode()
