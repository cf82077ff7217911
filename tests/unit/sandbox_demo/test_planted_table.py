"""The table of planted trouble: which checks it serves, and that what it names is there."""

from __future__ import annotations

from app.sandbox.demo import planted_trouble
from app.sandbox.demo.trades import PROFILES
from app.sandbox.demo.trouble import TROUBLE
from tests.unit.sandbox_demo.reading import COMMON_DAY, read_firm

FAMILIES = {"B": 18, "C": 7, "D": 19, "E": 11, "J": 10}


def test_every_check_that_can_be_served_is_served():
    served = {row.check for row in TROUBLE}
    assert served == {
        f"{family}{number}" for family, last in FAMILIES.items() for number in range(1, last + 1)
    }


def test_trouble_is_spread_over_all_companies_but_the_checks_stay_theirs():
    companies = [row.company for row in TROUBLE]
    assert set(companies) == {profile.key for profile in PROFILES}
    assert max(companies.count(key) for key in set(companies)) <= 11


def test_trouble_lies_within_the_last_year():
    assert all(0 <= row.months_back <= 11 for row in TROUBLE)


def test_every_row_of_the_table_is_planted_once(firm):
    planted = [
        (check, ids) for client in firm.clients for check, found in client.planted.items() for ids in found
    ]
    assert sorted(check for check, _ in planted) == sorted(row.check for row in TROUBLE)
    assert all(ids for _, ids in planted)


def test_what_was_planted_names_records_of_its_company(firm):
    for client in firm.clients:
        named = {each for found in client.planted.values() for ids in found for each in ids}
        assert named <= client.by_id.keys()


def test_planting_repeats():
    ours = sorted((each.check, each.record_ids) for each in planted_trouble(COMMON_DAY))
    known = read_firm(COMMON_DAY).clients
    assert ours == sorted(
        (check, ids) for each in known for check, found in each.planted.items() for ids in found
    )
