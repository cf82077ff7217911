"""One module for each client company: who it is, what it earns and what it spends."""

from __future__ import annotations

from app.sandbox.demo.profile import Profile
from app.sandbox.demo.trades import (
    builders,
    cafe,
    dental,
    ecommerce,
    logistics,
    machining,
    nonprofit,
    rentals,
    saas,
    studios,
    yoga,
)

PROFILES: tuple[Profile, ...] = (
    cafe.PROFILE,
    dental.PROFILE,
    builders.PROFILE,
    ecommerce.PROFILE,
    rentals.PROFILE,
    studios.FOXGLOVE,
    nonprofit.PROFILE,
    machining.PROFILE,
    saas.PROFILE,
    logistics.PROFILE,
    yoga.PROFILE,
    studios.SUMMIT,
)
"""The firm's clients in the order of their names."""
