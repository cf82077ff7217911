"""JSON answers that are made once and sent as they are."""

from __future__ import annotations

from starlette.responses import Response


class JsonBytes(Response):
    """A body that is JSON already."""

    media_type = "application/json"
