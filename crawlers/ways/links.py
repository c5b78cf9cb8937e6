"""What an article's page links that is captured too: its language versions, and PDFs."""

from dataclasses import dataclass, replace

from lxml import etree

from crawlers.declaration import Declaration
from crawlers.ways import markup
from crawlers.ways.reading import Found, Page, UnreadablePageError
from crawlers.ways.wording import line
from processing.archive.capture import Hints
from processing.judging import NOT_FOUND, SHORT_PAGE

LINKS_AT_MOST = 100  # of each sort on one page
ALTERNATES = etree.XPath("//link[@hreflang and @href]")
NAMES = etree.XPath("//title | //h1")
PARAGRAPHS = etree.XPath("//p//text()")


@dataclass(frozen=True)
class Linked:
    """What an article's page links; `says_missing`: it is a page that says there is none, though it was answered with 200."""

    found: tuple[Found, ...] = ()
    says_missing: bool = False


def read(declaration: Declaration, page: Page, may_be_missing: bool = False) -> Linked:
    """Language versions and files that an article's page links, each with what the page says of it. No HTML has none.

    Whether it says that it is missing is looked for where it `may_be_missing`: where there was an article before.
    """
    if not _is_html(page):
        return Linked()
    try:
        root = markup.parse(page.body, page.content_type)
    except UnreadablePageError:
        return Linked()
    base = markup.base_of(root, page.address)
    found = (*_language_versions(declaration, root, base, page), *_files(declaration, root, base, page))
    return Linked(found, may_be_missing and _says_missing(root))


def _says_missing(root: markup.Element) -> bool:
    told = "\n".join(" ".join(element.itertext()) for element in NAMES(root)[:4])
    return bool(NOT_FOUND.search(told)) and len(" ".join(PARAGRAPHS(root))) < SHORT_PAGE


def _language_versions(declaration: Declaration, root: markup.Element, base: str, page: Page) -> list[Found]:
    said = declaration.language_versions
    versions: dict[str, str] = {}
    if said.hreflang:
        for link in ALTERNATES(root):
            _add(versions, link.get("hreflang"), markup.join(base, link.get("href")))
    if said.switcher:
        for link in markup.select(root, said.switcher):
            language = link.get("hreflang") or link.get("lang") or line(" ".join(link.itertext()))
            _add(versions, language, markup.join(base, link.get("href") or ""))
    if not versions:
        return []
    hints = Hints(found_by="link", found_at=page.address, alternates=versions)
    return [Found(address, replace(hints, language=language)) for language, address in versions.items()]


def _add(versions: dict[str, str], language: str, address: str) -> None:
    language = line(language).lower()
    if address and 2 <= len(language) <= 12 and language != "x-default" and len(versions) < LINKS_AT_MOST:
        versions.setdefault(language, address)


def _files(declaration: Declaration, root: markup.Element, base: str, page: Page) -> list[Found]:
    if declaration.files is None or declaration.files.links is None:
        return []
    found = []
    for link in markup.select(root, declaration.files.links)[:LINKS_AT_MOST]:
        address = markup.join(base, link.get("href") or "")
        if address:
            title = line(" ".join(link.itertext())) or line(link.get("title"))
            found.append(Found(address, Hints(found_by="link", found_at=page.address, title=title)))
    return found


def _is_html(page: Page) -> bool:
    said = page.content_type.lower()
    return "html" in said or (not said and page.body.lstrip()[:1] == b"<")
