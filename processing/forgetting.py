"""Takes an article out for good: from the archive, then from the catalogue; its addresses are refused from the first moment on."""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from processing.addresses import canonical
from processing.archive.object_store import ObjectStore
from processing.archive.rewriting import rewrite
from processing.catalogue import archive_files, attachments, stories, takedowns
from processing.catalogue.articles import article_id_of
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import ArchiveFile, Article, Takedown, TakenDownAddress, Version
from processing.catalogue.upsert import upsert
from processing.clock import now
from processing.errors import ProtectionNewsError
from processing.settings import Settings
from processing.text.layout import SourceReading

LOG = "takedowns.json"  # beside the archive's files, so that a catalogue built anew from them refuses the same


class CannotForgetError(ProtectionNewsError):
    """Nothing was taken out: why, and what to do."""


@dataclass(frozen=True)
class Known:
    """What is known of the article that is to go. An address that became no article has no `title` and no `versions`."""

    article_id: str
    title: str
    source: str
    versions: int
    addresses: frozenset[str]
    records: frozenset[str]  # ids of the captures that its versions were read from
    sources: frozenset[str]  # that have ever asked for it
    is_article: bool


@dataclass(frozen=True)
class Forgotten:
    """What went."""

    article_id: str
    addresses: int
    versions: int
    archive_files: int  # that were written anew
    records: int  # that are no longer in them


def find(catalogue: Catalogue, name: str, readings: Mapping[str, SourceReading]) -> Known:
    """The article of an id or address, or the address itself where it is no article. Raises `CannotForgetError`."""
    with catalogue.reading() as session:
        article_id = stories.article_named(session, name) or stories.article_named(session, canonical(name))
        if article_id is None and not name.startswith(("http://", "https://", "import:")):
            raise CannotForgetError(f"There is no article {name[:60]}. Give its id, or an address that it is known by.")
        article = session.get(Article, article_id) if article_id else None
        addresses = takedowns.addresses_of(session, article.id) if article else {name, canonical(name)}
        attached = attachments.of_article(session, article.id) if article else ()
        addresses |= {one.address for one in attached}
        sources = takedowns.sources_of(session, addresses) | ({article.source} if article else set())
        addresses |= {
            canonical(address, readings[one].ignored_parameters)
            for one in sources & readings.keys()
            for address in addresses
        }
        return Known(
            article_id=article.id if article else article_id_of(canonical(name)),
            title=article.title if article else "",
            source=article.source if article else min(sources, default=""),
            versions=article.version if article else 0,
            addresses=frozenset(addresses),
            records=frozenset(
                {*takedowns.records_of(session, article.id), *(one.record_id for one in attached)} if article else ()
            ),
            sources=frozenset(sources),
            is_article=article is not None,
        )  # fmt: skip


def forget(
    catalogue: Catalogue,
    settings: Settings,
    known: Known,
    reason: str,
    readings: Mapping[str, SourceReading],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Forgotten:
    """Takes it out. Ended at any point and run again, it goes on where it stopped. Raises `CannotForgetError`, `ArchiveError`."""
    files = _files(catalogue, known)
    with catalogue.session() as session:
        takedown_id = takedowns.write(session, known.article_id, known.source, reason, known.addresses)
        refused = takedowns.digests(session, takedown_id)
    _write_log(catalogue, settings)
    ignored = {name for one in known.sources & readings.keys() for name in readings[one].ignored_parameters}

    def is_its(address: str) -> bool:
        spellings = (address, canonical(address), canonical(address, ignored))
        return any(takedowns.digest_of(spelling) in refused for spelling in spellings)

    gone: set[str] = set(known.records)
    rewritten = records = 0
    for number, name in enumerate(files, 1):
        erased = rewrite(catalogue, settings, name, is_its, known.records, known.addresses)
        gone |= erased.ids
        records += erased.records
        rewritten += bool(erased.records)
        progress(number, len(files))
    with catalogue.session() as session:
        takedowns.erase(session, known.article_id, known.addresses, gone, known.sources)
        takedowns.done(session, takedown_id)
    catalogue.shrink()
    _write_log(catalogue, settings)
    return Forgotten(known.article_id, len(known.addresses), known.versions, rewritten, records)


def remember(catalogue: Catalogue, settings: Settings) -> int:
    """Reads the takedowns that stand beside the archive into a catalogue that lacks them (a new one); returns how many."""
    path = settings.archive_directory / LOG
    try:
        if not path.exists() and settings.archive_is_elsewhere and (there := ObjectStore(settings)).has(LOG):
            settings.archive_directory.mkdir(parents=True, exist_ok=True)
            there.get(LOG, path)
        entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    except ValueError as error:
        raise CannotForgetError(
            f"The list of takedowns {path} cannot be read ({error}). `protection-news forget --list` writes it anew."
        ) from error
    added = 0
    with catalogue.session() as session:
        for entry in entries:
            known = TakenDownAddress.digest.in_(entry["addresses"])
            if session.scalars(select(TakenDownAddress).where(known)).first() is None:
                _add(session, entry)
                added += 1
    return added


def _add(session: Session, entry: dict[str, str]) -> None:
    moment = now().fromisoformat(entry["at"])
    row = Takedown(
        article_id=entry["article"], source=entry["source"], reason=entry["reason"], asked_at=moment, done_at=moment
    )
    session.add(row)
    session.flush()
    upsert(session, TakenDownAddress, [{"digest": digest, "takedown_id": row.id} for digest in entry["addresses"]])


def _files(catalogue: Catalogue, known: Known) -> list[str]:
    """The archive files that may hold it. Raises `CannotForgetError` while one of them is being written."""
    with catalogue.reading() as session:
        of_sources = ArchiveFile.source.in_([*known.sources, known.source])
        names = set(session.scalars(select(ArchiveFile.name).where(of_sources)))
        names.update(session.scalars(select(Version.archive_file).where(Version.article_id == known.article_id)))
        busy = sorted(names & archive_files.being_written(session))
    if busy:
        raise CannotForgetError(
            f"The archive file {busy[0]} is being written by a run. Nothing was taken out; try again when the run has ended."
        )
    return sorted(names)


def _write_log(catalogue: Catalogue, settings: Settings) -> None:
    """All takedowns, as digests of their addresses, beside the archive."""
    with catalogue.reading() as session:
        entries = [
            {
                "at": one.asked_at.isoformat(),
                "article": one.article_id,
                "source": one.source,
                "reason": one.reason,
                "addresses": sorted(takedowns.digests(session, one.id)),
            }
            for one in takedowns.listed(session)
        ]
    settings.archive_directory.mkdir(parents=True, exist_ok=True)
    path = settings.archive_directory / LOG
    with tempfile.NamedTemporaryFile("w", dir=settings.archive_directory, delete=False, encoding="utf-8") as made:
        json.dump(entries, made, ensure_ascii=False, indent=1)
    if settings.archive_is_elsewhere:
        ObjectStore(settings).put(LOG, Path(made.name))
    Path(made.name).replace(path)
