"""The proof that who started a sign-in is who ends it (RFC 7636): S256 only, never plain (A01)."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field

from authlib.oauth2.rfc7636 import create_s256_code_challenge

METHOD = "S256"
_OCTETS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One attempt's verifier and the challenge made of it."""

    verifier: str = field(repr=False)
    challenge: str


def make_proof() -> Proof:
    """Make a fresh proof of 32 random octets."""
    return proof_of(secrets.token_bytes(_OCTETS))


def proof_of(octets: bytes) -> Proof:
    """Make the proof of given octets (RFC 7636, 4.1 and 4.2)."""
    verifier = encode(octets)
    return Proof(verifier=verifier, challenge=create_s256_code_challenge(verifier))


def encode(octets: bytes) -> str:
    """Write octets as base64url without padding (RFC 7636, appendix A)."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
