"""How wide columns are in a table of a given width."""

from __future__ import annotations

from typing import Any

from app.ui.models.columns import Column


def fitted_widths(columns: tuple[Column[Any], ...], available: int) -> list[int]:
    """Give each column its width; what is left goes to the stretching ones, what is missing comes off evenly.

    No column falls below its least width; a table narrower than all of these scrolls.
    """
    widths = [column.width for column in columns]
    spare = available - sum(widths)
    if spare >= 0:
        stretching = [place for place, column in enumerate(columns) if column.stretch]
        for place in stretching:
            widths[place] += spare // len(stretching)
        return widths
    slack = [column.width - column.least for column in columns]
    missing = min(-spare, sum(slack))
    if missing:
        widths = [width + -room * missing // sum(slack) for width, room in zip(widths, slack, strict=True)]
    return widths
