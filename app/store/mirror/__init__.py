"""The mirror: a copy of the firm's books on this computer, rebuilt from the ledger at any time."""
