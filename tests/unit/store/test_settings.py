"""Settings survive, and damage to them costs nothing else."""

from __future__ import annotations

import json

import pytest

from app.core.errors import StorageError
from app.store.settings import Settings, SettingsFile


async def test_what_was_chosen_is_there_after_a_restart(tmp_path):
    path = tmp_path / "settings.json"
    await SettingsFile(path).change(appearance="dark", company_id="c1")
    assert SettingsFile(path).current == Settings(appearance="dark", company_id="c1")
    assert not path.with_suffix(".new").exists()


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[1]", '{"appearance": 7}', "\ud800".encode("utf-8", "replace").decode()]
)
def test_a_damaged_file_is_as_if_nothing_had_been_chosen(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert SettingsFile(path).current == Settings()


def test_what_a_newer_version_wrote_is_passed_over(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"appearance": "light", "telepathy": "on"}))
    assert SettingsFile(path).current == Settings(appearance="light")


async def test_settings_that_cannot_be_kept_hold_for_this_run(tmp_path):
    settings = SettingsFile(tmp_path / "missing" / "settings.json")
    with pytest.raises(StorageError, match="could not be kept"):
        await settings.change(appearance="dark")
    assert settings.current.appearance == "dark"
