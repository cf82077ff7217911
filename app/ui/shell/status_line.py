"""The bottom: online or not, how fresh, whether it ties, and what waits in the outbox."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar

from app.core.connection import ConnectionState, ConnectionStatus
from app.core.outbox import OutboxCounts
from app.core.sync import CompanyHealth
from app.ui.icons import draw_pixmap
from app.ui.shell.stamps import Stamp, company_stamp, format_time
from app.ui.shell.sync_run import SyncRun
from app.ui.theme import Theme
from app.ui.tokens import Role
from app.ui.widgets.buttons import push_button
from app.ui.widgets.texts import ElidedLabel, Tone, set_tone, text_label

_TONES: dict[Role, Tone] = {Role.WRONG: "wrong", Role.ATTENTION: "attention", Role.ACCENT: "accent"}
_CONNECTIONS: dict[ConnectionStatus, Stamp] = {
    ConnectionStatus.SIGNED_OUT: Stamp(text="Not connected", icon="offline"),
    ConnectionStatus.SIGNING_IN: Stamp(text="Signing in\u2026", icon="clock", role=Role.ACCENT),
    ConnectionStatus.SIGNED_IN: Stamp(text="Online", icon="dot", role=Role.GOOD),
    ConnectionStatus.SIGN_IN_NEEDED: Stamp(text="Sign in again", icon="warning", role=Role.ATTENTION),
    ConnectionStatus.OFFLINE: Stamp(text="Offline", icon="offline", role=Role.ATTENTION),
}


class StatusLine(QFrame):
    """Always tells the truth about connection, mirror and outbox."""

    outbox_asked = Signal()

    def __init__(self, theme: Theme, today: date) -> None:
        """Start with nothing known."""
        super().__init__()
        self.setObjectName("statusbar")
        self.setFixedHeight(28)
        self._theme = theme
        self._today = today
        self._stamp = _CONNECTIONS[ConnectionStatus.SIGNED_OUT]
        self._icon = QLabel()
        self._connection = text_label(caption=True)
        self._synced = text_label(tone="muted", caption=True)
        self._tied = ElidedLabel(tone="muted")
        self._tied.setProperty("size", "caption")
        self._progress = QProgressBar()
        self._progress.setFixedSize(QSize(120, 6))
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Sync progress")
        self._trouble = ElidedLabel(tone="wrong")
        self._trouble.setProperty("size", "caption")
        self._outbox = push_button("", theme, kind="link", name="Outbox")
        self._outbox.clicked.connect(self.outbox_asked)
        self._build()
        theme.changed.connect(self._tint)

    def show_connection(self, state: ConnectionState) -> None:
        """Show whether the ledger is in reach."""
        self._stamp = _CONNECTIONS[state.status]
        self._connection.setText(self._stamp.text)
        self._tint()

    def show_health(self, health: CompanyHealth | None, as_of: str) -> None:
        """Show how fresh the open company is, and whether it ties as of that day."""
        synced = health.last_synced_at if health else None
        self._synced.setText(f"Synced {format_time(synced, self._today)}" if synced else "Not synced yet")
        if health is None:
            self._show_tied("", "muted")
            return
        stamp = company_stamp(health, None, self._today)
        if stamp.icon == "check":
            self._show_tied(f"\u2713 Tied to LedgerHQ\u2019s trial balance, {as_of}", "muted")
        else:
            self._show_tied(health.problem or f"Trial balance: {stamp.text}", _TONES.get(stamp.role, "muted"))

    def show_progress(self, sync: SyncRun, companies: int) -> None:
        """Show how many companies a running sync has done."""
        self._progress.setVisible(sync.is_running)
        if sync.is_running:
            self._progress.setRange(0, companies)
            self._progress.setValue(sync.done)
            done = f"{sync.done} of {companies} companies" if companies else "the list of companies"
            self._synced.setText(f"Syncing {done} \u00b7 {sync.rows:,} rows")

    def show_outbox(self, counts: OutboxCounts) -> None:
        """Show how many postings wait."""
        waiting = "empty" if not counts.open else f"{counts.open} waiting"
        if counts.needs_look:
            waiting += f", {counts.needs_look} to look at"
        self._outbox.setText(f"Outbox: {waiting}")
        self._outbox.setAccessibleName(f"Outbox: {waiting}")
        self._trouble.setVisible(bool(counts.problem))
        self._trouble.show_text(counts.problem)

    def words(self) -> list[str]:
        """Return everything the line says, from left to right."""
        trouble = self._trouble.full_text()
        said = (
            self._connection.text(),
            self._synced.text(),
            self._tied.full_text(),
            trouble,
            self._outbox.text(),
        )
        return [text for text in said if text]

    def _show_tied(self, text: str, tone: Tone) -> None:
        self._tied.show_text(text)
        set_tone(self._tied, tone)

    def _tint(self) -> None:
        color = self._theme.color(self._stamp.role)
        self._icon.setPixmap(draw_pixmap(self._stamp.icon, color, size=14, scale=self.devicePixelRatioF()))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._connection)
        row.addSpacing(14)
        row.addWidget(self._synced)
        row.addWidget(self._progress)
        row.addSpacing(14)
        row.addWidget(self._tied, 1)
        row.addWidget(self._trouble, 1)
        row.addWidget(self._outbox)
        self._progress.hide()
        self._trouble.hide()
