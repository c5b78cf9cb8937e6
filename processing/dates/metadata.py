"""Dates that a page's head states for programs: JSON-LD (schema.org) and meta elements."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from processing.dates.evidence import DateCandidate
from processing.dates.months import fold
from processing.dates.stated import stated

SCRIPTS_AT_MOST = 20
SCRIPT_CHARACTERS = 500_000
OBJECTS_AT_MOST = 5_000
DEPTH_AT_MOST = 10

# Names that say publication, then names that say it less clearly, all in lower case; of each group the first on the page.
META_PUBLISHED = frozenset(
    """article:published_time article:published article:published_date article:publicationdate article.published
    og:article:published_time og:published_time og:publish_date og:pubdate og:datepublished datepublished date_published
    date-published published published-date published_date published_time publisheddate publication_date publicationdate
    publication-date publish_date publish-date publish_time publishdate pubdate pub_date parsely-pub-date sailthru.date
    dc.date.issued dcterms.issued dc.issued dc.date.publication citation_publication_date bt:pubdate rbpubdate
    cxenseparse:recs:publishtime cxenseparse:publishtime rnews:datepublished article_date_original originalpublicationdate
    analyticsattributes.articledate shareaholic:article_published_time vr:published_time mediator_published_time
    dcsext.articlefirstpublished displaydate dateposted ptime""".split()
)
META_LOOSE = frozenset(
    """date dc.date dcterms.date dc:date dc.date.created dcterms.created dc.created dc:created datecreated date_created
    article.created article:post_date created creation_date content_create_date citation_date doc_date release_date
    video:release_date last-published""".split()
)

ARTICLES = ("article", "posting", "report", "pressrelease", "statement")
PAGES = ("page", "creativework", "webcontent")
# Properties that lead to other works than the page's own.
ELSEWHERE = frozenset(
    """ispartof haspart itemlistelement mentions citation comment review relatedlink isbasedon publisher author blogpost
    subjectof about recordedat""".split()
)


def metadata_candidates(tree: HtmlElement, address: str, language: str, day_first: bool) -> list[DateCandidate]:
    """At most one candidate of JSON-LD and one of the meta elements."""
    candidates = (_of_json_ld(tree, address), _of_meta(tree, language, day_first))
    return [found for found in candidates if found is not None]


def _of_meta(tree: HtmlElement, language: str, day_first: bool) -> DateCandidate | None:
    loose: DateCandidate | None = None
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name in META_PUBLISHED and (found := stated(content, "meta", language, day_first)):
                return found
            if name in META_LOOSE and loose is None:
                loose = stated(content, "meta", language, day_first)
    return loose


def _of_json_ld(tree: HtmlElement, address: str) -> DateCandidate | None:
    """The publication date of the object that describes this page best."""
    title = fold(" ".join(tree.xpath("string(//head/title)")[:500].split()))
    best: tuple[int, DateCandidate] | None = None
    for script in list(tree.iter("script"))[:200]:
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for thing in _objects(script.text or ""):
            fit = _fit(thing, address, title)
            value = thing.get("datePublished")
            found = stated(str(value), "json-ld") if fit and isinstance(value, str | int) else None
            if found and (best is None or fit > best[0]):
                best = (fit, found)
    return best[1] if best else None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    if len(text) > SCRIPT_CHARACTERS:
        return
    try:
        data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n"), strict=False)
    except (ValueError, RecursionError):
        return
    waiting: list[tuple[Any, int]] = [(data, 0)]
    seen = 0
    while waiting and seen < OBJECTS_AT_MOST:
        thing, depth = waiting.pop(0)
        seen += 1
        if isinstance(thing, dict):
            yield thing
            inner = [value for key, value in thing.items() if str(key).lower() not in ELSEWHERE]
        else:
            inner = list(thing)
        if depth < DEPTH_AT_MOST:
            waiting.extend((value, depth + 1) for value in inner if isinstance(value, dict | list))


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
