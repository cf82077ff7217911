"""The command that serves a practice ledger."""

from __future__ import annotations

from argparse import Namespace

from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.sandbox.server import SandboxOptions, serve


def serve_sandbox(options: GlobalOptions, arguments: Namespace) -> int:
    """Serve until interrupted; the first line on standard output says where."""
    serve(
        SandboxOptions(
            data=options.data,
            db=arguments.db,
            port=arguments.port,
            auto_approve=arguments.auto_approve,
            control=arguments.control,
            today=options.today,
            stop_on_stdin_eof=arguments.until_stdin_closes,
        )
    )
    return Exit.DONE
