"""`protection-news index` and `protection-news search`: the index brought up to date, and asked from the terminal."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Literal

import click
from rich.console import Console

from processing.catalogue.database import Catalogue, open_catalogue
from processing.settings import Settings
from processing.text.cleaning import printable
from search_api.answers import CoveredAnswer, SourcesNow, answer_question
from search_api.engines.opening import open_engine
from search_api.indexing import bring_up_to_date, rebuild
from search_api.query.errors import QueryError
from search_api.query.fields import days
from search_api.query.question import MAX_PAGE_SIZE, Filters, Question, Sort
from search_api.terminal import print_answer


@click.command()
@click.option(
    "--engine", type=click.Choice(["embedded", "elasticsearch"]), help="Another engine than PROTECTION_NEWS_ENGINE."
)
@click.option("--rebuild", "anew", is_flag=True, help="Build the whole index anew; the old one answers meanwhile.")
@click.option("--json", "as_json", is_flag=True, help="Counts as JSON.")
@click.pass_obj
def index(settings: Settings, engine: Literal["embedded", "elasticsearch"] | None, anew: bool, as_json: bool) -> None:
    """Brings the search index up to what the catalogue holds.

    \b
    To move to another engine, fill it while the old one answers, then set PROTECTION_NEWS_ENGINE:
      protection-news index --engine elasticsearch --rebuild
    """
    if engine:
        settings = settings.model_copy(update={"engine": engine})
    with opened(settings) as catalogue:
        counts = rebuild(catalogue, settings) if anew else bring_up_to_date(catalogue, settings)
    if as_json:
        click.echo(json.dumps(counts))
        return
    built = "The index was built anew: " if counts["rebuilt"] else ""
    click.echo(f"{built}{counts['written']} articles written, {counts['removed']} removed.")
    if counts["quarantined"]:
        tell_quarantined(settings)


def tell_quarantined(settings: Settings) -> None:
    """Names the articles that the engine has not taken."""
    engine = open_engine(settings)
    try:
        quarantined = engine.quarantined()
    finally:
        engine.close()
    click.echo(f"{len(quarantined)} articles cannot be found, because the search engine does not take them:")
    for article_id, reason in quarantined.items():
        click.echo(printable(f"  {article_id}  {reason}"))


@click.command()
@click.argument("text", nargs=-1)
@click.option("--language", multiple=True, help="Only this language (en, fr, …); -en: not this one. May be repeated.")
@click.option("--source", multiple=True, help="Only this source; --source=-NAME: not this one.")
@click.option("--publisher-kind", multiple=True, help="Only un-agency, ombudsman, network, …")
@click.option("--country", multiple=True, help="Only texts that speak of this country (ISO 3166 code).")
@click.option("--concept", multiple=True, help="Only texts about this protection concept.")
@click.option("--organisation", multiple=True, help="Only texts that name this organisation.")
@click.option("--story", multiple=True, help="Only the articles of this story.")
@click.option("--since", metavar="DATE", default="", help="Published in or after 2025, 2025-03 or 2025-03-07.")
@click.option("--until", metavar="DATE", default="", help="Published in or before 2025, 2025-03 or 2025-03-07.")
@click.option(
    "--date-uncertain/--date-certain", default=None, help="Only articles whose date is uncertain (or is not)."
)
@click.option("--withdrawn", is_flag=True, help="Also articles that their publisher took down.")
@click.option(
    "--sort", type=click.Choice([order.value for order in Sort]), help="Default: relevance, or newest without words."
)
@click.option("--size", type=click.IntRange(1, MAX_PAGE_SIZE), default=10, show_default=True, help="Results on a page.")
@click.option("--cursor", default="", help="Where the next page starts, from the answer before.")
@click.option("--every-article", is_flag=True, help="Every article, not one for each story.")
@click.option("--without-term", multiple=True, help="A term of an opened concept that is not to be searched.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@click.pass_obj
def search(settings: Settings, /, text: tuple[str, ...], as_json: bool, **options: object) -> None:
    """Searches the index.

    \b
    Words side by side must all be there, in any form and with the terms of known concepts in all languages.
      children OR minors            either of them
      "exactly these words"         as they stand, nothing opened
      "child detention"~5           in any form, at most 5 words apart
      children -Libya               without
      detent*   wom?n   lampeduza~  beginnings, patterns, misspellings
      title:guardian source:ombudsman-az country:KE date:2025-03
    """
    question = question_of(" ".join(text), **options)  # type: ignore[arg-type]
    with opened(settings) as catalogue:
        try:
            covered = asyncio.run(answered(settings, catalogue, question))
        except QueryError as error:
            raise pointed(error, question.text) from error
    if as_json:
        click.echo(json.dumps(as_plain(covered), ensure_ascii=False, indent=2, default=str))
    else:
        print_answer(Console(highlight=False), covered, question)


async def answered(settings: Settings, catalogue: Catalogue, question: Question) -> CoveredAnswer:
    """The answer of an engine that is opened for it."""
    engine = open_engine(settings)
    try:
        return await answer_question(engine, catalogue, SourcesNow(catalogue), question)
    finally:
        await engine.aclose()


def question_of(
    text: str,
    since: str,
    until: str,
    sort: str | None,
    size: int,
    cursor: str,
    every_article: bool,
    without_term: tuple[str, ...],
    **filters: object,
) -> Question:
    """The question that the options ask. Raises `QueryError` for a date that is none."""
    return Question(
        text=text,
        filters=Filters(
            **filters,
            published_from=day(since, first=True),
            published_to=day(until, first=False),
        ),
        switched_off=without_term,
        sort=Sort(sort) if sort else None,
        size=size,
        cursor=cursor,
        fold_stories=not every_article,
    )


def day(value: str, first: bool) -> date | None:
    """First or last day of a year, month or day; None: no value."""
    return days(value, None)[0 if first else 1] if value else None


def pointed(error: QueryError, text: str) -> QueryError:
    """The error with the place shown under what was typed."""
    if error.position is None or not text.isprintable():
        return error
    return QueryError(f"{error}\n  {text}\n  {' ' * error.position}^", error.position)


def as_plain(covered: CoveredAnswer) -> dict[str, object]:
    """The answer for JSON."""
    return asdict(covered.answer) | {"coverage": asdict(covered.coverage) | {"statement": covered.coverage.statement}}


@contextmanager
def opened(settings: Settings) -> Iterator[Catalogue]:
    """The catalogue, closed at the end."""
    catalogue = open_catalogue(settings)
    try:
        yield catalogue
    finally:
        catalogue.close()
