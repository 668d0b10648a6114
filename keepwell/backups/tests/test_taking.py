"""What a backup leaves behind: nothing."""

import os
import stat
import time

import pytest

from keepwell.backups.taking import scratch_folder


def test_a_scratch_folder_is_private_and_gone_even_when_all_goes_wrong(tmp_path):
    with pytest.raises(RuntimeError), scratch_folder(tmp_path) as place:
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        (place / "database").write_text("everything")
        raise RuntimeError
    assert not list(tmp_path.iterdir())


def test_what_a_killed_backup_left_goes_a_day_later(tmp_path):
    old, new = tmp_path / ".backup-old", tmp_path / ".backup-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, time.time() - 2 * 24 * 60 * 60))
    with scratch_folder(tmp_path):
        assert not old.exists()
        assert new.exists()
