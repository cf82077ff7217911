"""`company_switch`: key to painted Bank screen of another company, against painting the screen alone."""

from __future__ import annotations

from statistics import quantiles

from tests.benchmarks.registry import Figure
from tests.benchmarks.window_mirror import filled_mirror, timed


def run(rows: int) -> Figure:
    """Measure the 95th percentile of sixty switches."""
    with filled_mirror(rows) as mirror:
        _, figures = timed("-m", "tests.benchmarks.window_rig", str(mirror), "switch")
    return Figure(
        name="company_switch",
        figure=quantiles(figures["seconds"], n=20)[-1],
        unit="s",
        base=figures["paint"],
        base_name="painting the screen alone",
        target="p95 at most 0.05 s",
        rows=rows,
    )
