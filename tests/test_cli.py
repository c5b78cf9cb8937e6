"""The command as people type it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import doctor
from cli import COMMANDS
from processing.settings import Settings

PROGRAM = Path(sys.executable).with_name("protection-news")


def run(*arguments: str, environment: dict[str, str] | None = None, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **(environment or {})},
        timeout=60,
        check=False,
    )


def test_help_names_every_command_with_a_sentence(tmp_path: Path) -> None:
    told = run("--help", folder=tmp_path)
    assert told.returncode == 0
    for name in COMMANDS:
        line = next(line for line in told.stdout.splitlines() if line.startswith(f"  {name} "))
        assert len(line.split()) > 3, line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, tmp_path: Path) -> None:
    told = run(name, "--help", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Usage: protection-news" in told.stdout


def test_a_wrong_setting_is_told_in_words(tmp_path: Path) -> None:
    told = run("doctor", environment={"PROTECTION_NEWS_PORT": "many"}, folder=tmp_path)
    assert told.returncode == 1
    assert "PROTECTION_NEWS_PORT" in told.stderr
    assert "many" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_unknown_command_is_told_in_words(tmp_path: Path) -> None:
    told = run("nigthly", folder=tmp_path)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


def test_doctor_says_what_to_do_on_a_new_machine(tmp_path: Path) -> None:
    told = run("--data", str(tmp_path / "data"), "doctor", folder=tmp_path)
    assert "PROTECTION_NEWS_CONTACT" in told.stdout
    assert "nightly" in told.stdout
    assert told.returncode == 0, told.stdout


def test_doctor_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(doctor, "PARTS", {"crawl": "a-package-that-nobody-has"})
    told = CliRunner().invoke(doctor.doctor, obj=settings)
    assert "pip install -e '.[crawl]'" in told.output


def test_doctor_finds_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told = run("--data", str(tmp_path / "file" / "data"), "doctor", folder=tmp_path)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
