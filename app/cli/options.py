"""The global options: what holds for every command, wherever on the line it stands."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app.core.errors import InputError
from app.core.periods import parse_day

T = TypeVar("T")

DEFAULT_SERVER = "https://ledgerhq.pro"


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalOptions:
    """What was asked for beside the command."""

    demo: bool
    data: Path | None
    profile: Path | None
    server: str
    today: date | None
    json: bool


def read_global_options(arguments: argparse.Namespace) -> GlobalOptions:
    """Take the global options out of what was typed."""
    return GlobalOptions(
        demo=arguments.demo,
        data=arguments.data,
        profile=arguments.profile,
        server=arguments.server,
        today=arguments.today,
        json=arguments.json,
    )


def add_global_options(parser: argparse.ArgumentParser) -> None:
    """Let them stand before the command; what is not typed comes from the environment."""
    defaults = {
        "demo": False,
        "data": None,
        "profile": _from_environment("TICKMARK_PROFILE"),
        "server": _from_environment("TICKMARK_SERVER") or DEFAULT_SERVER,
        "today": _from_environment("TICKMARK_TODAY"),
        "json": False,
    }
    _add(parser, defaults)


def repeat_global_options(parser: argparse.ArgumentParser) -> None:
    """Let them stand after the command too, without a default that would undo what stood before it."""
    _add(parser, {})


def day(text: str) -> date:
    """Read a date argument."""
    return _reading(parse_day, text)


def one_of(what: str, *known: str) -> Callable[[str], str]:
    """Return a reader that takes only what this version can do, and says so in a sentence."""

    def read(text: str) -> str:
        if text not in known:
            raise argparse.ArgumentTypeError(
                f"there is no {what} \u201c{text}\u201d; this version has: {', '.join(known)}"
            )
        return text

    return read


def _add(parser: argparse.ArgumentParser, defaults: dict[str, Any]) -> None:
    group = parser.add_argument_group("global options")

    def add(name: str, text: str, **kinds: Any) -> None:
        group.add_argument(f"--{name}", default=defaults.get(name, argparse.SUPPRESS), help=text, **kinds)

    add("demo", "run on a practice ledger, started for this run", action="store_true")
    add("data", "with --demo: the firm file to practice on", type=Path, metavar="FILE")
    add("profile", "where everything is kept on this computer", type=Path, metavar="DIR")
    add("server", f"the ledger's address (default: {DEFAULT_SERVER})", metavar="URL")
    add("today", "the date to take for today", type=day, metavar="DATE")
    add("json", "write JSON to standard output", action="store_true")


def _from_environment(name: str) -> str | None:
    return os.environ.get(name) or None


def _reading(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
