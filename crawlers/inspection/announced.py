"""What a site's home page and robots.txt announce, looked at once and only when a declared way gives nothing."""

from collections import Counter

from crawlers.declaration import Declaration, ListingWay
from crawlers.looking import Look, LookError, NoAnswer
from crawlers.scope import Scope
from crawlers.tasks import Answered
from crawlers.ways import markup
from crawlers.ways.feed import feeds_of
from crawlers.ways.reading import Page, UnreadablePageError

FEW_LINKS = 5  # a page with fewer is filled by a script, or is no list


class Announced:
    """The other ways that a site offers, for the cure of a declaration."""

    def __init__(self, look: Look, declaration: Declaration, sitemaps: tuple[str, ...]) -> None:
        self._look = look
        self._declaration = declaration
        self._sitemaps = sitemaps
        self._feeds: tuple[str, ...] | None = None

    def other_ways(self) -> str:
        """Feeds and sitemaps that the site announces and that may stand in for a way that gives nothing."""
        if self._feeds is None:
            self._feeds = self._ask_home()
        found = [f"the home page announces the feed {feed}" for feed in self._feeds[:2]]
        found += [f"robots.txt names the sitemap {sitemap}" for sitemap in self._sitemaps[:2]]
        site = self._declaration.site
        return "; ".join(found) or f"the site announces no other: `protection-news sources new {site}` looks for lists"

    def about_cards(self, answer: Answered, way: ListingWay) -> str:
        """Why a page in which no card was found names nothing."""
        try:
            root = markup.parse(answer.payload, answer.content_type)
        except UnreadablePageError:
            return self.other_ways()
        base = markup.base_of(root, answer.address)
        scope = Scope(self._declaration)
        links = [markup.join(base, link.get("href") or "") for link in markup.select(root, "a[href]")]
        articles = [link for link in links if (plain := scope.plain(link)) and scope.judge(plain).role == "article"]
        if articles and self._declaration.articles.are:
            common = Counter(link.rpartition("/")[0] for link in articles).most_common(1)[0][0]
            path = common.partition("://")[2].partition("/")[2]
            return (
                f"`cards: {way.cards}` matches nothing, but {len(articles)} links have an article's form: "
                f"cards: \"a[href*='/{path}/']\""
            )
        scripts = len(markup.select(root, "script"))
        if len(links) < FEW_LINKS and scripts:
            return "the page is empty without its scripts: look for the JSON that they read (way `json`)"
        return self.other_ways()

    def _ask_home(self) -> tuple[str, ...]:
        try:
            answer = self._look.ask(self._declaration.absolute("/"), is_list=True)
        except LookError:
            return ()
        if isinstance(answer, NoAnswer) or answer.status != 200:
            return ()
        return feeds_of(Page(answer.payload, answer.address, answer.content_type))
