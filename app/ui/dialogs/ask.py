"""Opens a dialog and waits for its answer without stopping the loop under everything else.

`QDialog.exec()` inside a coroutine runs a second loop in which no other task can be entered.
"""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog


async def ask(dialog: QDialog) -> bool:
    """Show a dialog over its window and return whether it was accepted; it is gone afterwards."""
    answered = asyncio.get_running_loop().create_future()

    def take(result: int) -> None:
        if not answered.done():
            answered.set_result(result == QDialog.DialogCode.Accepted)

    dialog.finished.connect(take)
    dialog.open()
    try:
        return bool(await answered)
    finally:
        dialog.close()
        dialog.deleteLater()
