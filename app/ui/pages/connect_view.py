"""What the Connect screen shows, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.connection import ConnectionState, ConnectionStatus
from app.ui.widgets.message_bar import Mood
from app.ui.wording import POSTS_IN_WORDS, READS_IN_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectView:
    """How far the way to a session has come."""

    connection: ConnectionState
    posting: bool = False
    """Whether permission to post is asked for as well."""
    is_busy: bool = False
    """A sign-in was started here and has not ended."""
    trouble: str = ""
    mood: Mood = "wrong"
    offers_until_quit: bool = False
    """The keychain is in the way, and the session can live without it until the app quits."""
    pasted: str = ""
    paste_error: str = ""
    is_copied: bool = False

    @property
    def is_signing_in(self) -> bool:
        """Whether the screen waits for the browser, or for the way to it."""
        return self.is_busy or self.connection.status is ConnectionStatus.SIGNING_IN

    @property
    def scopes(self) -> str:
        """What Tickmark will be allowed to do, in plain words (A18)."""
        reads = f"Tickmark will read: {READS_IN_WORDS}."
        if self.posting:
            return f"{reads} It may also record {POSTS_IN_WORDS}, and only those you post yourself."
        return f"{reads} It cannot post until you allow it."

    @property
    def waiting(self) -> str:
        """What is waited for, as a sentence."""
        if self.connection.status is not ConnectionStatus.SIGNING_IN:
            return "Waiting for your system keychain; it may ask you to unlock it."
        if not self.connection.link:
            return "Asking the ledger how to sign in\u2026"
        return "Your browser shows what Tickmark asks for. Come back here when it says that you can close it."

    @property
    def server(self) -> str:
        """Whose ledger it is, in small print."""
        return f"Connects to {self.connection.server.removeprefix('https://')}"
