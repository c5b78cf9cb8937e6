"""Dates in addresses."""

import pytest

from processing.dates.address import address_candidates


@pytest.mark.parametrize(
    ("path", "day", "precision"),
    [
        ("/2026/03/14/visite/", "2026-03-14", "day"),
        ("/news/2026-03-14-visit", "2026-03-14", "day"),
        ("/news/visit-2026-3-4", "2026-03-04", "day"),
        ("/aktuell/20260314_visit.html", "2026-03-14", "day"),
        ("/meldungen/14-03-2026", "2026-03-14", "day"),
        ("/communique-de-presse/2026/03/visite", "2026-03-01", "month"),
        ("/uploads/2026-03/release.pdf", "2026-03-01", "month"),
    ],
)
def test_a_date_in_the_path_is_read(path: str, day: str, precision: str) -> None:
    (found,) = address_candidates(f"https://office.example{path}")
    assert (found.day.isoformat(), found.precision) == (day, precision)


@pytest.mark.parametrize(
    "path",
    [
        "/news/visit-2026",
        "/node/20261345",
        "/2026/43/visit",
        "/story/20260314159",
        "/1826/03/14/",
        "/?day=2026/03/14",
        "",
    ],
)
def test_other_numbers_are_no_dates(path: str) -> None:
    assert address_candidates(f"https://office.example{path}") == []
