"""The client's reads against the practice ledger and against servers that misbehave."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import aclosing
from datetime import UTC, date, datetime

import pytest

from app.api.client import LedgerClient
from app.api.wire import TimeLimits, Wire
from app.contract.endpoints import COMPANIES, Report, Resource
from app.contract.records import JournalLineRecord
from app.core.errors import (
    AccessDeniedError,
    AppError,
    BusyError,
    InputError,
    MissingScopeError,
    OfflineError,
    RefusedError,
    UnreadableError,
)
from app.sandbox.server import SandboxOptions
from tests.conftest import EXAMPLE_FIRM
from tests.contract.scripted_server import Seen, answering, behaving, read_request, reply
from tests.contract.signing_in import instantly, reaching, signed_in
from tests.practice_ledger import PracticeLedger, practice_ledger
from tests.small_firm import HARBOR, SUMMIT
from tests.unit.api.clocks import HandClock

LIST = b'{"data":[{"id":"c1","name":"One"}],"pagination":{"nextCursor":null,"hasMore":false}}'


class FixedToken:
    """A session that has always the same token."""

    async def bearer(self) -> str:
        return "mcp_at_1"

    async def replace(self, refused: str) -> str:
        return f"{refused}+"

    def refuse(self, refused: str) -> None:
        raise AssertionError(refused)


async def companies_of(
    url: str, clock: HandClock | None = None, limits: TimeLimits | None = None
) -> list[str]:
    """List the companies of a scripted server by name."""
    wire = Wire(url, limits)
    clock = clock or HandClock()
    client = LedgerClient(wire, FixedToken(), clock, clock.sleep)
    try:
        return [company.name for company in await client.companies()]
    finally:
        await wire.aclose()


# Against the practice ledger


async def test_companies_are_listed(still_ledger: PracticeLedger) -> None:
    async with signed_in(still_ledger.base_url) as reached:
        names = {company.name for company in await reached.client.companies()}
    assert names == {"Summit Ridge Design LLC", "Harbor Food Bank", "Lakeside Yoga"}


@pytest.mark.parametrize("resource", list(Resource))
async def test_every_row_of_a_list_comes_once(example_ledger: PracticeLedger, resource: Resource) -> None:
    company = example_ledger.get("/companies").json()["data"][0]["id"]
    expected = [row["id"] for row in example_ledger.every_row(company, resource.route.name, limit=250)]
    async with signed_in(example_ledger.base_url) as reached:
        rows = [row.id async for page in reached.client.pages(company, resource) for row in page.rows]
    assert sorted(rows) == sorted(expected)
    assert rows


async def test_pages_carry_records_cursor_and_the_servers_clock(example_ledger: PracticeLedger) -> None:
    company = example_ledger.get("/companies").json()["data"][0]["id"]
    async with (
        signed_in(example_ledger.base_url) as reached,
        aclosing(reached.client.pages(company, Resource.JOURNAL_LINES)) as pages,
    ):
        first = await anext(pages)
        resumed = await anext(reached.client.pages(company, Resource.JOURNAL_LINES, cursor=first.next_cursor))
        second = await anext(pages)
    assert len(first.rows) == 250
    assert isinstance(first.rows[0], JournalLineRecord)
    assert first.server_time is not None
    assert abs((first.server_time - example_ledger.clock.now()).total_seconds()) < 5
    assert resumed.rows == second.rows


async def test_only_what_changed_since_is_listed(still_ledger: PracticeLedger) -> None:
    async with signed_in(still_ledger.base_url) as reached:
        since = datetime(2026, 6, 1, tzinfo=UTC)
        pages = reached.client.pages(SUMMIT, Resource.JOURNAL_ENTRIES, updated_since=since)
        changed = [row async for page in pages for row in page.rows]
    assert changed
    assert all((row.updated_at or "") >= "2026-06-01" for row in changed)


async def test_the_servers_own_statements_are_read(still_ledger: PracticeLedger) -> None:
    async with signed_in(still_ledger.base_url) as reached:
        trial_balance = await reached.client.trial_balance(SUMMIT, date(2026, 6, 30))
        params = {"startDate": "2026-01-01", "endDate": "2026-06-30"}
        profit = json.loads(await reached.client.report(SUMMIT, Report.PROFIT_AND_LOSS, params))
    assert trial_balance.total_debit_cents == trial_balance.total_credit_cents > 0
    assert profit["data"]["basis"] == "accrual"


async def test_description_and_clock_need_no_session(still_ledger: PracticeLedger) -> None:
    async with reaching(still_ledger.base_url) as reached:
        assert COMPANIES.removeprefix("/api/v1") in str(await reached.client.openapi())
        clock = await reached.client.server_clock()
    assert clock is not None
    assert abs((clock - still_ledger.clock.now()).total_seconds()) < 5


async def test_a_missing_scope_is_named(still_ledger: PracticeLedger) -> None:
    """A18."""
    async with signed_in(still_ledger.base_url, ("companies:read",)) as reached:
        assert reached.session.granted == {"companies:read"}
        with pytest.raises(MissingScopeError) as missing:
            await anext(reached.client.pages(SUMMIT, Resource.ACCOUNTS))
    assert missing.value.scope == "accounts:read"


async def test_one_denied_company_does_not_stop_the_others(ledger: PracticeLedger) -> None:
    """E11, contract 3.7."""
    ledger.change_sign_in(denyCompany=SUMMIT)
    async with signed_in(ledger.base_url) as reached:
        with pytest.raises(AccessDeniedError):
            await reached.client.trial_balance(SUMMIT, date(2026, 6, 30))
        assert (await reached.client.trial_balance(HARBOR, date(2026, 6, 30))).rows


async def test_a_token_refused_in_the_middle_of_a_list_costs_no_row() -> None:
    """A16: no page lost or doubled, on a walk of thirty pages."""
    options = SandboxOptions(data=EXAMPLE_FIRM, auto_approve=True, control=True)
    rows: list[str] = []
    with practice_ledger(options) as example:
        async with signed_in(example.base_url) as reached:
            company = (await reached.client.companies())[0].id
            async for page in reached.client.pages(company, Resource.JOURNAL_LINES):
                rows += [row.id for row in page.rows]
                if len(rows) % 1_000 == 0:
                    example.change_sign_in(expireAccessTokens=True)
        expected = len(example.every_row(company, "journal-lines", limit=250))
        renewals = len(example.requests("oauth/token"))
    assert len(rows) == len(set(rows)) == expected
    assert renewals > 5


@pytest.mark.parametrize(
    ("effect", "more"),
    [
        ("status", {"status": 500}),
        ("status", {"status": 503}),
        ("drop_before_commit", {}),
        ("drop_after_commit", {}),
        ("truncate", {}),
        ("rate_limit", {"retryAfter": 0}),
    ],
)
async def test_a_passing_failure_is_tried_again(
    ledger: PracticeLedger, effect: str, more: dict[str, int]
) -> None:
    async with signed_in(ledger.base_url) as reached:
        ledger.fail(effect, COMPANIES, times=2, **more)
        assert len(await reached.client.companies()) == 3
    assert len(ledger.requests(COMPANIES)) == 3


@pytest.mark.parametrize(
    ("effect", "more", "kind"),
    [
        ("status", {"status": 500}, BusyError),
        ("drop_before_commit", {}, OfflineError),
        ("rate_limit", {"retryAfter": 0}, BusyError),
    ],
)
async def test_a_lasting_failure_is_tried_four_times(
    ledger: PracticeLedger, effect: str, more: dict[str, int], kind: type[AppError]
) -> None:
    async with signed_in(ledger.base_url) as reached:
        ledger.fail(effect, COMPANIES, times=0, **more)
        with pytest.raises(kind):
            await reached.client.companies()
    assert len(ledger.requests(COMPANIES)) == 4


@pytest.mark.parametrize(("effect", "kind"), [("html_200", UnreadableError), ("garbage", UnreadableError)])
async def test_an_answer_that_is_none_is_unreadable_at_once(
    ledger: PracticeLedger, effect: str, kind: type[AppError]
) -> None:
    async with signed_in(ledger.base_url) as reached:
        ledger.fail(effect, COMPANIES)
        with pytest.raises(kind):
            await reached.client.companies()
    assert len(ledger.requests(COMPANIES)) == 1


@pytest.mark.parametrize("climbing", ["..", ".", ""])
async def test_a_company_id_that_climbs_is_refused(climbing: str) -> None:
    """G08: a pulled string is never a path."""
    async with reaching("http://127.0.0.1:9") as reached:
        with pytest.raises(InputError):
            reached.client.pages(climbing, Resource.ACCOUNTS)


async def test_a_company_id_never_leaves_its_place_in_the_path() -> None:
    """G08."""
    async with answering(lambda _: reply(404, b'{"error":"No."}')) as server:
        wire = Wire(server.url)
        client = LedgerClient(wire, FixedToken(), HandClock(), instantly)
        with pytest.raises(RefusedError):
            await client.report("../../oauth/token?x=#%", Report.TRIAL_BALANCE, {})
        await wire.aclose()
    place = "/api/v1/companies/..%2F..%2Foauth%2Ftoken%3Fx%3D%23%25/reports/trial-balance"
    assert [each.target for each in server.seen] == [place]


# Against servers that misbehave


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    """G07: zero requests at the other address, so no token is ever sent there."""
    async with answering(lambda _: reply(200, LIST)) as elsewhere:
        async with answering(lambda _: reply(status, Location=f"{elsewhere.url}/api/v1/companies")) as server:
            with pytest.raises(UnreadableError, match="another address"):
                await companies_of(server.url)
        assert elsewhere.seen == []
    assert len(server.seen) == 1


async def test_no_cookie_is_ever_sent_back() -> None:
    async with answering(
        lambda _: reply(401 if len(server.seen) == 1 else 200, LIST, Set_Cookie="a=b")
    ) as server:
        assert await companies_of(server.url) == ["One"]
    assert [each.headers.get("cookie") for each in server.seen] == [None, None]
    assert [each.headers["authorization"] for each in server.seen] == ["Bearer mcp_at_1", "Bearer mcp_at_1+"]


async def test_gzip_is_asked_for_and_unpacked() -> None:
    async with answering(lambda _: reply(200, gzip.compress(LIST), Content_Encoding="gzip")) as server:
        assert await companies_of(server.url) == ["One"]
    assert server.seen[0].headers["accept-encoding"] == "gzip"


async def test_a_gzip_bomb_is_refused() -> None:
    """G06: two hundred megabytes of nothing, bounded by the limit after decompression."""
    bomb = gzip.compress(bytes(200_000_000), 1)
    async with answering(lambda _: reply(200, bomb, Content_Encoding="gzip")) as server:
        with pytest.raises(UnreadableError, match="too large"):
            await companies_of(server.url)


async def test_a_slow_drip_ends_at_the_time_limit() -> None:
    """G06: one byte now and then keeps no request open for ever."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with behaving(drip) as server:
        with pytest.raises(OfflineError):
            await companies_of(server.url, limits=TimeLimits(connect=1, silence=1, whole=0.1))


