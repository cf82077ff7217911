"""The practice ledger: a LedgerHQ to try and to test against."""
