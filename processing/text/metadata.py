"""What a page says of itself, read in one pass: JSON-LD, meta elements, headings, language, canonical address, alternates."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml.etree import XPath
from lxml.html import HtmlElement

from processing.text.cleaning import CONTROL, INVISIBLE
from processing.text.headings import Heading, heading_of

# Links to language versions in a page's own language switcher: `hreflang` on the link or on its list item.
SWITCHERS = XPath("//*[self::a or self::li][@hreflang]")
MAX_JSON_CHARACTERS = 500_000
MAX_JSON_DEPTH = 8
MAX_FOUND = 20  # headings, alternates, JSON-LD objects: more of a kind are a list, not this page's own

ARTICLE_TYPES = frozenset(
    {
        *("article", "newsarticle", "pressrelease", "blogposting", "report", "governmentnews", "socialmediaposting"),
        *("reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "opinionnewsarticle"),
        *("reviewnewsarticle", "liveblogposting", "techarticle", "scholarlyarticle"),
    }
)
SITE_TYPES = frozenset({"website", "organization", "newsmediaorganization", "governmentorganization", "ngo", "blog"})
IMAGE_METAS = ("og:image", "og:image:url", "twitter:image", "twitter:image:src")
MANY_ARTICLES = 3  # a page that describes more is a list, and none of them is its own

TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "title", "headline")

SITE_METAS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "twitter:site",
    "dc.publisher",
    "publisher",
)
SECTION_METAS = ("article:section", "section", "category")


@dataclass
class PageMetadata:
    """What was found, in the order of trust within each list; everything is text as printed."""

    titles: list[tuple[str, str]] = field(default_factory=list)  # (where it was found, title)
    headings: list[Heading] = field(default_factory=list)  # h1, h2 and h3 as printed, in their order
    window_title: str = ""  # <title>
    site_names: list[str] = field(default_factory=list)  # og:site_name, publisher, application-name …
    sections: list[str] = field(default_factory=list)  # article:section, the path of crumbs that leads to the page
    language: str = ""  # as the page declares it: "en-GB"
    canonical: str = ""
    alternates: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # address -> (language tag, "hreflang" or "switcher")
    images: list[str] = field(default_factory=list)  # addresses of the pictures that stand for it when it is shared
    is_article: bool = False  # JSON-LD or Open Graph call it an article
    is_paid: bool = False  # JSON-LD says that the article is not free to read
    type_names: set[str] = field(default_factory=set)  # JSON-LD types, in lower case

    @property
    def first_headings(self) -> list[str]:
        """The words of each h1."""
        return [heading.text for heading in self.headings if heading.level == 1]


def read_metadata(tree: HtmlElement, address: str) -> PageMetadata:
    """Reads the tree once. Addresses are made absolute by `address` (or the page's base)."""
    found = PageMetadata()
    metas: dict[str, str] = {}
    objects: list[dict[str, Any]] = []
    base = address
    levels = dict.fromkeys(("h1", "h2", "h3"), MAX_FOUND)
    for element in tree.iter("base", "meta", "link", "script", "title", "h1", "h2", "h3"):
        tag = element.tag
        if tag == "meta":
            _read_meta(element, metas)
        elif tag == "base" and base == address:
            base = _absolute(address, element.get("href") or "")
        elif tag == "link":
            _read_link(element, base, found)
        elif tag == "script" and "ld+json" in (element.get("type") or "").lower():
            objects.extend(_json_objects(element.text or ""))
        elif tag == "title" and not found.window_title:
            found.window_title = squeezed(element.text_content())
        elif tag in levels and levels[tag] > 0:
            levels[tag] -= 1
            heading = heading_of(element, address)
            if heading is not None:
                found.headings.append(heading)
    for element in SWITCHERS(tree):
        _read_switcher(element, base, found)
    _take_metas(metas, found)
    found.images = list(dict.fromkeys(_absolute(base, metas[name]) for name in IMAGE_METAS if name in metas))
    _take_objects(objects, found)
    found.language = found.language or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    found.language = found.language or metas.get("content-language", "") or metas.get("og:locale", "")
    return found


def squeezed(text: str) -> str:
    """Text on one line, with single blanks; no halves of characters, which no database takes, no signs that turn words round."""
    return " ".join(CONTROL.sub(" ", INVISIBLE.sub("", text)).split())


def _read_meta(element: HtmlElement, metas: dict[str, str]) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
    content = element.get("content")
    if name and content and content.strip():
        metas.setdefault(name.strip().lower(), squeezed(content[:2_000]))


def _read_link(element: HtmlElement, base: str, found: PageMetadata) -> None:
    relations = (element.get("rel") or "").lower().split()
    target = element.get("href") or ""
    if "canonical" in relations and not found.canonical:
        found.canonical = _absolute(base, target)
    if "alternate" in relations and element.get("hreflang"):
        _add_alternate(found, _absolute(base, target), element.get("hreflang"), "hreflang")


def _read_switcher(element: HtmlElement, base: str, found: PageMetadata) -> None:
    """A link to a language version."""
    tag = element.get("hreflang")
    if not tag:
        return
    link = element if element.tag == "a" else element.find("a")
    if link is not None and link.get("href"):
        _add_alternate(found, _absolute(base, link.get("href")), tag, "switcher")


def _add_alternate(found: PageMetadata, target: str, tag: str, way: str) -> None:
    if target and tag.lower() != "x-default" and len(found.alternates) < 4 * MAX_FOUND:
        found.alternates.setdefault(target, (tag.strip()[:16], way))


def _absolute(base: str, target: str) -> str:
    try:
        joined = urljoin(base, target.strip())
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) else ""


