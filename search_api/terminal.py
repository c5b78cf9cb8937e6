"""An answer as a person reads it in a terminal."""

import html
import re

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from processing.text.cleaning import printable
from search_api.answers import CoveredAnswer
from search_api.query.answer import Expansion, FacetValue, Hit
from search_api.query.question import Question
from search_api.wording import day, language_name

SHOWN_VALUES = 6  # of each facet
SHOWN_TERMS = 12  # of each opened concept, those that find most


def print_answer(console: Console, covered: CoveredAnswer, question: Question) -> None:
    """Totals, hits, facets, and what the answer rests on."""
    answer = covered.answer
    stories = f"{answer.stories:,} {'story' if answer.stories == 1 else 'stories'}"
    articles = f"{answer.articles:,} {'article' if answer.articles == 1 else 'articles'}"
    console.print(f"[bold]{stories}[/] in {articles} ({answer.milliseconds:.0f} ms)")
    console.print(Text(printable(f"Understood as: {answer.understood}"), style="dim"))
    for notice in answer.notices:
        console.print(Text(printable(f"Note: {notice}"), style="yellow"))
    for expansion in answer.expansions:
        console.print(terms_of(expansion))
    console.print()
    for hit in answer.hits:
        print_hit(console, hit)
    for name, values in answer.facets.items():
        if values:
            console.print(facet(name, values))
    console.print(Text(covered.coverage.statement, style="dim"))
    if answer.cursor:
        console.print(f"[dim]Next page: the same with --cursor {escape(answer.cursor)}[/]", soft_wrap=True)
    if not answer.hits and not question.cursor:
        console.print("Nothing answers this. Fewer words, another language or an earlier --since may help.")


def print_hit(console: Console, hit: Hit) -> None:
    """One hit: title, where and when, the matching part of the text, address."""
    console.print(highlighted(hit.title_highlighted, "bold"))
    facts = [day(hit.published, hit.published_precision, hit.date_uncertain), hit.source, language_name(hit.language)]
    if hit.story_articles > 1:
        others = ", ".join(hit.story_languages)
        facts.append(f"{hit.story_articles} articles of this story ({others})")
    if hit.withdrawn:
        facts.append("taken down by its publisher")
    console.print(Padding(Text(" · ".join(facts), style="cyan"), (0, 0, 0, 2)))
    if hit.snippet:
        console.print(Padding(highlighted(hit.snippet), (0, 0, 0, 2)))
    console.print(Padding(Text(printable(hit.address), style="dim"), (0, 0, 1, 2)), soft_wrap=True)


def highlighted(snippet: str, style: str = "") -> Text:
    """Escaped HTML with `<mark>` as terminal text, the marks bold."""
    text = Text(style=style)
    marked = False
    for piece in re.split(r"(</?mark>)", snippet):
        if piece in ("<mark>", "</mark>"):
            marked = piece == "<mark>"
        else:
            plain = printable(html.unescape(piece)).replace("\n", " ")
            text.append(plain, style="bold yellow" if marked else "")
    return text


def facet(name: str, values: tuple[FacetValue, ...]) -> Text:
    """One line: the values of a facet and their articles."""
    text = Text(f"{name}: ", style="bold")
    shown = [value for value in values if value.chosen or value.excluded]
    shown += [value for value in values if value not in shown][:SHOWN_VALUES]
    for number, value in enumerate(shown):
        sign = "✓" if value.chosen else "−" if value.excluded else ""
        text.append(f"{', ' if number else ''}{sign}{value.value} {value.count}", style="not bold")
    if len(values) > len(shown):
        text.append(f", {len(values) - len(shown)} more", style="not bold dim")
    return text


def terms_of(expansion: Expansion) -> Text:
    """One line: the terms that a concept was opened to, and what each finds."""
    text = Text(f"“{expansion.typed}” was opened to: ", style="dim")
    terms = sorted(expansion.terms, key=lambda term: -term.articles)
    for number, term in enumerate(terms[:SHOWN_TERMS]):
        said = f"{', ' if number else ''}{term.term} ({term.language}) {term.articles}"
        text.append(said, style="strike" if term.switched_off else "")
    if len(terms) > SHOWN_TERMS:
        text.append(f", {len(terms) - SHOWN_TERMS} more")
    return text
