"""Every command with its own arguments, and the place that does it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from app.cli.options import add_global_options, day, one_of, repeat_global_options

_SIZE = "1440x900"


class Size(NamedTuple):
    """Width and height of a window in pixels."""

    width: int
    height: int


def build_parser() -> argparse.ArgumentParser:
    """Build the parser; what was typed carries `run`, the name of the function that does it."""
    parser = argparse.ArgumentParser(
        prog="tickmark",
        description="Review the books of many client companies kept in LedgerHQ. "
        "Without a command the window opens.",
        allow_abbrev=False,
    )
    add_global_options(parser)
    parser.set_defaults(run="app.cli.window:open_window")
    commands = _Commands(parser)
    _add_connecting(commands)
    _add_reading(commands)
    _add_posting(commands)
    _add_looking(commands)
    return parser


class _Commands:
    """Adds commands that all take the global options too."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(self, name: str, run: str, text: str) -> argparse.ArgumentParser:
        """Add a command; `run` is `module:function` and imported only when it is asked for."""
        command = self._commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        repeat_global_options(command)
        command.set_defaults(run=f"app.cli.{run}")
        return command


def _add_connecting(commands: _Commands) -> None:
    sandbox = commands.add("sandbox", "practice:serve_sandbox", "serve a practice ledger until interrupted")
    sandbox.add_argument("--db", type=Path, metavar="FILE", help="keep its books here")
    sandbox.add_argument("--port", type=_port, default=0, help="0, the default, takes a free one")
    sandbox.add_argument("--auto-approve", action="store_true", help="consent to every sign-in by itself")
    sandbox.add_argument("--control", action="store_true", help="serve the control calls for tests")
    sandbox.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    sign_in = commands.add("sign-in", "connect:sign_in", "connect to the ledger in your browser")
    sign_in.add_argument("--read-only", action="store_true", help="do not ask for the right to post")
    commands.add("sign-out", "connect:sign_out", "end the connection; books and outbox stay")


def _add_reading(commands: _Commands) -> None:
    commands.add("companies", "companies:list_companies", "list the companies that are mirrored here")
    sync = commands.add("sync", "sync:bring_up_to_date", "bring the mirror up to date and prove it")
    sync.add_argument("--company", action="append", metavar="ID|NAME", help="only this one; may be repeated")
    sync.add_argument("--full", action="store_true", help="read everything again, not only what changed")
    report = commands.add("report", "report:make_report", "make a report")
    report.add_argument("kind", type=one_of("report", "trial-balance"), metavar="KIND", help="trial-balance")
    report.add_argument("--company", required=True, metavar="ID|NAME")
    report.add_argument("--as-of", type=day, metavar="DATE", help="the day it is for (default: today)")
    report.add_argument("--source", choices=("mirror", "server"), default="mirror")
    report.add_argument("--format", type=one_of("format", "table", "json", "csv"), metavar="FORMAT")
    report.add_argument("--out", type=Path, metavar="FILE", help="write it to a file")


def _add_posting(commands: _Commands) -> None:
    post = commands.add("post", "post:post", "queue a posting and send it")
    post.add_argument("kind", type=one_of("posting", "purchase"), metavar="KIND", help="purchase")
    post.add_argument("--company", required=True, metavar="ID|NAME")
    post.add_argument("--body", required=True, type=Path, metavar="FILE", help="the posting as JSON")
    post.add_argument("--queue-only", action="store_true", help="leave it in the outbox for now")
    post.add_argument("--again", action="store_true", help="post it although the same was just posted")
    outbox = commands.add("outbox", "outbox:show_outbox", "show the outbox, or send what waits in it")
    outbox.add_argument("action", nargs="?", choices=("send",), help="send what waits")


def _add_looking(commands: _Commands) -> None:
    tour = commands.add("tour", "window:take_tour", "write a picture of every screen")
    tour.add_argument("--out", required=True, type=Path, metavar="DIR")
    tour.add_argument("--theme", choices=("light", "dark"), default="light")
    tour.add_argument("--size", type=_size, default=_SIZE, metavar="WxH", help=f"default: {_SIZE}")
    tour.add_argument("--scale", type=_scale, default=1.0, help="device pixels for each pixel")
    commands.add("doctor", "doctor:examine", "tell how this installation and its ledger fit together")


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= 65_535:  # noqa: PLR2004 - the largest port there is
        raise argparse.ArgumentTypeError(f"\u201c{text}\u201d is no port; give a number up to 65535, or 0")
    return number


def _size(text: str) -> Size:
    width, _, height = text.partition("x")
    try:
        size = Size(int(width), int(height))
    except ValueError:
        size = Size(0, 0)
    if min(size) < 1:
        raise argparse.ArgumentTypeError(f"\u201c{text}\u201d is no size; write it like {_SIZE}")
    return size


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0
    if not 0.5 <= scale <= 4:  # noqa: PLR2004 - what screens have, and some
        raise argparse.ArgumentTypeError(f"\u201c{text}\u201d is no scale; give a number from 0.5 to 4")
    return scale


def read_arguments(typed: list[str] | None) -> argparse.Namespace:
    """Read what was typed; ends the program with code 2 and a sentence when it cannot be used."""
    parser = build_parser()
    arguments = parser.parse_args(typed)
    practices = arguments.demo or arguments.run == "app.cli.practice:serve_sandbox"
    if arguments.data is not None and not practices:
        parser.error("--data is for --demo and for the sandbox; add one of them")
    return arguments
