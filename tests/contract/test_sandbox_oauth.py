"""Sign-in at the practice ledger: every way in, and every way that must not work (contract 2.1)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.contract import endpoints
from app.sandbox.server import SandboxOptions
from tests.practice_ledger import (
    REDIRECT,
    PracticeLedger,
    answer_of,
    authorization_query,
    pkce,
    practice_ledger,
)
from tests.small_firm import SUMMIT


def authorize(ledger: PracticeLedger, client_id: str, challenge: str, **more: str) -> httpx.Response:
    query = authorization_query(client_id, challenge, **more)
    return ledger.http.get(endpoints.OAUTH_AUTHORIZE, params={k: v for k, v in query.items() if v != "-"})


def redeem(ledger: PracticeLedger, client_id: str, code: str, verifier: str, **more: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "client_id": client_id,
        "code_verifier": verifier,
        **more,
    }
    return ledger.http.post(endpoints.OAUTH_TOKEN, data={k: v for k, v in form.items() if v != "-"})


def renew(ledger: PracticeLedger, session: dict[str, Any], **more: str) -> httpx.Response:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": session["refresh_token"],
        "client_id": session["client_id"],
        **more,
    }
    return ledger.http.post(endpoints.OAUTH_TOKEN, data=form)


def status_with(ledger: PracticeLedger, access_token: str) -> int:
    headers = {"authorization": f"Bearer {access_token}"}
    return ledger.http.get(endpoints.COMPANIES, headers=headers).status_code


def a_code(ledger: PracticeLedger) -> tuple[str, str, str]:
    client_id = ledger.register()
    verifier, challenge = pkce()
    location = authorize(ledger, client_id, challenge).headers["location"]
    return client_id, answer_of(location)["code"], verifier


def refusal(answer: httpx.Response) -> str:
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert set(answer.json()) == {"error", "error_description"}
    return str(answer.json()["error"])


def test_registration_returns_what_was_recorded(ledger: PracticeLedger) -> None:
    body = {
        "client_name": "Tickmark",
        "redirect_uris": [REDIRECT],
        "token_endpoint_auth_method": "none",
        "x": 1,
    }
    answer = ledger.http.post(endpoints.OAUTH_REGISTER, json=body)
    assert answer.status_code == 201
    assert answer.json()["client_id"].startswith("mcp_")
    assert len(answer.json()["client_id"]) == len("mcp_") + 32
    assert answer.json()["redirect_uris"] == [REDIRECT]
    assert answer.json()["client_id_issued_at"] > 1_700_000_000


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{", "invalid_client_metadata"),
        (b"[]", "invalid_client_metadata"),
        (b'{"client_name":"x","redirect_uris":["http://evil.test/"]}', "invalid_redirect_uri"),
    ],
)
def test_a_bad_registration_is_refused(body: bytes, error: str, still_ledger: PracticeLedger) -> None:
    assert refusal(still_ledger.http.post(endpoints.OAUTH_REGISTER, content=body)) == error


def test_a_code_is_traded_for_a_session(ledger: PracticeLedger) -> None:
    client_id, code, verifier = a_code(ledger)
    answer = redeem(ledger, client_id, code, verifier)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    session = answer.json()
    assert set(session) == {"access_token", "token_type", "expires_in", "refresh_token", "scope"}
    assert session["access_token"].startswith("mcp_at_")
    assert session["refresh_token"].startswith("mcp_rt_")
    assert (session["token_type"], session["expires_in"], session["scope"]) == ("Bearer", 3600, "mcp")
    assert status_with(ledger, session["access_token"]) == 200


def test_the_state_comes_back_as_it_was_sent(still_ledger: PracticeLedger) -> None:
    """A wrong state is the client's to find: the ledger hands back exactly what it got (A03)."""
    client_id = still_ledger.register()
    answer = authorize(still_ledger, client_id, pkce()[1], state="a b&c=d/é")
    assert answer.status_code == 302
    assert answer_of(answer.headers["location"])["state"] == "a b&c=d/é"
    assert set(answer_of(answer.headers["location"])) == {"code", "state"}
    without = authorize(still_ledger, client_id, pkce()[1], state="-")
    assert set(answer_of(without.headers["location"])) == {"code"}


