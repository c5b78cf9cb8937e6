"""Chooses the headline as printed, without the site's name, from everything that claims to be the title."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from processing.text.metadata import PageMetadata, squeezed

MAX_TITLE = 400  # characters; longer is a paragraph in the wrong element
SEPARATOR = re.compile(r"\s+[|•·»›:\-–—−]{1,2}\s+|\s*(?:\||::|»)\s*")
SECTION_WORDS = 4  # a part behind the last separator with more words belongs to the headline
GENERIC = frozenset(
    {
        *(
            "news",
            "press release",
            "press releases",
            "statement",
            "story",
            "stories",
            "home",
            "blog",
            "article",
            "publications",
        ),
        *("global", "press", "media", "latest news", "news and press", "newsroom", "press centre", "press center"),
        *("actualités", "actualites", "communiqué de presse", "communiqués de presse", "accueil", "noticias", "inicio"),
        *("nota de prensa", "notas de prensa", "comunicado de prensa", "notícias", "comunicado de imprensa", "início"),
        *(
            "xəbərlər",
            "ana səhifə",
            "haberler",
            "أخبار",
            "الأخبار",
            "بيان صحفي",
            "الرئيسية",
            "новости",
            "главная",
            "lajme",
        ),
    }
)


@dataclass(frozen=True)
class ChosenTitle:
    """The title, where it was found, and all that was found: (where, text as printed)."""

    text: str
    where: str
    candidates: tuple[tuple[str, str], ...]


def choose_title(
    found: PageMetadata,
    address: str,
    declared: str = "",
    hint: str = "",
    suffixes: Sequence[str] = (),
) -> ChosenTitle:
    """The headline. `declared` is what the source's own selector found, `hint` the text of the card that led here.

    A heading that another candidate confirms is the headline as printed; a lone heading may be the site's name.
    """
    names = _site_names(found.site_name, address)
    printed = [("declared selector", declared), *(("h1", heading) for heading in found.first_headings)]
    told = [*found.titles, ("window title", found.window_title), ("card", hint)]
    candidates = tuple((where, text) for where, text in [*printed, *told] if text and len(text) <= MAX_TITLE)
    cleaned = [(where, without_site(text, names, suffixes)) for where, text in candidates]
    cleaned = [(where, text) for where, text in cleaned if text and not is_generic(text, names)]
    where, text = _best(cleaned) or (candidates[0] if candidates else ("", ""))
    return ChosenTitle(text, where, candidates)


def without_site(title: str, names: frozenset[str], suffixes: Iterable[str] = ()) -> str:
    """The title without the site's name or section at its end, or the site's name at its start."""
    title = squeezed(title)
    for suffix in suffixes:
        title = title.removesuffix(suffix.strip()).rstrip(" |-–—·•»:") if suffix.strip() else title
    while True:
        breaks = list(SEPARATOR.finditer(title))
        if not breaks:
            return title
        head, tail = title[: breaks[-1].start()], title[breaks[-1].end() :]
        if plain(tail) in names or plain(tail) in GENERIC:
            title = head
        elif plain(title[: breaks[0].start()]) in names:
            title = title[breaks[0].end() :]
        else:
            return title


def is_generic(title: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether a heading names the site or a section ("News", "Press releases") and no article."""
    return plain(title) in GENERIC or plain(title) in names


def plain(text: str) -> str:
    """Text for comparing: compatibility forms and case folded, punctuation and blanks as single blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def _best(candidates: list[tuple[str, str]]) -> tuple[str, str] | None:
    by_where: dict[str, list[str]] = {}
    for where, text in candidates:
        by_where.setdefault(where, []).append(text)
    if "declared selector" in by_where:
        return "declared selector", by_where["declared selector"][0]
    others = [text for where, text in candidates if where != "h1"]
    confirmed = [
        heading for heading in by_where.get("h1", []) if any(_tells_the_same(heading, other) for other in others)
    ]
    if confirmed:
        return "h1", confirmed[0]
    headings = by_where.get("h1", [])
    if len(headings) == 1 and (not others or len(headings[0].split()) > SECTION_WORDS):
        return "h1", headings[0]
    for where, text in candidates:
        if where not in ("h1", "window title", "card"):
            return where, text
    for where in ("card", "window title", "h1"):
        if where in by_where:
            return where, _without_section(by_where[where][0]) if where == "window title" else by_where[where][0]
    return None


def _tells_the_same(heading: str, other: str) -> bool:
    """Whether two titles are one: equal, or one the beginning of the other (a cut title, an unknown site's name behind it)."""
    left, right = plain(heading), plain(other.rstrip(" .…"))
    if not left or not right:
        return False
    shorter, longer = sorted((left, right), key=len)
    if left == right:
        return True
    return (longer.startswith(shorter) or longer.endswith(" " + shorter)) and (
        len(shorter.split()) >= 3 or len(shorter) >= 0.6 * len(longer)
    )


def _without_section(title: str) -> str:
    """A window title that nothing confirms: what stands behind its last separator is a section or a site, if it is short."""
    breaks = list(SEPARATOR.finditer(title))
    if not breaks:
        return title
    head, tail = title[: breaks[-1].start()], title[breaks[-1].end() :]
    return head if len(tail.split()) <= SECTION_WORDS <= len(head.split()) else title


def _site_names(site_name: str, address: str) -> frozenset[str]:
    """What the site calls itself: its declared name, its host, and the host's own part ("unicef" of www.unicef.org)."""
    host = urlsplit(address).hostname or ""
    labels = [label for label in host.removeprefix("www.").split(".") if len(label) > 2]
    names = {
        plain(site_name),
        plain(host),
        plain(host.removeprefix("www.")),
        *(plain(label) for label in labels[:-1] or labels),
    }
    return frozenset(name for name in names if name)
