"""Where the sign-in is found: metadata that can be believed, and metadata that cannot (A09)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.api.metadata import Endpoints, discover
from app.api.wire import Wire
from app.core.errors import OfflineError, SignInError
from tests.contract.scripted_server import answering, reply
from tests.contract.signing_in import AuthorizeLink, reaching
from tests.practice_ledger import PracticeLedger

OTHER = "http://127.0.0.1:9"


async def discovered(body: bytes, status: int = 200, **headers: str) -> tuple[Endpoints, str]:
    """Ask a server whose metadata is this; `{url}` in it stands for its address."""
    async with answering(
        lambda _: reply(status, body.replace(b"{url}", server.url.encode()), **headers)
    ) as server:
        wire = Wire(server.url)
        try:
            return await discover(wire), server.url
        finally:
            await wire.aclose()


def metadata(**changes: Any) -> bytes:
    document = {
        "issuer": "{url}",
        "authorization_endpoint": "{url}/else/authorize",
        "token_endpoint": "{url}/else/token",
        "registration_endpoint": "{url}/else/register",
        "revocation_endpoint": "{url}/else/revoke",
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        **changes,
    }
    return json.dumps({name: value for name, value in document.items() if value != "missing"}).encode()


async def test_valid_metadata_is_used() -> None:
    found, url = await discovered(metadata())
    assert found == Endpoints(
        issuer=url,
        authorize="/else/authorize",
        token="/else/token",
        register="/else/register",
        revoke="/else/revoke",
        names_issuer=True,
    )


async def test_what_metadata_leaves_out_is_where_it_is_documented() -> None:
    found, _ = await discovered(metadata(registration_endpoint="missing", revocation_endpoint="missing"))
    assert (found.register, found.revoke) == ("/api/oauth/register", None)


@pytest.mark.parametrize(
    "body",
    [
        metadata(issuer="{url}/"),
        metadata(issuer=OTHER),
        metadata(issuer="missing"),
        metadata(token_endpoint=f"{OTHER}/token"),
        metadata(authorization_endpoint="ftp://127.0.0.1/x"),
        metadata(authorization_endpoint="https://evil.test/authorize"),
        metadata(registration_endpoint="{url}.evil.test/register"),
        metadata(revocation_endpoint="not an address"),
        metadata(token_endpoint="{url}/token#fragment"),
        metadata(token_endpoint="http://user@127.0.0.1/token"),
        metadata(token_endpoint="{url}"),
        metadata(code_challenge_methods_supported="S256"),
        b"<html>sign in here</html>",
        b"[]",
        b"",
        b'{"padding":"' + b"x" * 5_000_000 + b'"}',
    ],
)
async def test_metadata_that_cannot_be_believed_is_not_used(body: bytes) -> None:
    """A09: wrong issuer, http or other-host endpoints, HTML, five megabytes: the documented paths instead."""
    found, url = await discovered(body)
    assert found == Endpoints(issuer=url)


@pytest.mark.parametrize("status", [404, 500, 302])
async def test_missing_metadata_means_the_documented_paths(status: int) -> None:
    found, url = await discovered(b"", status, Location=OTHER)
    assert found == Endpoints(issuer=url)


async def test_a_server_without_s256_is_not_signed_in_to() -> None:
    """A01: never a fall-back to plain; no authorize address is opened at all."""
    opened = []

    async def browser(link: str) -> bool:
        opened.append(link)
        return True

    body = metadata(code_challenge_methods_supported=["plain"])
    async with (
        answering(lambda _: reply(200, body.replace(b"{url}", server.url.encode()))) as server,
        reaching(server.url, browser=browser) as reached,
    ):
        with pytest.raises(SignInError, match="safe way"):
            await reached.sign_in.run(("companies:read",), opened.append)
    assert opened == []
    assert len(server.seen) == 1


async def test_a_server_that_refuses_s256_gets_no_second_link(ledger: PracticeLedger) -> None:
    """A01: the refusal comes back as an error, and that is the end."""
    opened = []

    async def browser(link: str) -> bool:
        opened.append(link)
        reached.sign_in.complete_with_url(AuthorizeLink(link).back(error="invalid_request"))
        return True

    async with reaching(ledger.base_url, browser=browser) as reached:
        with pytest.raises(SignInError, match="invalid_request"):
            await reached.sign_in.run(("companies:read",), lambda _: None)
    assert len(opened) == 1
    assert "code_challenge_method=S256" in opened[0]


async def test_a_server_out_of_reach_is_told_as_such() -> None:
    wire = Wire(OTHER)
    with pytest.raises(OfflineError):
        await discover(wire)
    await wire.aclose()
