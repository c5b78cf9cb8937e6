"""Writes the captures of one source and run into WARC files, each on the disk before the next is asked for."""

import os
import uuid
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
        record_id = capture.record_id or _new_id()
        beside, itself = records.records_of(capture, record_id)
        offset = self._append(capture, beside + itself)
        self._captures += 1
        return RecordPlace(self.files[-1], offset + len(beside), record_id)

    def write_revisit(self, capture: Capture, earlier: Earlier) -> None:
        """Archives that an address was asked again and answered the same as before. Raises `ArchiveError` when the disk refuses."""
        self._append(capture, records.revisit_of(replace(capture, record_id=_new_id()), earlier))

    def _append(self, capture: Capture, written: bytes) -> int:
        """Writes records to the disk, and returns where they begin in the file."""
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


def _new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


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
