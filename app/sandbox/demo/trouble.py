"""The trouble that is planted in the demo firm, row by row, for the review checks to find.

Ids are those of the check library. Some checks cannot be given anything to find in books a server keeps:

- A1 and A4 compare a mirror with the server's own reports, which are made of the same lines; A2 and A3 need
  an unbalanced entry, and A5 a reference to nothing, which the ledger refuses.
- A6, A7 and A8 compare with what was seen or signed off before, which lives on the reviewer's computer; so
  does the half of B12 that watches a row change.
- J11 judges thousands of first digits, not records.

`months_back` counts from the running month, 0; the rest of the date is in the function that plants it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.sandbox.demo.client_books import ClientBooks
from app.sandbox.demo.days import Month, month_of
from app.sandbox.demo.plants import analysis, banks, coding, journals, pairs, sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One piece of trouble as it stands in the books."""

    check: str
    company_id: str
    record_ids: tuple[str, ...]
    """The records that make it, or those that show it when the trouble is that something is missing."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One row of the table: which check finds what, in whose books, how many months ago."""

    check: str
    company: str
    months_back: int
    what: str
    plant: Callable[[ClientBooks, Month], tuple[str, ...]]
    follows_banks: bool = False
    """Whether it is planted in reconciliations and balances, after they are made."""


