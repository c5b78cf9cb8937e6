"""All declarations: found, filtered, ordered, and told to the catalogue."""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from crawlers.declaration import Declaration
from crawlers.declaration_file import OWN_SOURCES, PLACE_FOLDERS, load
from crawlers.marked_yaml import DeclarationError
from processing.catalogue import sources
from processing.catalogue.database import Catalogue
from processing.catalogue.sources import DeclaredSource
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from processing.text.layout import PageLayout, SourceReading

NO_SOURCES = ("families",)  # folders whose files are no sources of their own


class UnknownSourceError(ProtectionNewsError):
    """No source has this name."""


def load_sources(settings: Settings) -> list[Declaration]:
    """All declarations, the world's first, then by name; the ones that are not enabled too.

    Raises `DeclarationError` with every mistake in every file.
    """
    declarations: dict[str, Declaration] = {}
    mistakes: list[str] = []
    for folder in settings.sources or (OWN_SOURCES,):
        for file in _files(folder):
            try:
                declaration = load(file, folder)
            except DeclarationError as error:
                mistakes.append(str(error))
                continue
            other = declarations.setdefault(declaration.name, declaration)
            if other is not declaration:
                mistakes.append(f"{file}:1: the name `{declaration.name}` is taken by {other.file}")
    if mistakes:
        raise DeclarationError("\n".join(mistakes))
    return sorted(declarations.values(), key=_order)


def choose(declarations: Sequence[Declaration], names: Iterable[str]) -> list[Declaration]:
    """The declarations of these names; of all that are enabled, where none is named. Raises `UnknownSourceError`."""
    by_name = {declaration.name: declaration for declaration in declarations}
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=3)
            hint = f"Did you mean {' or '.join(near)}?" if near else "`protection-news sources list` shows all."
            raise UnknownSourceError(f"There is no source `{name}`. {hint}")
    if wanted:
        return [by_name[name] for name in wanted]
    return [declaration for declaration in declarations if declaration.enabled]


def readings(settings: Settings) -> dict[str, SourceReading]:
    """What extraction must know of each source, by name."""
    return {declaration.name: reading_of(declaration) for declaration in load_sources(settings)}


def reading_of(declaration: Declaration) -> SourceReading:
    """What extraction must know of a source."""
    articles = declaration.articles
    return SourceReading(
        name=declaration.name,
        languages=declaration.languages,
        layouts=tuple(
            PageLayout(**{field: getattr(layout, field) for field in type(layout).model_fields})
            for layout in declaration.layouts
        ),
        article_patterns=articles.are,
        not_article_patterns=articles.are_not,
        ignored_parameters=articles.ignored_parameters,
        country=declaration.publisher.country,
    )


def sync(catalogue: Catalogue, declarations: Iterable[Declaration]) -> None:
    """Makes the catalogue's list of sources say what all declarations say."""
    declared = [
        DeclaredSource(
            name=declaration.name,
            publisher=declaration.publisher.name,
            kind=declaration.publisher.kind,
            country=declaration.publisher.country,
            site=declaration.site,
            languages=declaration.languages,
            enabled=declaration.enabled,
            reason=declaration.reason,
            permission=tuple(signal.model_dump() for signal in declaration.permission),
        )
        for declaration in declarations
    ]
    with catalogue.session() as session:
        sources.sync(session, declared)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise DeclarationError(
            f"{folder}: there is no such folder of declarations. Check PROTECTION_NEWS_SOURCES, or leave it unset."
        )
    found = (file for pattern in ("*.yml", "*.yaml") for file in folder.rglob(pattern))
    return sorted(file for file in found if file.relative_to(folder).parts[0] not in NO_SOURCES)


def _order(declaration: Declaration) -> tuple[int, str]:
    places = [part for part in declaration.file.parts if part in PLACE_FOLDERS]
    return (PLACE_FOLDERS.index(places[-1]) if places else len(PLACE_FOLDERS), declaration.name)
