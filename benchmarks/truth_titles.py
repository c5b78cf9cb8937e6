"""How often the title is the headline exactly as printed: ours beside trafilatura's, the page's own `<title>`, og:title and first h1.

The pages are golden ones: our articles in our layouts (`benchmarks.golden_pages`). A title is exact where it is the headline,
character for character, but for the kind of blanks.
"""

from collections import Counter, defaultdict
from pathlib import Path

from lxml.html import HtmlElement
from trafilatura import extract_metadata

from benchmarks.golden_pages import GoldenPage, golden_pages
from processing.text.metadata import read_metadata
from processing.text.titles import choose_title
from processing.text.tree import parse

QUICK_EVERY = 2  # pages, of which a quick run reads one


def measured(_data: Path, quick: bool) -> dict[str, float]:
    """Prints one line a way, the layouts that ours misses, and ours by language."""
    pages = list(golden_pages())[:: QUICK_EVERY if quick else 1]
    layouts = {page.layout for page in pages}
    print(f"{len(pages)} pages in {len(layouts)} layouts     exact")
    figures: dict[str, float] = {}
    ways = {"ours": ours, "trafilatura": trafilatura, "og:title, else title": told, "first h1, else title": heading}
    for name, way in ways.items():
        exact = [squeezed(way(page)) == page.title for page in pages]
        share = sum(exact) / len(pages)
        print(f"{name:24} {100 * share:6.1f} %")
        if name == "ours":
            by_language(pages, exact)
            missed = Counter(page.layout for page, right in zip(pages, exact, strict=True) if not right)
            print("  missed:", ", ".join(f"{layout} {number}" for layout, number in missed.items()) or "none")
        figures["titles_exact" if name == "ours" else f"{name.split(',')[0].replace(' ', '_')}_titles_exact"] = round(
            share, 4
        )
    return figures


def by_language(pages: list[GoldenPage], exact: list[bool]) -> None:
    """One line of shares."""
    found: dict[str, list[bool]] = defaultdict(list)
    for page, right in zip(pages, exact, strict=True):
        found[page.language].append(right)
    print(
        "  by language:", ", ".join(f"{code} {100 * sum(ones) / len(ones):.0f}" for code, ones in sorted(found.items()))
    )


def ours(page: GoldenPage) -> str:
    """Chosen as the extract step does, without a declaration and without a card's title."""
    tree = parse(page.html).tree
    return "" if tree is None else choose_title(read_metadata(tree, page.address), page.address, tree=tree).text


def trafilatura(page: GoldenPage) -> str:
    """trafilatura's metadata."""
    return str(getattr(extract_metadata(page.html, default_url=page.address), "title", "") or "")


def told(page: GoldenPage) -> str:
    """What most readers of metadata take."""
    tree = parse(page.html).tree
    return "" if tree is None else next(iter(tree.xpath("//meta[@property='og:title']/@content")), window(tree))


def heading(page: GoldenPage) -> str:
    """What most scrapers take."""
    tree = parse(page.html).tree
    first: HtmlElement | None = None if tree is None else tree.find(".//h1")
    return (first.text_content() if first is not None else window(tree)) if tree is not None else ""


def window(tree: HtmlElement) -> str:
    """The window title."""
    return tree.findtext(".//title") or ""


def squeezed(text: str) -> str:
    """Single blanks."""
    return " ".join(text.split())
