-- The practice ledger's own file. Days are texts (2026-06-17), stamps are texts in UTC with milliseconds,
-- money is integer cents. Records are clustered by (company, id): the order lists are paged in.

CREATE TABLE firm (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE companies (
    company_key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    default_currency TEXT NOT NULL,
    status TEXT NOT NULL,
    fiscal_year_start_month INTEGER NOT NULL,
    locked_through TEXT,
    next_entry_number INTEGER NOT NULL DEFAULT 1,
    is_denied INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    sub_type TEXT,
    parent_id TEXT,
    currency_code TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    description TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_entries (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    entry_number TEXT NOT NULL,
    date TEXT NOT NULL,
    description TEXT,
    reference TEXT,
    status TEXT NOT NULL,
    source_type TEXT,
    source_id TEXT,
    posted_at TEXT,
    voided_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_lines (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    journal_entry_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    date TEXT NOT NULL,
    description TEXT,
    debit_cents INTEGER NOT NULL,
    credit_cents INTEGER NOT NULL,
    currency_code TEXT NOT NULL,
    entry_status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_accounts (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    account_name TEXT NOT NULL,
    account_number TEXT,
    bank_name TEXT,
    currency_code TEXT NOT NULL,
    country_code TEXT,
    account_type TEXT NOT NULL,
    chart_account_id TEXT NOT NULL,
    balance_cents INTEGER NOT NULL,
    is_active INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_transactions (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    bank_account_id TEXT NOT NULL,
    date TEXT NOT NULL,
    posted_date TEXT,
    description TEXT,
    payee TEXT,
    reference TEXT,
    amount_cents INTEGER NOT NULL,
    balance_cents INTEGER,
    currency_code TEXT NOT NULL,
    status TEXT NOT NULL,
    pending INTEGER NOT NULL,
    source_type TEXT,
    external_transaction_id TEXT,
    account_id TEXT,
    journal_entry_id TEXT,
    reconciliation_id TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reconciliations (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    bank_account_id TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    start_balance_cents INTEGER NOT NULL,
    end_balance_cents INTEGER NOT NULL,
    cleared_balance_cents INTEGER NOT NULL,
    difference_cents INTEGER NOT NULL,
    status TEXT NOT NULL,
    transaction_count INTEGER,
    completed_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bills (
    company_key INTEGER NOT NULL,
    id TEXT NOT NULL,
    vendor_name TEXT NOT NULL,
    date TEXT NOT NULL,
    amount_cents INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (company_key, id)
) STRICT, WITHOUT ROWID;

-- One row for each post that took effect, written in the transaction of the post itself.
CREATE TABLE receipts (
    idempotency_key TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    receipt TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sign-in. No table holds a token, a code or a ticket: only their SHA-256.
CREATE TABLE oauth_clients (
    client_id TEXT NOT NULL PRIMARY KEY,
    client_name TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    issued_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A consent page that was shown and waits for its answer.
CREATE TABLE oauth_consents (
    ticket_hash TEXT NOT NULL PRIMARY KEY,
    request TEXT NOT NULL,
    expires_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- One consent that was given: the family of every token that came of it.
CREATE TABLE oauth_grants (
    grant_key INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    is_revoked INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE oauth_codes (
    code_hash TEXT NOT NULL PRIMARY KEY,
    grant_key INTEGER NOT NULL,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    expires_at REAL NOT NULL,
    is_used INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE oauth_access_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY,
    grant_key INTEGER NOT NULL,
    expires_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE oauth_refresh_tokens (
    token_hash TEXT NOT NULL PRIMARY KEY,
    grant_key INTEGER NOT NULL,
    expires_at REAL NOT NULL,
    is_used INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
