"""How a server's own description of its API differs from the contract that is built in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from app.contract.endpoints import (
    COMPANIES,
    OAUTH_AUTHORIZE,
    OAUTH_TOKEN,
    PostRoute,
    Report,
    Resource,
    Scope,
)

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_PARAMETER = re.compile(r"\{[^}]*\}")
_COMPANY = "{companyId}"
_SIGN_IN = (("GET", OAUTH_AUTHORIZE, "authorizationUrl"), ("POST", OAUTH_TOKEN, "tokenUrl"))


class DifferenceKind(StrEnum):
    """What is different about an operation."""

    MISSING = "missing"
    """Built in here and not described there."""
    UNKNOWN = "unknown"
    """Described there below the companies and not built in here."""
    SCOPE = "scope"
    """Both know it, and ask for different scopes."""
    MOVED = "moved"
    """A step of the sign-in lies elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One operation that is not the same on both sides."""

    kind: DifferenceKind
    method: str
    path: str
    built_in: str = ""
    """The scope that is asked for here, where that is what differs."""
    described: str = ""
    """The scopes that are asked for there, or the path there."""


class _Operation(NamedTuple):
    method: str
    path: str


class _Described(NamedTuple):
    path: str
    scopes: frozenset[str]


def compare_openapi(described: dict[str, Any]) -> list[Difference]:
    """List what is missing, unknown, moved or differently protected; tolerant of anything that is no OpenAPI.

    Names of path parameters do not matter, nor whether the base path stands in `servers` or in each path.
    """
    theirs = dict(_described_operations(described))
    ours = {_Operation(method, _plain(path)): (path, scope) for method, path, scope in _built_in()}
    differences = [
        Difference(kind=DifferenceKind.MISSING, method=operation.method, path=path)
        for operation, (path, _) in ours.items()
        if operation not in theirs
    ]
    differences += [
        Difference(
            kind=DifferenceKind.SCOPE,
            method=operation.method,
            path=path,
            built_in=scope,
            described=" ".join(sorted(theirs[operation].scopes)),
        )
        for operation, (path, scope) in ours.items()
        if operation in theirs and theirs[operation].scopes and scope not in theirs[operation].scopes
    ]
    differences += [
        Difference(kind=DifferenceKind.UNKNOWN, method=operation.method, path=found.path)
        for operation, found in theirs.items()
        if operation not in ours and operation.path.startswith(COMPANIES)
    ]
    return [*differences, *_moved_sign_in(described)]


def _built_in() -> Iterator[tuple[str, str, Scope]]:
    """Walk every operation of the contract, with its scope."""
    yield "GET", COMPANIES, Scope.COMPANIES
    yield "GET", f"{COMPANIES}/{_COMPANY}", Scope.COMPANIES
    for read in (*Resource, *Report):
        yield "GET", read.route.path(_COMPANY), read.route.scope
    for post in PostRoute:
        yield "POST", post.route.path(_COMPANY), post.route.scope


def _moved_sign_in(described: dict[str, Any]) -> Iterator[Difference]:
    """Compare the steps of the authorization code flow, where they are described."""
    schemes = _object(_object(described.get("components")).get("securitySchemes"))
    for scheme in schemes.values():
        flow = _object(_object(_object(scheme).get("flows")).get("authorizationCode"))
        for method, path, name in _SIGN_IN:
            url = flow.get(name)
            if isinstance(url, str) and _path_of(url) != path:
                yield Difference(kind=DifferenceKind.MOVED, method=method, path=path, described=url)


def _described_operations(described: dict[str, Any]) -> Iterator[tuple[_Operation, _Described]]:
    base = _base_path(described)
    for path, operations in _object(described.get("paths")).items():
        full = path if path.startswith(base) else base + path
        for method, operation in _object(operations).items():
            if method in _METHODS:
                found = _Described(full, _scopes(_object(operation), described))
                yield _Operation(method.upper(), _plain(full)), found


def _scopes(operation: dict[str, Any], described: dict[str, Any]) -> frozenset[str]:
    """Return the scopes an operation asks for; its own list replaces that of the whole document."""
    found: set[str] = set()
    for requirement in _list(operation.get("security", described.get("security"))):
        for scopes in _object(requirement).values():
            found.update(scope for scope in _list(scopes) if isinstance(scope, str))
    return frozenset(found)


def _base_path(described: dict[str, Any]) -> str:
    servers = _list(described.get("servers"))
    url = _object(servers[0]).get("url") if servers else None
    return _path_of(url).rstrip("/") if isinstance(url, str) else ""


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return url


def _plain(path: str) -> str:
    return _PARAMETER.sub("{}", path).rstrip("/")


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
