"""Make this app known to the server: a public client with one exact redirect address (RFC 7591, A19)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import ValidationError

from app.api.answers import Request
from app.api.metadata import Endpoints
from app.api.wire import Wire
from app.contract.oauth import RegistrationAnswer
from app.contract.strict_json import json_bytes
from app.core.errors import SignInError

CLIENT_NAME = "Tickmark"
_GRANTS = ["authorization_code", "refresh_token"]
_CLIENT_ID = re.compile(r"[\x20-\x7e]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A client id and the port its redirect address was registered with."""

    client_id: str
    port: int


async def register(wire: Wire, endpoints: Endpoints, redirect_uri: str, port: int) -> Registration:
    """Register this app for one redirect address; raises SignInError when the server will not.

    Any secret the server hands out is ignored: in an installed app it proves nothing (RFC 8252, 8.5).
    """
    body = json_bytes(
        {
            "client_name": CLIENT_NAME,
            "redirect_uris": [redirect_uri],
            "grant_types": _GRANTS,
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        }
    )
    headers = {"Content-Type": "application/json"}
    answer = await wire.send(Request(method="POST", path=endpoints.register, headers=headers, body=body))
    if not answer.is_success:
        raise SignInError("The ledger did not accept this app; try again, or ask its support.")
    try:
        granted = RegistrationAnswer.model_validate_json(answer.body)
    except ValidationError:
        granted = None
    if granted is None or not _CLIENT_ID.fullmatch(granted.client_id):
        raise SignInError("The ledger's answer to the registration cannot be read; try again later.")
    return Registration(client_id=granted.client_id, port=port)
