"""Every command as scripts call it: shapes on standard output, sentences beside it, exit codes."""

from __future__ import annotations

import csv
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.desks import Desk, open_desk
from tests.e2e.processes import SandboxProcess
from tests.small_firm import HARBOR, SUMMIT

pytestmark = pytest.mark.keyring

RESOURCES = {
    "accounts",
    "journal_entries",
    "journal_lines",
    "bank_accounts",
    "bank_transactions",
    "reconciliations",
}


@dataclass(frozen=True, kw_only=True)
class Office:
    """A desk that is signed in and synced, and the ledger it works with."""

    desk: Desk
    ledger: SandboxProcess


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, small_firm_file: Path) -> Iterator[Office]:
    with open_desk(tmp_path_factory.mktemp("office"), small_firm_file) as desk, desk.ledger() as ledger:
        signed_in = desk.ask("sign-in")
        assert signed_in["status"] == "signed_in"
        assert signed_in["mayPost"] is True
        assert desk.tickmark("sync").code == 0
        yield Office(desk=desk, ledger=ledger)


def test_companies_are_listed_with_their_stamps(office):
    companies = office.desk.ask("companies")
    assert [company["name"] for company in companies] == [
        "Harbor Food Bank",
        "Lakeside Yoga",
        "Summit Ridge Design LLC",
    ]
    summit = companies[2]
    assert set(summit) == {
        "id",
        "name",
        "status",
        "defaultCurrency",
        "lastSyncedAt",
        "tied",
        "openFindings",
    }
    assert (summit["id"], summit["status"], summit["defaultCurrency"]) == (SUMMIT, "active", "USD")
    assert summit["tied"] is True
    assert summit["lastSyncedAt"].endswith("Z")


def test_a_sync_tells_rows_and_proof_of_each_company(office):
    done = office.desk.ask("sync")
    assert set(done) == {"companies", "seconds"}
    assert len(done["companies"]) == 3
    for company in done["companies"]:
        assert set(company) == {"companyId", "name", "complete", "tied", "differences", "rows", "error"}
        assert (company["complete"], company["tied"], company["error"]) == (True, True, None)
        assert company["differences"] == []
        assert set(company["rows"]) == RESOURCES


def test_a_sync_takes_companies_by_id_or_name(office):
    done = office.desk.ask("sync", "--full", "--company", HARBOR, "--company", "summit ridge")
    assert sorted(company["companyId"] for company in done["companies"]) == [HARBOR, SUMMIT]


def test_both_sources_give_the_same_trial_balance_in_the_documented_shape(office):
    ask = ("report", "trial-balance", "--company", SUMMIT, "--as-of", "2026-06-30")
    mirror = office.desk.ask(*ask)
    server = office.desk.ask(*ask, "--source", "server")
    assert mirror == server
    assert set(mirror["data"]) == {"asOf", "accounts", "totalDebit", "totalCredit"}
    assert mirror["data"]["totalDebit"] == mirror["data"]["totalCredit"] > 0


def test_a_report_is_written_to_a_file_as_csv(office, tmp_path):
    out = tmp_path / "tb.csv"
    ask = ("report", "trial-balance", "--company", SUMMIT, "--format", "csv", "--out", out)
    done = office.desk.tickmark(*ask)
    assert (done.code, done.out) == (0, "")
    rows = list(csv.reader(out.read_text().splitlines()))
    assert rows[0] == ["Code", "Account", "Type", "Debit", "Credit"]
    assert rows[-1][1] == "Total"
    assert rows[-1][3] == rows[-1][4]


def test_a_table_is_for_the_eye(office):
    done = office.desk.tickmark("report", "trial-balance", "--company", "Summit Ridge Design LLC")
    assert done.code == 0
    assert "Software" in done.out
    assert "(" not in done.out.partition("Total")[2]


