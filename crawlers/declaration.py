"""What a source's declaration may say: one model."""

import re
from datetime import date as day
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urljoin, urlsplit

from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


SELECTOR = re.compile(r"(?P<css>.*?)(?:@(?P<attribute>[A-Za-z_][\w:.-]*))?", re.DOTALL)


def css_and_attribute(selector: str) -> tuple[str, str]:
    """The two parts of `time@datetime`; the attribute is empty where there is none. An `@` within brackets is no such sign."""
    match = SELECTOR.fullmatch(selector)
    assert match is not None
    return match["css"] or "*", match["attribute"] or ""


def _selector(text: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(css_and_attribute(text)[0])
    except SelectorError as error:
        raise ValueError(f"this is no CSS selector: {error}") from error
    return text


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"this is no regular expression: {error}") from error
    return text


Selector = Annotated[str, Field(min_length=1), AfterValidator(_selector)]
"""CSS selector; `selector@attribute` takes an attribute in place of the text: `time@datetime`."""
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_one_or_many)]
Expression = Annotated[str, Field(min_length=1), AfterValidator(_expression)]
Expressions = Annotated[tuple[Expression, ...], BeforeValidator(_one_or_many)]
Address = Annotated[str, Field(min_length=1)]
"""Absolute, or relative to `site`."""
Addresses = Annotated[tuple[Address, ...], Field(min_length=1), BeforeValidator(_one_or_many)]
JsonPath = Annotated[str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$")]
"""Keys and numbers, separated by points: `docVersionContent.title`, `titles.0.text`."""
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]


class Said(BaseModel):
    """A part of a declaration: frozen, and nothing may be in it that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Publisher(Said):
    """Who publishes."""

    name: str = Field(min_length=1)
    kind: Literal["un-agency", "ombudsman", "network", "childrens-fund", "human-rights-institution", "eu-agency", "ngo"]
    country: str = Field("", pattern=r"^([A-Z]{2})?$")  # ISO 3166; empty: the whole world


class Depth(Said):
    """How far a list is read: a night ends where `known` items in a row are known, and at `nightly` pages in any case."""

    nightly: int = Field(10, ge=1, le=1000)
    known: int = Field(20, ge=1, le=1000)
    backfill: int = Field(100, ge=1, le=10_000)


class OneWay(Said):
    """What every way into a site may say."""

    in_place_of: Names = ()  # other ways: this one is asked when they all gave nothing; empty: it is asked every night
    language: Language | Literal[""] = ""  # language of everything it names
    kind: str = ""  # what the site calls what it names: press-release, story …
    pages: Depth = Depth()


class CountedWay(OneWay):
    """A way whose addresses may count pages: `{page}` is `first_page` on the first one, and grows by `page_step`."""

    addresses: Addresses
    first_page: int = Field(1, ge=0)
    page_step: int = Field(1, ge=1, le=1000)  # 10 where `{page}` counts items, ten on a page


class ListingWay(CountedWay):
    """A page of cards. The next page is counted, or `next` finds the link to it."""

    way: Literal["listing"]
    cards: Selector  # one element for each item
    link: Selector = "a"  # its href, where no other attribute is named
    title: Selector | None = None  # without: the link's text
    date: Selector | None = None
    kind_text: Selector | None = None
    summary: Selector | None = None
    next: Selector | None = None


class FeedWay(CountedWay):
    """RSS or Atom; an address of a page (`/`) means the feeds that this page announces."""

    way: Literal["feed"]


class SitemapWay(OneWay):
    """Sitemap or sitemap index (plain or gzip); `/robots.txt` means the sitemaps that it names."""

    way: Literal["sitemap"]
    addresses: Addresses = ("/sitemap.xml",)
    sitemaps: Expressions = ()  # of an index, only those whose address matches one; empty: all
    within_days: int = Field(40, ge=1)  # nightly: only what changed in so many days; backfill: all


class WordPressWay(OneWay):
    """WordPress's REST interface: address, title and date of each post."""

    way: Literal["wordpress"]
    addresses: Addresses = ("/wp-json/wp/v2/posts",)
    parameters: dict[str, str] = {}  # more query parameters: categories, lang …
    per_page: int = Field(20, ge=1, le=100)


class JsonWay(CountedWay):
    """Any JSON list. The next page is counted, or `next` is the path of its address."""

    way: Literal["json"]
    next: JsonPath | None = None
    items: JsonPath | Literal[""] = ""  # path of the list; empty: the document is the list
    address: Address  # public address of an item: a template, {path} stands for a value of the item
    title: JsonPath | None = None
    date: JsonPath | None = None
    item_language: JsonPath | None = None
    item_kind: JsonPath | None = None
    summary: JsonPath | None = None
    content: JsonPath | None = None  # HTML of the whole text: then no page is asked for
    detail: Address | None = None  # where the whole item is, as a template: then `content` is looked for there
    detail_item: JsonPath | Literal[""] = ""  # path of the item in that document; empty: the document is the item


