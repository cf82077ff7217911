"""The database file of a practice ledger."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from app.core.errors import StorageError
from app.sandbox.book import Book


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 200)
    with pytest.raises(StorageError, match=r"cannot use notes\.txt"):
        Book(path)
    assert path.read_text().startswith("Dear diary")


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(StorageError, match="not a practice ledger"):
        Book(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"sandbox\.db"):
        Book(tmp_path / "nowhere" / "sandbox.db")


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    book = Book(tmp_path / "book.db")
    with pytest.raises(apsw.ConstraintError), book.writing() as connection:
        connection.executemany("INSERT INTO firm VALUES ('f', ?)", [("Firm",), ("Twin",)])
    with book.reading() as connection:
        assert connection.execute("SELECT count(*) FROM firm").get == 0
    book.close()


def test_commits_are_flushed_to_the_disk(tmp_path: Path) -> None:
    book = Book(tmp_path / "book.db")
    with book.writing() as connection:
        assert connection.pragma("synchronous") == 2
        assert connection.pragma("journal_mode") == "wal"
    book.close()