TROUBLE = (
    Trouble("B1", "lakeside", 4, "card not reconciled since", sessions.stop_reconciling),
    Trouble("B2", "summit", 3, "purchase and return left off the statement", banks.leave_pair_open),
    Trouble("B3", "kestrel", 1, "five rows without an entry", banks.leave_lines_open),
    Trouble("B4", "canyon", 2, "purchase booked with swapped digits", banks.mistype_entry),
    Trouble("B5", "foxglove", 0, "feed balance off by 268.40", banks.shift_feed_balance, follows_banks=True),
    Trouble("B6", "canyon", 5, "check never cashed", banks.write_check_nobody_cashes),
    Trouble("B6", "canyon", 8, "check never cashed, older", banks.write_check_nobody_cashes),
    Trouble("B7", "alder", 2, "deposit that never reached the bank", banks.book_deposit_that_never_came),
    Trouble("B8", "ironwood", 0, "feed silent for twelve days", banks.silence_feed),
    Trouble("B9", "juniper", 6, "sixteen days missing in a feed", banks.cut_hole),
    Trouble("B10", "harbor", 4, "month of savings not reconciled", sessions.skip_month, follows_banks=True),
    Trouble(
        "B10", "kestrel", 7, "sessions overlap by five days", sessions.overlap_sessions, follows_banks=True
    ),
    Trouble("B11", "driftwood", 3, "session completed with a difference", sessions.force_difference),
    Trouble("B11", "lakeside", 5, "difference booked away", sessions.plug_difference),
    Trouble(
        "B12", "beacon", 2, "row taken out of a session", sessions.unmatch_reconciled, follows_banks=True
    ),
    Trouble("B13", "harbor", 3, "two rows matched crosswise", banks.cross_matches),
    Trouble("B14", "summit", 2, "entry matched to two rows", banks.match_twice),
    Trouble("B15", "eastgate", 2, "cash moved by journal", banks.pay_by_journal),
    Trouble("B16", "kestrel", 2, "large payment excluded", banks.exclude_payment),
    Trouble("B16", "alder", 4, "known vendor excluded", banks.exclude_known_vendor),
    Trouble("B17", "lakeside", 6, "checking below zero for three days", banks.overdraw),
    Trouble("B18", "driftwood", 4, "reconciled without an entry", banks.reconcile_without_entry),
    Trouble("C1", "kestrel", 1, "card charged twice on a day", pairs.charge_twice),
    Trouble("C1", "alder", 3, "delivery paid twice", pairs.pay_delivery_twice),
    Trouble("C2", "beacon", 2, "same amount to nearly the same name", pairs.pay_look_alike),
    Trouble("C3", "summit", 1, "posted by hand, then fed by the bank", pairs.post_before_feed),
    Trouble("C4", "ironwood", 2, "journal posted twice", pairs.journal_twice),
    Trouble("C5", "beacon", 3, "transfer booked as income and expense", pairs.book_transfer_as_income),
    Trouble("C6", "driftwood", 4, "order stuck in clearing", pairs.strand_in_clearing),
    Trouble("C7", "foxglove", 1, "entry also in Summit Ridge", pairs.journal_in_two_clients),
    Trouble("C7", "summit", 1, "entry also in Foxglove", pairs.journal_in_two_clients),
    Trouble("D1", "eastgate", 2, "purchase left uncategorized", coding.leave_uncategorized),
    Trouble("D1", "foxglove", 1, "row without entry or category", coding.leave_without_category),
    Trouble("D2", "canyon", 3, "withdrawal left on suspense", coding.park_in_suspense),
    Trouble("D3", "alder", 1, "dairy booked to supplies", coding.miscode_dairy),
    Trouble("D3", "kestrel", 2, "subscription booked to advertising", coding.miscode_subscription),
    Trouble("D4", "canyon", 1, "vendor split over two accounts", coding.split_vendor),
    Trouble("D5", "harbor", 2, "bill booked to a heading", coding.post_to_parent),
    Trouble("D6", "alder", 2, "payroll tax paid twice over", coding.overpay_payroll_tax),
    Trouble("D7", "summit", 4, "credit larger than the month's expense", coding.refund_more_than_spent),
    Trouble("D8", "beacon", 4, "equipment booked to supplies", coding.expense_equipment),
    Trouble("D9", "ironwood", 2, "bench grinder in fixed assets", coding.capitalize_trifle),
    Trouble("D10", "juniper", 1, "account used for the first time", coding.use_new_account),
    Trouble("D11", "kestrel", 1, "new vendor, large amount", coding.pay_new_vendor),
    Trouble("D12", "eastgate", 1, "account asleep for fourteen months", coding.wake_sleeper),
    Trouble("D13", "alder", 2, "line on an inactive account", coding.post_to_inactive),
    Trouble("D14", "driftwood", 0, "two accounts for office supplies", coding.keep_twin_accounts),
    Trouble("D15", "summit", 2, "posted to retained earnings", coding.post_to_retained_earnings),
    Trouble("D16", "ironwood", 3, "journal to receivables", coding.journal_to_receivables),
    Trouble("D17", "harbor", 1, "loan payments without interest", coding.pay_loan_without_interest),
    Trouble("D18", "foxglove", 2, "no description anywhere", coding.say_nothing),
    Trouble("D19", "lakeside", 2, "cash and Zelle to the owner", coding.take_cash),
    Trouble("E1", "lakeside", 2, "electricity three times the usual", analysis.triple_power_bill),
    Trouble("E2", "ironwood", 4, "lathe on the maker's credit", analysis.finance_machine),
    Trouble("E3", "eastgate", 3, "decimal slip in a subscription", analysis.slip_decimal),
    Trouble("E4", "juniper", 3, "legal bill above materiality", analysis.pay_large_item),
    Trouble("E5", "foxglove", 2, "rent missing", analysis.forget_rent),
    Trouble("E6", "beacon", 3, "support fee paid twice", analysis.pay_support_twice),
    Trouble("E7", "summit", 1, "no depreciation", analysis.forget_depreciation),
    Trouble("E8", "harbor", 3, "accrual never reversed", analysis.forget_reversal),
    Trouble("E9", "driftwood", 2, "stock correction in the margin", analysis.write_off_stock),
    Trouble("E10", "kestrel", 2, "prepaid insurance not released", analysis.freeze_prepaid),
    Trouble("E11", "foxglove", 2, "rent of the month paid after it", analysis.pay_late),
    Trouble("J1", "juniper", 2, "manual journal above materiality", journals.move_large_amount),
    Trouble("J2", "lakeside", 3, "round manual amount", journals.post_round_amount),
    Trouble("J3", "alder", 2, "manual journal on a Sunday", journals.post_on_sunday),
    Trouble("J4", "harbor", 3, "made six weeks after its date", journals.backdate),
    Trouble("J5", "canyon", 0, "dated in the future", journals.date_ahead),
    Trouble("J6", "summit", 3, "seldom-used account", journals.use_rare_account),
    Trouble("J7", "canyon", 2, "just under an approval limit of 10,000", journals.stay_under_limit),
    Trouble("J8", "summit", 2, "large invoice on the last day", journals.invoice_at_the_last_moment),
    Trouble("J9", "driftwood", 3, "accounts that never meet", journals.pair_strangers),
    Trouble("J10", "beacon", 2, "deposit booked with swapped digits", banks.mistype_deposit),
)


def plant_trouble(books: ClientBooks, *, follows_banks: bool) -> Iterator[Planted]:
    """Plant a company's rows of the table that belong before or after its reconciliations."""
    this_month = month_of(books.today)
    for row in TROUBLE:
        if row.company == books.profile.key and row.follows_banks == follows_banks:
            record_ids = row.plant(books, this_month.back(row.months_back))
            yield Planted(check=row.check, company_id=books.company_id, record_ids=record_ids)
