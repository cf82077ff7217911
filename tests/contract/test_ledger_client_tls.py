"""Who answers must prove to be the ledger; each way to fail has its own sentence (G07)."""

from __future__ import annotations

import asyncio
import socket
import ssl
import warnings
from contextlib import suppress

import pytest

from app.api.answers import Request
from app.api.wire import TimeLimits, Wire
from app.core.errors import OfflineError, UntrustedServerError
from tests.contract.certificates import ELSEWHERE, LOOPBACK, Authority
from tests.contract.scripted_server import answering, behaving, reply

PING = Request(method="GET", path="/")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority, trusted the way an administrator would have it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


async def status_from(context: ssl.SSLContext) -> int:
    """Ask a server for anything."""
    async with answering(lambda _: reply(204), context) as server:
        wire = Wire(server.url)
        try:
            return (await wire.send(PING)).status
        finally:
            await wire.aclose()


async def sentence_about(context: ssl.SSLContext) -> str:
    with pytest.raises(UntrustedServerError) as failure:
        await status_from(context)
    assert isinstance(failure.value, OfflineError)  # nothing was sent, which is what the outbox asks
    return str(failure.value)


async def test_an_authority_this_computer_trusts_is_trusted(trusted: Authority) -> None:
    assert await status_from(trusted.server()) == 204


async def test_an_unknown_authority_hints_at_company_inspection(authority: Authority) -> None:
    assert "perhaps your company inspects connections" in await sentence_about(authority.server())


async def test_a_self_signed_certificate_is_an_unknown_authority(trusted: Authority) -> None:
    assert "does not know" in await sentence_about(trusted.server(self_signed=True))


async def test_an_expired_certificate_is_told(trusted: Authority) -> None:
    assert "has expired" in await sentence_about(trusted.server(LOOPBACK, (-3, -1)))


async def test_a_certificate_of_the_future_is_told(trusted: Authority) -> None:
    assert "not valid yet" in await sentence_about(trusted.server(LOOPBACK, (2, 3)))


async def test_a_certificate_of_another_host_is_told(trusted: Authority) -> None:
    assert "another host" in await sentence_about(trusted.server(ELSEWHERE))


async def test_an_outdated_tls_version_is_refused(trusted: Authority) -> None:
    context = trusted.server()
    context.set_ciphers("DEFAULT@SECLEVEL=0")  # or it would not even offer what is tested here
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_server(("127.0.0.1", 0)) as listening:
        shaking_hands = asyncio.create_task(asyncio.to_thread(_shake_hands, listening, context))
        wire = Wire(f"https://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(UntrustedServerError, match=r"TLS 1\.2"):
            await wire.send(PING)
        await wire.aclose()
        await shaking_hands


def _shake_hands(listening: socket.socket, context: ssl.SSLContext) -> None:
    """Accept one connection; unlike asyncio's servers this one still sends its alert."""
    connection, _ = listening.accept()
    with suppress(ssl.SSLError):
        context.wrap_socket(connection, server_side=True)
    connection.close()


async def test_a_server_without_tls_is_refused() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(reply(400))

    async with behaving(plain) as server:
        wire = Wire(server.url.replace("http:", "https:"))
        with pytest.raises(UntrustedServerError, match="no secure connection"):
            await wire.send(PING)
        await wire.aclose()


async def test_a_handshake_without_an_answer_is_only_out_of_reach() -> None:
    async def silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with behaving(silence) as server:
        wire = Wire(server.url.replace("http:", "https:"), TimeLimits(connect=0.2))
        with pytest.raises(OfflineError, match="out of reach"):
            await wire.send(PING)
        await wire.aclose()