@pytest.mark.parametrize(
    ("pagination", "asked"),
    [
        ('{"nextCursor":"same","hasMore":true}', 2),
        ('{"nextCursor":null,"hasMore":true}', 2),
    ],
)
async def test_a_list_in_a_circle_is_a_protocol_error(pagination: str, asked: int) -> None:
    """E06: constant cursor, and hasMore stuck with the last id for ever."""
    body = f'{{"data":[{{"id":"c1","name":"One"}}],"pagination":{pagination}}}'.encode()
    async with answering(lambda _: reply(200, body)) as server:
        with pytest.raises(UnreadableError, match="circles"):
            await companies_of(server.url)
    assert len(server.seen) == asked


async def test_empty_pages_without_end_are_a_protocol_error() -> None:
    """E06."""

    def script(_: Seen) -> bytes:
        body = f'{{"data":[],"pagination":{{"nextCursor":"c{len(server.seen)}","hasMore":true}}}}'
        return reply(200, body.encode())

    async with answering(script) as server:
        with pytest.raises(UnreadableError):
            await companies_of(server.url)
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("header", "slept"),
    [("3", [3.0]), ("Wed, 17 Jun 2026 12:00:30 GMT", [30.0]), ("-1", None), ("abc", None)],
)
async def test_the_wait_asked_for_is_kept(header: str, slept: list[float] | None) -> None:
    """D10."""
    clock = HandClock()
    now = {"Date": "Wed, 17 Jun 2026 12:00:00 GMT"}
    busy = reply(429, b"", Retry_After=header, **now)
    async with answering(lambda _: busy if len(server.seen) == 1 else reply(200, LIST)) as server:
        assert await companies_of(server.url, clock) == ["One"]
    assert len(server.seen) == 2
    assert clock.slept == slept if slept else 0 < sum(clock.slept) < 2


