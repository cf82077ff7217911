"""How far a company's mirror can be trusted, in a few words with an icon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.money import format_cents
from app.core.sync import CompanyHealth, Health, PullProgress
from app.ui.tokens import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A short state: words, icon, and the color of both."""

    text: str
    icon: str = ""
    role: Role = Role.MUTED


_PLAIN = {
    Health.NO_ACCESS: Stamp(text="no access any more", icon="lock", role=Role.ATTENTION),
    Health.INCOMPLETE: Stamp(text="not complete", icon="warning", role=Role.ATTENTION),
    Health.SYNCING: Stamp(text="sync interrupted", icon="warning", role=Role.ATTENTION),
    Health.NEVER_SYNCED: Stamp(text="not synced yet", icon="clock"),
}


def company_stamp(health: CompanyHealth, running: PullProgress | None, today: date) -> Stamp:
    """Say a company's state; "not run" is never shown as fine (product F02)."""
    if running is not None:
        return Stamp(text=f"syncing \u00b7 {running.rows:,} rows", icon="sync", role=Role.ACCENT)
    if health.health is Health.TIED and health.problem:
        at = format_time(health.tied_at, today)
        return Stamp(text=f"not synced since {at}", icon="warning", role=Role.ATTENTION)
    if health.health is Health.TIED:
        return Stamp(text=f"tied {format_time(health.tied_at, today)}", icon="check")
    if health.health is Health.NOT_TIED:
        count = health.differing_accounts
        accounts = "1 account" if count == 1 else f"{count} accounts"
        off = format_cents(health.differing_cents)
        return Stamp(text=f"{accounts} off by {off}", icon="cross", role=Role.WRONG)
    return _PLAIN[health.health]


def format_time(moment: datetime | None, today: date) -> str:
    """Write a moment's local time of day, `14:02`; with the day in front when it is not today's."""
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b %H:%M}"
