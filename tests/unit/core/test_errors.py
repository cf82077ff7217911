"""Every failure carries a sentence and what the code that meets it needs to decide."""

from __future__ import annotations

import pytest

from app.core import errors
from app.core.errors import (
    AccessDeniedError,
    AppError,
    BusyError,
    FormError,
    InputError,
    LedgerError,
    MissingScopeError,
    PeriodLockedError,
    RefusedError,
    SamePostingError,
    SignInCancelledError,
    SignInError,
    SignInNeededError,
)


def test_every_error_of_the_app_is_one_family():
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert all(issubclass(cls, AppError) for cls in classes)


@pytest.mark.parametrize("cls", [SignInNeededError, MissingScopeError, AccessDeniedError, PeriodLockedError])
def test_what_trying_again_cannot_help_is_a_refusal(cls):
    assert issubclass(cls, RefusedError)
    assert issubclass(cls, LedgerError)


def test_a_cancelled_sign_in_is_a_sign_in_that_ended():
    assert issubclass(SignInCancelledError, SignInError)


def test_an_input_error_names_the_field_it_belongs_beside():
    assert InputError("Enter the date.", field="date").field == "date"
    assert InputError("Enter the date.").field == ""


def test_a_form_error_keeps_a_sentence_for_each_field_in_order():
    error = FormError({"date": "Enter the date.", "amount": "Enter the amount."})
    assert (error.field, str(error)) == ("date", "Enter the date. Enter the amount.")
    assert FormError({}).field == ""


def test_a_repeated_posting_is_a_question_about_the_first():
    error = SamePostingError("Post it again?", item_id=7)
    assert (error.item_id, str(error)) == (7, "Post it again?")
    assert isinstance(error, InputError)


def test_a_busy_ledger_says_how_long_when_it_said_so():
    assert BusyError("Wait.", retry_after=3.0, code="rate_limited").retry_after == 3.0
    assert BusyError("Wait.").retry_after is None


def test_a_refusal_keeps_code_and_request_id():
    error = RefusedError("No.", code="invalid_request", request_id="req_1")
    assert (error.code, error.request_id) == ("invalid_request", "req_1")


def test_a_missing_scope_is_named():
    error = MissingScopeError("Permission needed.", scope="reports:read")
    assert (error.scope, error.code) == ("reports:read", "missing_scope")
