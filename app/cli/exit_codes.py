"""What the exit code says, and which error means which."""

from __future__ import annotations

from enum import IntEnum

from app.core.errors import AppError, InputError, OfflineError, SignInNeededError


class Exit(IntEnum):
    """The exit codes that scripts may rely on."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    SIGN_IN_NEEDED = 3
    OUT_OF_REACH = 4
    PARTLY_DONE = 5
    """Standard output says which part."""


_OF_ERROR = (
    (InputError, Exit.WRONG_USAGE),
    (SignInNeededError, Exit.SIGN_IN_NEEDED),
    (OfflineError, Exit.OUT_OF_REACH),
)


def exit_of(error: AppError) -> Exit:
    """Return the exit code an error ends a command with."""
    return next((code for kind, code in _OF_ERROR if isinstance(error, kind)), Exit.FAILED)
