"""JSON lists of sites that have no pages to read, only scripts over an interface."""

import json
import re
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import quote

from crawlers.declaration import JsonWay
from crawlers.ways.markup import join
from crawlers.ways.reading import FOUND_AT_MOST, Found, Page, Reading, UnreadablePageError
from crawlers.ways.wording import MARKUP, SUMMARY_AT_MOST, UNPRINTABLE, iso_day, line, line_of_html
from processing.archive.capture import Hints

PLACE_HOLDER = re.compile(r"\{([^{}]+)\}")


def read(way: JsonWay, page: Page) -> Reading:
    """The items of a JSON list, in its order; those whose address cannot be made are passed over.

    Raises `UnreadablePageError` for what is no JSON, or has no list where the declaration says.
    """
    document = parse(page.body)
    items = value_at(document, way.items)
    if not isinstance(items, list):
        raise UnreadablePageError(f"there is no list at `{way.items or '(the document itself)'}` in this JSON")
    found = [one for item in items[:FOUND_AT_MOST] if (one := _read_item(way, item, page)) is not None]
    following = value_at(document, way.next) if way.next else None
    return Reading(tuple(found), next_address=join(page.address, following) if isinstance(following, str) else "")


def parse(body: bytes) -> Any:
    """A JSON document. Raises `UnreadablePageError` for anything else, however deep it is nested."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        begins = line(body[:60].decode("utf-8", "replace"))
        raise UnreadablePageError(f"this is not JSON (it begins with `{begins}`): {error}") from error


def value_at(value: Any, path: str | None) -> Any:
    """The value at a path of keys and numbers; None where there is none."""
    for step in path.split(".") if path else ():
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def _read_item(way: JsonWay, item: Any, page: Page) -> Found | None:
    address = _filled(way.address, item)
    if not address:
        return None
    full = join(page.site or page.address, address)
    hints = _hints(way, item, page.address)
    if way.detail:
        detail = _filled(way.detail, item)
        return Found(full, hints, detail=join(page.site or page.address, detail)) if detail else None
    content = value_at(item, way.content) if way.content else None
    return Found(full, hints, document(full, hints, content) if isinstance(content, str) and content.strip() else "")


def read_detail(way: JsonWay, page: Page, address: str, hints: Hints) -> tuple[Hints, str]:
    """What the document of one item says of it, and the page made of it, whose own address is `address`.

    The list's `hints` fill what it does not say. Raises `UnreadablePageError` where it is no JSON, or has no text.
    """
    item = value_at(parse(page.body), way.detail_item)
    content = value_at(item, way.content)
    if not isinstance(content, str) or not content.strip():
        raise UnreadablePageError(f"there is no text at `{way.content}` in this JSON")
    said = {name: value for name, value in vars(_hints(way, item, hints.found_at)).items() if value}
    known = replace(hints, **said)
    return known, document(address, known, content)


def _hints(way: JsonWay, item: Any, found_at: str) -> Hints:
    published = line(value_at(item, way.date)) if way.date else ""
    return Hints(
        found_by="json",
        found_at=found_at,
        title=line_of_html(value_at(item, way.title)) if way.title else "",
        published=published,
        published_day=iso_day(published),
        language=(line(value_at(item, way.item_language)) if way.item_language else "") or way.language,
        kind=(line(value_at(item, way.item_kind)) if way.item_kind else "") or way.kind,
        summary=line_of_html(value_at(item, way.summary), SUMMARY_AT_MOST) if way.summary else "",
    )


def _filled(template: str, item: Any) -> str:
    """The template with the item's values in it; empty where one is missing."""
    whole = PLACE_HOLDER.fullmatch(template)
    if whole:  # the item names its address itself
        return line(value_at(item, whole[1]), at_most=4000)
    values = {path: line(value_at(item, path), at_most=4000) for path in PLACE_HOLDER.findall(template)}
    if not all(values.values()):
        return ""
    return PLACE_HOLDER.sub(lambda match: quote(values[match[1]], safe="/"), template)


def document(address: str, hints: Hints, content: str) -> str:
    """An HTML page made of an item's fields: what a reader of the site sees, without the site's scripts.

    The same fields give the same page, so that an unchanged item is known by its digest.
    """
    body = UNPRINTABLE.sub(" ", content)
    if not MARKUP.search(body):
        body = "\n".join(f"<p>{escape(part.strip())}</p>" for part in re.split(r"\n\s*\n", body) if part.strip())
    language = f' lang="{escape(hints.language)}"' if hints.language else ""
    published = (
        f'<meta property="article:published_time" content="{escape(hints.published)}">' if hints.published else ""
    )
    return (
        f'<!doctype html>\n<html{language}><head><meta charset="utf-8"><title>{escape(hints.title)}</title>\n'
        f'<link rel="canonical" href="{escape(address)}">{published}</head>\n'
        f"<body><main><article>\n<h1>{escape(hints.title)}</h1>\n{body}\n</article></main></body></html>\n"
    )
