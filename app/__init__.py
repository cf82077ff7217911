"""Tickmark: review the books of many client companies from one desktop app."""
