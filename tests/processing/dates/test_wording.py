"""Dates as people write them."""

from datetime import date

import pytest

from processing.dates.wording import written_dates


@pytest.mark.parametrize(
    ("language", "line", "day"),
    [
        ("en", "15 February 2018", "2018-02-15"),
        ("en", "February 15th, 2018", "2018-02-15"),
        ("en", "Thursday, Sept. 3, 2020 at 10:30", "2020-09-03"),
        ("fr", "1er juillet 2026", "2026-07-01"),
        ("fr", "Mis en ligne le 24 févr. 2019 à 12h30", "2019-02-24"),
        ("fr", "15 AOÛT 2019", "2019-08-15"),
        ("es", "15 de febrero de 2026", "2026-02-15"),
        ("es", "3 de setiembre del 2021", "2021-09-03"),
        ("pt", "15º de março de 2020", "2020-03-15"),
        ("ar", "15 تموز 2026", "2026-07-15"),
        ("ar", "١٥ يوليو ٢٠٢٦", "2026-07-15"),
        ("ar", "3 كانون الثاني 2020", "2020-01-03"),
        ("ar", "3 كانون الثاني/يناير 2020", "2020-01-03"),
        ("ar", "12 غشت 2023", "2023-08-12"),
        ("ar", "الثلاثاء، 4 جويلية 2023", "2023-07-04"),
        ("ar", "٢٠٢٦/٠٢/١٥", "2026-02-15"),
        ("az", "15 fevral 2026", "2026-02-15"),
        ("az", "15 İyul 2026", "2026-07-15"),
        ("az", "2026-cı il 15 fevral", "2026-02-15"),
        ("az", "Dərc olunub: 15.02.2026", "2026-02-15"),
        ("it", "15 febbraio 2018", "2018-02-15"),
        ("de", "Donnerstag, 15. März 2018, 9:30 Uhr", "2018-03-15"),
        ("de", "3. Jänner 2019", "2019-01-03"),
        ("el", "15 Φεβρουαρίου 2018", "2018-02-15"),
        ("el", "15 ΦΕΒΡΟΥΑΡΙΟΥ 2018", "2018-02-15"),
        ("tr", "15 Şubat 2020 Çarşamba", "2020-02-15"),
        ("sq", "29 Shtator 2022", "2022-09-29"),
        ("ru", "15 февраля 2018 г.", "2018-02-15"),
        ("uk", "15 лютого 2018 року", "2018-02-15"),
        ("hr", "15. listopada 2018.", "2018-10-15"),
        ("pl", "15 listopada 2018", "2018-11-15"),
        ("hu", "2026. február 15.", "2026-02-15"),
        ("lt", "2026 m. vasario 15 d.", "2026-02-15"),
        ("ka", "15 მაისი, 2018", "2018-05-15"),
        ("hy", "15 Փետրվարի, 2018", "2018-02-15"),
        ("ca", "15 de febrer de 2018", "2018-02-15"),
        ("ht", "15 jiyè 2021", "2021-07-15"),
        ("ja", "2026年2月15日", "2026-02-15"),
        ("en", "2018-02-15T10:00:00Z", "2018-02-15"),
        ("en", "Date Publish: 04/10/2019", "2019-10-04"),
        ("en", "04/25/2019", "2019-04-25"),
        ("en", "10:30 - 15 February 2018", "2018-02-15"),
        ("", "15 qershor 2021", "2021-06-15"),
    ],
)
def test_a_date_is_read_in_the_language_it_is_written_in(language: str, line: str, day: str) -> None:
    assert [(found.day.isoformat(), found.precision) for found in written_dates(line, language)] == [(day, "day")]


def test_a_date_says_where_in_the_line_it_stands() -> None:
    line = "NEW YORK, 15 February 2018 – The fund"
    (found,) = written_dates(line, "en")
    assert line[found.start : found.end] == "15 February 2018"


@pytest.mark.parametrize(
    "line",
    [
        "15–17 February 2018",
        "14. - 20. Januar 2022",
        "30 March to 2 April 2018",
        "15/02/2018 - 17/02/2018",
        "du 22 février 2018 au 24 février 2018",
    ],
)
def test_a_span_of_days_is_not_a_date(line: str) -> None:
    assert written_dates(line, "fr") == []


@pytest.mark.parametrize(
    "line",
    [
        "31/02/2019",
        "192.168.10.2019",
        "tel. 02.15.2018.33",
        "call 2019 now",
        "May 5",
        "version 1.9.22_1171",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(line: str) -> None:
    assert written_dates(line, "en", short_years=True) == []


def test_a_month_without_a_day_is_a_month() -> None:
    (found,) = written_dates("Bulletin, février 2018", "fr")
    assert (found.day, found.precision) == (date(2018, 2, 1), "month")


def test_the_declaration_decides_what_a_date_in_figures_is() -> None:
    assert written_dates("04/10/2019", day_first=True)[0].day == date(2019, 10, 4)
    assert written_dates("04/10/2019", day_first=False)[0].day == date(2019, 4, 10)
    assert written_dates("04.10.2019", day_first=False)[0].day == date(
        2019, 10, 4
    )  # nobody writes months first with points


def test_two_figures_are_a_year_only_where_that_is_asked_for() -> None:
    assert written_dates("04.10.19") == []
    assert written_dates("04.10.19", short_years=True)[0].day == date(2019, 10, 4)