def test_asking_for_no_scope_means_reading(ledger: PracticeLedger) -> None:
    client_id, (verifier, challenge) = ledger.register(), pkce()
    location = authorize(ledger, client_id, challenge, scope="-").headers["location"]
    session = redeem(ledger, client_id, answer_of(location)["code"], verifier).json()
    assert session["scope"].split() == list(endpoints.READ_SCOPES)


def test_unknown_scopes_are_left_out_of_what_is_granted(ledger: PracticeLedger) -> None:
    assert ledger.sign_in("accounts:read", "payroll:read")["scope"] == "accounts:read"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "-"}, "unsupported_response_type"),
        ({"code_challenge": "-"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "-"}, "invalid_request"),
        ({"scope": "payroll:read"}, "invalid_scope"),
    ],
)
def test_a_bad_request_is_told_to_the_app(
    more: dict[str, str], error: str, still_ledger: PracticeLedger
) -> None:
    """PKCE with S256 is demanded of everybody (S03, S06)."""
    answer = authorize(still_ledger, still_ledger.register(), pkce()[1], **more)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(REDIRECT)
    assert answer_of(answer.headers["location"])["error"] == error
    assert answer_of(answer.headers["location"])["state"] == "state-1"


@pytest.mark.parametrize(
    "more",
    [
        {"client_id": "mcp_unknown"},
        {"client_id": "-"},
        {"redirect_uri": "https://evil.test/"},
        {"redirect_uri": "-"},
        {"redirect_uri": REDIRECT.replace("49152", "49153")},
        {"redirect_uri": REDIRECT + "/"},
        {"redirect_uri": REDIRECT.upper()},
    ],
)
def test_an_unknown_app_or_redirect_goes_nowhere(more: dict[str, str], still_ledger: PracticeLedger) -> None:
    """An error page and no redirect (S07)."""
    query = {**authorization_query(still_ledger.register(), pkce()[1]), **more}
    query = {name: value for name, value in query.items() if value != "-"}
    answer = still_ledger.http.get(endpoints.OAUTH_AUTHORIZE, params=query)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "This sign-in cannot go on" in answer.text


def test_any_loopback_port_is_fine_once_switched_on(ledger: PracticeLedger) -> None:
    """Both ways of matching can be played (S01)."""
    client_id = ledger.register()
    other = REDIRECT.replace("49152", "50000")
    assert authorize(ledger, client_id, pkce()[1], redirect_uri=other).status_code == 400
    ledger.change_sign_in(redirectMatch="any_port")
    assert authorize(ledger, client_id, pkce()[1], redirect_uri=other).headers["location"].startswith(other)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"code_verifier": pkce()[0]}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_grant"),
        ({"code_verifier": "-"}, "invalid_request"),
        ({"redirect_uri": REDIRECT + "/"}, "invalid_grant"),
        ({"redirect_uri": "-"}, "invalid_request"),
        ({"code": "mcp_ac_wrong"}, "invalid_grant"),
        ({"code": "-"}, "invalid_request"),
        ({"client_id": "mcp_unknown"}, "invalid_client"),
        ({"client_id": "-"}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "-"}, "invalid_request"),
    ],
)
def test_a_code_with_anything_wrong_beside_it_is_refused(
    more: dict[str, str], error: str, still_ledger: PracticeLedger
) -> None:
    """Wrong verifiers, other addresses, other kinds of grant (S04, S21)."""
    client_id, code, verifier = a_code(still_ledger)
    fields = {"code": code, "code_verifier": verifier, "client_id": client_id, **more}
    answer = redeem(
        still_ledger, fields.pop("client_id"), fields.pop("code"), fields.pop("code_verifier"), **fields
    )
    assert refusal(answer) == error


def test_a_code_belongs_to_the_app_it_was_made_for(still_ledger: PracticeLedger) -> None:
    _, code, verifier = a_code(still_ledger)
    assert refusal(redeem(still_ledger, still_ledger.register(), code, verifier)) == "invalid_grant"


