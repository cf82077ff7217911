from __future__ import annotations

import re

from app.api.pkce import METHOD, encode, make_proof, proof_of

APPENDIX_B_OCTETS = bytes.fromhex("7418dfb49799e0254ffa607dd8adbbba16d4254d69d6bff05b5805585384 8d79")


def test_the_example_of_rfc_7636_appendix_a() -> None:
    """A01: base64url without padding."""
    assert encode(bytes([3, 236, 255, 224, 193])) == "A-z_4ME"


def test_the_example_of_rfc_7636_appendix_b() -> None:
    """A01: verifier and S256 challenge of the standard's own octets."""
    proof = proof_of(APPENDIX_B_OCTETS)
    assert proof.verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert METHOD == "S256"


def test_a_thousand_verifiers_are_well_formed_and_all_different() -> None:
    """A01, A02."""
    verifiers = {make_proof().verifier for _ in range(1_000)}
    assert len(verifiers) == 1_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", each) for each in verifiers)


def test_a_proof_does_not_show_its_verifier() -> None:
    proof = make_proof()
    assert proof.verifier not in repr(proof)
