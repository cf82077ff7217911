"""Tables for the eye."""

from __future__ import annotations

from app.cli.output import table_text


def test_columns_are_as_wide_as_they_need_to_be_and_figures_stand_under_each_other():
    text = table_text(
        ("Account", "Debit"), [("Rent", "1,850.00"), ("Software", "3.00")], right=frozenset({1})
    )
    assert text.splitlines() == [
        "Account      Debit",
        "--------  --------",
        "Rent      1,850.00",
        "Software      3.00",
    ]


def test_a_table_without_rows_has_its_titles():
    assert table_text(("Company", "State"), []).splitlines()[0] == "Company  State"
