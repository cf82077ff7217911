"""The log file: what happened, with every secret masked before it is written (reliability G04)."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.core.errors import StorageError

_log = logging.getLogger(__name__)

_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
_LARGEST_FILE = 1_000_000
_OLDER_FILES = 3
_OWNER_ONLY = 0o600
_MASK = "***"
_SECRETS = (
    re.compile(r"(mcp_(?:at|rt)_)[^\s\"'&,;)}\]]+"),
    re.compile(r"((?<![a-z_])(?:code|state|code_verifier|access_token|refresh_token)=)[^\s\"'&)]+"),
    re.compile(r"((?:authorization|set-cookie|cookie)[\"']?\s*[:=,]\s*[\"']?)[^\r\n\"']+", re.IGNORECASE),
    re.compile(r"(bearer\s+)[^\s\"']+", re.IGNORECASE),
)


def masked(text: str) -> str:
    """Return a text with tokens, codes and authorization headers blanked out."""
    for secret in _SECRETS:
        text = secret.sub(rf"\1{_MASK}", text)
    return text


def start_log(path: Path) -> logging.Handler:
    """Write the log to a file, and with it everything that nobody caught; returns its handler.

    Raises StorageError when the file cannot be written.
    """
    try:
        path.touch(_OWNER_ONLY)
        handler = RotatingFileHandler(
            path, maxBytes=_LARGEST_FILE, backupCount=_OLDER_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}); check the folder.") from error
    handler.setFormatter(_Masking(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_on_thread
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Close the file and let exceptions go where they always go."""
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    logging.getLogger().removeHandler(handler)
    handler.close()


class _Masking(logging.Formatter):
    """Masks the finished text, so that tracebacks and arguments are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _log.critical("Nobody caught this", exc_info=(kind, error, trace))
    if sys.stderr is not None:  # a windowed build has none
        sys.stderr.write(masked("".join(traceback.format_exception(kind, error, trace))))


def _log_uncaught_on_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value is not None:
        _log.critical(
            "Nobody caught this on a thread",
            exc_info=(uncaught.exc_type, uncaught.exc_value, uncaught.exc_traceback),
        )
