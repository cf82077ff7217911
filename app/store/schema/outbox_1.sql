-- Postings on their way out. Small and irreplaceable: what is here may exist nowhere else.

CREATE TABLE allowed_move (
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
) STRICT, WITHOUT ROWID;

INSERT INTO allowed_move (from_state, to_state) VALUES
    ('draft', 'queued'),
    ('queued', 'sending'),
    ('queued', 'stopped'),
    ('sending', 'posted'),
    ('sending', 'refused'),
    ('sending', 'unknown'),
    ('sending', 'queued'),
    ('sending', 'needs_look'),
    ('unknown', 'sending'),
    ('unknown', 'adopted'),
    ('unknown', 'needs_look'),
    ('unknown', 'stopped'),
    ('needs_look', 'sending'),
    ('needs_look', 'adopted'),
    ('needs_look', 'stopped');

CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id TEXT NOT NULL,
    company_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    method TEXT NOT NULL DEFAULT 'POST',
    path TEXT NOT NULL,
    body BLOB NOT NULL,
    body_sha256 TEXT NOT NULL,
    amount_cents INTEGER NOT NULL,
    date TEXT NOT NULL,
    accounts TEXT NOT NULL, -- JSON: the accounts it names, to tell a double click from a second purchase
    description TEXT NOT NULL,
    issuer TEXT NOT NULL, -- the server it was meant for; it is sent to no other
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    first_attempt_at TEXT,
    next_attempt_at TEXT, -- null waits for a person, or for a change of what blocks it
    uncertain_since TEXT, -- the start of the first attempt whose outcome is not known
    blocked TEXT,
    reason TEXT NOT NULL DEFAULT '',
    receipt TEXT, -- JSON
    lease_pid INTEGER, -- the process that is sending it
    CHECK ((state IN ('posted', 'adopted')) = (receipt IS NOT NULL)),
    CHECK ((state = 'sending') = (lease_pid IS NOT NULL))
) STRICT;

CREATE INDEX item_due ON item (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX item_of_company ON item (company_id, id);

CREATE TABLE attempt (
    item INTEGER NOT NULL REFERENCES item (id),
    number INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('started', 'ended')),
    at TEXT NOT NULL,
    outcome TEXT,
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (item, number, event),
    CHECK ((event = 'ended') = (outcome IS NOT NULL))
) STRICT;

CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL REFERENCES item (id),
    at TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TRIGGER item_is_frozen
BEFORE UPDATE OF
    id, company_id, company_name, kind, key, method, path, body, body_sha256, amount_cents, date, accounts,
    description, issuer, created_at
ON item
BEGIN
    SELECT raise(ABORT, 'what is posted never changes once it is stored');
END;

CREATE TRIGGER item_stays
BEFORE DELETE ON item
BEGIN
    SELECT raise(ABORT, 'a posting is never deleted');
END;

CREATE TRIGGER item_moves_along_the_table
BEFORE UPDATE OF state ON item
WHEN new.state <> old.state AND NOT EXISTS (
    SELECT 1 FROM allowed_move WHERE from_state = old.state AND to_state = new.state
)
BEGIN
    SELECT raise(ABORT, 'a posting cannot move like this');
END;

CREATE TRIGGER item_was_stored
AFTER INSERT ON item
BEGIN
    INSERT INTO history (item, at, to_state, reason) VALUES (new.id, new.created_at, new.state, new.reason);
END;

CREATE TRIGGER item_has_moved
AFTER UPDATE OF state ON item
WHEN new.state <> old.state
BEGIN
    INSERT INTO history (item, at, from_state, to_state, reason)
    VALUES (new.id, new.changed_at, old.state, new.state, new.reason);
END;

CREATE TRIGGER attempt_is_not_rewritten
BEFORE UPDATE ON attempt
BEGIN
    SELECT raise(ABORT, 'attempts are append-only');
END;

CREATE TRIGGER attempt_stays
BEFORE DELETE ON attempt
BEGIN
    SELECT raise(ABORT, 'attempts are append-only');
END;

CREATE TRIGGER history_is_not_rewritten
BEFORE UPDATE ON history
BEGIN
    SELECT raise(ABORT, 'the history is append-only');
END;

CREATE TRIGGER history_stays
BEFORE DELETE ON history
BEGIN
    SELECT raise(ABORT, 'the history is append-only');
END;
