"""A running practice ledger with everything tests ask of it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from app.contract import endpoints
from app.sandbox.book import Book
from app.sandbox.server import RunningSandbox, SandboxOptions, run_sandbox
from tests.small_firm import firm_lines

_TLS = httpx.create_ssl_context()  # made once: it takes longer than a whole test
REDIRECT = "http://127.0.0.1:49152/callback"


class TurnableClock:
    """This computer's clock, turned forward on demand."""

    def __init__(self) -> None:
        self._turned = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._turned

    def monotonic(self) -> float:
        return self.now().timestamp()

    def today(self) -> date:
        return self.now().date()

    def turn(self, **by: float) -> None:
        """Turn the clock, as `timedelta` takes it: `turn(minutes=6)`."""
        self._turned += timedelta(**by)


class PracticeLedger:
    """One sandbox on a real socket, its control calls, and a look into its books."""

    def __init__(self, sandbox: RunningSandbox, clock: TurnableClock) -> None:
        self.base_url = sandbox.base_url
        self.book: Book = sandbox.book
        self.clock = clock
        self.http = httpx.Client(base_url=self.base_url, trust_env=False, timeout=20, verify=_TLS)
        self._tokens: dict[tuple[str, ...], str] = {}

    # Signing in

    def register(self, name: str = "Tickmark", redirect: str = REDIRECT) -> str:
        """Register an app and return its client id."""
        body = {"client_name": name, "redirect_uris": [redirect]}
        return str(self.http.post(endpoints.OAUTH_REGISTER, json=body).raise_for_status().json()["client_id"])

    def sign_in(self, *scopes: str, client_id: str = "") -> dict[str, Any]:
        """Go the whole way through OAuth and return the token answer; consent must be automatic."""
        client_id = client_id or self.register()
        verifier, challenge = pkce()
        query = authorization_query(client_id, challenge, scopes or ("mcp",))
        answer = self.http.get(endpoints.OAUTH_AUTHORIZE, params=query)
        code = answer_of(answer.headers["location"])["code"]
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": client_id,
            "code_verifier": verifier,
        }
        tokens = self.http.post(endpoints.OAUTH_TOKEN, data=form).raise_for_status().json()
        return {**tokens, "client_id": client_id}

    def access_token(self, *scopes: str) -> str:
        """Return an access token for the scopes (`mcp` when none), signing in once for each set."""
        if scopes not in self._tokens:
            self._tokens[scopes] = str(self.sign_in(*scopes)["access_token"])
        return self._tokens[scopes]

    def bearer(self, *scopes: str) -> dict[str, str]:
        """Return the header that carries such a token."""
        return {"authorization": f"Bearer {self.access_token(*scopes)}"}

    # Asking

    def get(self, path: str, **params: Any) -> httpx.Response:
        """Read a path below `/api/v1` with a token that may do everything."""
        return self.http.get(f"{endpoints.API}{path}", params=params, headers=self.bearer())

    def read(self, company: str, name: str, **params: Any) -> Any:
        """Read a route of a company and return its JSON."""
        return self.get(f"/companies/{company}/{name}", **params).raise_for_status().json()

    def every_row(self, company: str, name: str, **params: Any) -> list[dict[str, Any]]:
        """Page through a list to its end."""
        rows: list[dict[str, Any]] = []
        while True:
            page = self.read(company, name, **params)
            rows += page["data"]
            if not page["pagination"]["hasMore"]:
                return rows
            params["cursor"] = page["pagination"]["nextCursor"]

    def post(self, company: str, name: str, body: Any, key: str | None = "") -> httpx.Response:
        """Post to a route of a company under a fresh key, the given one, or none at all."""
        headers = self.bearer()
        if key is not None:
            headers[endpoints.IDEMPOTENCY_HEADER] = key or str(uuid.uuid4())
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"{endpoints.COMPANIES}/{company}/{name}"
        return self.http.post(path, content=content, headers={**headers, "content-type": "application/json"})

    # Control

    def control(self, path: str, body: Any = None, method: str = "POST") -> httpx.Response:
        """Make a control call; it must succeed."""
        return self.http.request(method, f"/_sandbox/{path}", json=body).raise_for_status()

    def fail(self, effect: str, path: str = "", **more: Any) -> None:
        """Let the next request whose path contains `path` fail; `times`, `status`, … as the call takes them."""
        self.control("faults", {"effect": effect, "path": path, **more})

    def recover(self) -> None:
        """Let every request succeed again."""
        self.control("faults", method="DELETE")

    def put(self, *records: dict[str, Any], touch: bool = True) -> None:
        """Add or replace records as other people's work would."""
        params = {} if touch else {"touch": "false"}
        self.http.post("/_sandbox/records", content=firm_lines(records), params=params).raise_for_status()

    def vanish(self, kind: str, record_id: str) -> None:
        """Let a record vanish without a trace."""
        self.control(f"records/{kind}/{record_id}", method="DELETE")

    def change_sign_in(self, **order: Any) -> None:
        """Turn a switch of the sign-in: `revokeAll=True`, `redirectMatch="any_port"`, `denyCompany=id`, …"""
        self.control("oauth", order)

    def lock(self, company: str, through: str | None) -> None:
        """Lock a company's books up to a day."""
        self.control(f"companies/{company}", {"lockedThrough": through})

    def requests(self, path: str = "") -> list[dict[str, Any]]:
        """Return the requests that came so far whose path contains `path`."""
        return [each for each in self.control("requests", method="GET").json() if path in each["path"]]

    # Looking into the books

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Query the books themselves."""
        with self.book.reading() as connection:
            return connection.execute(sql, values).fetchall()

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])


def pkce() -> tuple[str, str]:
    """Return a fresh verifier and its challenge."""
    verifier = secrets.token_urlsafe(32)
    digest = hashlib.sha256(verifier.encode()).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def authorization_query(
    client_id: str, challenge: str, scopes: Iterable[str] = ("mcp",), **more: str
) -> dict[str, str]:
    """Return a complete authorization request; `more` replaces parts of it."""
    return {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": REDIRECT,
        "scope": " ".join(scopes),
        "state": "state-1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **more,
    }


def answer_of(location: str) -> dict[str, str]:
    """Return what a redirect carries back to the app."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@contextmanager
def practice_ledger(
    options: SandboxOptions, *, db: Path | None = None, clock: TurnableClock | None = None
) -> Iterator[PracticeLedger]:
    """Run a practice ledger for the length of a block."""
    clock = clock or TurnableClock()
    with run_sandbox(replace(options, db=db or options.db), clock) as sandbox:
        ledger = PracticeLedger(sandbox, clock)
        try:
            yield ledger
        finally:
            ledger.http.close()
