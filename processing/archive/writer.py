"""Writes the captures of one source and run into WARC files, each on the disk before the next is asked for."""

import os
from collections.abc import Sequence
from dataclasses import replace
from io import FileIO

from processing.archive import records
from processing.archive.capture import Capture, Earlier, RecordPlace
from processing.archive.errors import ArchiveError
from processing.archive.store import file_name, path_of
from processing.catalogue import archive_files
from processing.catalogue.database import Catalogue
from processing.settings import Settings

FULL_AT_BYTES = 1_000_000_000  # the size that the WARC guidelines advise; a night of one source is far below it


class ArchiveWriter:
    """The archive files of one source in one run. Not shared between processes; close it, or use it in a `with` block.

    A file is registered in the catalogue before its first byte, and a capture is on the disk when `write` returns. No file is
    made where nothing is written.
    """

    def __init__(self, catalogue: Catalogue, settings: Settings, source: str, run_id: str) -> None:
        self.catalogue = catalogue
        self.settings = settings
        self.source = source
        self.run_id = run_id
        self.files: list[str] = []  # names, in the order they were opened
        self._stream: FileIO | None = None
        self._captures = 0

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def write(self, capture: Capture) -> RecordPlace:
        """Archives one capture: its request, what was known of it, its response. Raises `ArchiveError` when the disk refuses."""
        return self.write_all([capture])[0]

    def write_all(
        self, captures: Sequence[Capture], revisits: Sequence[tuple[Capture, Earlier]] = ()
    ) -> list[RecordPlace]:
        """Archives captures, and answers that were the same as an earlier capture; waits once for the disk to have them all.

        Returns the places of the captures. Raises `ArchiveError` when the disk refuses: then it has none of them.
        """
        named = [(capture, capture.record_id or records.new_id()) for capture in captures]
        made = [(record_id, *records.records_of(capture, record_id)) for capture, record_id in named]
        same = [
            records.revisit_of(replace(capture, record_id=records.new_id()), earlier) for capture, earlier in revisits
        ]
        first = next((capture for capture in (*captures, *(capture for capture, _ in revisits))), None)
        if first is None:
            return []
        written = b"".join([part for _, beside, itself in made for part in (beside, itself)] + same)
        offset = self._append(first, written)
        places = []
        for record_id, beside, itself in made:
            places.append(RecordPlace(self.files[-1], offset + len(beside), record_id))
            offset += len(beside) + len(itself)
        self._captures += len(captures)
        return places

    def _append(self, capture: Capture, written: bytes) -> int:
        """Writes records, of which `capture` is the first, to the disk, and returns where they begin in the file."""
        try:
            stream = self._stream_with_room()
            offset = stream.tell()
            _to_disk(stream, written)
        except OSError as error:
            raise ArchiveError(
                f"The capture of {capture.address} cannot be written to {self.settings.archive_directory}: {error}. "
                "Check that the disk has room and that the folder may be written to."
            ) from error
        return offset

    def close(self) -> None:
        """Closes the current file and says so in the catalogue. Closing twice does nothing more."""
        if self._stream is None:
            return
        size = self._stream.tell()
        self._stream.close()
        self._stream = None
        with self.catalogue.session() as session:
            archive_files.close(session, self.files[-1], captures=self._captures, size=size)

    def _stream_with_room(self) -> FileIO:
        if self._stream is not None and self._stream.tell() >= FULL_AT_BYTES:
            self.close()
        if self._stream is None:
            self._stream = self._open_next()
            self._captures = 0
        return self._stream

    def _open_next(self) -> FileIO:
        self.settings.archive_directory.mkdir(parents=True, exist_ok=True)
        number = len(self.files)
        # A crawl that is started again in the same run goes on beside the files of the first try.
        while path_of(self.settings, name := file_name(self.source, self.run_id, number)).exists():
            number += 1
        with self.catalogue.session() as session:
            archive_files.register(session, name, source=self.source, run_id=self.run_id)
        stream = FileIO(
            path_of(self.settings, name), "x"
        )  # unbuffered: what a full disk refuses is not tried again at close
        self.files.append(name)
        about = {
            "software": "protection-news",
            "format": f"WARC File Format {records.WARC_VERSION}",
            "description": f"Captures of source {self.source}, run {self.run_id}",
        }
        _to_disk(stream, records.warcinfo(name, about))
        return stream


def _to_disk(stream: FileIO, written: bytes) -> None:
    """Writes all of it or nothing: what a full disk took of it is cut off again."""
    start = stream.tell()
    try:
        rest = memoryview(written)
        while rest:
            rest = rest[stream.write(rest) :]
        os.fsync(stream.fileno())
    except OSError:
        stream.truncate(start)
        stream.seek(start)
        raise
