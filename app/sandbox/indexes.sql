-- Secondary indexes, made after the first load because that is twice as fast as keeping them in step.
-- Each ends in the record's id without saying so: the tables are clustered by (company_key, id).

CREATE INDEX IF NOT EXISTS entries_by_update ON journal_entries (company_key, updated_at);
CREATE INDEX IF NOT EXISTS entries_by_date ON journal_entries (company_key, date);

CREATE INDEX IF NOT EXISTS lines_by_update ON journal_lines (company_key, updated_at);
CREATE INDEX IF NOT EXISTS lines_by_date ON journal_lines (company_key, date);
CREATE INDEX IF NOT EXISTS lines_by_account ON journal_lines (company_key, account_id);
CREATE INDEX IF NOT EXISTS lines_by_entry ON journal_lines (company_key, journal_entry_id);
-- Answers every report without touching a row of the table.
CREATE INDEX IF NOT EXISTS lines_for_reports
    ON journal_lines (company_key, entry_status, account_id, date, debit_cents, credit_cents);

CREATE INDEX IF NOT EXISTS bank_rows_by_update ON bank_transactions (company_key, updated_at);
CREATE INDEX IF NOT EXISTS bank_rows_by_date ON bank_transactions (company_key, date);
CREATE INDEX IF NOT EXISTS bank_rows_by_account ON bank_transactions (company_key, bank_account_id);
CREATE INDEX IF NOT EXISTS bank_rows_by_reconciliation ON bank_transactions (company_key, reconciliation_id);
