"""Run one command and turn whatever happens into an exit code and a sentence."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable
from io import TextIOWrapper
from typing import cast

from app.cli.exit_codes import Exit, exit_of
from app.cli.options import GlobalOptions, read_global_options
from app.cli.output import say
from app.cli.parser import read_arguments
from app.core.errors import AppError, FormError, NoKeychainError
from app.logs import masked

Command = Callable[[GlobalOptions, Namespace], int]


def main(typed: list[str] | None = None) -> int:
    """Do what was typed and return the exit code."""
    _speak_utf8()
    arguments = read_arguments(typed)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: tidy up as after Ctrl+C
    try:
        code = _command(arguments.run)(read_global_options(arguments), arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last stop: nothing is shown raw
        return tell_end(error)
    return code


def tell_end(error: BaseException) -> Exit:
    """Say in a sentence what ended a command and return its exit code; a bug is shown with secrets masked."""
    match error:
        case AppError():
            _explain(error)
            return exit_of(error)
        case KeyboardInterrupt():
            say("tickmark: stopped")
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the exit would flush again
        case _:
            say(masked("".join(traceback.format_exception(error))))
            say("tickmark: this is a mistake in Tickmark, not yours; please report the lines above")
    return Exit.FAILED


def _command(name: str) -> Command:
    """Import what does the command, and nothing else: a start is as fast as what it needs."""
    module, _, function = name.partition(":")
    return cast("Command", getattr(importlib.import_module(module), function))


def _explain(error: AppError) -> None:
    sentences = error.fields.values() if isinstance(error, FormError) else [str(error)]
    for sentence in sentences:
        say(f"tickmark: {sentence}")
    if isinstance(error, NoKeychainError):
        say("tickmark: commands need a keychain to stay signed in; the window works without one")


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):  # a windowed build has none
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
