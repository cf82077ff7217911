"""CSV that no spreadsheet takes for formulas (G01)."""

from __future__ import annotations

import csv
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.core.statements import TrialBalance, TrialBalanceRow
from app.documents.csv import trial_balance_csv

TRIGGERS = tuple("=+-@\t\r\n")


def report(*rows):
    return TrialBalance(
        as_of=date(2026, 6, 30),
        rows=tuple(
            TrialBalanceRow(
                account_id="a", account_code=code, account_name=name, type="asset", balance_cents=c
            )
            for code, name, c in rows
        ),
    )


def test_amounts_are_plain_numbers_and_texts_are_quoted():
    text = trial_balance_csv(report(("1100", 'The "old" bank', 129950), ("2000", "Payable", -5)))
    assert text.splitlines() == [
        '"Code","Account","Type","Debit","Credit"',
        '"1100","The ""old"" bank","asset",1299.50,0.00',
        '"2000","Payable","asset",0.00,0.05',
        '"","Total","",1299.50,0.05',
    ]


@given(st.text(), st.sampled_from([*TRIGGERS, ",=", ";+", '"@', ""]), st.text())
def test_no_text_starts_a_formula(before, trigger, after):
    for name in (before + trigger + after, trigger + after):
        text = trial_balance_csv(report(("1", name, 1)))
        cells = next(row for row in list(csv.reader(text.splitlines(keepends=True)))[1:])
        assert not cells[1].startswith(TRIGGERS)
        assert not re.search(r"[,;\"][=+\-@\t\r\n]", cells[1])