async def test_an_absurd_wait_is_told_and_not_waited_out() -> None:
    """D10."""
    clock = HandClock()
    async with answering(lambda _: reply(429, b"", Retry_After="999999")) as server:
        with pytest.raises(BusyError, match="15 minutes"):
            await companies_of(server.url, clock)
    assert len(server.seen) == 1
    assert sum(clock.slept) < 60


async def test_a_pause_for_one_is_a_pause_for_all() -> None:
    """D10: forty companies do not stampede a ledger that asked for three seconds."""
    clock = HandClock()
    times: list[float] = []

    def script(_: Seen) -> bytes:
        times.append(clock.steady)
        return reply(429, b"", Retry_After="3") if len(times) == 1 else reply(200, LIST)

    async with answering(script) as server:
        wire = Wire(server.url)
        client = LedgerClient(wire, FixedToken(), clock, clock.sleep)
        first = asyncio.create_task(client.companies())
        await first
        await asyncio.gather(*(client.companies() for _ in range(39)))
        await wire.aclose()
    assert all(moment >= 1_003 for moment in times[1:])


async def test_out_of_reach_is_offline_and_watched() -> None:
    async with answering(lambda _: reply(200, LIST)) as server:
        wire, seen = Wire(server.url), []
        wire.watch(seen.append)
        client = LedgerClient(wire, FixedToken(), HandClock(), instantly)
        await client.companies()
        await client.companies()
    with pytest.raises(OfflineError, match="out of reach"):
        await client.companies()
    await wire.aclose()
    assert seen == [True, False]
