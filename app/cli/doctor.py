"""The command that tells how this installation and its ledger fit together; it changes nothing."""

from __future__ import annotations

import asyncio
import platform
import stat
from argparse import Namespace
from contextlib import AsyncExitStack, aclosing
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import apsw

from app.api.client import LedgerClient
from app.api.ledger import open_ledger
from app.cli.exit_codes import Exit, exit_of
from app.cli.options import GlobalOptions
from app.cli.output import write_json
from app.contract.openapi import Difference, compare_openapi
from app.core.clock import Clock, SystemClock
from app.core.errors import AppError, KeychainError
from app.demo import DemoBooks, run_demo_ledger
from app.paths import default_profile
from app.store.keychain import MemoryKeychain, SystemKeychain
from app.store.keychain_backends import open_backend

_LIBRARIES = ("PySide6-Essentials", "qasync", "httpx", "Authlib", "pydantic", "apsw-sqlite3mc", "keyring")
_ANY_ENTRY = "doctor"
_HALF_A_SECOND = timedelta(seconds=0.5)  # the Date header tells whole seconds, rounded down


def examine(options: GlobalOptions, _: Namespace) -> int:
    """Look at this computer first, then at the ledger; a ledger out of reach is told with the rest."""
    return asyncio.run(_examine(options))


async def _examine(options: GlobalOptions) -> int:
    clock = SystemClock(options.today)
    async with AsyncExitStack() as stack:
        server = options.server
        if options.demo:
            books = DemoBooks(data=options.data, today=options.today)
            server = await stack.enter_async_context(run_demo_ledger(books))
        ledger = open_ledger(server, MemoryKeychain(), clock)
        await stack.enter_async_context(aclosing(ledger))
        found, code = await _look_at_ledger(ledger.client, clock)
    report = {
        "versions": _versions(),
        "profile": _profile(options),
        "keychain": await _keychain(options),
        "server": {"address": ledger.wire.server, **found},
    }
    if options.json:
        write_json(report)
    else:
        _write(report)
    return code


async def _look_at_ledger(client: LedgerClient, clock: Clock) -> tuple[dict[str, Any], Exit]:
    """Compare clocks and contracts, as far as the ledger lets us."""
    found: dict[str, Any] = {"clockOffsetSeconds": None, "contractDifferences": None, "problem": None}
    try:
        asked_at = clock.now()
        told = await client.server_clock()
        if told is not None:
            between = asked_at + (clock.now() - asked_at) / 2
            found["clockOffsetSeconds"] = round((told + _HALF_A_SECOND - between).total_seconds())
        found["contractDifferences"] = [_difference(each) for each in compare_openapi(await client.openapi())]
    except AppError as error:
        found["problem"] = str(error)
        return found, exit_of(error)
    return found, Exit.DONE


def _versions() -> dict[str, str]:
    found = {"tickmark": _version("tickmark"), "python": platform.python_version()}
    found |= {"system": platform.platform(), "sqlite": apsw.sqlite_lib_version()}
    return found | {name: _version(name) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _profile(options: GlobalOptions) -> dict[str, Any]:
    if options.demo and options.profile is None:
        return {"path": None, "exists": False, "rights": None}
    path = (options.profile or default_profile()).absolute()
    return {"path": str(path), "exists": path.is_dir(), "rights": _rights(path)}


def _rights(path: Path) -> str | None:
    return stat.filemode(path.stat().st_mode) if path.exists() else None


async def _keychain(options: GlobalOptions) -> dict[str, str | None]:
    """Ask for an entry, which tells whether the keychain can be used."""
    if options.demo:
        return {"backend": None, "state": "not needed for the demo"}
    try:
        await SystemKeychain().read(_ANY_ENTRY)
        backend = await asyncio.to_thread(open_backend)
    except KeychainError as error:
        return {"backend": None, "state": str(error)}
    return {"backend": f"{type(backend).__module__}.{type(backend).__name__}", "state": "usable"}


def _difference(difference: Difference) -> dict[str, str]:
    return {
        "kind": difference.kind.value,
        "method": difference.method,
        "path": difference.path,
        "builtIn": difference.built_in,
        "described": difference.described,
    }


def _write(report: dict[str, Any]) -> None:
    profile, keychain, server = report["profile"], report["keychain"], report["server"]
    lines = [
        *report["versions"].items(),
        ("profile", f"{profile['path'] or 'thrown away after each demo'} {profile['rights'] or ''}"),
        ("keychain", f"{keychain['backend'] or 'none'}: {keychain['state']}"),
        ("ledger", f"{server['address']}: {server['problem'] or 'answers'}"),
    ]
    if server["clockOffsetSeconds"] is not None:
        lines.append(("ledger clock", f"{server['clockOffsetSeconds']:+d} s from this computer's"))
    if server["contractDifferences"] is not None:
        lines.append(("contract", f"{len(server['contractDifferences'])} differences"))
        lines += [("", " ".join(each.values())) for each in server["contractDifferences"]]
    for name, text in lines:
        print(f"{name:20} {text}".rstrip())
