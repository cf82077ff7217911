"""Every benchmark runs, on small books; what it measures then means nothing."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.registry import BENCHMARKS


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_reports_its_figure_beside_its_base(name, capsys):
    assert main([name, "--rows", "2000", "--json"]) == 0
    (figure,) = json.loads(capsys.readouterr().out)["figures"]
    assert (figure["name"], figure["rows"]) == (name, 2000)
    assert figure["ratio"] == figure["figure"] / figure["base"] > 0


def test_a_name_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "there is no benchmark nonsense" in capsys.readouterr().err
