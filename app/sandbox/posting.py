"""Posts: one transaction each, recorded once per key, with everything that follows from them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import apsw
from pydantic import ValidationError

from app.contract.endpoints import PostRoute
from app.contract.postings import BODY_OF, Body
from app.core.clock import format_stamp
from app.sandbox.book import Book
from app.sandbox.chart import Chart
from app.sandbox.in_flight import other_body
from app.sandbox.ledger import OpenCompany
from app.sandbox.lists import read_day
from app.sandbox.posted_entry import write_entry
from app.sandbox.posting_plans import plan
from app.sandbox.problems import ApiError, Code, first_fault, invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as it arrived."""

    route: PostRoute
    company: OpenCompany
    key: str
    body: bytes

    @property
    def fingerprint(self) -> str:
        """What must be the same when the key comes again: the company, the kind and every byte."""
        head = f"{self.company.id}\n{self.route.value}\n".encode()
        return hashlib.sha256(head + self.body).hexdigest()


def record(book: Book, post: Post, now: datetime) -> dict[str, Any]:
    """Record a post and return its receipt; a key that was used returns the receipt of then.

    Everything happens in one transaction. Raises ApiError when the post is refused; nothing stands then.
    """
    with book.writing() as connection:
        earlier = _earlier_receipt(connection, post)
        if earlier is not None:
            return earlier
        body = _read(post)
        _refuse_locked(connection, post.company, body)
        planned = plan(post.route, body, Chart(connection, post.company.key))
        receipt = write_entry(connection, post.company, planned, format_stamp(now))
        connection.execute(
            "INSERT INTO receipts VALUES (?, ?, ?)", (post.key, post.fingerprint, json.dumps(receipt))
        )
        return receipt


def _earlier_receipt(connection: apsw.Connection, post: Post) -> dict[str, Any] | None:
    row = connection.execute(
        "SELECT fingerprint, receipt FROM receipts WHERE idempotency_key = ?", (post.key,)
    ).fetchone()
    if row is None:
        return None
    if row[0] != post.fingerprint:
        raise other_body()
    return {**json.loads(row[1]), "idempotentReplay": True}


def _read(post: Post) -> Body:
    try:
        return BODY_OF[post.route].model_validate_json(post.body)
    except ValidationError as error:
        raise invalid(first_fault(error)) from None


def _refuse_locked(connection: apsw.Connection, company: OpenCompany, body: Any) -> None:
    day = read_day("date", body.date)
    locked_through = connection.execute(
        "SELECT locked_through FROM companies WHERE company_key = ?", (company.key,)
    ).get
    if locked_through is not None and day <= locked_through:
        raise ApiError(Code.PERIOD_LOCKED, f"The books are locked through {locked_through}.")
