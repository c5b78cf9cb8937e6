"""What a night on the demo offices must give (`demo/expected.yml`), and in words how a catalogue differs from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import yaml
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Article, InputOutcome
from processing.outcomes import Outcome, Step

EXPECTED = Path(__file__).parent / "expected.yml"

NightName = Literal["first", "second", "next_day"]
Address = str
"""`<office>:<path with query>`, decoded: what it is on this machine depends on the offices' ports."""


class Said(BaseModel):
    """A part of `expected.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedArticle(Said):
    """An article after a night."""

    title: str
    language: str
    published: date
    precision: str = "day"
    text: str = "full"
    version: int = 1


Ends = dict[str, dict[Outcome, int | list[str]]]
"""office -> outcome -> how many inputs ended so, or their paths."""


class NightFile(Said):
    """One night as `expected.yml` has it."""

    crawl: Ends
    extract: Ends = {}
    articles: dict[str, dict[str, ExpectedArticle]] = {}  # office -> path -> what is new or changed
    stories: tuple[frozenset[Address], ...] = ()  # of more than one article: new ones, or grown ones in full


@dataclass(frozen=True)
class Night:
    """What a night must have given: its outcomes, and everything that is known after it."""

    crawl: Ends
    extract: Ends
    articles: Mapping[Address, ExpectedArticle]
    stories: frozenset[frozenset[Address]]  # every article is in one


def load_expectation() -> dict[NightName, Night]:
    """The nights, each with what the ones before it left: `second` is a night on the same day, `next_day` one on day 2."""
    files: dict[NightName, NightFile] = {
        name: NightFile.model_validate(said) for name, said in yaml.safe_load(EXPECTED.read_text("utf-8")).items()
    }
    nights: dict[NightName, Night] = {}
    articles: dict[Address, ExpectedArticle] = {}
    joined: tuple[frozenset[Address], ...] = ()
    for name, file in files.items():
        new = {f"{office}:{path}": article for office, of in file.articles.items() for path, article in of.items()}
        articles = articles | new
        joined = (*(story for story in joined if not any(story & grown for grown in file.stories)), *file.stories)
        alone = set(articles) - {address for story in joined for address in story}
        stories = frozenset((*joined, *(frozenset({address}) for address in alone)))
        nights[name] = Night(file.crawl, file.extract, articles, stories)
    return nights


def differences(catalogue: Catalogue, run_id: str, night: Night, sites: Mapping[str, str]) -> list[str]:
    """How the catalogue after run `run_id` differs from what the night must give, one sentence each; empty: it does not.

    `sites` are the offices' addresses on this machine.
    """
    with catalogue.reading() as session:
        return [
            *differing_ends(session, run_id, Step.CRAWL, night.crawl, sites),
            *differing_ends(session, run_id, Step.EXTRACT, night.extract, sites),
            *differing_articles(session, night.articles, sites),
            *differing_stories(session, night.stories, sites),
        ]


def differing_ends(
    session: Session, run_id: str, step: Step, expected: Ends, sites: Mapping[str, str]
) -> Iterator[str]:
    """Outcomes of a step: those expected by address are compared by address, those by number in number."""
    ended: dict[tuple[str, Outcome], list[str]] = defaultdict(list)
    rows = select(InputOutcome).where(InputOutcome.run_id == run_id, InputOutcome.step == step)
    for row in session.scalars(rows):
        named = row.input if step is Step.CRAWL else row.address
        ended[row.source, Outcome(row.outcome)].append(here(named, sites).removeprefix(f"{row.source}:"))
    wanted = {(office, outcome): said for office, ends in expected.items() for outcome, said in ends.items()}
    for office, outcome in sorted({*ended, *wanted}):
        there, said = ended[office, outcome], wanted.get((office, outcome), [])
        what = f"{step} of {office}, “{outcome}”"
        if isinstance(said, int):
            if len(there) != said:
                yield f"{what}: {len(there)} in place of {said}: {', '.join(sorted(there)) or 'none'}"
        else:
            yield from differing_lists(what, there, said)


def differing_lists(what: str, there: Iterable[str], expected: Iterable[str]) -> Iterator[str]:
    """What is missing, and what is there and was not expected."""
    found, wanted = Counter(there), Counter(expected)
    for missing in sorted((wanted - found).elements()):
        yield f"{what}: {missing} is missing"
    for more in sorted((found - wanted).elements()):
        yield f"{what}: {more} was not expected"


def differing_articles(
    session: Session, expected: Mapping[Address, ExpectedArticle], sites: Mapping[str, str]
) -> Iterator[str]:
    """Articles: their addresses, titles, languages, days, whether the text is whole, versions."""
    there = {here(article.address, sites): article for article in session.scalars(select(Article))}
    yield from differing_lists("articles", list(there), list(expected))
    for address in sorted(there.keys() & expected.keys()):
        article, wanted = there[address], expected[address]
        for field, is_, should in (
            ("title", article.title, wanted.title),
            ("language", article.language, wanted.language),
            ("published", article.published, wanted.published),
            ("precision", article.published_precision, wanted.precision),
            ("text", article.text_status, wanted.text),
            ("version", article.version, wanted.version),
        ):
            if is_ != should:
                yield f"article {address}: {field} is {is_}, not {should}"


def differing_stories(
    session: Session, expected: frozenset[frozenset[Address]], sites: Mapping[str, str]
) -> Iterator[str]:
    """Stories: which articles are together."""
    together: dict[str, set[Address]] = defaultdict(set)
    for article in session.scalars(select(Article)):
        together[article.story_id or f"none of {article.id}"].add(here(article.address, sites))
    there = {frozenset(story) for story in together.values()}
    for story in sorted(expected - there, key=sorted):
        yield f"stories: these are not one story: {', '.join(sorted(story))}"
    for story in sorted(there - expected, key=sorted):
        yield f"stories: these should not be one story: {', '.join(sorted(story))}"


def here(address: str, sites: Mapping[str, str]) -> Address:
    """An address as `expected.yml` writes it; one that is none of the offices' as it is."""
    for office, site in sites.items():
        if address.startswith(f"{site}/"):
            return f"{office}:{unquote(address.removeprefix(site))}"
    return address
