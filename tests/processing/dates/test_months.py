"""Names of months."""

import subprocess
import sys

import pytest

from processing.dates.months import ALL_LANGUAGES, names_anywhere, names_of
from processing.settings import Settings


def test_every_configured_language_has_all_twelve_months(settings: Settings) -> None:
    for language in {*settings.languages, *ALL_LANGUAGES.split()} - {"und"}:
        assert set(names_of(language).values()) == set(range(1, 13)), language


def test_a_name_that_means_two_months_somewhere_means_none_everywhere() -> None:
    assert names_of("hr")["listopada"] == 10
    assert names_of("pl")["listopada"] == 11
    assert "listopada" not in names_anywhere()
    assert names_anywhere()["shtator"] == 9


@pytest.mark.parametrize("first", ["az", "sq"])
def test_what_one_language_was_asked_before_changes_no_other(first: str) -> None:
    """Babel itself shows the months of the language that was asked first; a process of its own shows whether we do."""
    program = (
        f"from babel import Locale; Locale('{first}').months['stand-alone']['abbreviated'][1];"
        "from processing.dates.months import names_of; print(sorted(names_of('sq')))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "'korrik'" in told
    assert "'iyl'" not in told


def test_a_wrong_language_code_has_no_months() -> None:
    for code in ("", "und", "../../etc/passwd", "xx", "root"):
        assert names_of(code) == {}
