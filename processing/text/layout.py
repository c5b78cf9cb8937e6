"""How one site's article pages are laid out: what a declaration tells the extraction, as plain data."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class PageLayout:
    """CSS selectors of a site's article pages, in force for captures between two days. Empty: found generically."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    day_first: bool = True  # 03/04/2026 is 3 April
    title_suffixes: tuple[str, ...] = ()  # " | UNICEF"
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None


@dataclass(frozen=True)
class SourceReading:
    """What extraction must know of a source: filled from its declaration where rooms are composed."""

    name: str
    languages: tuple[str, ...] = ()
    layouts: tuple[PageLayout, ...] = ()
    article_patterns: tuple[
        str, ...
    ] = ()  # regular expressions on addresses; empty: every captured page may be an article
    not_article_patterns: tuple[str, ...] = ()
    ignored_parameters: tuple[str, ...] = ()  # query parameters that do not name another article
    country: str = ""  # ISO 3166 code of the publisher's country, empty for the whole world
