"""What keeps a capture from being an article: told by its address, its title and its text, with the reason in words."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from processing.addresses import is_home
from processing.archive.capture import Capture
from processing.outcomes import Outcome
from processing.text.layout import SourceReading
from processing.text.metadata import PageMetadata
from processing.text.site_names import plain

SHORTEST_TEXT = 120  # characters; the shortest real notice of an ombudsman's office seen has 160
LONG_PARAGRAPH = 200  # characters; lists have teasers, articles have paragraphs
SHORT_PAGE = 1_500  # characters; error pages and guards say no more
MANY_LINKED_HEADINGS = 8
MOSTLY_LINKS = 0.6  # share of a text whose lines are nothing but a link each; articles end with a few such lines

NOT_FOUND = re.compile(
    r"^\W*(?:404|not found)\W*$|\b404\W{1,3}(?:error|not found|page)\b|\berror 404\b|"
    r"\b(?:page|content) (?:not found|does not exist|no longer (?:available|exists))\b|"
    r"\bpage (?:introuvable|non trouvée)\b|\bpágina no (?:encontrada|existe)\b|\bno se encontró la página\b|"
    r"\bpágina não encontrada\b|\bsəhifə tapılmadı\b|\bsayfa bulunamadı\b|\bseite nicht gefunden\b|"
    r"\bpagina non trovata\b|страница не найдена|faqja nuk u gjet|الصفحة غير موجودة|لم يتم العثور على الصفحة",
    re.IGNORECASE | re.MULTILINE,
)
GUARD = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|are you (?:a )?(?:human|robot)|"
    r"pardon our interruption|verif(?:y|ying) (?:that )?you are (?:a )?human|checking your browser|request (?:unsuccessful|rejected)|"
    r"security (?:check|verification)|ddos[- ]guard|robot check|captcha|403 forbidden|too many requests|service unavailable",
    re.IGNORECASE,
)
NO_ARTICLE_TYPES = frozenset(
    {"collectionpage", "searchresultspage", "contactpage", "aboutpage", "profilepage", "faqpage"}
)
LIST_SEGMENTS = frozenset(
    {
        *(
            "news",
            "press",
            "press-releases",
            "press-release",
            "newsroom",
            "news-and-events",
            "news-and-blog",
            "stories",
            "blog",
        ),
        *(
            "search",
            "archive",
            "archives",
            "category",
            "categories",
            "tag",
            "tags",
            "topics",
            "publications",
            "events",
            "media",
        ),
        *(
            "actualites",
            "actualite",
            "communiques-de-presse",
            "communiques",
            "recherche",
            "noticias",
            "comunicados",
            "buscar",
        ),
        *(
            "notas-de-prensa",
            "notas-de-imprensa",
            "comunicados-de-imprensa",
            "imprensa",
            "noticia",
            "xeberler",
            "haberler",
        ),
    }
)
SERVICE_SEGMENTS = frozenset(
    {
        *(
            "contact",
            "contact-us",
            "contacts",
            "about",
            "about-us",
            "sitemap",
            "privacy",
            "privacy-policy",
            "terms-of-use",
            "login",
        ),
        *(
            "subscribe",
            "unsubscribe",
            "donate",
            "nous-contacter",
            "mentions-legales",
            "plan-du-site",
            "contacto",
            "contactenos",
        ),
        *(
            "aviso-legal",
            "contactos",
            "contato",
            "fale-conosco",
            "politica-de-privacidade",
            "elaqe",
            "iletisim",
            "accessibility",
        ),
    }
)


@dataclass(frozen=True)
class Refusal:
    """How the capture ends instead of as an article, and why."""

    outcome: Outcome
    reason: str


def refused_address(capture: Capture, canonical: str, reading: SourceReading) -> Refusal | None:
    """What the answer's status and addresses alone tell; files are linked from articles and have addresses of their own."""
    if not 200 <= capture.status < 300:
        return Refusal(Outcome.NOT_AN_ARTICLE, f"the site answered with status {capture.status}")
    addresses = {capture.address, capture.asked_address, canonical}
    addresses |= {unquote(address) for address in addresses}  # a declaration may say `communiqués`, or Arabic
    for pattern in reading.not_article_patterns:
        if any(re.search(pattern, address) for address in addresses):
            return Refusal(Outcome.NOT_AN_ARTICLE, f"its address is declared to be no article's ({pattern})")
    if capture.role in ("file", "attachment") or not canonical.startswith("http"):
        return None
    if reading.article_patterns and not any(
        re.search(pattern, address) for pattern in reading.article_patterns for address in addresses
    ):
        return Refusal(Outcome.NOT_AN_ARTICLE, "its address is not among those that the declaration calls articles")
    if is_home(canonical):
        return Refusal(Outcome.NOT_AN_ARTICLE, "it is the site's home page")
    return None


