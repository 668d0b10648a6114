"""What a server that was killed left behind of files sent to it."""

from pathlib import Path

from keepwell.config.arriving import forget_what_never_arrived


def test_a_start_empties_where_files_arrive_and_nothing_else(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    place = Path(settings.FILE_UPLOAD_TEMP_DIR)
    (place / "drop-1").mkdir(parents=True)
    (place / "drop-1" / "contacts.csv").write_text("half")
    (place / "one.upload").write_text("half")
    (tmp_path / "kept").write_text("whole")
    (place / "way-out").symlink_to(tmp_path)
    assert forget_what_never_arrived() == 3
    assert not list(place.iterdir()) and (tmp_path / "kept").read_text() == "whole"


def test_files_arrive_inside_the_home_of_keepwell(settings):
    assert Path(settings.FILE_UPLOAD_TEMP_DIR).parent == settings.HOME
