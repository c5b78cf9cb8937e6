"""Settings as operators write them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from processing.settings import Settings


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("demo/sources", (Path("demo/sources"),)),
        ("one two", (Path("one"), Path("two"))),
        ("one,two", (Path("one"), Path("two"))),
        ('["one folder", "two"]', (Path("one folder"), Path("two"))),
        ("", ()),
    ],
)
def test_lists_are_read_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, written: str, read: tuple[Path, ...]
) -> None:
    monkeypatch.setenv("PROTECTION_NEWS_SOURCES", written)
    assert Settings(_env_file=None).sources == read


def test_programs_that_we_start_read_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = Settings(
        _env_file=None, data=tmp_path, sources=(Path("a folder"),), smtp_password="geheim", languages=("en", "ar")
    )
    for name, value in ours.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings(_env_file=None) == ours


def test_a_password_is_not_shown() -> None:
    assert "geheim" not in repr(Settings(_env_file=None, smtp_password="geheim"))


def test_settings_cannot_be_changed_on_the_way() -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None).port = 1
