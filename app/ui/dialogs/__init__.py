"""Dialogs, awaited and never executed."""
