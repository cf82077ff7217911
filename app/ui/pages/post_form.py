"""The purchase form: what was paid, from where, for what, on a calm card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.clock import Clock
from app.core.companies import Company
from app.core.money import format_cents
from app.core.postings import LONGEST_TEXT, category_choices, source_choices
from app.ui.outbox_story import recorded_sentence
from app.ui.pages.post_state import PostState, balance_remark
from app.ui.theme import Theme
from app.ui.widgets.account_picker import AccountPicker
from app.ui.widgets.amount_field import AmountField
from app.ui.widgets.buttons import push_button
from app.ui.widgets.company_bar import CompanyBar
from app.ui.widgets.day_field import DayField
from app.ui.widgets.form_field import FormField
from app.ui.widgets.message_bar import MessageBar
from app.ui.widgets.texts import named_label, text_label
from app.ui.wording import kind_word, state_words

WIDTH = 640
_BUTTON_WIDTH = 380


class PurchaseForm(QFrame):
    """Takes a purchase as it is typed; it decides nothing."""

    typed = Signal(str, str)
    """A field changed: its name in the draft, and its text."""
    post_asked = Signal()
    clear_asked = Signal()
    allow_posting_asked = Signal()
    outbox_asked = Signal()
    note_closed = Signal()

    def __init__(self, theme: Theme, clock: Clock) -> None:
        """Build the fields in reading order."""
        super().__init__()
        self.setObjectName("card")
        self.setMaximumWidth(WIDTH)
        self._permission = MessageBar(theme, closable=False)
        self._note = MessageBar(theme)
        self.source = AccountPicker(theme)
        self.category = AccountPicker(theme)
        self.day = DayField(clock)
        self.amount = AmountField()
        self.description = QLineEdit()
        self.reference = QLineEdit()
        self._fields = {
            "source_account_id": FormField("Paid from", self.source, theme),
            "category_account_id": FormField("Booked to", self.category, theme),
            "date": FormField("Date", self.day, theme),
            "amount": FormField("Amount", self.amount, theme),
            "description": FormField("Description", self.description, theme),
            "reference": FormField("Reference", self.reference, theme),
        }
        self._bar = CompanyBar(theme, height=30)
        self.post = push_button("", theme, kind="primary", tip="Ctrl+Enter")
        self.clear = push_button("Clear", theme, kind="quiet", name="Clear the form")
        self._build()
        self._connect()

    def show_state(self, state: PostState) -> None:
        """Show a form, what is wrong with it, and whether it may be posted."""
        accounts = list(state.accounts)
        self.source.show_choices(source_choices(accounts), state.draft.source_account_id)
        self.category.show_choices(category_choices(accounts), state.draft.category_account_id)
        self._fields["source_account_id"].show_remark(balance_remark(state.source))
        self._fields["category_account_id"].show_remark(balance_remark(state.category))
        self.day.show_text(state.draft.date)
        self.amount.show_text(state.draft.amount)
        for line, text in (
            (self.description, state.draft.description),
            (self.reference, state.draft.reference),
        ):
            if line.text() != text:
                line.setText(text)
        for name, field in self._fields.items():
            field.show_error(state.wrong.get(name, ""))
        self._show_button(state.company, enabled=state.may_post)
        self._show_notes(state)

    def settle(self) -> None:
        """Take what still stands half typed in a field, as leaving the field would."""
        for picker in (self.source, self.category):
            if picker.hasFocus():
                picker.settle()
        for field in (self.day, self.amount):
            field.tidy()

    def close_lists(self) -> None:
        """Close what hangs below a field that moves."""
        self.source.close_list()
        self.category.close_list()

    def focus_field(self, name: str) -> None:
        """Go to a field, its text selected."""
        field = self._fields[name].field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def error_of(self, name: str) -> str:
        """Return the sentence below a field."""
        return self._fields[name].error

    @property
    def note(self) -> str:
        """What is said about the last posting."""
        return self._note.text

    @property
    def permission_note(self) -> str:
        """Why nothing can be posted."""
        return self._permission.text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the second press of a double click on the button: it means one posting."""
        return event.type() == QEvent.Type.MouseButtonDblClick or super().eventFilter(watched, event)

    def _show_button(self, company: Company, *, enabled: bool) -> None:
        self._bar.show_company(company)
        name = self.post.fontMetrics().elidedText(
            company.name, Qt.TextElideMode.ElideRight, _BUTTON_WIDTH - 90
        )
        self.post.setText(f"Post to {name}".replace("&", "&&"))
        self.post.setAccessibleName(f"Post to {company.name}")
        self.post.setEnabled(enabled)

    def _show_notes(self, state: PostState) -> None:
        if state.why_not:
            self._permission.show_message(state.why_not, "info", act="Allow posting\u2026")
        else:
            self._permission.hide()
        if state.trouble:
            self._note.show_message(state.trouble, "wrong")
        elif state.recorded is not None:
            item = state.recorded
            what = f"{item.description or kind_word(item.kind)} {format_cents(item.amount_cents)}"
            sentence = recorded_sentence(item, reachable=state.is_reachable, entry_number=state.entry_number)
            self._note.show_message(f"{what} \u00b7 {sentence}", state_words(item).mood, act="Show in outbox")
        else:
            self._note.hide()

    def _build(self) -> None:
        self.description.setMaxLength(LONGEST_TEXT)
        self.reference.setMaxLength(LONGEST_TEXT)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addLayout(_heading())
        column.addWidget(self._permission)
        column.addWidget(self._note)
        column.addWidget(self._fields["source_account_id"])
        column.addWidget(self._fields["category_account_id"])
        column.addLayout(self._pair("date", "amount"))
        column.addWidget(self._fields["description"])
        column.addLayout(self._pair("reference", ""))
        column.addSpacing(4)
        column.addLayout(self._buttons())

    def _pair(self, left: str, right: str) -> QGridLayout:
        """Set two fields side by side, each half as wide; a missing one leaves its half free."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, name in enumerate((left, right)):
            grid.setColumnStretch(place, 1)
            grid.addWidget(self._fields[name] if name else QWidget(), 0, place, Qt.AlignmentFlag.AlignTop)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._bar)
        row.addWidget(self.post)
        row.addWidget(text_label("Ctrl+Enter", tone="muted", caption=True))
        row.addStretch(1)
        row.addWidget(self.clear)
        return row

    def _connect(self) -> None:
        self.source.chosen.connect(lambda posting_id: self.typed.emit("source_account_id", posting_id))
        self.category.chosen.connect(lambda posting_id: self.typed.emit("category_account_id", posting_id))
        self.day.typed.connect(lambda text: self.typed.emit("date", text))
        self.amount.typed.connect(lambda text: self.typed.emit("amount", text))
        self.description.textEdited.connect(lambda text: self.typed.emit("description", text))
        self.reference.textEdited.connect(lambda text: self.typed.emit("reference", text))
        self.post.clicked.connect(self.post_asked)
        self.post.installEventFilter(self)
        self.clear.clicked.connect(self.clear_asked)
        self._permission.acted.connect(self.allow_posting_asked)
        self._note.acted.connect(self.outbox_asked)
        self._note.closed.connect(self.note_closed)


def _heading() -> QVBoxLayout:
    heading = QVBoxLayout()
    heading.setSpacing(2)
    heading.addWidget(named_label("page_title", "New purchase"))
    heading.addWidget(text_label("Money paid out, booked to one account.", tone="muted"))
    return heading
