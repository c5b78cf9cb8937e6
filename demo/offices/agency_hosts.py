"""The World Migration Agency's two hosts, and what on their lists does not lead to an article of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Card:
    """One item of a list."""

    path: str
    title: str
    tag: str
    published: date
    language: str


@dataclass(frozen=True)
class Host:
    """One of the agency's hosts. `cards` are on its lists beside those of its texts."""

    name: str  # of the press office
    title: str
    languages: tuple[str, ...]
    files: int  # number of its folder of files
    robots: str
    cards: tuple[Card, ...]
    moved: Mapping[str, str] = field(default_factory=dict)  # path -> slug of the text that is there now
    pages: Mapping[str, str] = field(default_factory=dict)  # path -> template of a page with an article's address
    broken_file: str = ""  # path of a PDF that was cut in the upload


ADVISORY = "/news/media-advisory-director-general-visits-lampedusa"
FLASH_UPDATE = "/sites/g/files/tmzbdl486/files/press_releases/wma-sudan-flash-update-17.pdf"
RENAMED = "/news/187-people-rescued-dakar"
ARCHIVE = "/news/archive"

WORLD = Host(
    name="migration",
    title="World Migration Agency",
    languages=("en", "fr", "es"),
    files=486,
    robots="User-agent: *\nDisallow: /find\nDisallow: /news/media-advisory-\nDisallow: /admin/\n",
    cards=(
        Card("/news/statement-returns-edirne", "Statement on Returns at Edirne", "Statement", date(2026, 9, 2), "en"),
        Card(ADVISORY, "Media Advisory: Director General Visits Lampedusa", "Advisory", date(2026, 9, 14), "en"),
        Card(FLASH_UPDATE, "Sudan: Displacement Flash Update No. 17", "Report", date(2025, 11, 27), "en"),
    ),
    pages={ADVISORY: "advisory.html"},
    broken_file=FLASH_UPDATE,
)

WEST = Host(
    name="migration-west",
    title="World Migration Agency – West and Central Africa",
    languages=("en", "fr", "ar"),
    files=1091,
    robots="User-agent: *\nCrawl-delay: 0.3\nDisallow: /find\n",
    cards=(
        Card(RENAMED, "187 People Rescued off Dakar", "Press release", date(2026, 8, 21), "en"),
        Card(ARCHIVE, "All Press Releases of 2025", "Archive", date(2026, 1, 5), "en"),
        Card("/countries/niger", "Niger: Our Programme and Figures", "Country", date(2026, 2, 2), "en"),
    ),
    moved={RENAMED: "senegal-187-people-rescued-after-nine-days-adrift-34-children"},
    pages={ARCHIVE: "archive.html"},
)
