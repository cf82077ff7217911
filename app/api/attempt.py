"""One sign-in under way: its secrets, used once, and its judgment of what the browser brings."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Iterable
from hmac import compare_digest
from urllib.parse import parse_qs

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri

from app.api.answers import Request
from app.api.browser_pages import ANSWERED, CANCELLED, FAILED, NOT_OURS, REPLACED, BrowserPage
from app.api.metadata import Endpoints
from app.api.pkce import METHOD, make_proof
from app.api.tokens import exchange_request
from app.core.errors import SignInCancelledError, SignInError

_STATE_OCTETS = 32
_ERROR_CODE = re.compile(r"[a-z_]{1,60}")


class Attempt:
    """Makes the authorize link and waits for its answer."""

    def __init__(
        self,
        *,
        server: str,
        endpoints: Endpoints,
        client_id: str,
        redirect_uri: str,
        scopes: Iterable[str],
        replaced: Iterable[str] = (),
    ) -> None:
        """Draw fresh secrets; `replaced` are the states of earlier attempts, whose tabs may come back."""
        self.state = secrets.token_urlsafe(_STATE_OCTETS)
        self._proof = make_proof()
        self._endpoints = endpoints
        self._client_id = client_id
        self.redirect_uri = redirect_uri
        self._replaced = tuple(replaced)
        self._settled = asyncio.Event()
        self._page: BrowserPage | None = None
        self._outcome: str | SignInError = ""
        self.link: str = prepare_grant_uri(
            server + endpoints.authorize,
            client_id,
            "code",
            redirect_uri=redirect_uri,
            scope=" ".join(scopes),
            state=self.state,
            code_challenge=self._proof.challenge,
            code_challenge_method=METHOD,
        )

    def judge(self, query: str) -> BrowserPage:
        """Take a query that came to the redirect address; only one with this attempt's state counts.

        The first that counts settles the attempt; repeats get the same page and change nothing (B03).
        """
        found = parse_qs(query, keep_blank_values=True, errors="replace")
        states = found.get("state", [])
        if len(states) != 1 or not _same(states[0], self.state):
            return REPLACED if any(_same(s, old) for s in states for old in self._replaced) else NOT_OURS
        if self._page is None:
            self._page, self._outcome = self._verdict(found)
            self._settled.set()
        return self._page

    async def code(self) -> str:
        """Wait for the code; raises SignInError or SignInCancelledError as the server ended it."""
        await self._settled.wait()
        if isinstance(self._outcome, SignInError):
            raise self._outcome
        return self._outcome

    def exchange(self, code: str) -> Request:
        """Build the one request that turns the code into tokens."""
        return exchange_request(
            self._endpoints.token,
            client_id=self._client_id,
            code=code,
            redirect_uri=self.redirect_uri,
            verifier=self._proof.verifier,
        )

    def _verdict(self, found: dict[str, list[str]]) -> tuple[BrowserPage, str | SignInError]:
        """Decide about a query whose state is right; the issuer comes before code and error (RFC 9207)."""
        issuers = found.get("iss", [])
        if issuers != [self._endpoints.issuer] and (issuers or self._endpoints.names_issuer):
            return FAILED, SignInError(
                "Another server than the ledger answered the sign-in; please try again."
            )
        errors, codes = found.get("error", []), found.get("code", [])
        if errors == ["access_denied"]:
            return CANCELLED, SignInCancelledError("The sign-in was cancelled; nothing was connected.")
        if errors:
            reason = errors[0] if _ERROR_CODE.fullmatch(errors[0]) else "unknown reason"
            return FAILED, SignInError(f"The ledger ended the sign-in ({reason}); please try again.")
        if len(codes) != 1 or not codes[0]:
            return FAILED, SignInError("The ledger's answer to the sign-in is incomplete; please try again.")
        return ANSWERED, codes[0]


def _same(one: str, other: str) -> bool:
    """Compare without telling by the time it takes where they differ."""
    return compare_digest(one.encode(errors="replace"), other.encode())
