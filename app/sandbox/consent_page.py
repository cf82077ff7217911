"""The sign-in-and-consent page: static HTML that works without scripts and cannot be framed."""

from __future__ import annotations

from html import escape
from string import Template
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from app.contract.endpoints import OAUTH_AUTHORIZE, POSTING_SCOPES, Scope
from app.sandbox.consents import Authorization

_IN_WORDS = {
    Scope.COMPANIES: "See the list of your client companies",
    Scope.ACCOUNTS: "See their charts of accounts",
    Scope.JOURNAL_ENTRIES: "See their journal entries and lines",
    Scope.BANK_ACCOUNTS: "See their bank accounts",
    Scope.BANK_TRANSACTIONS: "See their bank transactions",
    Scope.RECONCILIATIONS: "See their reconciliations",
    Scope.REPORTS: "See their reports",
    Scope.POST_TRANSACTIONS: "Post purchases, deposits and transfers",
    Scope.POST_BILL_PAYMENTS: "Post bill payments",
    Scope.POST_JOURNAL_ENTRIES: "Post journal entries",
    Scope.EVERYTHING: "Read and post everything",
}
_WRITING = frozenset({*POSTING_SCOPES, Scope.EVERYTHING})

_STYLE = """
:root { color-scheme: light dark; --ground: #F4F5F7; --surface: #FFFFFF; --ink: #1A1F26; --muted: #667085;
  --line: #E6E8EC; --accent: #0B6B80; --on-accent: #FFFFFF; --note: #FDF1DF; --note-ink: #A15C07; }
@media (prefers-color-scheme: dark) { :root { --ground: #13161A; --surface: #1A1E23; --ink: #E7EAEE;
  --muted: #97A1AE; --line: #2A3037; --accent: #56B8CC; --on-accent: #10222A; --note: #3A2A12;
  --note-ink: #E0A24A; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: var(--ground); color: var(--ink); font: 15px/1.5 Inter, system-ui, "Segoe UI", sans-serif; }
main { width: 100%; max-width: 440px; background: var(--surface); border: 1px solid var(--line);
  border-radius: 8px; padding: 32px; }
.ledger { display: flex; align-items: center; gap: 8px; margin: 0 0 20px;
  color: var(--muted); font-size: 13px; }
.ledger b { width: 10px; height: 10px; border-radius: 3px; background: var(--accent); }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { margin: 20px 0 4px; font-size: 12px; font-weight: 600; color: var(--muted); }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 7px 0; border-bottom: 1px solid var(--line); }
li:last-child { border-bottom: 0; }
.posts { margin-top: 16px; padding: 4px 14px; border-radius: 6px; background: var(--note);
  color: var(--note-ink); }
.posts h2 { margin-top: 8px; color: inherit; }
.posts li { border-color: transparent; padding: 3px 0; }
.small { margin: 20px 0 0; color: var(--muted); font-size: 13px; }
form { display: flex; gap: 10px; margin-top: 24px; }
button { flex: 1; padding: 10px 16px; border: 1px solid var(--line); border-radius: 6px; background: none;
  color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.allow { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
"""
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<p class="ledger"><b></b>Practice ledger on this computer</p>
$content
</main>
</body>
</html>
""")
_CONSENT = Template("""<h1>Allow $client to work with $firm?</h1>
<p>You sign in as the owner of the firm. This is a practice ledger, so no password is asked.</p>
$scopes
<form method="post" action="$action">
<input type="hidden" name="ticket" value="$ticket">
<button type="submit" name="decision" value="cancel">Cancel</button>
<button type="submit" name="decision" value="allow" class="allow">Allow</button>
</form>
<p class="small">You go back to $destination. Only an owner or admin of the firm can allow this.</p>""")
_REFUSAL = Template("""<h1>This sign-in cannot go on</h1>
<p>$reason</p>
<p class="small">Close this page and start again from the app you came from.</p>""")


def consent_page(request: Authorization, firm: str, ticket: str) -> HTMLResponse:
    """Ask the firm's owner; the answer comes back as a form with the ticket."""
    target = urlsplit(request.redirect_uri)
    content = _CONSENT.substitute(
        client=escape(request.client_name),
        firm=escape(firm),
        scopes=_scopes(request.scope.split()),
        action=OAUTH_AUTHORIZE,
        ticket=escape(ticket),
        destination=escape(target.netloc),
    )
    # Browsers apply form-action to the redirect that answers a form too, so the app's address is named.
    return _answer("Allow access", content, 200, f"'self' {target.scheme}://{target.netloc}")


def refusal_page(reason: str) -> HTMLResponse:
    """Say why there is nothing to allow; the browser is not sent anywhere."""
    content = _REFUSAL.substitute(reason=escape(reason))
    return _answer("Sign-in refused", content, 400, "'none'")


def _scopes(scopes: list[str]) -> str:
    reads = [_IN_WORDS[Scope(each)] for each in scopes if Scope(each) not in _WRITING]
    posts = [_IN_WORDS[Scope(each)] for each in scopes if Scope(each) in _WRITING]
    html = f"<h2>It will be able to</h2>{_listed(reads)}" if reads else ""
    if posts:
        html += f'<div class="posts"><h2>It will also be able to change the books</h2>{_listed(posts)}</div>'
    return html


def _listed(sentences: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in sentences)}</ul>"


def _answer(title: str, content: str, status: int, form_action: str) -> HTMLResponse:
    return HTMLResponse(
        _PAGE.substitute(title=title, style=_STYLE, content=content),
        status,
        headers={
            "cache-control": "no-store",
            "content-security-policy": (
                f"default-src 'none'; style-src 'unsafe-inline'; form-action {form_action};"
                " frame-ancestors 'none'; base-uri 'none'"
            ),
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
        },
    )
