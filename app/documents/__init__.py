"""Statements as files for other programs."""
