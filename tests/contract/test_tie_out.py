"""The mirror proves itself against the ledger's own trial balance (reliability E09, product F02, check A1)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from app.contract.endpoints import READ_SCOPES, Scope
from app.core.periods import month_ends
from app.core.sync import Health
from tests import small_firm as firm
from tests.paged_ledger import put_entry, with_books
from tests.practice_ledger import PracticeLedger
from tests.pull_rig import TODAY, PullRig, pulling, rig_of

SUMMIT = "Summit Ridge Design LLC"


@pytest.fixture
async def rig(ledger: PracticeLedger, tmp_path) -> AsyncIterator[PullRig]:
    async with pulling(ledger.base_url, ledger.access_token(), tmp_path / "mirror.db") as rig:
        await rig.sync()
        yield rig


async def test_the_proof_is_of_the_last_month_end_and_of_today(rig):
    proof = await rig.books.find_tie_out((await rig.company(SUMMIT)).key)
    assert proof is not None
    assert (proof.as_of, proof.tied) == ((date(2026, 5, 31), TODAY), True)


async def test_a_silent_edit_is_reported_with_account_and_cents(rig, ledger):
    """E09: a line changed without its `updatedAt`."""
    edited = firm.entry(firm.SUMMIT, "rent-2026-03", "2026-03-01", firm.RENT, firm.CHECKING, 185_001)
    ledger.put(edited, touch=False)
    outcome = (await rig.sync())[SUMMIT]
    assert (outcome.complete, outcome.tied) == (True, False)
    today = {
        d.account_name: (d.mirror_cents, d.server_cents) for d in outcome.differences if d.as_of == TODAY
    }
    assert {name: server - mirror for name, (mirror, server) in today.items()} == {
        "6000 Rent": 1,
        "1100 Checking": -1,
    }


async def test_what_does_not_tie_is_stamped_and_stored(rig, ledger):
    company = (await rig.company(SUMMIT)).key
    tied_at = next(h.tied_at for h in await rig.books.list_health() if h.company == company)
    ledger.put(
        firm.entry(firm.SUMMIT, "rent-2026-03", "2026-03-01", firm.RENT, firm.CHECKING, 185_001), touch=False
    )
    await rig.sync()
    (health,) = (health for health in await rig.books.list_health() if health.company == company)
    assert (health.health, health.differing_accounts, health.differing_cents) == (Health.NOT_TIED, 2, 2)
    assert health.tied_at == tied_at
    proof = await rig.books.find_tie_out(company)
    assert proof is not None
    assert {d.as_of for d in proof.differences} == {date(2026, 5, 31), TODAY}


async def test_a_vanished_entry_is_noticed(rig, ledger):
    """E08, E09: nothing tells of a deletion but the balances."""
    ledger.vanish("journal_entry", "sale-2026-04")
    outcome = (await rig.sync())[SUMMIT]
    assert not outcome.tied
    assert {abs(d.mirror_cents - d.server_cents) for d in outcome.differences} == {firm.SALE_CENTS}


async def test_an_open_edit_and_a_voided_entry_are_simply_pulled(rig, ledger):
    ledger.put(firm.entry(firm.SUMMIT, "rent-2026-03", "2026-03-01", firm.RENT, firm.CHECKING, 185_001))
    ledger.put(
        firm.entry(firm.SUMMIT, "rent-2026-04", "2026-04-01", firm.RENT, firm.CHECKING, 1, status="void")
    )
    assert (await rig.sync())[SUMMIT].tied


async def test_a_posting_of_another_program_between_pull_and_proof_is_no_difference(tmp_path):
    ledger = with_books(3)
    proven = []

    async with rig_of(ledger, tmp_path / "mirror.db") as rig:
        original = ledger.trial_balance

        async def late(company_id, as_of):
            if not proven:
                put_entry(ledger, 9)
            proven.append(as_of)
            return await original(company_id, as_of)

        ledger.trial_balance = late
        (outcome,) = (await rig.sync()).values()
    assert outcome.tied
    assert len(proven) == 4


async def test_a_report_that_may_not_be_read_leaves_the_mirror_complete_but_unproven(ledger, tmp_path):
    token = ledger.access_token(*(scope for scope in READ_SCOPES if scope is not Scope.REPORTS))
    async with pulling(ledger.base_url, token, tmp_path / "other.db") as rig:
        outcome = (await rig.sync())[SUMMIT]
    assert (outcome.complete, outcome.tied) == (True, None)
    assert "report" in str(outcome.error)


async def test_a_report_that_leaves_everything_out_is_told_account_by_account(tmp_path):
    async with rig_of(with_books(3, is_blind=True), tmp_path / "mirror.db") as rig:
        (outcome,) = (await rig.sync()).values()
    assert {(d.account_name, d.mirror_cents, d.server_cents) for d in outcome.differences} == {
        ("cash a-cash", 300, 0),
        ("sales a-sales", -300, 0),
    }


async def test_any_days_can_be_proven(rig):
    company = await rig.company(SUMMIT)
    days = month_ends(TODAY, 24)
    proof = await rig.tie_out.prove(company, days)
    assert (proof.tied, proof.as_of) == (True, tuple(days))


async def test_a_company_without_any_record_ties(rig):
    outcome = (await rig.sync("Lakeside"))["Lakeside Yoga"]
    assert (outcome.complete, outcome.tied, set(outcome.rows.values())) == (True, True, {0})
