"""The firm's companies in the mirror, how they are found, and how far each can be trusted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import pytest

from app.contract.endpoints import Resource
from app.core.errors import AccessDeniedError, AppError, InputError, StorageError
from app.core.sync import Health
from app.store.mirror.opening import open_mirror
from app.store.mirror.proofs import SyncRun, list_run_errors, save_run
from tests.unit.store.mirror_rig import STARTED, MirrorRig, account, bank_row, mirror_rig

FIRM = (
    {"id": "c1", "name": "Summit Ridge", "defaultCurrency": "USD"},
    {"id": "c2", "name": "alder Row", "defaultCurrency": "CAD", "fiscalYearStartMonth": 7, "region": "west"},
    {"id": "c3", "name": "Alder Street"},
)


@pytest.fixture
async def rig(tmp_path) -> AsyncIterator[MirrorRig]:
    async with mirror_rig(tmp_path / "mirror.db") as rig:
        await rig.list_firm(*FIRM)
        yield rig


async def ended(rig: MirrorRig, **how) -> None:
    usual = {"company": rig.company, "started_at": STARTED, "ended_at": STARTED, "is_complete": False}
    await rig.mirror.write(partial(save_run, run=SyncRun(**{**usual, **how})))


async def health(rig: MirrorRig) -> Health:
    return next(each.health for each in await rig.books.list_health() if each.company == rig.company)


async def test_companies_come_by_name_whatever_the_case(rig):
    companies = await rig.books.list_companies()
    assert [company.name for company in companies] == ["alder Row", "Alder Street", "Summit Ridge"]
    assert [company.default_currency for company in companies] == ["CAD", "USD", "USD"]
    assert [company.fiscal_year_start_month for company in companies] == [7, 1, 1]


async def test_a_list_that_is_the_same_changes_nothing(rig):
    assert await rig.list_firm(*FIRM) is False
    assert await rig.list_firm({**FIRM[0], "name": "Summit"}, *FIRM[1:]) is True


async def test_a_company_keeps_its_integer_and_its_unknown_fields(rig):
    assert await rig.rows("SELECT key, id, extra FROM company ORDER BY key") == [
        (1, "c1", None),
        (2, "c2", '{"region": "west"}'),
        (3, "c3", None),
    ]


async def test_a_company_that_is_no_longer_listed_is_kept_and_frozen(rig):
    """E11."""
    assert await rig.list_firm(*FIRM[1:]) is True
    assert await health(rig) is Health.NO_ACCESS
    assert len(await rig.books.list_companies()) == 3
    assert await rig.list_firm(*FIRM[1:]) is False


@pytest.mark.parametrize("text", ["c1", "Summit Ridge", "summit", "SUMMIT R", "  summit "])
async def test_a_company_is_found_by_id_name_or_beginning(rig, text):
    assert (await rig.books.company_by(text)).id == "c1"


async def test_a_beginning_that_fits_several_names_them(rig):
    with pytest.raises(InputError, match="alder Row, Alder Street"):
        await rig.books.company_by("alder")


async def test_an_exact_name_wins_over_a_longer_one(rig):
    await rig.list_firm(*FIRM, {"id": "c4", "name": "Alder"})
    assert (await rig.books.company_by("Alder")).id == "c4"


@pytest.mark.parametrize("text", ["", "nobody", "ridge"])
async def test_a_name_nobody_has_is_refused(rig, text):
    with pytest.raises(InputError, match="No company is called"):
        await rig.books.company_by(text)


async def test_a_company_nobody_pulled_was_never_synced(rig):
    assert await health(rig) is Health.NEVER_SYNCED


async def test_while_rows_come_the_numbers_are_not_final(rig):
    """E05."""
    await rig.put(Resource.ACCOUNTS, account("a1", "1", "Cash"))
    assert await health(rig) is Health.SYNCING


async def test_a_process_that_died_in_a_sync_left_it_incomplete(tmp_path):
    """E05."""
    async with mirror_rig(tmp_path / "x.db") as rig:
        await rig.put(Resource.BANK_TRANSACTIONS, bank_row("t1", 1))
    mirror = await open_mirror(tmp_path / "x.db", bytes(range(32)))
    found = await mirror.read(lambda c: c.execute("SELECT health, problem FROM company_health").get)
    await mirror.close()
    assert found == ("incomplete", "The last sync was interrupted; sync again to finish it.")


async def test_a_failed_pull_that_wrote_nothing_only_says_why(rig):
    await ended(rig, failure=AppError("The ledger is busy."))
    (first, *_) = await rig.books.list_health()
    assert (first.health, first.problem, first.last_synced_at) == (
        Health.NEVER_SYNCED,
        "The ledger is busy.",
        None,
    )


async def test_a_failed_pull_that_wrote_something_is_incomplete(rig):
    await rig.put(Resource.ACCOUNTS, account("a1", "1", "Cash"))
    await ended(rig, failure=AppError("The ledger is busy."), rows_written=1)
    assert await health(rig) is Health.INCOMPLETE


async def test_a_denied_company_says_so(rig):
    await ended(rig, failure=AccessDeniedError("Not this one."))
    assert await health(rig) is Health.NO_ACCESS


async def test_the_last_hundred_pulls_are_remembered(rig):
    for number in range(103):
        await ended(rig, failure=AppError(f"Failure {number}."))
    await ended(rig, is_complete=True)
    errors = await rig.mirror.read(partial(list_run_errors, company=rig.company))
    assert (len(errors), errors[0], errors[1]) == (100, None, "Failure 102.")


async def test_a_mirror_of_another_key_is_refused(tmp_path):
    """F11."""
    await (await open_mirror(tmp_path / "x.db", bytes(range(32)))).close()
    with pytest.raises(StorageError, match="cannot be read with this computer's key"):
        await open_mirror(tmp_path / "x.db", bytes(32))