def _take_metas(metas: dict[str, str], found: PageMetadata) -> None:
    found.titles += [(f"meta {name}", metas[name]) for name in TITLE_METAS if name in metas]
    found.site_names += [metas[name] for name in SITE_METAS if name in metas]
    found.sections += [metas[name] for name in SECTION_METAS if name in metas]
    found.is_article = (
        metas.get("og:type", "").lower() in ("article", "news", "blog") or "article:published_time" in metas
    )
    found.canonical = found.canonical or _absolute("", metas.get("og:url", ""))


def _take_objects(objects: list[dict[str, Any]], found: PageMetadata) -> None:
    """JSON-LD stands before meta elements: it is made for machines and least often left over from a template."""
    articles = [entry for entry in objects if _types(entry) & ARTICLE_TYPES]
    if len(articles) > MANY_ARTICLES:
        objects = [entry for entry in objects if entry not in articles]
    for entry in reversed(objects):
        types = _types(entry)
        found.type_names |= types
        found.site_names += [name for name in (_name(entry.get("publisher")), _name(entry.get("isPartOf"))) if name]
        if types & SITE_TYPES and (name := _name(entry)):
            found.site_names.append(name)
        if "breadcrumblist" in types:
            found.sections += _crumbs(entry)[:-1]
        if types & ARTICLE_TYPES:
            found.is_article = True
            found.is_paid = found.is_paid or str(entry.get("isAccessibleForFree")).lower() == "false"
            found.sections += [name for name in [_text(entry.get("articleSection"))] if name]
            found.titles[:0] = [("JSON-LD", text) for text in [_text(entry.get("headline"))] if text]


def _json_objects(text: str) -> list[dict[str, Any]]:
    """All typed objects of a JSON-LD script, outer ones first; none where it is broken."""
    if len(text) > MAX_JSON_CHARACTERS:
        return []
    cleaned = text.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().removesuffix(";")
    try:
        return list(_walk(json.loads(cleaned, strict=False), 0))[: 4 * MAX_FOUND]
    except (ValueError, RecursionError):
        return []


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        # What an article mentions, is part of or is followed by has dates and headlines of its own.
        inner = [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]
        for child in inner if "@type" in value else value.values():
            yield from _walk(child, depth + 1)
    elif isinstance(value, list):
        for child in value[:200]:
            yield from _walk(child, depth + 1)


def _types(entry: dict[str, Any]) -> set[str]:
    named = entry.get("@type")
    return {str(name).rpartition("/")[2].lower() for name in (named if isinstance(named, list) else [named])}


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value", "")
    return squeezed(value[:2_000]) if isinstance(value, str) else ""


def _name(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return _text(value.get("name")) if isinstance(value, dict) else ""


def _crumbs(entry: dict[str, Any]) -> list[str]:
    """The names on the path that leads to a page, the page's own last."""
    steps = entry.get("itemListElement")
    if not isinstance(steps, list):
        return []
    names = [_name(step) or _name(step.get("item")) for step in steps[:MAX_FOUND] if isinstance(step, dict)]
    return [name for name in names if name]
