"""Accounting words and rules, pure and synchronous."""
