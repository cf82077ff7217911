"""Every failure a user may meet; each message is one sentence a bookkeeper can act on.

AppError
├── InputError            what was typed or handed in cannot be used; nothing was changed
│   ├── FormError         several fields at once, each with its sentence
│   └── SamePostingError  the same posting was queued a moment ago; a question, not a failure
├── LedgerError           the ledger, or the way to it
│   ├── OfflineError      no answer and nothing sent; waiting helps
│   │   └── UntrustedServerError  who answers is not provably the ledger; nothing was sent
│   ├── UncertainError    something was sent and the answer is missing or unreadable
│   ├── UnreadableError   the answer to a read cannot be understood; what is here was kept
│   ├── BusyError         the ledger asked to wait (429, or retryable by its own word)
│   └── RefusedError      the ledger said no; trying again will not help
│       ├── SignInNeededError
│       ├── MissingScopeError
│       ├── AccessDeniedError
│       └── PeriodLockedError
├── SignInError           a sign-in attempt ended without a session
│   └── SignInCancelledError
├── KeychainError         the system keychain cannot be used
│   ├── NoKeychainError       there is none, or none that keeps secrets
│   ├── KeychainLockedError   it is locked
│   └── KeychainDismissedError  its prompt was closed without an answer
└── StorageError          this computer's disk or files
"""

from __future__ import annotations


class AppError(Exception):
    """A failure with a sentence for the user."""


class InputError(AppError):
    """Something typed or handed in cannot be used."""

    def __init__(self, message: str, *, field: str = "") -> None:
        """Keep the sentence and the name of the field it belongs beside, if any."""
        super().__init__(message)
        self.field = field


class FormError(InputError):
    """Several fields of a form cannot be used; each has its own sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        """Keep the sentences by field name, in the order of the form."""
        super().__init__(" ".join(fields.values()), field=next(iter(fields), ""))
        self.fields = fields


class SamePostingError(InputError):
    """The same posting was queued a moment ago; it is queued again only when the user says so."""

    def __init__(self, message: str, *, item_id: int) -> None:
        """Keep which posting in the outbox it repeats."""
        super().__init__(message)
        self.item_id = item_id


class LedgerError(AppError):
    """The ledger, or the way to it, failed."""


class OfflineError(LedgerError):
    """Nothing reached the ledger; waiting helps."""


class UntrustedServerError(OfflineError):
    """The server cannot prove that it is the ledger; nothing was sent, and waiting alone does not help."""


class UncertainError(LedgerError):
    """The request may have taken effect; only the ledger knows."""


class UnreadableError(LedgerError):
    """The answer to a read cannot be understood."""


class BusyError(LedgerError):
    """The ledger asked to wait before trying again."""

    def __init__(self, message: str, *, retry_after: float | None = None, code: str = "") -> None:
        """Keep how many seconds the ledger asked for, when it said so."""
        super().__init__(message)
        self.retry_after = retry_after
        self.code = code


class RefusedError(LedgerError):
    """The ledger said no; trying again will not help."""

    def __init__(self, message: str, *, code: str = "", request_id: str = "") -> None:
        """Keep the ledger's own code, lower case, and its request id."""
        super().__init__(message)
        self.code = code
        self.request_id = request_id


class SignInNeededError(RefusedError):
    """There is no usable session; the user has to sign in again."""


class MissingScopeError(RefusedError):
    """The session lacks a permission."""

    def __init__(self, message: str, *, scope: str = "", code: str = "missing_scope") -> None:
        """Keep the scope that is missing, when the ledger named it."""
        super().__init__(message, code=code)
        self.scope = scope


class AccessDeniedError(RefusedError):
    """The firm may no longer see this company."""


class PeriodLockedError(RefusedError):
    """The date lies in a period that is closed."""


class SignInError(AppError):
    """A sign-in attempt ended without a session."""


class SignInCancelledError(SignInError):
    """The user, or the person at the consent page, stopped the sign-in."""


class KeychainError(AppError):
    """The system keychain cannot be used."""


class NoKeychainError(KeychainError):
    """There is no keychain on this computer, or none that keeps secrets."""


class KeychainLockedError(KeychainError):
    """The keychain is locked; unlocking it helps."""


class KeychainDismissedError(KeychainError):
    """The keychain's own prompt was closed without an answer; asking again helps."""


class StorageError(AppError):
    """This computer's disk or files failed."""
