"""The commands that sign in and out."""

from __future__ import annotations

from argparse import Namespace

from app.bootstrap import Workspace
from app.cli.exit_codes import Exit
from app.cli.options import GlobalOptions
from app.cli.output import say, write_json
from app.cli.workspace import on_workspace
from app.core.connection import ConnectionState
from app.core.money import format_cents


def sign_in(options: GlobalOptions, arguments: Namespace) -> int:
    """Connect in the system browser and keep the session in the system keychain."""

    async def act(workspace: Workspace) -> int:
        say("Waiting for your browser; Ctrl+C gives up.")
        state = await workspace.connection.sign_in(posting=not arguments.read_only, on_link=_show)
        _write(options, state)
        return Exit.DONE

    return on_workspace(options, act)


def sign_out(options: GlobalOptions, _: Namespace) -> int:
    """Forget the session here and in the ledger; the mirror and the outbox stay."""

    async def act(workspace: Workspace) -> int:
        if not await workspace.connection.sign_out():
            say("The ledger did not confirm it; end the session in its own settings, too.")
        waiting = await workspace.postings.counts()
        if waiting.open:
            say(
                f"{waiting.open} postings of {format_cents(waiting.open_cents)} wait until you sign in again."
            )
        _write(options, workspace.connection.state)
        return Exit.DONE

    return on_workspace(options, act)


def _show(link: str) -> None:
    say(f"If no browser comes up, open this address yourself:\n{link}")


def _write(options: GlobalOptions, state: ConnectionState) -> None:
    if options.json:
        granted = sorted(state.granted)
        written = {"server": state.server, "status": state.status.value, "granted": granted}
        write_json({**written, "mayPost": state.may_post})
    elif not state.has_session:
        print(f"Signed out of {state.server}. The mirror and the outbox stay on this computer.")
    else:
        print(f"Signed in to {state.server}, {'with' if state.may_post else 'without'} the right to post.")