@pytest.mark.parametrize(
    "typed",
    [
        ("report", "profit-and-loss", "--company", SUMMIT),
        ("report", "trial-balance", "--company", SUMMIT, "--format", "pdf"),
        ("report", "trial-balance", "--company", SUMMIT, "--as-of", "2026-02-30"),
        ("report", "trial-balance", "--company", "Nobody & Sons"),
        ("post", "deposit", "--company", SUMMIT, "--body", "body.json"),
        ("sync", "--company", "Nobody & Sons"),
        ("--data", "books.firm.jsonl", "companies"),
        ("--today", "yesterday", "companies"),
        ("dance",),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(office, typed):
    done = office.desk.tickmark(*typed)
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert "Traceback" not in done.err


def test_a_purchase_is_posted_and_shows_in_the_mirror(office):
    item = office.desk.ask("post", "purchase", "--company", SUMMIT, "--body", office.desk.body())
    assert set(item) == {
        "id",
        "companyId",
        "kind",
        "state",
        "idempotencyKey",
        "attempts",
        "amountCents",
        "createdAt",
        "receipt",
        "error",
    }
    assert (item["state"], item["kind"], item["companyId"]) == ("posted", "purchase", SUMMIT)
    assert (item["amountCents"], item["attempts"], item["error"]) == (12995, 1, None)
    assert item["receipt"]["status"] == "posted"
    assert office.desk.ask("outbox")[0] == item
    ask = ("report", "trial-balance", "--company", SUMMIT)
    assert office.desk.ask(*ask) == office.desk.ask(*ask, "--source", "server")


def test_the_same_purchase_again_is_a_question(office):
    body = office.desk.body(amountCents=7777)
    ask = ("post", "purchase", "--company", SUMMIT, "--body", body, "--queue-only")
    assert office.desk.ask(*ask)["state"] == "queued"
    refused = office.desk.tickmark(*ask)
    assert (refused.code, refused.out) == (2, "")
    assert "--again" in refused.err
    assert office.desk.ask(*ask, "--again")["state"] == "queued"
    assert {item["state"] for item in office.desk.ask("outbox", "send")} == {"posted"}


def test_a_body_that_cannot_be_used_queues_nothing(office):
    before = office.desk.ask("outbox")
    body = office.desk.body(amountCents=0, date="2026-13-01", sourceAccountId=None, memo="?")
    done = office.desk.tickmark("--json", "post", "purchase", "--company", SUMMIT, "--body", body)
    assert (done.code, done.out) == (2, "")
    for field in ("amountCents", "date", "sourceAccountId", "memo"):
        assert field in done.err
    body.write_text("not JSON")
    assert office.desk.tickmark("post", "purchase", "--company", SUMMIT, "--body", body).code == 2
    assert office.desk.tickmark("post", "purchase", "--company", SUMMIT, "--body", "gone.json").code == 2
    assert office.desk.ask("outbox") == before


def test_a_company_that_is_denied_leaves_the_others_complete(office):
    """E11; exit code 5 says that only a part was done."""
    office.ledger.control("oauth", {"denyCompany": HARBOR})
    try:
        done = office.desk.tickmark("--json", "sync")
    finally:
        office.ledger.control("oauth", {"denyCompany": None})
    assert done.code == 5
    by_id = {company["companyId"]: company for company in done.json["companies"]}
    assert by_id[SUMMIT]["complete"] is True
    assert by_id[HARBOR]["complete"] is False
    assert by_id[HARBOR]["error"]


def test_a_doctor_finds_that_the_practice_ledger_keeps_the_contract(office):
    report = office.desk.ask("doctor")
    assert set(report) == {"versions", "profile", "keychain", "server"}
    assert report["versions"]["tickmark"] == "0.1.0"
    assert report["profile"] == {"path": str(office.desk.profile), "exists": True, "rights": "drwx------"}
    assert report["keychain"]["state"] == "usable"
    assert report["server"]["contractDifferences"] == []
    assert abs(report["server"]["clockOffsetSeconds"]) <= 2


def test_nothing_of_the_session_lies_in_the_profile(office):
    """C01, F10, F11: no token in any file, both databases encrypted and for their owner alone."""
    files = [path for path in office.desk.profile.rglob("*") if path.is_file()]
    assert {"mirror.db", "outbox.db", "tickmark.log"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        assert b"mcp_at_" not in content
        assert b"mcp_rt_" not in content
        if path.suffix == ".db":
            assert b"SQLite format 3" not in content[:16]
            assert b"Summit Ridge" not in content
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
