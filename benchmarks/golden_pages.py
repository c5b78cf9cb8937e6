"""Golden pages: made-up articles in many languages, printed by layouts that are each built as another kind of real site is.

`tests/golden/articles.yml` has the articles, `tests/golden/layouts/` one Jinja template a layout. A template begins with a comment that
names the languages it is printed in (`*`: whichever) and what kind of site it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
HEAD = re.compile(r"\{# (.*?): (.*?) #\}")
ARTICLES_A_LAYOUT = 5  # of one that is printed in whichever language: the next five, so that each article has its turn
RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})
LONG_WORD = 9  # letters of a word that the layout with soft hyphens breaks


@dataclass(frozen=True)
class GoldenPage:
    """A page and the headline that it prints."""

    layout: str
    about: str  # what kind of site
    language: str
    address: str
    html: str
    title: str


def golden_pages() -> Iterator[GoldenPage]:
    """All layouts with some articles each; the same pages every time."""
    articles = yaml.safe_load((GOLDEN / "articles.yml").read_text(encoding="utf-8"))
    environment = Environment(loader=FileSystemLoader(GOLDEN / "layouts"), autoescape=True, undefined=StrictUndefined)
    for number, file in enumerate(sorted((GOLDEN / "layouts").glob("*.html"))):
        head = HEAD.match(file.read_text(encoding="utf-8"))
        if head is None:
            raise ValueError(f"{file} does not begin with a comment that names its languages and its kind of site")
        if head[1] == "*":
            chosen = [articles[(number * ARTICLES_A_LAYOUT + at) % len(articles)] for at in range(ARTICLES_A_LAYOUT)]
        else:
            chosen = [article for article in articles if article["lang"] in head[1].split()]
        template = environment.get_template(file.name)
        for article in chosen:
            fields = fields_of(article, articles)
            yield GoldenPage(
                file.stem, head[2], article["lang"], fields["address"], template.render(fields), article["title"]
            )


def fields_of(article: dict[str, Any], articles: list[dict[str, Any]]) -> dict[str, Any]:
    """What a template may print of an article."""
    at = articles.index(article)
    title = article["title"]
    words = title.split()
    path = f"/{article['lang']}/news/{article['slug']}"
    return {
        **article,
        "dir": "rtl" if article["lang"] in RIGHT_TO_LEFT else "ltr",
        "path": path,
        "address": f"https://{article['host']}{path}",
        "day": "4.3.2026",
        "body": Markup().join(Markup("<p>{}</p>").format(paragraph) for paragraph in article["paragraphs"]),
        "others": [articles[(at + step) % len(articles)] for step in (1, 2, 3)],
        "half_one": " ".join(words[: len(words) // 2]),
        "half_two": " ".join(words[len(words) // 2 :]),
        "cut60": cut(title, 60),
        "cut110": title[:110],
        "entities": "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in title),
        "breakable": Markup(" ").join(map(breakable, words)),
    }


def cut(title: str, characters: int) -> str:
    """A title cut between words."""
    return title if len(title) <= characters else title[:characters].rsplit(" ", 1)[0]


def breakable(word: str) -> Markup:
    """A word with a soft hyphen in its middle, where it is long."""
    middle = len(word) // 2
    return escape(word) if len(word) < LONG_WORD else escape(word[:middle]) + Markup("&shy;") + escape(word[middle:])
