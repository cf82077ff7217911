"""This machine's files and secrets."""
