"""Puts a file of the archive, without some of its records, in the place of the old one; the catalogue knows where the others are now."""

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from sqlalchemy import select, update

from processing.archive import store
from processing.archive.erasing import Erased, write_without
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import ArchiveFile, Version
from processing.settings import Settings


def rewrite(
    catalogue: Catalogue,
    settings: Settings,
    name: str,
    is_its: Callable[[str], bool],
    ids: Collection[str],
    addresses: Collection[str] = (),
) -> Erased:
    """Rewrites the file `name` as `write_without` says; a reader sees the old file or the new one, never a part of it.

    Ended between the file and the catalogue, the places are put right when it is run again. Raises `ArchiveError`.
    """
    if not store.is_there(settings, name):
        return Erased(0, frozenset(), {})  # registered before its first byte, and never written
    settings.archive_directory.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".forget-", dir=settings.archive_directory) as folder,
        store.opened(settings, name) as path,
    ):
        made = Path(folder) / name
        erased = write_without(path, made, is_its, ids, addresses)
        size = made.stat().st_size if erased.records else path.stat().st_size
        if erased.records:
            store.replace(settings, name, made)
        with catalogue.session() as session:
            session.execute(update(ArchiveFile).where(ArchiveFile.name == name).values(bytes=size))
            for version in session.scalars(select(Version).where(Version.archive_file == name)):
                version.record_offset = erased.offsets.get(version.record_id, version.record_offset)
    return erased
