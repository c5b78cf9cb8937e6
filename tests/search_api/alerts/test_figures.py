"""The same figure is the same however it is written."""

import pytest

from search_api.alerts.figures import figures


@pytest.mark.parametrize(
    "written", ["1234", "1 234", "1,234", "1.234", "1'234", "1’234", "1\u202f234", "١٢٣٤", "١٬٢٣٤", "۱۲۳۴", "१२३४"]
)
def test_a_thousand_is_a_thousand_in_every_writing_and_script(written: str) -> None:
    assert figures(f"There were {written} children.") == {"1234"}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("3.5 %", {"3.5"}),
        ("3,5 %", {"3.5"}),
        ("٣٫٥", {"3.5"}),
        ("1,234.56", {"1234.56"}),
        ("1.234,56", {"1234.56"}),
        ("12.03.2026", {"12", "03", "2026"}),
        ("34, 41 and 7", {"34", "41", "7"}),
        ("1,234,567", {"1234567"}),
        ("COVID-19", {"19"}),
        ("in 2024 200 came", {"2024", "200"}),
    ],
)
def test_decimals_dates_and_lists(written: str, found: set[str]) -> None:
    assert figures(written) == found


@pytest.mark.parametrize(
    ("language", "written", "found"),
    [
        ("en", "Twelve children and twenty-five adults", {"12", "25"}),
        ("fr", "Douze enfants, dix-sept adultes", {"12", "17"}),
        ("es", "Doce niños", {"12"}),
        ("de", "Zwölf Kinder", {"12"}),
        ("en", "Once there were one or none", set()),
        ("so", "Twelve", set()),
    ],
)
def test_figures_in_words_are_figures_in_the_languages_we_know_them_in(
    language: str, written: str, found: set[str]
) -> None:
    assert figures(written, language) == found
