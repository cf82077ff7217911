"""The demo firm is the same in every run, and tomorrow's is today's with a day more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest

from app.sandbox.demo import generate_demo_firm
from tests.unit.sandbox_demo.reading import COMMON_DAY, read_firm

TURNS = (COMMON_DAY, date(2025, 12, 31))


def _ids_by_content(today):
    """Return ids by company, date and text, which say what a record is whatever its amount."""
    ids = defaultdict(list)
    for record in generate_demo_firm(today):
        if record["kind"] in ("journal_entry", "bank_transaction"):
            place = record.get("bankAccountId", "")
            ids[record["companyId"], place, record["date"], record["description"]].append(record["id"])
    return ids


def test_the_same_day_gives_the_same_firm():
    assert list(generate_demo_firm(COMMON_DAY)) == read_firm(COMMON_DAY).records


def test_every_id_is_there_once_and_is_a_uuid(firm):
    ids = [record["id"] for record in firm.records]
    assert len(ids) == len(set(ids))
    assert all(len(each) == 36 and each[14] == "5" for each in ids)


@pytest.mark.parametrize("today", TURNS, ids=str)
def test_records_keep_their_ids_when_a_day_passes(today):
    before, after = _ids_by_content(today), _ids_by_content(today + timedelta(days=1))
    shared = before.keys() & after.keys()
    moved = [key for key in shared if before[key] != after[key]]
    assert len(shared) > 0.9 * len(before)
    assert len(moved) < 10, moved  # a duplicate planted in another month shares its words with a purchase


def test_within_a_month_old_records_do_not_change_at_all():
    later = {record["id"]: record for record in generate_demo_firm(COMMON_DAY + timedelta(days=1))}
    settled = (COMMON_DAY - timedelta(days=20)).isoformat()
    old = [each for each in read_firm(COMMON_DAY).records if "date" in each and each["date"] < settled]
    assert [each["id"] for each in old if later.get(each["id"]) != each] == []
