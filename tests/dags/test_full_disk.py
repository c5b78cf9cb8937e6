"""A night on a disk that fills up: told in words, and whole once there is room."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.server import DemoOffices
from processing.settings import Settings

PROGRAM = Path(sys.executable).with_name("protection-news")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may make a small file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk_is_told_in_words_and_the_next_night_goes_on(small_disk: Path, tmp_path: Path) -> None:
    with DemoOffices() as offices:
        settings = Settings(
            _env_file=None, data=small_disk / "data", sources=(offices.write_sources(tmp_path / "sources"),)
        )
        environment = os.environ | settings.as_environment()
        command = [PROGRAM, "nightly", "childhood", "network"]
        full = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert full.returncode == 1
        assert "Traceback" not in full.stderr + full.stdout
        assert "full" in full.stderr + full.stdout or "No space left" in full.stderr + full.stdout
        subprocess.run(["mount", "-o", "remount,size=80m", small_disk], check=True)
        again = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "all sums balance" in again.stdout
    assert "30 new articles" in again.stdout
