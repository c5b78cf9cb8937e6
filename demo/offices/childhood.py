"""The World Childhood Fund: a path for each language and country, the date under the title, language versions declared."""

from dataclasses import dataclass
from datetime import date

from demo.rendering import newest_change, templates
from demo.texts import Text, texts_of
from demo.web import Answer, Asked, missing, page

CARDS_A_PAGE = 6
DAY_OF_DESIGN = date(2023, 6, 1)  # when the style sheet last changed
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /user/\n"


@dataclass(frozen=True)
class Section:
    """The press room of one language or country."""

    language: str
    home: str  # path of its site, without a slash at its end
    releases: str  # path words of press releases and of stories, in its language
    stories: str
    heading: str

    @property
    def list_path(self) -> str:
        """Address of its list."""
        return f"{self.home}/{self.releases}"


SECTIONS = {
    "en": Section("en", "", "press-releases", "stories", "Press releases"),
    "fr": Section("fr", "/fr", "communiques-de-presse", "recits", "Communiqués de presse"),
    "es": Section("es", "/es", "comunicados-prensa", "historias", "Comunicados de prensa"),
    "ar": Section("ar", "/ar", "البيانات-الصحفية", "قصص", "البيانات الصحفية"),
    "BR": Section("pt", "/brazil", "comunicados-de-imprensa", "historias", "Comunicados de imprensa"),
    "AO": Section("pt", "/angola", "comunicados-de-imprensa", "historias", "Comunicados de imprensa"),
}
ESSAY = "/stories/photo-essay-first-day-of-school-in-moria"  # on the English list; pictures and hardly a word
PLAIN_PAGES = {"/": "home.html", "/about": "about.html", "/media-contacts": "contact.html", "/search": "search.html"}


class ChildhoodOffice:
    """The Fund's site."""

    name = "childhood"

    def __init__(self, texts: tuple[Text, ...]) -> None:
        self.texts = texts
        self.templates = templates("childhood")

    def answer(self, asked: Asked) -> Answer:
        """The page at an address."""
        texts = texts_of(self.texts, self.name, asked.day)
        if asked.path == "/robots.txt":
            return page(ROBOTS, content_type="text/plain")
        if asked.path == "/site.css":
            return page(self.templates.get_template("site.css").render(), DAY_OF_DESIGN, "text/css; charset=utf-8")
        if asked.path in PLAIN_PAGES:
            return self.shown(PLAIN_PAGES[asked.path], SECTIONS["en"], asked)
        if asked.path == ESSAY:
            return self.shown("essay.html", SECTIONS["en"], asked, date(2024, 9, 12))
        for section in SECTIONS.values():
            if asked.path == section.list_path:
                return self.listing(section, asked, texts)
        for text in texts:
            if asked.path == path_of(text):
                return self.article(text, asked, texts)
        return missing(
            self.templates.get_template("missing.html").render(section=SECTIONS["en"], site=asked.site, versions=[])
        )

    def listing(self, section: Section, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """One page of a press room's list, newest first."""
        own = [text for text in texts if section_of(text) == section]
        items = [(path_of(text), text.title, text.published, text.summary) for text in own]
        if section.language == "en":
            items.append((ESSAY, "Photo essay: first day of school in Moria", date(2024, 9, 12), ""))
        items.sort(key=lambda item: item[2], reverse=True)
        number = asked.number("page", 0)
        start = number * CARDS_A_PAGE
        html = self.templates.get_template("listing.html").render(
            section=section,
            site=asked.site,
            versions=[],
            items=items[start : start + CARDS_A_PAGE],
            number=number,
            pages=-(-len(items) // CARDS_A_PAGE),
        )
        return page(html, newest_change(own, asked.day))

    def article(self, text: Text, asked: Asked, texts: tuple[Text, ...]) -> Answer:
        """An article's page, with links to the language versions that there are on that day."""
        siblings = [one for one in texts if one.news == text.news]
        html = self.templates.get_template("article.html").render(
            section=section_of(text),
            site=asked.site,
            versions=sorted((one.language, path_of(one)) for one in siblings),
            text=text,
            path=path_of(text),
        )
        # A new language version changes the pages of the others: their list of languages is a line longer.
        return page(html, newest_change(siblings, asked.day))

    def shown(self, template: str, section: Section, asked: Asked, changed: date | None = None) -> Answer:
        """A page that is no press release."""
        return page(
            self.templates.get_template(template).render(section=section, site=asked.site, versions=[]), changed
        )


def section_of(text: Text) -> Section:
    """The press room that publishes a text: the language's, and for Portuguese the country's."""
    return SECTIONS[text.country if text.language == "pt" else text.language]


def path_of(text: Text) -> str:
    """The address of a text: the path words are its section's."""
    section = section_of(text)
    return f"{section.home}/{section.stories if text.kind == 'story' else section.releases}/{text.slug}"
