"""Brings the search index up to what the catalogue holds: what changed since the index's own watermark, or everything anew."""

from collections.abc import Iterator
from dataclasses import asdict

from processing.catalogue.database import Catalogue
from processing.catalogue.indexable import article_ids, changed_between
from processing.catalogue.revisions import last_revision
from processing.settings import Settings
from search_api.engines.engine import Engine, IndexedArticle
from search_api.engines.opening import open_engine


def bring_up_to_date(catalogue: Catalogue, settings: Settings) -> dict[str, int]:
    """Writes what changed, removes what the catalogue no longer has. Nothing changed: does nothing. No index, or one of another
    schema: builds it. Returns the articles `written`, `removed` and `quarantined` (in all, since the last rebuild), and 1 for
    `rebuilt`. Raises `EngineError`.
    """
    engine = open_engine(settings)
    try:
        reached = engine.watermark()
        if not reached:
            return rebuilt(engine, catalogue)
        with catalogue.reading() as session:
            newest = last_revision(session)
            known = article_ids(session)
        gone = sorted(set(engine.article_ids()) - known)
        if newest == reached and not gone:
            return counts(engine)
        # A catalogue restored from an older copy: what the index says of its state is no longer true.
        if newest < reached:
            return rebuilt(engine, catalogue)
        written = engine.write(changed(catalogue, reached, newest), gone, newest)
        return counts(engine, written, len(gone))
    finally:
        engine.close()


def rebuild(catalogue: Catalogue, settings: Settings) -> dict[str, int]:
    """Builds the index anew from the catalogue beside the old one, which answers until the new one is whole. Raises `EngineError`."""
    engine = open_engine(settings)
    try:
        return rebuilt(engine, catalogue)
    finally:
        engine.close()


def rebuilt(engine: Engine, catalogue: Catalogue) -> dict[str, int]:
    """Everything that the catalogue holds at this moment."""
    with catalogue.reading() as session:
        newest = last_revision(session)
    return counts(engine, engine.rebuild(changed(catalogue, 0, newest), newest), rebuilt=1)


def counts(engine: Engine, written: int = 0, removed: int = 0, rebuilt: int = 0) -> dict[str, int]:
    """What was done, and how many articles the engine has not taken."""
    return {"written": written, "removed": removed, "quarantined": len(engine.quarantined()), "rebuilt": rebuilt}


def changed(catalogue: Catalogue, after: int, up_to: int) -> Iterator[IndexedArticle]:
    """The catalogue's articles as the engine takes them."""
    for article in changed_between(catalogue, after, up_to):
        yield IndexedArticle(**asdict(article))
