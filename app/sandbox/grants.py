"""Consents and the tokens that come of them; what is stored is a SHA-256, never a token (contract 2.1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

import apsw

from app.sandbox.problems import OAuthError

CODE_SECONDS = 5 * 60
ACCESS_SECONDS = 60 * 60
REFRESH_SECONDS = 30 * 24 * 60 * 60

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A session as it is handed out; the only moment its tokens exist here."""

    access_token: str
    refresh_token: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRequest:
    """What an authorization code is bound to."""

    client_id: str
    redirect_uri: str
    scope: str
    code_challenge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """What a client shows to get tokens for its code."""

    code: str
    client_id: str
    redirect_uri: str
    code_verifier: str


def issue_code(connection: apsw.Connection, request: CodeRequest, now: float) -> str:
    """Record a consent and return the code for it; it works once, for five minutes."""
    connection.execute(
        "INSERT INTO oauth_grants (client_id, scope) VALUES (?, ?)", (request.client_id, request.scope)
    )
    code = f"mcp_ac_{secrets.token_urlsafe(32)}"
    connection.execute(
        "INSERT INTO oauth_codes (code_hash, grant_key, redirect_uri, code_challenge, expires_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            hashed(code),
            connection.last_insert_rowid(),
            request.redirect_uri,
            request.code_challenge,
            now + CODE_SECONDS,
        ),
    )
    return code


def redeem_code(connection: apsw.Connection, shown: Redemption, now: float) -> Tokens | OAuthError:
    """Trade a code for tokens. A second use revokes what the first one got.

    A refusal is returned, not raised, because what it revokes has to be committed.
    """
    row = connection.execute(
        "SELECT code.grant_key, code.redirect_uri, code.code_challenge, code.expires_at, code.is_used,"
        " family.client_id, family.scope"
        " FROM oauth_codes AS code JOIN oauth_grants AS family USING (grant_key)"
        " WHERE code.code_hash = ?",
        (hashed(shown.code),),
    ).fetchone()
    if row is None:
        return _invalid_grant("The code is unknown.")
    grant_key, redirect_uri, challenge, expires_at, is_used, client_id, scope = row
    if is_used:
        revoke_grant(connection, grant_key)
        return _invalid_grant("The code was used before; its session was ended.")
    if now > expires_at:
        return _invalid_grant("The code has expired.")
    if (client_id, redirect_uri) != (shown.client_id, shown.redirect_uri):
        return _invalid_grant("The code was issued to another client or redirect_uri.")
    if not _proves(shown.code_verifier, challenge):
        return _invalid_grant("The code_verifier does not match.")
    connection.execute("UPDATE oauth_codes SET is_used = 1 WHERE code_hash = ?", (hashed(shown.code),))
    return _issue_tokens(connection, grant_key, scope, now)


def refresh(
    connection: apsw.Connection, refresh_token: str, client_id: str, now: float, *, rotate: bool
) -> Tokens | OAuthError:
    """Renew a session. Each refresh token works once; its re-use ends the whole family.

    A refusal is returned, not raised, because what it revokes has to be committed.
    """
    row = connection.execute(
        "SELECT token.grant_key, token.expires_at, token.is_used, family.client_id, family.scope,"
        " family.is_revoked FROM oauth_refresh_tokens AS token JOIN oauth_grants AS family USING (grant_key)"
        " WHERE token.token_hash = ?",
        (hashed(refresh_token),),
    ).fetchone()
    if row is None:
        return _invalid_grant("The refresh token is unknown.")
    grant_key, expires_at, is_used, owner, scope, is_revoked = row
    if is_used:
        revoke_grant(connection, grant_key)
        return _invalid_grant("The refresh token was used before; its session was ended.")
    if is_revoked or now > expires_at or owner != client_id:
        return _invalid_grant("The refresh token is no longer good.")
    if not rotate:
        return Tokens(
            access_token=_issue_access(connection, grant_key, now), refresh_token=refresh_token, scope=scope
        )
    connection.execute(
        "UPDATE oauth_refresh_tokens SET is_used = 1 WHERE token_hash = ?", (hashed(refresh_token),)
    )
    return _issue_tokens(connection, grant_key, scope, now)


def revoke_token(connection: apsw.Connection, token: str) -> None:
    """Forget an access token, or end the session of a refresh token; an unknown one is fine (RFC 7009)."""
    token_hash = hashed(token)
    connection.execute("DELETE FROM oauth_access_tokens WHERE token_hash = ?", (token_hash,))
    connection.execute(
        "UPDATE oauth_grants SET is_revoked = 1 WHERE grant_key IN"
        " (SELECT grant_key FROM oauth_refresh_tokens WHERE token_hash = ?)",
        (token_hash,),
    )


def revoke_grant(connection: apsw.Connection, grant_key: int) -> None:
    """End a session with every token it ever got."""
    connection.execute("UPDATE oauth_grants SET is_revoked = 1 WHERE grant_key = ?", (grant_key,))


def scope_of(connection: apsw.Connection, access_token: str, now: float) -> frozenset[str] | None:
    """Return what a token may do; None when it is unknown, expired or revoked."""
    scope = connection.execute(
        "SELECT family.scope FROM oauth_access_tokens AS token JOIN oauth_grants AS family USING (grant_key)"
        " WHERE token.token_hash = ? AND token.expires_at > ? AND family.is_revoked = 0",
        (hashed(access_token), now),
    ).get
    return frozenset(scope.split()) if scope is not None else None


def hashed(secret: str) -> str:
    """Return what is stored of a token, a code or a ticket."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _issue_tokens(connection: apsw.Connection, grant_key: int, scope: str, now: float) -> Tokens:
    refresh_token = f"mcp_rt_{secrets.token_urlsafe(32)}"
    connection.execute(
        "INSERT INTO oauth_refresh_tokens (token_hash, grant_key, expires_at) VALUES (?, ?, ?)",
        (hashed(refresh_token), grant_key, now + REFRESH_SECONDS),
    )
    return Tokens(
        access_token=_issue_access(connection, grant_key, now), refresh_token=refresh_token, scope=scope
    )


def _issue_access(connection: apsw.Connection, grant_key: int, now: float) -> str:
    access_token = f"mcp_at_{secrets.token_urlsafe(32)}"
    connection.execute(
        "INSERT INTO oauth_access_tokens (token_hash, grant_key, expires_at) VALUES (?, ?, ?)",
        (hashed(access_token), grant_key, now + ACCESS_SECONDS),
    )
    return access_token


def _proves(verifier: str, challenge: str) -> bool:
    """Check PKCE S256: the challenge is the hash of the verifier (RFC 7636 4.6)."""
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _invalid_grant(description: str) -> OAuthError:
    return OAuthError("invalid_grant", description)
