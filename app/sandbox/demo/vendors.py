"""Who is paid, and how a bank writes it: processor prefixes, store numbers, a place at the end."""

from __future__ import annotations

from typing import NamedTuple


class Vendor(NamedTuple):
    """A name as the books write it and the text of its bank rows; `{n}` stands for a number that changes."""

    name: str
    text: str


def pos(name: str, place: str) -> Vendor:
    """Pay at a till with a debit card."""
    return Vendor(name, f"POS {name.upper()} {{n}} {place}")


def card(name: str, place: str) -> Vendor:
    """Pay with a credit card."""
    return Vendor(name, f"{name.upper()} {{n}} {place}")


def square(name: str, place: str) -> Vendor:
    """Pay a small shop that takes cards through Square."""
    return Vendor(name, f"SQ *{name.upper()} {place}")


def toast(name: str, place: str) -> Vendor:
    """Pay a restaurant that takes cards through Toast."""
    return Vendor(name, f"TST* {name.upper()} {place}")


def paypal(name: str) -> Vendor:
    """Pay through PayPal."""
    return Vendor(name, f"PAYPAL *{name.upper()} {{n}} CA")


def ach(name: str, purpose: str = "PAYMENT") -> Vendor:
    """Be debited through the clearing house."""
    return Vendor(name, f"ACH {name.upper()} {purpose} {{n}}")


def check_card(name: str, place: str) -> Vendor:
    """Pay with a debit card without a till."""
    return Vendor(name, f"CHECKCARD {{n}} {name.upper()} {place}")