def refused_page(
    capture: Capture, tree: HtmlElement, found: PageMetadata, title: str, text: str, declared_body: bool
) -> Refusal | None:
    """What the page itself tells: an error page, a guard's question, a list, a page of service, nothing to read."""
    announced = _is_announced(capture, title)
    told = "" if announced else f"{title}\n{found.window_title}\n{' '.join(found.first_headings)}"
    if len(text) < SHORT_PAGE and GUARD.search(told):
        return Refusal(
            Outcome.QUARANTINED, f"the site's guard against robots answered in place of the page: '{title[:100]}'"
        )
    if len(text) < SHORT_PAGE and NOT_FOUND.search(told):
        return Refusal(Outcome.NOT_AN_ARTICLE, f"the page says that there is none: '{title[:100]}'")
    if len(text) >= SHORTEST_TEXT and (declared_body or found.is_article or announced):
        return None
    named = found.type_names & NO_ARTICLE_TYPES
    if named:
        return Refusal(Outcome.NOT_AN_ARTICLE, f"it calls itself a {min(named)}")
    last = _last_segment(capture.address)
    if last in SERVICE_SEGMENTS:
        return Refusal(Outcome.NOT_AN_ARTICLE, f"it is a page of service, not news ('{last}')")
    headings = _linked_headings(tree)
    longest = max(map(len, text.split("\n")))
    if headings >= MANY_LINKED_HEADINGS and longest < LONG_PARAGRAPH:
        return Refusal(
            Outcome.NOT_AN_ARTICLE, f"it is a list: {headings} of its headings are links, and no paragraph is long"
        )
    if headings >= MANY_LINKED_HEADINGS // 2 and last in LIST_SEGMENTS:
        return Refusal(Outcome.NOT_AN_ARTICLE, f"it is a list: '{last}', with {headings} headings that are links")
    share = _share_of_links(tree, text)
    if share >= MOSTLY_LINKS and longest < LONG_PARAGRAPH:
        return Refusal(Outcome.NOT_AN_ARTICLE, f"it is a list: {share:.0%} of its text are lines that only link on")
    return refused_text(text)


def refused_text(text: str) -> Refusal | None:
    """Whether there is enough to read."""
    if len(text) < SHORTEST_TEXT:
        return Refusal(
            Outcome.TOO_SHORT, f"{len(text)} characters of text were found; an article has at least {SHORTEST_TEXT}"
        )
    return None


def _is_announced(capture: Capture, title: str) -> bool:
    """A card, feed or file of data led here and named this very title."""
    hint = plain(capture.hints.title)
    return bool(hint) and (plain(title).startswith(hint) or hint.startswith(plain(title) or "?"))


def _last_segment(address: str) -> str:
    segments = [segment for segment in urlsplit(address).path.lower().split("/") if segment]
    while segments and (segments[-1].isdigit() or segments[-1] == "page"):
        segments.pop()
    return segments[-1].partition(".")[0] if segments else ""


def _share_of_links(tree: HtmlElement, text: str) -> float:
    """How much of the text, from 0 to 1, stands in lines that are the words of one link."""
    linked = {plain(link.text_content()) for link in tree.iter("a") if link.get("href")}
    lines = text.split("\n")
    return sum(len(line) for line in lines if plain(line) in linked) / max(1, sum(map(len, lines)))


def _linked_headings(tree: HtmlElement) -> int:
    """Headings whose whole words are one link: the titles of other pages."""
    count = 0
    for heading in tree.iter("h2", "h3", "h4", "h5"):
        words = plain(heading.text_content())
        link = next((link for link in (*heading.iter("a"), *heading.iterancestors("a"))), None)
        if link is not None and words and (link in heading.iterancestors() or plain(link.text_content()) == words):
            count += 1
    return count
