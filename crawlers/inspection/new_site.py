"""Looks at a site that has no declaration yet: what it is built with, its languages, and each way in that gives something."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter

from crawlers.declaration import AnyWay, Declaration, FeedWay, ListingWay
from crawlers.inspection.cards import cards_of
from crawlers.inspection.forms import form_of
from crawlers.inspection.lists import read_list
from crawlers.inspection.one_page import undeclared
from crawlers.inspection.scripted import interface_of
from crawlers.inspection.signals import Rules, mining_of, rules_of
from crawlers.looking import Look, LookError, NoAnswer
from crawlers.tasks import Answered
from crawlers.walk import ListPage
from crawlers.ways import markup
from crawlers.ways.feed import HTML, feeds_of
from crawlers.ways.reading import Found, Page
from crawlers.ways.wording import line
from processing.clock import now
from processing.settings import Settings

LISTS_ASKED = 6  # pages that may be lists, the home page aside
FEW_LINKS = 5  # a page with fewer is filled by a script
LANGUAGES_AT_MOST = 12
WAY: TypeAdapter[Any] = TypeAdapter(AnyWay)
MARKS = (  # of content systems: in the `generator` element, or anywhere in the page
    ("WordPress", re.compile(r"wp-content|wp-json|wordpress", re.IGNORECASE)),
    ("Drupal", re.compile(r"drupal|/sites/(?:default|g)/files", re.IGNORECASE)),
    ("Liferay", re.compile(r"liferay|/web/guest/", re.IGNORECASE)),
    ("Joomla", re.compile(r"joomla|option=com_content|/media/jui/", re.IGNORECASE)),
    ("TYPO3", re.compile(r"typo3", re.IGNORECASE)),
)
NEWS = re.compile(  # what lists of news are called, in links and addresses
    r"news|press|releases|media|stories|actualit|communiqu|noticia|comunicado|notas?-de-prensa|sala-de-prensa|historias|imprensa|"
    r"notizie|comunicat|frettir|fréttir|aktuell|nachrichten|presse|nyheter|nieuws|xəbər|xeber|haber|duyuru|basın|lajme|njoftim|"
    r"vijesti|novost|новост|новини|пресс|прес|νέα|ανακοινώσεις|δελτία|أخبار|بيان|بلاغ|اخبار|खबर|សេចក្តីប្រកាស|আর্কাইভ|ታሪክ",
    re.IGNORECASE,
)
NO_NEWS = re.compile(r"newsletter|subscri|multimedia|contact|social|facebook|twitter|media-kit|kit-", re.IGNORECASE)


@dataclass(frozen=True)
class FoundWay:
    """A way in, as a declaration says it, and what it gave."""

    name: str
    said: dict[str, Any]
    found: tuple[Found, ...]

    @property
    def days(self) -> list[date]:
        """The days that it told."""
        return [item.hints.published_day for item in self.found if item.hints.published_day]


@dataclass(frozen=True)
class NewSite:
    """What was seen of a site."""

    site: str
    title: str
    built_with: str
    languages: tuple[str, ...]
    has_hreflang: bool
    ways: tuple[FoundWay, ...]  # the best one first
    article_addresses: tuple[str, ...]
    rules: Rules
    mining: str
    notes: tuple[str, ...]


def look_at(settings: Settings, address: str) -> NewSite:
    """Looks at a site: home page, robots.txt, feeds, sitemaps, pages that are called news. About 15 requests, two seconds between.

    Raises `LookError` where it cannot be looked at, with the reason.
    """
    declaration = undeclared(address if "://" in address else f"https://{address}")
    with Look(settings, declaration) as look:
        rules = rules_of(look, declaration, f"{declaration.site}/")
        home = _home(look, declaration)
        return _Looking(look, declaration, home, rules).seen()


def _home(look: Look, declaration: Declaration) -> Answered:
    site = declaration.site
    answer = look.ask(f"{site}/", is_list=True)
    if isinstance(answer, NoAnswer):
        raise LookError(f"{site} cannot be looked at ({answer.outcome.value}): {answer.why}")
    if answer.status != 200:
        raise LookError(
            f"{site} cannot be looked at: its home page answered {answer.status}. Is this the site's address?"
        )
    if not HTML.search(answer.payload[:5000]):
        kind = line(answer.content_type) or "no type named"
        raise LookError(f"{site} cannot be looked at: its home page is no web page ({kind})")
    return answer


class _Looking:
    """One look at one site."""

    def __init__(self, look: Look, declaration: Declaration, home: Answered, rules: Rules) -> None:
        self.look = look
        self.declaration = declaration
        self.home = home
        self.rules = rules
        self.root = markup.parse(home.payload, home.content_type)
        self.base = markup.base_of(self.root, home.address)
        self.text = home.payload.decode("utf-8", "replace")
        self.notes: list[str] = []

    def seen(self) -> NewSite:
        built_with = self._built_with()
        ways = [*self._wordpress(built_with), *self._lists(), *self._feeds(built_with), *self._scripted()]
        ways += self._sitemaps(bool(ways))
        ways = _best_first(ways)
        return NewSite(
            site=self.declaration.site,
            title=markup.text_of(self.root, "meta[property='og:site_name']@content")
            or markup.text_of(self.root, "title"),
            built_with=built_with,
            languages=self._languages(ways),
            has_hreflang=bool(markup.select(self.root, "link[hreflang]")),
            ways=tuple(ways),
            article_addresses=_articles(ways),
            rules=self.rules,
            mining=mining_of(self.look, self.declaration, self.home),
            notes=tuple(self.notes),
        )

    def _built_with(self) -> str:
        said = markup.text_of(self.root, "meta[name='generator']@content")
        return next((name for name, mark in MARKS if mark.search(said) or mark.search(self.text)), said)

    def _languages(self, ways: list[FoundWay]) -> tuple[str, ...]:
        declared = [self.root.get("lang") or ""]
        declared += [link.get("hreflang") for link in markup.select(self.root, "[hreflang]")]
        declared += [item.hints.language for way in ways for item in way.found]
        codes = [line(one).lower().replace("_", "-").partition("-")[0] for one in declared]
        codes = [code for code in dict.fromkeys(codes) if re.fullmatch(r"[a-z]{2,3}", code)]
        return tuple(codes[:LANGUAGES_AT_MOST])

    def _wordpress(self, built_with: str) -> list[FoundWay]:
        if built_with != "WordPress":
            return []
        return self._tried("posts", {"way": "wordpress"})

    def _feeds(self, built_with: str) -> list[FoundWay]:
        feeds = feeds_of(Page(self.home.payload, self.home.address, self.home.content_type))
        if not feeds and built_with == "WordPress":
            feeds = (f"{self.declaration.site}/feed/",)
        ways = [self._tried("feed", {"way": "feed", "addresses": self._relative(feed)}) for feed in feeds[:2]]
        return [way for found in ways for way in found]

    def _sitemaps(self, others: bool) -> list[FoundWay]:
        addresses = ["/robots.txt"] if self.rules.sitemaps else ["/sitemap.xml"]
        said = {"way": "sitemap", "addresses": addresses, "within_days": "3650"}
        found = self._tried("map", said)
        return [FoundWay(one.name, {"way": "sitemap", "addresses": addresses}, one.found) for one in found]

    def _scripted(self) -> list[FoundWay]:
        if len(markup.select(self.root, "a[href]")) >= FEW_LINKS:
            return []
        interface = interface_of(self.look, self.declaration.site, self.home)
        if interface is None:
            self.notes.append("its home page is empty without scripts, and the JSON that they read was not found")
            return []
        if not interface.has_address:
            self.notes.append(
                f"its JSON {interface.said['addresses']} was found, but not how it makes public addresses"
            )
            return []
        return self._tried("items", interface.said)

    def _lists(self) -> list[FoundWay]:
        """Pages of the site that are called news and have headlines of one form; the home page where there is none."""
        ways: list[FoundWay] = []
        forms = set()
        for address in self._called_news()[:LISTS_ASKED]:
            answer = self.look.ask(address, is_list=True)
            if isinstance(answer, NoAnswer) or answer.status != 200 or not HTML.search(answer.payload[:5000]):
                continue
            root = markup.parse(answer.payload, answer.content_type)
            cards = cards_of(root, answer.address, urlsplit(self.declaration.site).netloc)
            if cards is None or cards.form in forms:
                continue
            forms.add(cards.form)
            plain = {"way": "listing", "addresses": self._relative(answer.address)}
            said = {**plain, **cards.said}
            said["addresses"] = self._relative(str(said["addresses"]))
            if (language := _language_of(root)) and language != _language_of(self.root):
                said["language"] = language
            name = _name_of(answer.address, ways)
            uncounted = {key: value for key, value in said.items() if key != "first_page"}
            ways += self._tried(name, said) or self._tried(name, {**uncounted, **plain})
        if ways:
            return ways
        cards = cards_of(self.root, self.home.address, urlsplit(self.declaration.site).netloc)
        if cards is None:
            return []
        plain = {name: value for name, value in cards.said.items() if name not in ("addresses", "first_page", "next")}
        return self._tried("home", {"way": "listing", "addresses": self._relative(self.home.address), **plain})

    def _called_news(self) -> list[str]:
        """Links of the home page that are called news, the shortest first, those of its other languages too."""
        host = urlsplit(self.declaration.site).netloc
        called: Counter[str] = Counter()
        for link in markup.select(self.root, "a[href]"):
            full = markup.join(self.base, link.get("href") or "").partition("#")[0]
            path, words = unquote(urlsplit(full).path), line(" ".join(link.itertext()))
            told = NEWS.search(path.rstrip("/").rpartition("/")[2]) or (len(words) < 40 and NEWS.search(words))
            if told and urlsplit(full).netloc == host and not NO_NEWS.search(path) and path.strip("/"):
                called[full] += 1
        return sorted(
            called,
            key=lambda address: (len([part for part in urlsplit(address).path.split("/") if part]), len(address)),
        )

    def _tried(self, name: str, said: dict[str, Any]) -> list[FoundWay]:
        """The way, if its first page gives something when a crawl would read it."""
        way = WAY.validate_python(said)
        declaration = self.declaration.model_copy(update={"ways": {name: way}})
        waiting = [(declaration.absolute(way.addresses[0]).replace("{page}", "1"), ListPage(name))]
        if isinstance(way, ListingWay | FeedWay):
            waiting = [(declaration.absolute(way.addresses[0]).replace("{page}", str(way.first_page)), ListPage(name))]
        found: list[Found] = []
        asked = 0
        while waiting and asked < 4:
            address, page = waiting.pop(0)
            one = read_list(self.look, declaration, address, page, now(), backfill=True)
            asked += 1
            found += one.reading.found
            waiting += [(part, ListPage(name, 0, page.number + 1)) for part in one.reading.parts[:2]]
        return [FoundWay(name, said, tuple(found))] if found else []

    def _relative(self, address: str) -> str:
        site = self.declaration.site
        return address.removeprefix(site) or "/" if address.startswith(site) else address


def _language_of(root: Any) -> str:
    code = line(root.get("lang")).lower().replace("_", "-").partition("-")[0]
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _best_first(ways: list[FoundWay]) -> list[FoundWay]:
    """In order of preference: interfaces tell days and languages, lists go deep, feeds are short, sitemaps have no titles."""
    order = {"wordpress": 0, "json": 1, "listing": 2, "feed": 3, "sitemap": 4}
    return sorted(ways, key=lambda way: order[way.said["way"]])


def _articles(ways: list[FoundWay]) -> tuple[str, ...]:
    """Addresses that are articles: those of the ways that name nothing else; a sitemap's only where there is no other."""
    named = [item.address for way in ways if way.said["way"] != "sitemap" for item in way.found]
    if not named:
        named = [
            item.address for way in ways for item in way.found if len(item.address.rstrip("/").rpartition("/")[2]) > 20
        ]
    return tuple(address for address in dict.fromkeys(named) if form_of(address) is not None)


def _name_of(address: str, ways: list[FoundWay]) -> str:
    segments = [
        segment for segment in unquote(urlsplit(address).path).split("/") if re.fullmatch(r"[a-z][a-z0-9-]*", segment)
    ]
    name = "-".join(segments[-2:]) or "news"
    taken = {way.name for way in ways}
    return next(one for one in (name, *(f"{name}-{number}" for number in range(2, 20))) if one not in taken)
