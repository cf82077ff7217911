"""The Post screen: a purchase from typing to the outbox; it works the same with no network."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout

from app.core.changes import Changed
from app.core.companies import Company
from app.core.errors import AppError, FormError, SamePostingError
from app.core.outbox import OutboxItem
from app.core.postings import Purchase, read_purchase
from app.ui.dialogs.ask import ask
from app.ui.dialogs.question import Question, Wording
from app.ui.page import Page, Stage
from app.ui.pages.post_form import PurchaseForm
from app.ui.pages.post_preview import WIDTH as PREVIEW_WIDTH
from app.ui.pages.post_preview import PurchasePreview
from app.ui.pages.post_services import PostServices
from app.ui.pages.post_state import PostState, new_draft, next_draft
from app.ui.widgets.side_by_side import SideBySide
from app.ui.widgets.texts import text_label

_WIDE = 880


class PostPage(Page):
    """Takes purchases of the open company; each company keeps its own draft."""

    title = "Post"
    watches = Changed.OUTBOX | Changed.ACCOUNTS | Changed.JOURNAL | Changed.CONNECTION

    allow_posting_asked = Signal()
    """The user wants to sign in again with the permission to post."""

    def __init__(self, stage: Stage, services: PostServices) -> None:
        """Build the form; it is filled once a company is open."""
        super().__init__(stage)
        self._services = services
        self._states: dict[str, PostState] = {}
        self._state: PostState | None = None
        self.form = PurchaseForm(stage.theme, services.clock)
        self._preview = PurchasePreview()
        self._body = SideBySide(self.form, self._preview, pane_width=PREVIEW_WIDTH, wide_from=_WIDE)
        self._empty = text_label("Open a company to post for it.", tone="muted")
        self._stack = QStackedLayout(self)
        self._build()
        self._connect()

    @property
    def state(self) -> PostState | None:
        """What is shown; None without a company."""
        return self._state

    async def _reload(self) -> None:
        company = self.company
        if company is None:
            self._state = None
            self._render()
            return
        if company.id not in self._states:
            self._states[company.id] = self._begin(company)
        accounts = tuple(await self._services.books.list_accounts(company.key))
        item, number = await self._look_up(company, self._states[company.id].recorded)
        current = self._states[company.id].recorded
        if item is None or current is None or item.id != current.id:
            item, number = current, ""  # it was closed, or another was recorded, while the mirror was read
        self._change(
            company,
            accounts=accounts,
            connection=self._services.connection.state,
            today=self._services.clock.today(),
            recorded=item,
            entry_number=number,
        )

    async def _look_up(self, company: Company, item: OutboxItem | None) -> tuple[OutboxItem | None, str]:
        """Return the last posting as it stands now, and its entry's number once the mirror has it."""
        if item is None:
            return None, ""
        item = await self._services.postings.find_item(item.id)
        if item.receipt is None:
            return item, ""
        entry_id = item.receipt.journal_entry_id
        return item, await self._services.books.find_entry_number(company.key, entry_id)

    def _begin(self, company: Company) -> PostState:
        today = self._services.clock.today()
        draft = new_draft(company, today)
        return PostState(
            company=company, draft=draft, today=today, connection=self._services.connection.state
        )

    def _change(self, company: Company, **changes: object) -> None:
        """Change a company's form; it is rendered when that company is the open one."""
        self.show_state(replace(self._states[company.id], **changes))  # type: ignore[arg-type]

    def show_state(self, state: PostState) -> None:
        """Take a company's form as it is now; it is rendered when that company is the open one."""
        self._states[state.company.id] = state
        if self._is_open(state.company):
            self._state = state
            self._render()

    def _is_open(self, company: Company) -> bool:
        return self.company is not None and self.company.id == company.id

    def _render(self) -> None:
        """Set every widget from the state."""
        state = self._state
        self._stack.setCurrentWidget(self._empty if state is None else self._body)
        if state is not None:
            self.form.show_state(state)
            self._preview.show_state(state)

    def _on_typed(self, name: str, text: str) -> None:
        if self._state is not None:
            self.show_state(self._state.typed(name, text))

    def _on_post_asked(self) -> None:
        self.form.settle()
        state = self._state
        if state is None or not state.may_post:
            return
        if state.draft == state.fresh:  # a second press of the same key
            self.form.focus_field("category_account_id")
            return
        self.tasks.start("post", self._post(state))

    def _on_clear_asked(self) -> None:
        if self._state is not None:
            fresh = new_draft(self._state.company, self._state.today)
            self._change(self._state.company, draft=fresh, wrong={}, trouble="", recorded=None)
            self.form.focus_field("source_account_id")

    def _on_note_closed(self) -> None:
        if self._state is not None:
            self._change(self._state.company, recorded=None, trouble="")

    async def _post(self, state: PostState) -> None:
        """Check the form, queue it, and begin the next; on any trouble the form stays as it is."""
        company = state.company
        self._change(company, is_recording=True, trouble="")
        try:
            purchase = read_purchase(state.draft_to_read, list(state.accounts), state.today)
            item = await self._record(purchase)
        except FormError as error:
            self._change(company, wrong=error.fields)
            self._go_to_field(company, error.field)
        except AppError as error:
            self._change(company, trouble=str(error))
        else:
            if item is not None:
                draft = next_draft(state.draft)
                self._change(company, draft=draft, fresh=draft, wrong={}, recorded=item, entry_number="")
                self._go_to_field(company, "category_account_id")
        finally:
            self._change(company, is_recording=False)

    async def _record(self, purchase: Purchase) -> OutboxItem | None:
        """Queue it; a repeated one only when the user says that there really are two (D16)."""
        try:
            return await self._services.postings.record(purchase)
        except SamePostingError as error:
            wording = Wording(title="Post it again?", text=str(error), accept="Post again")
            if await ask(Question(wording, self.theme, self)):
                return await self._services.postings.record(purchase, again=True)
            return None

    def _go_to_field(self, company: Company, name: str) -> None:
        if self._is_open(company):
            self.form.focus_field(name)

    def _build(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        self.setFocusProxy(self.form.source)

    def _connect(self) -> None:
        self.form.typed.connect(self._on_typed)
        self.form.post_asked.connect(self._on_post_asked)
        self.form.clear_asked.connect(self._on_clear_asked)
        self.form.note_closed.connect(self._on_note_closed)
        self.form.allow_posting_asked.connect(self.allow_posting_asked)
        self.form.outbox_asked.connect(lambda: self.go_to.emit("Outbox"))
        self._body.moved.connect(self.form.close_lists)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._on_post_asked)
