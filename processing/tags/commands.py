"""`protection-news concepts`: what the vocabulary holds, whether its lists are in order, and what it reads in a text."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from processing.errors import ProtectionNewsError
from processing.tags.concept_check import check_concepts
from processing.tags.vocabulary import LISTS, Concept, load_concepts, load_organisations
from processing.text.cleaning import printable


class UnknownConceptError(ProtectionNewsError):
    """A concept that no list has."""


@click.group()
def concepts() -> None:
    """The protection concepts that texts are tagged with and questions are opened to."""


@concepts.command("list")
@click.option("--language", default="en", show_default=True, help="Language of the names.")
def list_all(language: str) -> None:
    """All concepts: id, kind, number of languages and terms, name."""
    for concept in load_concepts():
        terms = sum(len(one) for one in concept.terms.values())
        name = concept.labels.get(language, concept.labels["en"])
        click.echo(f"{concept.id:36} {concept.kind:11} {len(concept.terms):>3} {terms:>4}  {name}")


@concepts.command("show")
@click.argument("name", metavar="CONCEPT")
def show_one(name: str) -> None:
    """One CONCEPT: its terms in every language, what is wider and narrower, and where usage differs.

    Terms with ? are read only in context: where the text also has a term without it.
    """
    known = {concept.id: concept for concept in load_concepts()}
    if name not in known:
        near = ", ".join(one for one in known if name.casefold() in one or one in name.casefold())
        raise UnknownConceptError(
            f"No list has the concept {name}. {f'Perhaps: {near}.' if near else 'See `concepts list`.'}"
        )
    click.echo("\n".join(_told(known[name])))


@concepts.command("check")
@click.argument("folder", type=click.Path(exists=True, path_type=Path), default=LISTS / "concepts")
def check_lists(folder: Path) -> None:
    """Looks for mistakes in the lists (or in those of another FOLDER or file). Ends with 1 when there are any."""
    found = check_concepts(folder)
    for finding in found:
        click.echo(str(finding))
    if found:
        raise SystemExit(1)
    load_organisations()
    read = load_concepts(folder)
    languages = {language for concept in read for language in concept.terms}
    click.echo(f"{len(read)} concepts in {len(languages)} languages: nothing is wrong.")


@concepts.command("try")
@click.argument("text")
@click.option("--language", default="en", show_default=True, help="Language of the text.")
def try_text(text: str, language: str) -> None:
    """What is read in a TEXT (- for standard input): each concept and organisation, the rule, the words, the sentence."""
    # Only here: the other commands need no matcher.
    from processing.tags.naming import concepts_and_organisations, words_of

    written = sys.stdin.read() if text == "-" else text
    for tag in concepts_and_organisations(words_of("", written), language):
        click.echo(printable(f"{tag.kind} {tag.value}: “{tag.term}” ({tag.rule}, {tag.mentions} ×): {tag.sentence}"))


def _told(concept: Concept) -> Iterator[str]:
    yield f"{concept.id}: {concept.labels['en']} ({concept.kind})"
    if concept.note:
        yield f"  note: {concept.note}"
    if concept.broader:
        yield f"  broader: {', '.join(concept.broader)}"
    if concept.narrower:
        yield f"  narrower: {', '.join(concept.narrower)}"
    for language, terms in concept.terms.items():
        doubtful = concept.doubtful.get(language, frozenset())
        yield f"  {language}: {', '.join(term + '?' * (term in doubtful) for term in terms)}"
    for language, blockers in concept.blockers.items():
        yield f"  not in {language}: {', '.join(blockers)}"
