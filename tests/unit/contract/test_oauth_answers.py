"""What the sign-in's answers must carry, and what they may leave out (A13, A19)."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.contract.oauth import RegistrationAnswer, ServerMetadata, TokenAnswer


def test_a_registration_needs_only_a_client_id_and_no_secret_is_kept():
    answer = RegistrationAnswer.model_validate_json(b'{"client_id":"mcp_1","client_secret":"s3cret","x":1}')
    assert answer.client_id == "mcp_1"
    assert "s3cret" not in repr(answer)


def test_a_session_may_come_without_a_refresh_token():
    answer = TokenAnswer.model_validate_json(b'{"access_token":"mcp_at_1","token_type":"bearer"}')
    assert (answer.refresh_token, answer.expires_in, answer.scope) == (None, None, None)


@pytest.mark.parametrize("body", [b"{}", b'{"access_token":7,"token_type":"Bearer"}', b"<html>", b"[]"])
def test_an_answer_without_a_token_is_refused_without_repeating_it(body):
    with pytest.raises(ValidationError) as caught:
        TokenAnswer.model_validate_json(body)
    assert "html" not in str(caught.value)


def test_metadata_names_issuer_and_endpoints():
    metadata = ServerMetadata.model_validate(
        {"issuer": "https://x", "authorization_endpoint": "https://x/a", "token_endpoint": "https://x/t"}
    )
    assert not metadata.authorization_response_iss_parameter_supported
    assert metadata.revocation_endpoint is None
