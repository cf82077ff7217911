"""Firm files: streamed in, checked line by line, and loaded whole or not at all."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import ValidationError

from app.core.clock import format_stamp
from app.core.errors import InputError
from app.sandbox.book import Book, make_indexes
from app.sandbox.firm_records import FIRM_RECORD, FirmRecord
from app.sandbox.firm_rules import RuleError
from app.sandbox.firm_stamps import FileStamps, LiveStamps
from app.sandbox.firm_writer import FirmWriter

_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"

NumberedRecord = tuple[int, FirmRecord]


class FirmFileError(InputError):
    """A firm file breaks a rule; nothing of it was loaded."""

    def __init__(self, line_number: int, reason: str) -> None:
        """Keep the line, counted from 1, and say what is wrong with it."""
        super().__init__(f"Line {line_number} of the firm file: {reason}")
        self.line_number = line_number
        self.reason = reason


def load_firm_file(path: Path, book: Book) -> None:
    """Load a `.firm.jsonl`, or a gzip of one, into an empty book.

    Raises FirmFileError with the line that breaks a rule, InputError when the file cannot be read at all;
    the book is unchanged then.
    """
    with _opened(path) as stream:
        _load(_parse_lines(stream), book)


def load_records(records: Iterable[tuple[int, dict[str, Any]]], book: Book) -> None:
    """Load firm-file objects with their line numbers into an empty book; rules and errors as for a file."""
    _load(_parse_objects(records), book)


def put_records(body: bytes, book: Book, now: datetime, *, touch: bool) -> None:
    """Add or replace records as the vendor's own side would.

    `touch` stamps them as changed now; without it they change behind everybody's back. Raises FirmFileError.
    """
    with book.writing() as connection:
        stamps = LiveStamps(connection, format_stamp(now), touch=touch)
        _write(_parse_lines(body.splitlines()), FirmWriter(connection, stamps, replaces=True))


def _load(records: Iterable[NumberedRecord], book: Book) -> None:
    with book.writing() as connection:
        writer = FirmWriter(connection, FileStamps(), replaces=False)
        _write(records, writer)
        if not writer.company_count:
            raise InputError("The firm file holds no company; nothing was loaded.")
        make_indexes(connection)


def _write(records: Iterable[NumberedRecord], writer: FirmWriter) -> None:
    line_number = 0
    try:
        for line_number, record in records:
            writer.add(line_number, record)
        writer.finish()
    except RuleError as error:
        raise FirmFileError(error.line_number or line_number, error.reason) from None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as raw:
            is_gzip = raw.read(2) == _GZIP_MAGIC
            raw.seek(0)
            with cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if is_gzip else raw as stream:
                yield stream
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"The firm file {path.name} cannot be read ({error}); nothing was loaded.") from None


def _parse_lines(lines: Iterable[bytes]) -> Iterator[NumberedRecord]:
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(_BOM).strip() if number == 1 else line
        if text and not text.isspace():
            try:
                yield number, FIRM_RECORD.validate_json(text)
            except ValidationError as error:
                raise FirmFileError(number, _reason(error)) from None


def _parse_objects(records: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[NumberedRecord]:
    for number, record in records:
        try:
            yield number, FIRM_RECORD.validate_python(record)
        except ValidationError as error:
            raise FirmFileError(number, _reason(error)) from None


def _reason(error: ValidationError) -> str:
    """Put the first thing that is wrong with a line into a sentence."""
    fault = error.errors(include_url=False)[0]
    kind = fault["type"]
    if kind == "json_invalid":
        return "it is not JSON."
    if kind == "union_tag_not_found":
        return "it has no kind."
    if kind == "union_tag_invalid":
        return f"\u201c{fault['ctx']['tag'][:40]}\u201d is no kind of record."
    field = ".".join(str(part) for part in fault["loc"][1:])
    if not field:
        return "it is not a JSON object."
    if kind == "missing":
        return f"{field} is missing."
    return f"{field}: {str(fault['msg']).removeprefix('Value error, ')}."
