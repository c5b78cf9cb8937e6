"""The World Migration Agency: one Drupal on many hosts, dates on the listing's cards alone, some releases as PDF."""

import secrets
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date

from demo.offices.agency_hosts import Card, Host
from demo.release_paper import release_pdf
from demo.rendering import newest_change, templates
from demo.texts import Text, texts_of
from demo.web import Answer, Asked, missing, moved, page

CARDS_A_PAGE = 8
DAY_OF_DESIGN = date(2024, 1, 15)  # when the style sheet last changed
SEARCH_FILTERS = (
    "type[0]=blog_list&type[1]=featured_stories&type[2]=press_release&created=All&sort_bef_combine=created_DESC"
)
CARD_DATES = {
    "en": "d MMM y",
    "fr": "d MMMM y",
    "es": "dd/MM/y",
    "ar": "d MMMM y",
}  # as each language's editors write them
TAGS = {
    "en": {"press-release": "Press release", "story": "Story", "statement": "Statement", "report": "Report"},
    "fr": {"press-release": "Communiqué", "story": "Récit", "statement": "Déclaration", "report": "Rapport"},
    "es": {"press-release": "Comunicado", "story": "Historia", "statement": "Declaración", "report": "Informe"},
    "ar": {"press-release": "بيان صحفي", "story": "قصة", "statement": "تصريح", "report": "تقرير"},
}
PLAIN_PAGES = {
    "/": "home.html",
    "/about-us": "about.html",
    "/contact": "contact.html",
    "/countries/niger": "country.html",
    "/events": "events.html",
    "/find": "find.html",
}


class MigrationOffice:
    """One host of the agency."""

    def __init__(self, host: Host, texts: tuple[Text, ...]) -> None:
        self.name = host.name
        self.host = host
        self.texts = texts
        self.templates = templates("migration")
        self.broken_file = broken(next(text for text in texts if text.pdf), host.title) if host.broken_file else b""

    def answer(self, asked: Asked) -> Answer:
        """The page or file at an address."""
        texts = texts_of(self.texts, self.name, asked.day)
        if asked.path == "/robots.txt":
            return page(self.host.robots, content_type="text/plain")
        if asked.path == "/site.css":
            return page(self.templates.get_template("site.css").render(), DAY_OF_DESIGN, "text/css; charset=utf-8")
        if template := PLAIN_PAGES.get(asked.path) or self.host.pages.get(asked.path):
            return self.plain(template, asked)
        if asked.path == "/search":
            return self.listing(asked, texts, "en", f"/search?{SEARCH_FILTERS}&", self.cards(texts))
        for language in self.host.languages:
            if asked.path == self.list_path(language):
                return self.listing(asked, texts, language, f"{asked.path}?", self.cards(texts, language))
        for text in texts:
            if asked.path == self.path_of(text):
                return self.release(text) if text.pdf else self.article(text, asked, texts)
        return self.trouble(asked, texts)

    def trouble(self, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """What is at the addresses that lead to no article of their own."""
        if asked.path in self.host.moved:
            return moved(next(self.path_of(text) for text in texts if text.slug == self.host.moved[asked.path]))
        if asked.path == self.host.broken_file:
            return Answer(self.broken_file, content_type="application/pdf", changed=date(2025, 11, 27))
        return missing(self.templates.get_template("missing.html").render(self.frame("en", asked)))

    def path_of(self, text: Text) -> str:
        """The address of a text on this host."""
        if text.pdf:
            return f"/sites/g/files/tmzbdl{self.host.files}/files/press_releases/{text.slug}.pdf"
        prefix = "" if text.language == "en" else f"/{text.language}"
        return f"{prefix}/{'stories' if text.kind == 'story' else 'news'}/{text.slug}"

    def list_path(self, language: str) -> str:
        """The address of a language's list."""
        return "/news" if language == "en" else f"/{language}/news"

    def cards(self, texts: Iterable[Text], language: str = "") -> list[Card]:
        """The cards of a list, newest first; of one language where one is named."""
        all_cards = [
            Card(self.path_of(text), text.title, TAGS[text.language][text.kind], text.published, text.language)
            for text in texts
        ] + list(self.host.cards)
        return sorted(
            (card for card in all_cards if language in ("", card.language)),
            key=lambda card: card.published,
            reverse=True,
        )

    def listing(
        self, asked: Asked, texts: tuple[Text, ...], language: str, before_page: str, cards: list[Card]
    ) -> Answer:
        """One page of a list. Beyond its end there are no cards, as in Drupal."""
        number = asked.number("page", 0)
        start = number * CARDS_A_PAGE
        html = self.templates.get_template("listing.html").render(
            self.frame(language, asked),
            cards=[
                (card, format_date(card.published, CARD_DATES[language], locale=language))
                for card in cards[start : start + CARDS_A_PAGE]
            ],
            next_page=f"{before_page}page={number + 1}" if start + CARDS_A_PAGE < len(cards) else "",
        )
        return page(html, newest_change(texts, asked.day))

    def article(self, text: Text, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """An article's page. Beneath it, cards of older news with *their* dates; its own date is nowhere."""
        # What stands there does not change from one day to the next: a page changes when its own text does.
        older = [
            card
            for card in self.cards(texts_of(self.texts, self.name, 1), text.language)
            if card.published < text.published
        ]
        html = self.templates.get_template("article.html").render(
            self.frame(text.language, asked),
            text=text,
            path=self.path_of(text),
            versions=[(one.language, self.path_of(one)) for one in texts if one.news == text.news and not one.pdf],
            related=[
                (card, format_date(card.published, CARD_DATES[card.language], locale=card.language))
                for card in older[:3]
            ],
        )
        return page(html, text.changed(asked.day))

    def release(self, text: Text) -> Answer:
        """A release as PDF."""
        return Answer(release_pdf(text, self.host.title), content_type="application/pdf", changed=text.published)

    def plain(self, template: str, asked: Asked) -> Answer:
        """A page that is no article."""
        html = self.templates.get_template(template).render(self.frame("en", asked), session=secrets.token_hex(8))
        return page(html)

    def frame(self, language: str, asked: Asked) -> dict[str, object]:
        """What every page of the host shows."""
        return {"host": self.host, "language": language, "site": asked.site, "list_path": self.list_path}


def broken(text: Text, office: str) -> bytes:
    """A PDF of which only the first third arrived: no page of it can be opened."""
    whole = release_pdf(text, office)
    return whole[: len(whole) // 3].replace(b"/Type", b"/T\x00pe")
