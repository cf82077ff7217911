"""The pages the browser shows at the end of a sign-in: fixed texts, nothing of the request in them (B04)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from http import HTTPStatus

HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("Connection", "close"),
)

_LOOK = """
:root{color-scheme:light dark;--window:#F4F5F7;--surface:#FFFFFF;--text:#1A1F26;--muted:#667085;
--line:#E6E8EC;--good:#18794E;--attention:#A15C07;--wrong:#B42332}
@media (prefers-color-scheme:dark){:root{--window:#13161A;--surface:#1A1E23;--text:#E7EAEE;--muted:#97A1AE;
--line:#2A3037;--good:#5CC08B;--attention:#E0A24A;--wrong:#F0808A}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--window);color:var(--text);
font:13px/1.5 system-ui,-apple-system,"Segoe UI",Inter,sans-serif}
main{box-sizing:border-box;width:min(400px,calc(100vw - 32px));padding:32px;background:var(--surface);
border:1px solid var(--line);border-radius:8px}
h1{margin:0 0 8px;font-size:17px;font-weight:600}
p{margin:0;color:var(--muted)}
p.from{margin-bottom:24px}
.good{color:var(--good)}.attention{color:var(--attention)}.wrong{color:var(--wrong)}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserPage:
    """One page with its status."""

    status: HTTPStatus
    title: str
    sentence: str
    tone: str = "attention"
    mark: str = "!"

    def html(self) -> bytes:
        """Write the page."""
        title, sentence = escape(self.title), escape(self.sentence)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Tickmark</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_LOOK}</style></head><body><main>'
            f'<p class="from">Tickmark</p><h1><span class="{self.tone}" aria-hidden="true">{self.mark}'
            f"</span> {title}</h1><p>{sentence}</p></main></body></html>"
        ).encode()


ANSWERED = BrowserPage(
    status=HTTPStatus.OK,
    title="Back to Tickmark",
    sentence="Tickmark has the ledger's answer. You can close this tab.",
    tone="good",
    mark="\u2713",
)
CANCELLED = BrowserPage(
    status=HTTPStatus.OK,
    title="Sign-in cancelled",
    sentence="Nothing was connected. You can close this tab and try again in Tickmark.",
)
FAILED = BrowserPage(
    status=HTTPStatus.OK,
    title="The sign-in did not work",
    sentence="Tickmark tells what happened. You can close this tab.",
    tone="wrong",
    mark="\u2715",
)
REPLACED = BrowserPage(
    status=HTTPStatus.GONE,
    title="A newer sign-in took over",
    sentence="This tab belongs to an earlier attempt. You can close this tab.",
)
NOT_OURS = BrowserPage(
    status=HTTPStatus.BAD_REQUEST,
    title="Not part of this sign-in",
    sentence="This address does not belong to the sign-in under way. You can close this tab.",
)
NOT_FOUND = BrowserPage(status=HTTPStatus.NOT_FOUND, title="Nothing here", sentence="You can close this tab.")
NOT_ALLOWED = BrowserPage(
    status=HTTPStatus.METHOD_NOT_ALLOWED, title="Nothing to do here", sentence="You can close this tab."
)
TOO_LARGE = BrowserPage(
    status=HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    title="The request is too large",
    sentence="You can close this tab.",
)
BAD_REQUEST = BrowserPage(
    status=HTTPStatus.BAD_REQUEST, title="Not understood", sentence="You can close this tab."
)
