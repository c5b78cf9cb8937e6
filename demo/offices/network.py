"""The World Network of Ombudsman Institutions: many languages on one path, all called English, and an encoding that is declared wrongly."""

from datetime import date
from http import HTTPStatus

from demo.rendering import newest_change, templates
from demo.texts import Text, texts_of
from demo.web import HTML, Answer, Asked, missing, page

CARDS_A_PAGE = 5
LIST = "/network-news/current-news"
CAMPAIGN = "pk_campaign=newsletter-{number}"  # the newsletter's number is the year's week
DAY_OF_DESIGN = date(2019, 9, 1)  # when the style sheet last changed
ROBOTS = "User-agent: *\nDisallow: /intranet/\nSitemap: {site}/sitemap.xml\n"
WINDOWS_1252 = "belgique-tutelle-des-mineurs-etrangers-cent-jours-dattente"  # written in the old system, and says so
MISLABELLED = "brasil-ouvidoria-matricula-de-criancas-venezuelanas-em-pacaraima"  # UTF-8 that the server calls Latin-1
MEMBERS_ONLY = f"{LIST}/members-circular-3-2026"  # in the sitemap, refused to everybody without a password
PLAIN_PAGES = {"/": "home.html", "/about": "about.html", "/members": "members.html"}


class NetworkOffice:
    """The Network's site."""

    name = "network"

    def __init__(self, texts: tuple[Text, ...]) -> None:
        self.texts = texts
        self.templates = templates("network")

    def answer(self, asked: Asked) -> Answer:
        """The page or sitemap at an address. The newsletter's parameter changes nothing."""
        texts = texts_of(self.texts, self.name, asked.day)
        if asked.path == "/robots.txt":
            return page(ROBOTS.format(site=asked.site), content_type="text/plain")
        if asked.path == "/style.css":
            return page(self.templates.get_template("style.css").render(), DAY_OF_DESIGN, "text/css; charset=utf-8")
        if asked.path in PLAIN_PAGES:
            return page(self.templates.get_template(PLAIN_PAGES[asked.path]).render(encoding="utf-8"))
        if asked.path == "/sitemap.xml":
            return self.sitemap(asked, texts)
        if asked.path == LIST:
            return self.listing(asked, texts)
        if asked.path == MEMBERS_ONLY:
            return Answer(b"<h1>403 Forbidden</h1>", HTTPStatus.FORBIDDEN)
        for text in texts:
            if asked.path == path_of(text):
                return self.article(text, asked)
        return missing(self.templates.get_template("missing.html").render(encoding="utf-8"))

    def listing(self, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """One page of the list, newest first; pages are counted from 1."""
        number = asked.number("page", 1)
        start = max(number - 1, 0) * CARDS_A_PAGE
        html = self.templates.get_template("listing.html").render(
            encoding="utf-8",
            items=[(f"{path_of(text)}?{campaign_of(text)}", text) for text in texts[start : start + CARDS_A_PAGE]],
            next_path=f"{LIST}?page={number + 1}" if start + CARDS_A_PAGE < len(texts) else "",
        )
        return page(html, newest_change(texts, asked.day))

    def sitemap(self, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """All pages of the site with the day of their last change; those that are no news, too."""
        entries = [(path_of(text), text.changed(asked.day)) for text in texts]
        entries += [(MEMBERS_ONLY, date(2026, 10, 30)), ("/about", date(2024, 5, 2)), ("/members", date(2026, 10, 1))]
        xml = self.templates.get_template("sitemap.xml").render(site=asked.site, entries=entries)
        return page(xml, newest_change(texts, asked.day), "application/xml; charset=utf-8")

    def article(self, text: Text, asked: Asked) -> Answer:
        """An article's page, in the encoding of the system that it was written in."""
        encoding = "windows-1252" if text.slug == WINDOWS_1252 else "utf-8"
        html = self.templates.get_template("article.html").render(
            encoding=encoding, text=text, address=asked.site + path_of(text)
        )
        answer = page(html, text.changed(asked.day), f"text/html; charset={encoding}" if encoding != "utf-8" else HTML)
        if text.slug == MISLABELLED:
            return Answer(answer.body, content_type="text/html; charset=ISO-8859-1", changed=answer.changed)
        return answer


def path_of(text: Text) -> str:
    """The address of a text."""
    return f"{LIST}/{text.slug}"


def campaign_of(text: Text) -> str:
    """The newsletter's mark on a link."""
    return CAMPAIGN.format(number=text.published.isocalendar().week)
