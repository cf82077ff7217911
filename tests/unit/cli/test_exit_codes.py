"""Every failure has its exit code and its sentence."""

from __future__ import annotations

import pytest

from app.cli.exit_codes import Exit, exit_of
from app.cli.main import tell_end
from app.cli.outbox import exit_of_item
from app.core import errors
from app.core.outbox import Blocked, OutboxItem, OutboxState
from tests.posting_rig import NOON


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InputError("?"), 2),
        (errors.FormError({"date": "?"}), 2),
        (errors.SignInNeededError("?"), 3),
        (errors.OfflineError("?"), 4),
        (errors.UntrustedServerError("?"), 4),
        (errors.MissingScopeError("?"), 1),
        (errors.RefusedError("?"), 1),
        (errors.BusyError("?"), 1),
        (errors.UncertainError("?"), 1),
        (errors.UnreadableError("?"), 1),
        (errors.KeychainLockedError("?"), 1),
        (errors.SignInCancelledError("?"), 1),
        (errors.StorageError("?"), 1),
    ],
)
def test_each_error_has_its_code(error, code):
    assert exit_of(error) == code


@pytest.mark.parametrize(
    ("state", "blocked", "code"),
    [
        (OutboxState.POSTED, None, Exit.DONE),
        (OutboxState.ADOPTED, None, Exit.DONE),
        (OutboxState.QUEUED, Blocked.OFFLINE, Exit.OUT_OF_REACH),
        (OutboxState.QUEUED, Blocked.AUTH, Exit.SIGN_IN_NEEDED),
        (OutboxState.QUEUED, Blocked.SCOPE, Exit.FAILED),
        (OutboxState.QUEUED, Blocked.PERIOD, Exit.FAILED),
        (OutboxState.UNKNOWN, None, Exit.PARTLY_DONE),
        (OutboxState.NEEDS_LOOK, None, Exit.PARTLY_DONE),
        (OutboxState.REFUSED, None, Exit.FAILED),
    ],
)
def test_each_end_of_a_posting_has_its_code(state, blocked, code):
    assert exit_of_item(item(state=state, blocked=blocked)) == code


def test_an_unexpected_exception_is_masked_and_owned_up_to(capsys):
    assert tell_end(ValueError("token mcp_at_secret")) == Exit.FAILED
    told = capsys.readouterr()
    assert told.out == ""
    assert "a mistake in Tickmark" in told.err
    assert "secret" not in told.err


def test_an_interrupt_is_one_calm_line(capsys):
    assert tell_end(KeyboardInterrupt()) == Exit.FAILED
    assert capsys.readouterr().err == "tickmark: stopped\n"


def test_every_field_that_is_wrong_has_its_line(capsys):
    assert tell_end(errors.FormError({"date": "No date.", "amount": "No amount."})) == Exit.WRONG_USAGE
    assert capsys.readouterr().err == "tickmark: No date.\ntickmark: No amount.\n"


def item(**changes):
    facts = {
        "id": 1,
        "company_id": "c",
        "company_name": "C",
        "kind": "purchase",
        "state": OutboxState.QUEUED,
        "key": "k",
        "path": "/",
        "body": b"{}",
        "amount_cents": 1,
        "date": "2026-06-17",
        "description": "",
        "created_at": NOON,
    }
    return OutboxItem(**(facts | changes))
