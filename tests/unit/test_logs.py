"""The log holds no secret (G04)."""

from __future__ import annotations

import logging
import stat
import sys
import threading

import pytest

from app.core.errors import StorageError
from app.logs import masked, start_log, stop_log


@pytest.mark.parametrize(
    "text",
    [
        "mcp_at_SENTINEL",
        '{"refresh_token": "mcp_rt_SENTINEL"}',
        "GET /callback?code=SENTINEL&state=SENTINEL HTTP/1.1",
        "code_verifier=SENTINEL&client_id=x",
        "Authorization: Bearer SENTINEL",
        "{'authorization': 'Bearer SENTINEL'}",
        "[(b'Authorization', b'Bearer SENTINEL')]",
        "Set-Cookie: session=SENTINEL; Path=/",
        "refresh_token=SENTINEL",
    ],
)
def test_secrets_are_masked(text):
    assert "SENTINEL" not in masked(text)
    assert "***" in masked(text)


def test_what_is_no_secret_stays_readable():
    text = "GET /api/v1/companies?cursor=abc answered 200; code: 7, encode=base64"
    assert masked(text) == text


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "tickmark.log"
    root = logging.getLogger()
    level, hooks = root.level, (sys.excepthook, threading.excepthook)
    handler = start_log(path)
    yield path
    stop_log(handler)
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks


def test_messages_arguments_and_tracebacks_are_masked(log):
    try:
        raise ValueError("mcp_rt_SENTINEL")  # noqa: TRY301 - what is caught is logged
    except ValueError:
        logging.getLogger("app.test").exception("renewing with %s", "mcp_at_SENTINEL")
    written = log.read_text()
    assert "renewing with mcp_at_***" in written
    assert "ValueError" in written
    assert "SENTINEL" not in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_what_nobody_caught_is_logged_and_masked_on_screen(log, capsys):
    error = ValueError("mcp_rt_SENTINEL")
    sys.excepthook(ValueError, error, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))
    assert log.read_text().count("ValueError: mcp_rt_***") == 2
    assert "SENTINEL" not in log.read_text() + capsys.readouterr().err


def test_a_log_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StorageError, match="cannot be written"):
        start_log(tmp_path / "missing" / "tickmark.log")
