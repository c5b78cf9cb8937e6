"""Finds the cards of a list that nobody has described: links of one form, what stands around each, and the way to the next page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from crawlers.inspection.forms import Form, form_of
from crawlers.ways import markup
from crawlers.ways.wording import line

HEADLINE = 18  # characters; shorter words of a link are a menu's
FEWEST = 2  # headlines that make a list
CLIMB = 5  # elements above a link that may be its card
AGREE = 0.8  # share of the links whose card has the same name
SAFE_NAME = re.compile(r"^[A-Za-z][\w-]*$")
MENU = re.compile(r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|footer|breadcrumbs?|sidebar)(?:$|[\s_-])", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d{2}\b|[٠-٩۰-۹]{4}")
LONGEST_DATE = 45  # characters
NEXT = (
    "a[rel~='next']",
    "link[rel~='next']",
    ".pager__item--next a",
    ".pagination .next a",
    "a.next",
    ".nav-previous a",
)
PAGE_NUMBER = re.compile(r"([?&](?:page|paged|p|pagina|pg)=)(\d{1,4})(?!\d)")
PAGE_IN_PATH = re.compile(r"(/page/)(\d{1,4})(?=/?$)")


@dataclass(frozen=True)
class Cards:
    """How a list is to be read, as a declaration says it."""

    form: Form
    said: dict[str, Any]  # cards, link, title, date, next or counted address
    links: tuple[str, ...]


def cards_of(root: Any, address: str, own_host: str) -> Cards | None:
    """The cards of a page; None where no links of one form have headlines."""
    base = markup.base_of(root, address)
    groups: dict[Form, list[tuple[Any, str]]] = defaultdict(list)
    for link in markup.select(root, "a[href]"):
        full = markup.join(base, link.get("href") or "").partition("#")[0]
        form = form_of(full)
        is_here = urlsplit(full).netloc.lower() == own_host and full.rstrip("/") != address.rstrip("/")
        if form is not None and is_here and not _in_menu(link):
            groups[form].append((link, full))
    best = max(groups, key=lambda form: _headlines(groups[form]), default=None)
    if best is None or _headlines(groups[best]) < FEWEST:
        return None
    links = tuple(dict.fromkeys(full for _, full in groups[best]))
    said = _card_of(groups[best]) or {"cards": f"a[href*='{_common_path(links)}']"}
    return Cards(best, {**said, **_following(root, base, address)}, links)


def _in_menu(link: Any) -> bool:
    """Whether a link stands in what all pages of a site have: menus, head and foot, margins."""
    for above in link.iterancestors():
        named = f"{above.get('class') or ''} {above.get('id') or ''} {above.get('role') or ''}"
        if above.tag in ("nav", "header", "footer", "aside") and above.getparent() is not None:
            return above.tag != "header" or not any(up.tag in ("article", "li") for up in above.iterancestors())
        if MENU.search(named) and above.tag not in ("body", "html"):
            return True
    return False


def _headlines(group: Sequence[tuple[Any, str]]) -> int:
    return len({full for link, full in group if len(line(" ".join(link.itertext()))) >= HEADLINE})


def _card_of(group: Sequence[tuple[Any, str]]) -> dict[str, Any] | None:
    """The highest element above each link that holds no other link of the form, where most of them have one name."""
    of_form = {id(link): full for link, full in group}
    cards: list[tuple[str, Any, Any]] = []
    for link, full in group:
        if any(card is above for _, card, _ in cards for above in link.iterancestors()):
            continue
        highest = None
        for above, _ in zip(link.iterancestors(), range(CLIMB), strict=False):
            inner = {of_form[id(one)] for one in above.iter("a") if id(one) in of_form}
            if inner != {full} or above.tag in ("body", "main", "html"):
                break
            if name := _name(above):
                highest = (name, above, link)
        if highest:
            cards.append(highest)
    if not cards:
        return None
    name, count = Counter(name for name, _, _ in cards).most_common(1)[0]
    if count < max(FEWEST, AGREE * len({full for _, full in group})):
        return None
    chosen = [(card, link) for other, card, link in cards if other == name]
    said: dict[str, Any] = {"cards": name}
    if heading := _common(_heading(card) for card, _ in chosen):
        said["title"] = heading
    if any(len(card.xpath(".//a[@href]")) > 1 for card, _ in chosen) and heading and _links_within(chosen, heading):
        said["link"] = f"{heading} a"
    if date := _common(_date(card) for card, _ in chosen):
        said["date"] = date
    return said


def _name(element: Any) -> str:
    classes = [name for name in (element.get("class") or "").split() if SAFE_NAME.match(name)]
    if classes:
        return f"{element.tag}.{classes[0]}"
    return "article" if element.tag == "article" else ""


def _heading(card: Any) -> str:
    found = next((inner for inner in card.iter("h1", "h2", "h3", "h4", "h5", "h6")), None)
    return "" if found is None else _name(found) or str(found.tag)


def _links_within(cards: Sequence[tuple[Any, Any]], heading: str) -> bool:
    return all(markup.select(card, f"{heading} a[href]") for card, _ in cards)


def _date(card: Any) -> str:
    if card.xpath(".//time[@datetime]"):
        return "time@datetime"
    for inner in card.iter():
        text = line(" ".join(inner.itertext())) if isinstance(inner.tag, str) else ""
        if (
            text
            and len(text) <= LONGEST_DATE
            and YEAR.search(text)
            and not inner.xpath("ancestor-or-self::a")
            and len(inner) == 0
        ):
            return _name(inner)
    return ""


def _common(names: Iterable[str]) -> str:
    counted = Counter(names).most_common(1)
    return counted[0][0] if counted else ""


def _following(root: Any, base: str, address: str) -> dict[str, Any]:
    """How the next page is reached: a link that says so, or a number in the address."""
    for selector in NEXT:
        if (found := markup.link_of(root, selector, base)) and found[1] != address:
            return {"next": selector}
    path = urlsplit(address).path.rstrip("/")
    for link in markup.select(root, "a[href]"):
        full = markup.join(base, link.get("href") or "")
        for pattern in (PAGE_NUMBER, PAGE_IN_PATH):
            match = pattern.search(full)
            if match and urlsplit(full).path.startswith(path) and match[2] in ("1", "2"):
                counted = pattern.sub(lambda found: f"{found[1]}{{page}}", full)
                first = 0 if match[2] == "1" and line(" ".join(link.itertext())) != "1" else 1
                return {"addresses": counted, "first_page": first}
    return {}


def _common_path(links: Sequence[str]) -> str:
    """What the paths of links have in common, up to their last part: it stands in their `href`."""
    paths = [
        unquote(urlsplit(link).path).rpartition("/")[0] + "/"
        if not link.endswith("/")
        else unquote(urlsplit(link).path).rstrip("/").rpartition("/")[0] + "/"
        for link in links
    ]
    return Counter(paths).most_common(1)[0][0]
