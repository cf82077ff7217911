-- The mirror: a copy of what the ledger holds, rebuilt from it at any time.
-- Days are integers like 20260617, months like 202606, money is in cents, moments are milliseconds since 1970
-- (or the ledger's own text where it cannot be read as a moment).

CREATE TABLE company (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    default_currency TEXT,
    firm_id TEXT,
    fiscal_year_start_month INTEGER,
    created_at ANY,
    updated_at ANY,
    extra TEXT,
    is_listed INTEGER NOT NULL  -- whether the ledger's last list named it
) STRICT;

-- One integer for every id, given out when the id is first seen, be it in a reference to what is yet to come.
-- Canonical UUIDs are kept as their 16 bytes, everything else as it is. Resources share the integers.
CREATE TABLE identity (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    id ANY NOT NULL,
    UNIQUE (company, id)
) STRICT;

CREATE TABLE account (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    code TEXT,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    sub_type TEXT,
    parent INTEGER,
    currency TEXT,  -- here and below: none means the company's own
    is_active INTEGER NOT NULL,
    description TEXT,
    created_at ANY,
    updated_at ANY,
    extra TEXT  -- fields we have no column for, as JSON
) STRICT;
CREATE INDEX account_by_company ON account (company);

CREATE TABLE bank_account (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    name TEXT NOT NULL,
    number TEXT,
    bank_name TEXT,
    currency TEXT,
    country TEXT,
    account_type TEXT,
    chart_account INTEGER,
    balance_cents INTEGER,
    is_active INTEGER NOT NULL,
    created_at ANY,
    updated_at ANY,
    extra TEXT
) STRICT;
CREATE INDEX bank_account_by_company ON bank_account (company);

CREATE TABLE reconciliation (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    bank_account INTEGER NOT NULL,
    start_day INTEGER,
    end_day INTEGER NOT NULL,
    start_balance_cents INTEGER,
    end_balance_cents INTEGER,
    cleared_balance_cents INTEGER,
    difference_cents INTEGER,
    status TEXT,
    transaction_count INTEGER,
    completed_at ANY,
    created_at ANY,
    updated_at ANY,
    extra TEXT
) STRICT;
CREATE INDEX reconciliation_by_bank_account ON reconciliation (company, bank_account, end_day);

CREATE TABLE bank_transaction (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    bank_account INTEGER NOT NULL,
    day INTEGER NOT NULL,
    posted_day INTEGER,
    description TEXT,
    payee TEXT,
    reference TEXT,
    amount_cents INTEGER NOT NULL,
    balance_cents INTEGER,
    currency TEXT,
    status TEXT NOT NULL,
    pending INTEGER,
    source_type TEXT,
    external_id TEXT,
    account INTEGER,  -- the category the row itself carries
    entry INTEGER,
    reconciliation INTEGER,
    created_at ANY,
    updated_at ANY,
    extra TEXT
) STRICT;
CREATE INDEX bank_transaction_by_day ON bank_transaction (company, day);
CREATE INDEX bank_transaction_by_bank_account ON bank_transaction (bank_account, day);
CREATE INDEX bank_transaction_by_entry ON bank_transaction (company, entry) WHERE entry IS NOT NULL;

CREATE TABLE journal_entry (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    number TEXT,
    day INTEGER NOT NULL,
    description TEXT,
    reference TEXT,
    status TEXT NOT NULL,
    source_type TEXT,
    source ANY,  -- the id of what it was made from, kept like an identity's
    posted_at ANY,
    voided_at ANY,
    created_at ANY,
    updated_at ANY,
    extra TEXT
) STRICT;
CREATE INDEX journal_entry_by_day ON journal_entry (company, day);

CREATE TABLE journal_line (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    entry INTEGER,
    account INTEGER NOT NULL,
    day INTEGER,  -- none only while neither the line nor its entry has told it
    description TEXT,
    debit_cents INTEGER NOT NULL,
    credit_cents INTEGER NOT NULL,
    currency TEXT,
    entry_status TEXT,  -- none only while neither the line nor its entry has told it
    created_at ANY,
    updated_at ANY,
    extra TEXT
) STRICT;
CREATE INDEX journal_line_by_entry ON journal_line (company, entry);
CREATE INDEX journal_line_by_account ON journal_line (account, day, debit_cents, credit_cents)
WHERE entry_status = 'posted';

-- What was posted to an account in a month; kept in step by the triggers below, whoever writes a line.
CREATE TABLE month_total (
    company INTEGER NOT NULL,
    account INTEGER NOT NULL,
    month INTEGER NOT NULL,
    debit_cents INTEGER NOT NULL,
    credit_cents INTEGER NOT NULL,
    PRIMARY KEY (company, account, month)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER line_added AFTER INSERT ON journal_line
WHEN new.entry_status = 'posted' AND new.day IS NOT NULL
BEGIN
    INSERT INTO month_total VALUES (new.company, new.account, new.day / 100, new.debit_cents, new.credit_cents)
    ON CONFLICT DO UPDATE SET
        debit_cents = debit_cents + excluded.debit_cents,
        credit_cents = credit_cents + excluded.credit_cents;
END;

CREATE TRIGGER line_changed AFTER UPDATE ON journal_line
WHEN (old.account, old.day, old.debit_cents, old.credit_cents, old.entry_status)
    IS NOT (new.account, new.day, new.debit_cents, new.credit_cents, new.entry_status)
BEGIN
    UPDATE month_total SET
        debit_cents = debit_cents - old.debit_cents,
        credit_cents = credit_cents - old.credit_cents
    WHERE old.entry_status = 'posted' AND company = old.company AND account = old.account
        AND month = old.day / 100;
    INSERT INTO month_total
    SELECT new.company, new.account, new.day / 100, new.debit_cents, new.credit_cents
    WHERE new.entry_status = 'posted' AND new.day IS NOT NULL
    ON CONFLICT DO UPDATE SET
        debit_cents = debit_cents + excluded.debit_cents,
        credit_cents = credit_cents + excluded.credit_cents;
END;

CREATE TRIGGER line_gone AFTER DELETE ON journal_line
WHEN old.entry_status = 'posted' AND old.day IS NOT NULL
BEGIN
    UPDATE month_total SET
        debit_cents = debit_cents - old.debit_cents,
        credit_cents = credit_cents - old.credit_cents
    WHERE company = old.company AND account = old.account AND month = old.day / 100;
END;

-- Lines may come without a day and a status of their own, and an entry may be voided without its lines being sent again.
CREATE TRIGGER entry_added AFTER INSERT ON journal_entry
BEGIN
    UPDATE journal_line SET day = coalesce(day, new.day), entry_status = coalesce(entry_status, new.status)
    WHERE company = new.company AND entry = new.key AND (day IS NULL OR entry_status IS NULL);
END;

CREATE TRIGGER entry_changed AFTER UPDATE ON journal_entry
WHEN (old.day, old.status) IS NOT (new.day, new.status)
BEGIN
    UPDATE journal_line SET day = new.day, entry_status = new.status
    WHERE company = new.company AND entry = new.key AND (day, entry_status) IS NOT (new.day, new.status);
END;

-- A walk through one list of one company that has begun and not ended: where it goes on.
CREATE TABLE pass (
    company INTEGER NOT NULL,
    resource TEXT NOT NULL,
    started_at INTEGER NOT NULL,  -- by the server's clock
    updated_since INTEGER,  -- the filter it runs with; none means everything
    cursor TEXT NOT NULL,
    PRIMARY KEY (company, resource)
) STRICT, WITHOUT ROWID;

-- How far a list is complete, by the server's clock, less the overlap.
CREATE TABLE watermark (
    company INTEGER NOT NULL,
    resource TEXT NOT NULL,
    updated_since INTEGER NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (company, resource)
) STRICT, WITHOUT ROWID;

CREATE TABLE company_health (
    company INTEGER PRIMARY KEY,
    health TEXT NOT NULL,
    last_synced_at INTEGER,
    tied_at INTEGER,
    differing_accounts INTEGER NOT NULL DEFAULT 0,
    differing_cents INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT ''
) STRICT;

-- The last proof of each company against the ledger's own trial balance.
CREATE TABLE tie_out (
    company INTEGER PRIMARY KEY,
    proven_at INTEGER NOT NULL,
    days TEXT NOT NULL  -- a JSON array of days
) STRICT;
CREATE TABLE tie_difference (
    company INTEGER NOT NULL,
    day INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    account_name TEXT NOT NULL,
    mirror_cents INTEGER NOT NULL,
    server_cents INTEGER NOT NULL,
    PRIMARY KEY (company, day, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_run (
    key INTEGER PRIMARY KEY,
    company INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    is_complete INTEGER NOT NULL,
    is_tied INTEGER,
    rows_written INTEGER NOT NULL,
    error TEXT
) STRICT;
CREATE INDEX sync_run_by_company ON sync_run (company, started_at);
