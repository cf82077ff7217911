"""Pages, single objects and problems: the shells around the records (contract 1, 2.0, 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import GenericAlias
from typing import Any, Generic

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
    create_model,
)

from app.contract.records import RecordT
from app.contract.strict_json import json_bytes, keys_in, parse_json
from app.core.errors import UnreadableError


class Pagination(BaseModel):
    """Where the list goes on; everything missing means that it does not."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, defer_build=True)

    limit: StrictInt | None = None
    cursor: StrictStr | None = None
    next_cursor: StrictStr | None = Field(default=None, alias="nextCursor")
    has_more: StrictBool | None = Field(default=None, alias="hasMore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[RecordT]):
    """One page of a list, in the server's order."""

    rows: list[RecordT]
    next_cursor: str | None
    has_more: bool


@cache
def _page_model(record: type[RecordT]) -> type[BaseModel]:
    """Build the envelope of one record type once; used for the fast, usual shape."""
    fields: dict[str, Any] = {"data": (_list_type(record), ...), "pagination": (Pagination | None, None)}
    config = ConfigDict(extra="ignore", hide_input_in_errors=True)
    return create_model(f"{record.__name__}Page", __config__=config, **fields)


@cache
def _list_of(record: type[RecordT]) -> TypeAdapter[list[RecordT]]:
    return TypeAdapter(_list_type(record))


def _list_type(record: type[RecordT]) -> Any:
    return GenericAlias(list, (record,))


def parse_page(body: bytes, record: type[RecordT], name: str) -> Page[RecordT]:
    """Read a page of records: `{"data":[…]}`, else `{"<name>":[…]}`, else a bare array (contract 3.3).

    The page is taken whole or refused whole: raises UnreadableError naming the field that is wrong,
    never its content.
    """
    try:
        envelope: Any = _page_model(record).model_validate_json(body)
    except ValidationError as error:
        rows, pagination = _unusual_page(body, record, name, error)
    else:
        rows, pagination = envelope.data, envelope.pagination
        if keys_in(body) != _keys_read(envelope):
            _json(body)  # a key stands twice, or the ledger nests something: only the strict reader can tell
    return _page(rows, pagination or Pagination())


def _keys_read(envelope: Any) -> int:
    """Count the keys that made it into the page."""
    pagination = envelope.pagination
    shells = len(envelope.model_fields_set) + (len(pagination.model_fields_set) if pagination else 0)
    return shells + sum([len(row.model_fields_set) for row in envelope.data])


def _unusual_page(
    body: bytes, record: type[RecordT], name: str, first: ValidationError
) -> tuple[list[RecordT], Pagination | None]:
    value = _json(body)
    if isinstance(value, dict) and "data" not in value and isinstance(value.get(name), list):
        items, shell = value[name], value.get("pagination")
    elif isinstance(value, list):
        items, shell = value, None
    else:
        raise unreadable(first)
    try:
        pagination = Pagination.model_validate(shell) if shell is not None else None
        return _list_of(record).validate_json(json_bytes(items)), pagination
    except ValidationError as error:
        raise unreadable(error) from None


def _page(rows: list[RecordT], pagination: Pagination) -> Page[RecordT]:
    """Apply the paging rules: a null nextCursor with hasMore means the last id (contract 3.4)."""
    has_more = bool(pagination.has_more) if pagination.has_more is not None else bool(pagination.next_cursor)
    next_cursor = pagination.next_cursor
    if has_more and next_cursor is None and rows:
        next_cursor = rows[-1].id
    return Page(rows=rows, next_cursor=next_cursor, has_more=has_more)


def parse_object(body: bytes) -> Any:
    """Read a single object out of `{"data":{…}}`, or a bare one."""
    value = _json(body)
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        return value["data"]
    if isinstance(value, dict) and "data" not in value:
        return value
    raise UnreadableError("The ledger's answer has an unexpected shape; what is stored here was kept.")


def unreadable(error: ValidationError) -> UnreadableError:
    """Name the first field a validation stumbled over, without its content (G05)."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the whole answer"
    return UnreadableError(
        f"The ledger's answer cannot be read ({where}: {first['msg']}); what is stored here was kept."
    )


def _json(body: bytes) -> Any:
    try:
        return parse_json(body)
    except ValueError:
        raise UnreadableError(
            "The ledger's answer is not JSON, perhaps a gateway's page; what is stored here was kept."
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What an error answer says of itself; an unknown code is permanent (contract 3.8)."""

    code: str
    """Lower case, or empty when the answer is not the API's own."""
    message: str
    retryable: bool
    request_id: str = ""

    @property
    def is_the_ledgers(self) -> bool:
        """Whether the ledger itself answered, and not a gateway before it."""
        return bool(self.code or self.message)


def parse_problem(body: bytes) -> Problem:
    """Read an error in any of the three documented styles; anything else is a gateway's (contract 1)."""
    try:
        value = _json(body)
    except UnreadableError:
        value = None
    error = value.get("error") if isinstance(value, dict) else None
    if isinstance(error, str):
        description = value.get("error_description") if isinstance(value, dict) else None
        return Problem(code="", message=str(description or error)[:500], retryable=False)
    if not isinstance(error, dict):
        return Problem(code="", message="", retryable=False)
    return Problem(
        code=str(error.get("code") or "").lower()[:100],
        message=str(error.get("message") or "")[:500],
        retryable=error.get("retryable") is True,
        request_id=str(error.get("requestId") or "")[:100],
    )
