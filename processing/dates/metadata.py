"""Dates that a page's head states for programs: JSON-LD (schema.org) and meta elements."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from processing.dates.evidence import DateCandidate
from processing.dates.months import fold
from processing.dates.stated import stated

NAME_CHARACTERS = 60
SCRIPTS_AT_MOST = 20
SCRIPT_CHARACTERS = 500_000
OBJECTS_AT_MOST = 5_000
DEPTH_AT_MOST = 10

# Names that say publication, then names that say only that it is a date, which is that of the last change often enough: alone
# it was right on 5 of 7 pages, and never where the date under the title was another (measured 2026-11). In lower case.
META_PUBLISHED = re.compile(
    r"(?:.*[:._-])?(?:(?:original)?publi(?:sh|shed|cation)(?:[_-]?(?:date|time|at))?|date[_-]?(?:published|posted|issued)"
    r"|(?:rb)?pub[_-]?date|issued|article_date_original|article\.?firstpublished|articledate|displaydate|ptime)"
)
META_LOOSE = re.compile(
    r"(?:(?:dc|dcterms|dc\.date|dcterms\.date|sailthru|citation|doc|article|content|video)[:._])?"
    r"(?:date|created|date[_-]?created|creat(?:ion|e)[_-]?date|post[_-]?date|release[_-]?date)"
)
META_CHANGED = re.compile(r"last|modif|updat|expir|unpubl")

BROKEN = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
ARTICLES = ("article", "posting", "report", "pressrelease", "statement")
PAGES = ("page", "creativework", "webcontent")
# Properties that lead to other works than the page's own.
ELSEWHERE = re.compile(
    "ispartof|haspart|itemlistelement|mentions|citation|comment|review|relatedlink|isbasedon|publisher|author|blogpost"
    "|subjectof|about|recordedat"
)


def metadata_candidates(tree: HtmlElement, address: str, language: str, day_first: bool) -> list[DateCandidate]:
    """At most one candidate of JSON-LD and one of the meta elements."""
    candidates = (_of_json_ld(tree, address), _of_meta(tree, language, day_first))
    return [found for found in candidates if found is not None]


def changed_days(tree: HtmlElement) -> set[date]:
    """The days on which the page's head says that it was changed."""
    days: set[date] = set()
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "")[
            :NAME_CHARACTERS
        ].lower()
        if META_CHANGED.search(name) and (found := stated(element.get("content") or "", "meta-date")):
            days.add(found.day)
    for script in islice((script for script in tree.iter("script") if _is_json_ld(script)), SCRIPTS_AT_MOST):
        values = (thing.get("dateModified") for thing in _objects(script.text or ""))
        days.update(found.day for value in values if isinstance(value, str) and (found := stated(value, "json-ld")))
    return days


def _of_meta(tree: HtmlElement, language: str, day_first: bool) -> DateCandidate | None:
    loose: DateCandidate | None = None
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "")[:NAME_CHARACTERS].strip().lower()
            if not name or META_CHANGED.search(name):
                continue
            if META_PUBLISHED.fullmatch(name) and (found := stated(content, "meta", language, day_first)):
                return found
            if loose is None and META_LOOSE.fullmatch(name):
                loose = stated(content, "meta-date", language, day_first)
    return loose


def _of_json_ld(tree: HtmlElement, address: str) -> DateCandidate | None:
    """The publication date of the object that describes this page best."""
    title = fold(" ".join(tree.xpath("string(//head/title)")[:500].split()))
    best: tuple[int, DateCandidate] | None = None
    for script in islice((script for script in tree.iter("script") if _is_json_ld(script)), SCRIPTS_AT_MOST):
        for thing in _objects(script.text or ""):
            fit = _fit(thing, address, title)
            value = thing.get("datePublished")
            found = stated(str(value), "json-ld") if fit and isinstance(value, str | int) else None
            if found and (best is None or fit > best[0]):
                best = (fit, found)
    return best[1] if best else None


def _is_json_ld(script: HtmlElement) -> bool:
    return "ld+json" in (script.get("type") or "").lower()


def _objects(text: str) -> Iterator[dict[str, Any]]:
    if len(text) > SCRIPT_CHARACTERS:
        return
    try:
        data = json.loads(_unwrapped(text), strict=False)
    except RecursionError:
        return
    except ValueError:  # hand-made templates forget commas and quotes
        stated_days = set(BROKEN.findall(text))
        if len(stated_days) == 1:
            yield {"@type": "Article", "datePublished": stated_days.pop()}
        return
    waiting: list[tuple[Any, int]] = [(data, 0)]
    seen = 0
    while waiting and seen < OBJECTS_AT_MOST:
        thing, depth = waiting.pop(0)
        seen += 1
        if isinstance(thing, dict):
            yield thing
            inner = [value for key, value in thing.items() if not ELSEWHERE.fullmatch(str(key).lower())]
        else:
            inner = list(thing)
        if depth < DEPTH_AT_MOST:
            waiting.extend((value, depth + 1) for value in inner if isinstance(value, dict | list))


def _unwrapped(text: str) -> str:
    """A script's content without the comments and CDATA marks that old browsers were spared it by, and a last semicolon."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    start = min((place for bracket in "{[" if (place := text.find(bracket)) >= 0), default=0)
    return text[start : max(text.rfind("}"), text.rfind("]")) + 1]


def _fit(thing: dict[str, Any], address: str, title: str) -> int:
    """How well an object fits the page: 0 not at all."""
    kinds = thing.get("@type")
    names = [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
    if any(name.endswith(ARTICLES) for name in names):
        fit = 2
    elif any(name.endswith(PAGES) for name in names):
        fit = 1
    else:
        return 0
    headline = thing.get("headline") or thing.get("name")
    if isinstance(headline, str) and len(headline) > 8 and fold(" ".join(headline[:500].split())) in title:
        fit += 2
    main = thing.get("mainEntityOfPage")
    for link in (thing.get("url"), thing.get("@id"), main.get("@id") if isinstance(main, dict) else main):
        if isinstance(link, str) and link.strip() and _same_page(link, address):
            return fit + 4
    return fit


def _same_page(one: str, other: str) -> bool:
    try:
        parts = [urlsplit(link[:2_000].strip()) for link in (one, other)]
    except ValueError:
        return False
    paths = [unquote(part.path).rstrip("/").casefold() for part in parts]
    return bool(paths[0]) and paths[0] == paths[1] and parts[0].query == parts[1].query
