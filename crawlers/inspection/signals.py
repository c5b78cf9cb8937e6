"""What a site tells machines: its robots.txt for us, and its signals on text and data mining."""

import json
import re
from dataclasses import dataclass
from typing import Any

from protego import Protego

from crawlers.declaration import Declaration
from crawlers.introduction import NAME
from crawlers.looking import Look, NoAnswer
from crawlers.tasks import Answered
from crawlers.ways import markup
from crawlers.ways.reading import UnreadablePageError
from crawlers.ways.sitemap import ROBOTS_AT_MOST, named_by_robots
from crawlers.ways.wording import line

TDMREP = "/.well-known/tdmrep.json"  # TDM Reservation Protocol, W3C Community Group report of 2024, section 5.1
CONTENT_SIGNAL = re.compile(
    r"(?im)^[ \t]*content-signal[ \t]*:[ \t]*(\S.*)$"
)  # contentsignals.org, as Cloudflare writes it
NO_MINING = re.compile(r"\b(noai|noimageai|notrain)\b", re.IGNORECASE)  # of robots metas and X-Robots-Tag


@dataclass(frozen=True)
class Rules:
    """A site's robots.txt, as it is for us."""

    said: str  # in words
    trouble: bool  # nothing may be asked, or it cannot be read
    cure: str = ""
    sitemaps: tuple[str, ...] = ()


def rules_of(look: Look, declaration: Declaration, wanted: str) -> Rules:
    """Reads robots.txt; `wanted` is an address that a crawl would ask."""
    answer = look.ask(declaration.absolute("/robots.txt"), is_rule=True)
    if isinstance(answer, NoAnswer):
        return Rules(
            f"cannot be read: {answer.why}", True, "is the address of the site right? Nothing is asked without it"
        )
    if answer.status >= 500:
        return Rules(f"answered {answer.status}", True, "nothing is asked of a site that fails to give it; try later")
    if answer.status >= 400:
        return Rules(f"there is none ({answer.status}): everything may be asked", False)
    text = answer.payload[:ROBOTS_AT_MOST].decode("utf-8", "replace")
    if "<html" in text[:2000].lower():
        return Rules("a web page stands in its place: everything may be asked", False)
    return _in_words(text, answer, wanted)


def _in_words(text: str, answer: Answered, wanted: str) -> Rules:
    rules = Protego.parse(text)
    allowed = rules.can_fetch(wanted, NAME)
    said = ["allows us" if allowed else f"does not allow {wanted}"]
    delay = rules.crawl_delay(NAME)
    if delay:
        said.append(f"asks for {delay:g} s between two requests")
    said += [f"content signal: {line(found)}" for found in CONTENT_SIGNAL.findall(text)[:3]]
    sitemaps = tuple(named_by_robots(answer.payload))
    if sitemaps:
        said.append(f"names {len(sitemaps)} sitemaps" if len(sitemaps) > 1 else "names a sitemap")
    cure = "" if allowed else "take another way in, or declare `enabled: false` with this reason"
    return Rules(", ".join(said), not allowed, cure, sitemaps)


def mining_of(look: Look, declaration: Declaration, article: Answered | None) -> str:
    """What the site says of text and data mining: its tdmrep.json, the headers and meta elements of one article."""
    found = []
    answer = look.ask(declaration.absolute(TDMREP))
    if isinstance(answer, Answered) and answer.status == 200:
        found += _reservations(answer.payload)
    if article is not None:
        found += _signals_of(article)
    return "; ".join(found) or "nothing is reserved: no tdmrep.json, no signal in an article's headers or elements"


def _reservations(body: bytes) -> list[str]:
    try:
        entries: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []  # a page that says it is not there, with status 200
    if not isinstance(entries, list):
        return []
    told = [entry for entry in entries if isinstance(entry, dict) and "tdm-reservation" in entry]
    return [
        f"tdmrep.json: {line(entry.get('location'))} {'reserved' if str(entry['tdm-reservation']) == '1' else 'free'}"
        + (f", policy {line(entry['tdm-policy'])}" if entry.get("tdm-policy") else "")
        for entry in told[:5]
    ]


def _signals_of(article: Answered) -> list[str]:
    said = {"tdm-reservation header": article.header("tdm-reservation")}
    robots = article.header("x-robots-tag")
    try:
        root = markup.parse(article.payload, article.content_type)
    except UnreadablePageError:
        root = None
    if root is not None:
        said["tdm-reservation element"] = markup.text_of(root, "meta[name='tdm-reservation']@content")
        robots += " " + markup.text_of(root, "meta[name='robots']@content")
    if mining := NO_MINING.search(robots):
        said["robots"] = mining[1]
    return [f"{where}: {line(what)}" for where, what in said.items() if what]
