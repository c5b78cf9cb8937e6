"""What a site calls itself and its sections, and a title without it."""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from processing.text.cleaning import INVISIBLE

# Signs that part a headline from the names of site and section: alone, or between blanks.
SIGNS = r"\s+[|•·{quotes}‹›\-–—−~/>⋆]{{1,2}}\s+|\s*(?:\||｜|::)\s*|(?<=\w)_(?=\w)|\s+[-–—|·•:]+$|^[-–—|·•:]+\s+"
SEPARATOR = re.compile(SIGNS.format(quotes="«»"))
BESIDE_QUOTES = re.compile(SIGNS.format(quotes=""))  # in a title with « quoted words »
STRONG = re.compile(r"[|｜_•·»«›‹⋆~>]|::")  # signs that hardly stand in a headline
COLON = re.compile(r"\s*:\s+")
IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]$")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")
LONGEST_NAME = 40  # characters of a name that a host is made of
LEAST_OF_HOST = 3  # letters of a host's label that may name the site

# Names of sections and kinds of text, of pages and of nothing, in the languages of our press offices.
GENERIC = frozenset(
    """news|press release|press releases|media release|media releases|statement|statements|story|stories|home|home page|homepage
blog|article|articles|publications|publication|global|press|media|latest news|news and press|newsroom|press centre|press center
news detail|news details|news item|news article|details|detail|view|feature|features|opinion|updates|latest|untitled|index
untitled document|welcome|main|media center|media centre|news & events|news and events|events|blog archive|single|post|page
for immediate release|press room|news release|news stories|media advisory|press statement|information|announcements|read more
actualités|actualites|actualité|communiqué de presse|communiqués de presse|communiqué|accueil|articles de presse|espace presse
nouvelles|presse|a la une|à la une|dossier|dossiers|noticias|noticia|inicio|nota de prensa|notas de prensa|comunicado de prensa
comunicados de prensa|comunicado|comunicados|sala de prensa|prensa|actualidad|portada|boletín|boletines|notícias|notícia
comunicado de imprensa|comunicados de imprensa|nota de imprensa|início|imprensa|sala de imprensa|página inicial|detalhe
comunicato stampa|comunicati stampa|notizie|notizia|novità|ufficio stampa|dettaglio|primo piano|sala stampa|home page
pressemitteilung|pressemitteilungen|aktuelles|nachrichten|startseite|presse|meldungen|meldung|aktuelle meldungen|detailansicht
xəbərlər|xəbər|ana səhifə|mətbuat|mətbuat xidməti|haberler|haber|ana sayfa|basın|basın açıklaması|basın açıklamaları|duyurular
haber detay|أخبار|الأخبار|بيان صحفي|الرئيسية|بيانات صحفية|اخبار|آخر الأخبار|الصفحة الرئيسية|المركز الإعلامي|مقالات|تفاصيل
новости|главная|пресс-релиз|пресс-релизы|пресс-центр|статьи|новость|события|новини|головна|прес-реліз|прес-центр
lajme|lajmi|kryefaqja|ballina|njoftim për media|komunikatë për shtyp|lajmet|νέα|αρχική|δελτία τύπου|δελτίο τύπου|ανακοινώσεις
ειδήσεις|aktualności|komunikaty prasowe|strona główna|știri|comunicate de presă|comunicat de presă|acasă|vijesti|vesti|novosti
priopćenja|saopštenja|saopštenje|naslovnica|početna|naslovna|новини|начало|почетна|нoвости|nieuws|persbericht|nyheter
pressmeddelanden|hem|tiskové zprávy|aktuality|hírek|sajtóközlemény|főoldal|խոսք|լուրեր|სიახლეები|მთავარი|ዜና|አዳዲስ|ხაბარი""".replace(
        "\n", "|"
    ).split("|")
)