AnyWay = Annotated[ListingWay | FeedWay | SitemapWay | WordPressWay | JsonWay, Field(discriminator="way")]
WAYS: dict[str, type[OneWay]] = {
    "listing": ListingWay,
    "feed": FeedWay,
    "sitemap": SitemapWay,
    "wordpress": WordPressWay,
    "json": JsonWay,
}


class Articles(Said):
    """Which addresses are articles."""

    are: Expressions = ()  # searched in the whole address; empty: every address on the source's hosts
    are_not: Expressions = ()
    ignored_parameters: tuple[str, ...] = ()  # query parameters that do not name another article


class Files(Said):
    """PDFs that are captured: those whose address matches, linked from cards, or from articles where `links` says so.

    One that an article links becomes an article of its own, or an attachment of that article where `attach` says so.
    """

    are: Expressions = (r"(?i)\.pdf(\?|$)",)
    links: Selector | None = None  # links within an article's page: "main a[href$='.pdf']"
    attach: bool = False


class Layout(Said):
    """How article pages are laid out, for captures between two days. Lists are tried in order."""

    title: Selectors = ()
    body: Selectors = ()
    date: Selectors = ()
    remove: Selectors = ()
    day_first: bool = True  # 03/04/2026 is 3 April
    title_suffixes: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    valid_from: day | None = None
    valid_until: day | None = None


class LanguageVersions(Said):
    """How an article's page links its other languages. They are captured too."""

    hreflang: bool = True
    switcher: Selector | None = None  # links whose `hreflang`, `lang` or text names the language


class Politeness(Said):
    """How gently the site is asked."""

    delay: float = Field(2, ge=0, le=120)  # seconds between two requests
    at_once: int = Field(1, ge=1, le=4)  # requests at the same time
    patience: float = Field(
        60, ge=1, le=600
    )  # seconds that a whole answer may take; the slowest offices need 20 for a PDF


class Expected(Said):
    """How many new items a week are normal."""

    min: int = Field(0, ge=0)
    max: int = Field(1000, ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> "Expected":
        if self.min > self.max:
            raise ValueError(f"`min` ({self.min}) is more than `max` ({self.max})")
        return self


class Ground(Said):
    """What a part of the declaration rests on."""

    what: str = Field(min_length=1)
    trust: Literal["P", "T", "I", "K"]  # seen at the site itself, tested by a third party, inferred, general knowledge
    when: str = ""


class Signal(Said):
    """What a site told machines when somebody read it: an entry of the ledger of permissions."""

    of: Literal["robots.txt", "terms", "text-mining"]
    says: str = Field(min_length=1)
    trust: Literal["P", "T", "I", "K"]
    when: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")  # the day, month or year of reading


class Declaration(Said):
    """One source: a press office's site, and the ways into it."""

    name: str
    file: Path
    family: str = ""
    fill: dict[str, str] = {}  # what stands in the family's file as %{name}
    publisher: Publisher
    site: str = Field(pattern=r"^https?://[^/]+")
    hosts: tuple[str, ...] = ()  # more hosts that its articles are on; `*.iom.int` means all beneath
    languages: tuple[Language, ...] = Field(min_length=1)
    enabled: bool = True
    reason: str = ""  # why it is not enabled
    ways: dict[str, AnyWay] = Field(min_length=1)  # in the order they are walked
    articles: Articles = Articles()
    files: Files | None = None
    layouts: tuple[Layout, ...] = ()
    language_versions: LanguageVersions = LanguageVersions()
    browser: tuple[
        Literal["articles", "lists"], ...
    ] = ()  # what is empty without its script, and is opened in Chromium
    politeness: Politeness = Politeness()
    expected_a_week: Expected = Expected()
    rests_on: tuple[Ground, ...] = ()
    permission: tuple[Signal, ...] = ()

    @model_validator(mode="after")
    def _details_have_a_text(self) -> "Declaration":
        for name, way in self.ways.items():
            if isinstance(way, JsonWay) and way.detail and not way.content:
                raise ValueError(f"the way `{name}` has a `detail`, but no `content` to be read there")
        return self

    @model_validator(mode="after")
    def _reason_of_rest(self) -> "Declaration":
        if not self.enabled and not self.reason:
            raise ValueError("a source that is not enabled says why: `reason: …`")
        return self

    @model_validator(mode="after")
    def _stand_ins_have_a_place(self) -> "Declaration":
        for name, way in self.ways.items():
            for other in way.in_place_of:
                if other not in self.ways:
                    raise ValueError(f"the way `{name}` is to be asked in place of `{other}`, and there is no such way")
        asked: set[str] = set()
        while more := {name for name, way in self.ways.items() if asked >= set(way.in_place_of)} - asked:
            asked |= more
        if waiting := [name for name in self.ways if name not in asked]:
            raise ValueError(f"the ways {', '.join(waiting)} stand in for each other, so that none is ever asked")
        return self

    def absolute(self, address: str) -> str:
        """An address of this declaration in full."""
        return urljoin(self.site.rstrip("/") + "/", address)

    @property
    def host(self) -> str:
        """Host of the site, with its port where it names one."""
        return urlsplit(self.site).netloc.lower()
