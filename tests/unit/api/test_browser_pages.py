from __future__ import annotations

import pytest

from app.api import browser_pages
from app.api.browser_pages import BrowserPage

PAGES = [value for value in vars(browser_pages).values() if isinstance(value, BrowserPage)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title)
def test_a_page_is_complete_and_loads_nothing(page: BrowserPage) -> None:
    """B04: one static document, no script, no address."""
    html = page.html().decode()
    assert html.startswith("<!doctype html>")
    assert html.endswith("</html>")
    assert "close this tab" in html
    assert not any(word in html for word in ("<script", "http:", "https:", "url(", "src=", "href="))


def test_no_page_claims_that_the_sign_in_has_succeeded() -> None:
    """The tokens have not been asked for when the page is written."""
    assert not any("signed in" in page.html().decode().lower() for page in PAGES)


def test_a_page_escapes_its_texts() -> None:
    page = BrowserPage(status=browser_pages.ANSWERED.status, title="<b>", sentence="a & b")
    assert b"<b>" not in page.html()
    assert b"a &amp; b" in page.html()