@lru_cache(maxsize=4_096)  # titles, names and headings of one page are compared with each other, each many times
def plain(text: str) -> str:
    """Text for comparing: compatibility forms and case folded, punctuation and blanks as single blanks."""
    if text.isascii():
        return " ".join(text.lower().translate(BLANKS).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(WORD.findall(folded))


WORD = re.compile(r"[^\W_]+")
BLANKS = {number: " " for number in range(128) if not chr(number).isalnum()}  # the same, in two thirds of the time


def readable(text: str) -> str:
    """A title from a page's head as a reader would see it: entities that were escaped twice opened, markup and marks of direction off."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = TAG.sub("", text)
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def breaks_of(title: str) -> list[re.Match[str]]:
    """Where separators part a title. Quotation marks are none, where they stand in pairs: « On a tout reconstruit »."""
    quotes = "«" in title and "»" in title
    return list((BESIDE_QUOTES if quotes else SEPARATOR).finditer(title))


class SiteNames:
    """The names of one page's site (declared, or of its host) and of the sections that the page says it is in."""

    def __init__(self, declared: Iterable[str], address: str, sections: Iterable[str] = ()) -> None:
        named = [part for name in declared for part in (name, *SEPARATOR.split(name))]
        self._hosts = [label for host in (urlsplit(address).hostname or "",) for label in _labels(host)]
        self._names = {plain(name) for name in named} | {plain(urlsplit(name).hostname or "") for name in named}
        self._names |= {plain(label) for label in self._hosts} | _whole_hosts(address)
        self._names.discard("")
        self._sections = {plain(section) for section in sections} - {""}

    def is_exactly(self, text: str) -> bool:
        """Whether a text is the site's name: as declared, or as its host is written."""
        words = plain(text)
        if words in self._names or _without_article(words) in self._names:
            return True
        return len(words) <= LONGEST_NAME and condensed(words) in self._hosts

    def is_site(self, text: str) -> bool:
        """Whether what stands behind or before a separator names the site: exactly, or by its host's name and little more."""
        if self.is_exactly(text):
            return True
        words = plain(text)
        letters = condensed(words)
        if not letters or len(words.split()) > 6:
            return False
        for label in self._hosts:
            short, long = sorted((letters, label), key=len)
            if len(short) >= LEAST_OF_HOST + 1 and long.startswith(short) and len(short) >= 0.6 * len(long):
                return True
            if len(label) >= LEAST_OF_HOST and label == "".join(word[0] for word in words.split()):
                return True
        return len(words.split()) <= 3 and any(
            label == word for label in self._hosts for word in words.split() if len(label) > 3
        )

    def is_generic(self, text: str) -> bool:
        """Whether a text names the site or a section ("News", "Press releases") and no article."""
        return plain(text) in GENERIC or self.is_exactly(text)

    def is_section(self, text: str) -> bool:
        """Whether a text is one of the sections that the page says it is in, or a section everywhere."""
        return plain(text) in self._sections or plain(text) in GENERIC

    def without(self, title: str, suffixes: Iterable[str] = ()) -> str:
        """The title without the names of site and sections at its end, or the site's at its start."""
        title = _without_suffix(readable(title), suffixes)
        while True:
            shorter = self._shorter(title)
            if not shorter or shorter == title:
                return title
            title = shorter

    def without_exactly(self, title: str, suffixes: Iterable[str] = ()) -> str:
        """A heading without what is beyond doubt no part of it: the declared suffix, the site's name behind a separator."""
        title = _without_suffix(title, suffixes)
        for at in breaks_of(title):
            if at.start() and self.is_exactly(title[at.end() :]):
                return title[: at.start()]
        return title

    def _shorter(self, title: str) -> str:
        """The title with one name less, or nothing where there is none to take off."""
        breaks = breaks_of(title)
        for at in breaks:  # the longest tail first: names of sites have separators of their own
            tail = title[at.end() :]
            if at.start() and (not tail or self.is_site(tail) or plain(tail) in GENERIC):
                return title[: at.start()]
        if breaks and self.is_section(title[breaks[-1].end() :]):
            return title[: breaks[-1].start()]
        for at in reversed(breaks):
            head = title[: at.start()]
            if not head or self.is_site(head):
                return title[at.end() :]
        brackets = IN_BRACKETS.search(title)
        if brackets and brackets.start() and self.is_site(brackets[1]):
            return title[: brackets.start()]
        for colon in COLON.finditer(title):
            if colon.start() and plain(title[colon.end() :]) in self._names:
                return title[: colon.start()]
        first = COLON.search(title)
        if first and plain(title[: first.start()]) in self._names and len(title) - first.end() > first.start():
            return title[first.end() :]
        return ""


def _without_suffix(title: str, suffixes: Iterable[str]) -> str:
    for suffix in suffixes:
        if suffix.strip() and title.endswith(suffix.strip()):
            title = title.removesuffix(suffix.strip()).rstrip(" |-–—·•»:")
    return title


def condensed(text: str) -> str:
    """Letters and figures alone, without accents: as a host's name is written."""
    opened = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in opened if letter.isalnum() and not unicodedata.combining(letter))


def _labels(host: str) -> list[str]:
    """The parts of a host that may name the site: all but www, the last, and short ones like "co" of "co.uk"."""
    labels = host.lower().removeprefix("www.").split(".")
    return [label.replace("-", "") for label in (labels[:-1] or labels) if len(label) >= LEAST_OF_HOST]


def _whole_hosts(address: str) -> set[str]:
    host = (urlsplit(address).hostname or "").lower()
    return {plain(host), plain(host.removeprefix("www."))}


def _without_article(words: str) -> str:
    return words.removeprefix("the ").removeprefix("la ").removeprefix("le ").removeprefix("el ")
