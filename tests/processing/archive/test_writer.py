"""What the archive writes, looked at with warcio's own tools."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from processing.archive import writer
from processing.archive.capture import Capture, Earlier
from processing.archive.errors import ArchiveError
from processing.archive.reader import Passed, read_captures
from processing.archive.records import payload_digest
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue import archive_files
from processing.catalogue.database import Catalogue
from processing.settings import Settings

Make = Callable[..., Capture]


def check(path: Path) -> str:
    """What `warcio check` says of a file; empty when it accepts it."""
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_warcio_accepts_every_record(catalogue: Catalogue, settings: Settings, make_capture: Make) -> None:
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        archive.write(make_capture())
        archive.write(make_capture(body=b"", status=204, headers=()))
        archive.write(make_capture(headers=(("Transfer-Encoding", "chunked"), ("Bad\nName", "a\r\nInjected: yes"))))
        archive.write(make_capture(address="https://news.example/ü?q=é ö", made_from="https://news.example/api"))
        archive.write(make_capture(status=799, truncated=True))
        archive.write(make_capture(headers=(("Content-Encoding", "gzip"),), body=gzip.compress(b"Neuf enfants")))
    assert check(path_of(settings, archive.files[0])) == ""


def test_a_response_has_its_request_and_its_notes_beside_it(
    catalogue: Catalogue, settings: Settings, make_capture: Make
) -> None:
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        place = archive.write(make_capture())
    with path_of(settings, place.file).open("rb") as stream:
        records = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in records] == ["warcinfo", "request", "metadata", "response"]
    assert records[3][1].get_header("WARC-Record-ID") == f"<{place.record_id}>"
    assert [headers.get_header("WARC-Concurrent-To") for _, headers in records[1:3]] == [f"<{place.record_id}>"] * 2
    assert all(headers.protocol == "WARC/1.1" for _, headers in records)
    with path_of(settings, place.file).open("rb") as stream:
        stream.seek(place.offset)
        record = next(ArchiveIterator(stream))
        assert record.rec_headers.get_header("WARC-Record-ID") == f"<{place.record_id}>"
        assert "Neuf enfants" in record.content_stream().read().decode()


def test_headers_stay_true_of_a_body_without_its_chunks(
    catalogue: Catalogue, settings: Settings, make_capture: Make
) -> None:
    headers = (("Transfer-Encoding", "chunked"), ("Content-Length", "7"), ("X-Office", "caf\xe9"))
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        place = archive.write(make_capture(headers=headers, body=b"<p>No chunks"))
    with path_of(settings, place.file).open("rb") as stream:
        stream.seek(place.offset)
        record = next(ArchiveIterator(stream))
        assert record.content_stream().read() == b"<p>No chunks"
    http = record.http_headers
    assert http.get_header("Transfer-Encoding") is None
    assert http.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert http.get_header("X-Archive-Orig-Content-Length") == "7"
    assert http.get_header("Content-Length") == "12"
    assert http.get_header("X-Office") == "café"


def test_what_was_made_from_json_is_a_resource_and_no_response(
    catalogue: Catalogue, settings: Settings, make_capture: Make
) -> None:
    with ArchiveWriter(catalogue, settings, "ombudsman", "nightly-1") as archive:
        place = archive.write(make_capture(made_from="https://news.example/rest/documents?page=1", body=b"<p>Hello"))
    with path_of(settings, place.file).open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds == ["warcinfo", "metadata", "resource"]


def test_a_file_is_in_the_catalogue_before_its_first_byte(
    catalogue: Catalogue, settings: Settings, make_capture: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(*_arguments: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(writer, "_to_disk", seen)
    archive = ArchiveWriter(catalogue, settings, "migration", "nightly-1")
    with pytest.raises(ArchiveError, match="the disk is full"):
        archive.write(make_capture())
    with catalogue.reading() as session:
        (row,) = archive_files.of_run(session, "nightly-1")
    assert (row.name, row.state) == ("migration-nightly-1-00000.warc.gz", "open")


def test_what_a_full_disk_refused_leaves_no_half_record(
    catalogue: Catalogue, settings: Settings, make_capture: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        archive.write(make_capture())
        with monkeypatch.context() as patch:
            patch.setattr(writer.os, "fsync", lambda _number: (_ for _ in ()).throw(OSError("no room")))
            with pytest.raises(ArchiveError, match="no room"):
                archive.write(make_capture())
        archive.write(make_capture())
    assert check(path_of(settings, archive.files[0])) == ""
    with catalogue.reading() as session:
        assert archive_files.of_run(session, "nightly-1")[0].captures == 2


def test_a_full_file_is_followed_by_the_next(
    catalogue: Catalogue, settings: Settings, make_capture: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "FULL_AT_BYTES", 2_500)
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        for _ in range(4):
            archive.write(make_capture())
    assert len(archive.files) > 1
    with catalogue.reading() as session:
        rows = archive_files.of_run(session, "nightly-1")
    assert [row.name for row in rows] == archive.files
    assert {row.state for row in rows} == {"closed"}
    assert sum(row.captures for row in rows) == 4
    assert [row.bytes for row in rows] == [path_of(settings, name).stat().st_size for name in archive.files]


def test_a_second_try_in_the_same_run_writes_beside_the_first(
    catalogue: Catalogue, settings: Settings, make_capture: Make
) -> None:
    first = ArchiveWriter(catalogue, settings, "migration", "nightly-1")
    first.write(make_capture())  # and is killed: never closed
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as second:
        second.write(make_capture())
    assert second.files == ["migration-nightly-1-00001.warc.gz"]
    assert path_of(settings, first.files[0]).stat().st_size > 0


def test_nothing_written_makes_no_file(catalogue: Catalogue, settings: Settings) -> None:
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        pass
    assert archive.files == []
    with catalogue.reading() as session:
        assert archive_files.of_run(session, "nightly-1") == []


@pytest.mark.parametrize("name", ["../catalogue.db", "a/b.warc.gz", "", ".hidden", "/etc/passwd"])
def test_a_name_cannot_lead_out_of_the_archive(settings: Settings, name: str) -> None:
    with pytest.raises(ArchiveError, match="is no name of an archive file"):
        path_of(settings, name)


def test_what_was_the_same_again_refers_to_its_first_record(
    catalogue: Catalogue, settings: Settings, make_capture: Make
) -> None:
    first = make_capture()
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        place = archive.write(first)
        earlier = Earlier(place.record_id, first.address, first.captured_at, payload_digest(first.body))
        archive.write_all([], [(make_capture(status=304, body=b""), earlier)])
        archive.write_all([], [(make_capture(), earlier)])
    path = path_of(settings, place.file)
    assert check(path) == ""
    with path.open("rb") as stream:
        records = [(record.rec_type, record.rec_headers, record.http_headers) for record in ArchiveIterator(stream)]
    response, *revisits = [one for one in records if one[0] in ("response", "revisit")]
    assert [headers.get_header("WARC-Profile").rpartition("/")[2] for _, headers, _ in revisits] == [
        "server-not-modified",
        "identical-payload-digest",
    ]
    for _, headers, _http in revisits:
        assert headers.get_header("WARC-Refers-To") == response[1].get_header("WARC-Record-ID")
        assert headers.get_header("WARC-Refers-To-Date") == response[1].get_header("WARC-Date")
        assert headers.get_header("WARC-Refers-To-Target-URI") == response[1].get_header("WARC-Target-URI")
        assert headers.get_header("WARC-Payload-Digest") == response[1].get_header("WARC-Payload-Digest")
    assert revisits[0][2] is None, "replay tools would answer with 304"
    assert revisits[1][2].get_header("Content-Type") == "text/html; charset=utf-8"
    assert [kind for kind, _, _ in records].count("request") == 3
    passed = Passed()
    assert len(list(read_captures(path, passed))) == 1
    assert passed.revisits == 2
