"""The demo firm: twelve invented companies with two years of books, and honest trouble in them."""

from app.sandbox.demo.firm import generate_demo_firm, planted_trouble
from app.sandbox.demo.trouble import Planted

__all__ = ["Planted", "generate_demo_firm", "planted_trouble"]
