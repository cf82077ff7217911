"""The LedgerHQ API's JSON: tolerant in, exact out."""