def test_a_replayed_code_ends_what_the_first_use_got(ledger: PracticeLedger) -> None:
    """Second use is refused and revokes (S08)."""
    client_id, code, verifier = a_code(ledger)
    session = {**redeem(ledger, client_id, code, verifier).json(), "client_id": client_id}
    assert refusal(redeem(ledger, client_id, code, verifier)) == "invalid_grant"
    assert status_with(ledger, session["access_token"]) == 401
    assert refusal(renew(ledger, session)) == "invalid_grant"


def test_a_code_lives_five_minutes(ledger: PracticeLedger) -> None:
    client_id, code, verifier = a_code(ledger)
    ledger.clock.turn(minutes=5, seconds=1)
    assert refusal(redeem(ledger, client_id, code, verifier)) == "invalid_grant"


def test_refresh_rotates_both_tokens(ledger: PracticeLedger) -> None:
    session = ledger.sign_in("accounts:read")
    renewed = renew(ledger, session).json()
    assert renewed["refresh_token"] != session["refresh_token"]
    assert renewed["access_token"] != session["access_token"]
    assert renewed["scope"] == "accounts:read"
    again = renew(ledger, {**session, **renewed})
    assert again.status_code == 200


def test_reuse_of_a_rotated_refresh_token_ends_the_family(ledger: PracticeLedger) -> None:
    """No grace at all (S09)."""
    session = ledger.sign_in()
    renewed = {**session, **renew(ledger, session).json()}
    assert refusal(renew(ledger, session)) == "invalid_grant"
    assert status_with(ledger, renewed["access_token"]) == 401
    assert refusal(renew(ledger, renewed)) == "invalid_grant"


def test_rotation_can_be_switched_off(ledger: PracticeLedger) -> None:
    session = ledger.sign_in()
    ledger.change_sign_in(rotate=False)
    assert renew(ledger, session).json()["refresh_token"] == session["refresh_token"]
    assert renew(ledger, session).status_code == 200


def test_a_refresh_token_belongs_to_its_app(still_ledger: PracticeLedger) -> None:
    session = still_ledger.sign_in()
    assert refusal(renew(still_ledger, session, client_id=still_ledger.register())) == "invalid_grant"
    assert refusal(renew(still_ledger, session, refresh_token="mcp_rt_unknown")) == "invalid_grant"


def test_tokens_expire(ledger: PracticeLedger) -> None:
    session = ledger.sign_in()
    ledger.clock.turn(minutes=61)
    assert status_with(ledger, session["access_token"]) == 401
    session = {**session, **renew(ledger, session).json()}
    assert status_with(ledger, session["access_token"]) == 200
    ledger.clock.turn(days=31)
    assert refusal(renew(ledger, session)) == "invalid_grant"


def test_revoking_a_refresh_token_ends_the_session(ledger: PracticeLedger) -> None:
    """Access tokens of the grant end too (S18)."""
    session = ledger.sign_in()
    form = {"token": session["refresh_token"], "client_id": session["client_id"]}
    assert ledger.http.post(endpoints.OAUTH_REVOKE, data=form).status_code == 200
    assert status_with(ledger, session["access_token"]) == 401
    assert refusal(renew(ledger, session)) == "invalid_grant"


def test_revoking_an_access_token_leaves_the_session(ledger: PracticeLedger) -> None:
    session = ledger.sign_in()
    ledger.http.post(endpoints.OAUTH_REVOKE, data={"token": session["access_token"]})
    assert status_with(ledger, session["access_token"]) == 401
    assert renew(ledger, session).status_code == 200


def test_revoking_an_unknown_token_is_fine(still_ledger: PracticeLedger) -> None:
    assert still_ledger.http.post(endpoints.OAUTH_REVOKE, data={"token": "whatever"}).status_code == 200
    assert refusal(still_ledger.http.post(endpoints.OAUTH_REVOKE, data={})) == "invalid_request"


