"""The sign-in's JSON: registration, tokens, server metadata (contract 2.1)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, StrictBool, StrictStr


class _OauthModel(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, defer_build=True)


class RegistrationAnswer(_OauthModel):
    """What the server granted a new client; a secret, if any, is ignored (reliability A19)."""

    client_id: StrictStr
    grant_types: list[StrictStr] | None = None


class TokenAnswer(_OauthModel):
    """A granted or renewed session."""

    access_token: StrictStr
    token_type: StrictStr
    expires_in: int | None = None
    refresh_token: StrictStr | None = None
    scope: StrictStr | None = None


class ServerMetadata(_OauthModel):
    """RFC 8414 authorization server metadata, as far as it is used."""

    issuer: StrictStr
    authorization_endpoint: StrictStr
    token_endpoint: StrictStr
    registration_endpoint: StrictStr | None = None
    revocation_endpoint: StrictStr | None = None
    code_challenge_methods_supported: list[StrictStr] | None = None
    authorization_response_iss_parameter_supported: StrictBool = False