def test_a_secret_in_a_header_proves_nothing(still_ledger: PracticeLedger) -> None:
    """Clients are public (S10); the token request carries no Basic header (A10)."""
    client_id, code, verifier = a_code(still_ledger)
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    answer = still_ledger.http.post(endpoints.OAUTH_TOKEN, data=form, auth=(client_id, "secret"))
    assert refusal(answer) == "invalid_client"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"grant_type=refresh_token&grant_type=refresh_token", "application/x-www-form-urlencoded"),
        (b'{"grant_type":"refresh_token"}', "application/json"),
        (b"grant_type=%ff", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(99)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_is_refused(content: bytes, kind: str, still_ledger: PracticeLedger) -> None:
    answer = still_ledger.http.post(endpoints.OAUTH_TOKEN, content=content, headers={"content-type": kind})
    assert refusal(answer) in ("invalid_request", "unsupported_grant_type")


def test_an_access_token_in_the_address_opens_nothing(still_ledger: PracticeLedger) -> None:
    token = still_ledger.access_token()
    assert still_ledger.http.get(endpoints.COMPANIES, params={"access_token": token}).status_code == 401


def test_metadata_names_the_endpoints_of_this_host(still_ledger: PracticeLedger) -> None:
    """The issuer is the address that was asked (S13); PKCE support can be detected (S06)."""
    answer = still_ledger.http.get(endpoints.OAUTH_METADATA).json()
    assert answer["issuer"] == still_ledger.base_url
    assert answer["token_endpoint"] == still_ledger.base_url + endpoints.OAUTH_TOKEN
    assert answer["code_challenge_methods_supported"] == ["S256"]
    assert answer["token_endpoint_auth_methods_supported"] == ["none"]
    resource = still_ledger.http.get(endpoints.RESOURCE_METADATA).json()
    assert resource["authorization_servers"] == [still_ledger.base_url]
    assert resource["resource"] == still_ledger.base_url + endpoints.API


def test_a_401_says_where_to_learn_how_to_sign_in(still_ledger: PracticeLedger) -> None:
    challenge = still_ledger.http.get(endpoints.COMPANIES).headers["www-authenticate"]
    assert challenge == f'Bearer resource_metadata="{still_ledger.base_url}{endpoints.RESOURCE_METADATA}"'


def test_a_restarted_ledger_keeps_its_sessions(ledger_options: SandboxOptions) -> None:
    with practice_ledger(ledger_options) as first:
        session = first.sign_in()
        before = a_code(first)
    with practice_ledger(ledger_options) as second:
        assert status_with(second, session["access_token"]) == 200
        assert renew(second, session).status_code == 200
        assert redeem(second, *before).status_code == 200


def test_no_token_is_ever_stored(ledger: PracticeLedger) -> None:
    """Only hashes are kept (C01 on the server's side)."""
    client_id, code, verifier = a_code(ledger)
    session = redeem(ledger, client_id, code, verifier).json()
    renewed = renew(ledger, {**session, "client_id": client_id}).json()
    folder = ledger.book.path.parent
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert client_id.encode() in stored
    for secret in (
        code,
        verifier,
        *(each[name] for each in (session, renewed) for name in ("access_token", "refresh_token")),
    ):
        assert secret.encode() not in stored


def test_forgotten_clients_have_to_register_again(ledger: PracticeLedger) -> None:
    session = ledger.sign_in()
    ledger.change_sign_in(forgetClients=True)
    assert refusal(renew(ledger, session)) == "invalid_client"
    assert authorize(ledger, session["client_id"], pkce()[1]).status_code == 400


def test_every_session_can_be_ended_at_once(ledger: PracticeLedger) -> None:
    session = ledger.sign_in()
    ledger.change_sign_in(expireAccessTokens=True)
    assert status_with(ledger, session["access_token"]) == 401
    renewed = {**session, **renew(ledger, session).json()}
    ledger.change_sign_in(revokeAll=True)
    assert status_with(ledger, renewed["access_token"]) == 401
    assert refusal(renew(ledger, renewed)) == "invalid_grant"


def test_the_token_reaches_every_company(still_ledger: PracticeLedger) -> None:
    assert still_ledger.read(SUMMIT, "accounts")["data"]
    assert len(still_ledger.get("/companies").json()["data"]) == 3
