"""Reading archives: our own, unfinished and damaged ones, and those of other tools."""

import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from processing.archive import notes
from processing.archive.capture import Capture, Hints
from processing.archive.errors import ArchiveError
from processing.archive.reader import Passed, read_captures
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue.database import Catalogue
from processing.settings import Settings

Make = Callable[..., Capture]


@pytest.fixture
def written(catalogue: Catalogue, settings: Settings, make_capture: Make) -> tuple[Path, list[int]]:
    """A file of three captures, and where each of them ends."""
    ends = []
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        for number in range(3):
            archive.write(make_capture(address=f"https://news.example/{number}"))
            ends.append(path_of(settings, archive.files[0]).stat().st_size)
    return path_of(settings, archive.files[0]), ends


def foreign(path: Path, compressed: bool = True) -> WARCWriter:
    """A writer as other tools are: no notes, WARC 1.0."""
    return WARCWriter(path.open("wb"), gzip=compressed, warc_version="1.0")


def add(
    writer: WARCWriter,
    address: str,
    body: bytes = b"<p>Hello",
    kind: str = "response",
    status: str = "200 OK",
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
    said: dict[str, str] | None = None,
) -> None:
    """Adds one record."""
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind in ("response", "revisit") else None
    if kind == "request":
        http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
    record = writer.create_warc_record(
        address, kind, io.BytesIO(body), len(body), http_headers=http, warc_headers_dict=dict(said or {})
    )
    writer.write_record(record)


def test_a_capture_comes_back_as_it_was(catalogue: Catalogue, settings: Settings, make_capture: Make) -> None:
    given = make_capture(quiet=True, role="file")
    with ArchiveWriter(catalogue, settings, "migration", "nightly-1") as archive:
        place = archive.write(given)
    ((read, where),) = read_captures(path_of(settings, place.file))
    assert where == place
    assert (read.source, read.address, read.asked_address) == (given.source, given.address, given.asked_address)
    assert (read.status, read.headers, read.body) == (given.status, given.headers, given.body)
    assert (read.request_headers, read.captured_at) == (given.request_headers, given.captured_at)
    assert (read.hints, read.quiet, read.role) == (given.hints, True, "file")


def test_a_resource_keeps_its_type_and_what_it_was_made_from(
    catalogue: Catalogue, settings: Settings, make_capture: Make
) -> None:
    with ArchiveWriter(catalogue, settings, "ombudsman", "nightly-1") as archive:
        place = archive.write(make_capture(made_from="https://news.example/api", body=b"<p>From JSON"))
    ((read, _),) = read_captures(path_of(settings, place.file))
    assert read.made_from == "https://news.example/api"
    assert read.body == b"<p>From JSON"
    assert read.headers == (("Content-Type", "text/html; charset=utf-8"),)


def test_wherever_a_writer_was_killed_all_whole_captures_are_read(written: tuple[Path, list[int]]) -> None:
    path, ends = written
    content = path.read_bytes()
    cut = path.with_name("cut.warc.gz")
    near_ends = [end + step for end in ends for step in (-2, -1, 0)]
    for length in [*range(20), *range(20, len(content), 23), *near_ends]:
        cut.write_bytes(content[:length])
        passed = Passed()
        read = [place.offset for _, place in read_captures(cut, passed)]
        assert len(read) == sum(end <= length for end in ends), f"cut at {length}"
        assert passed.damaged == []


def test_damage_costs_one_record_and_is_told(written: tuple[Path, list[int]]) -> None:
    path, ends = written
    content = bytearray(path.read_bytes())
    response = ends[1] - 200  # somewhere in the second capture's response
    for at in range(ends[0], ends[1], 31):
        broken = bytearray(content)
        broken[at] ^= 0xFF
        path.write_bytes(broken)
        passed = Passed()
        addresses = [capture.address[-1] for capture, _ in read_captures(path, passed)]
        assert addresses[0] == "0"
        assert addresses[-1] == "2"
        # A flipped bit in the gzip header's time or name harms nothing; everywhere else it is seen.
        assert addresses == ["0", "1", "2"] or passed.damaged
    path.write_bytes(bytes(content[:response]) + b"\0" * 50 + bytes(content[response + 50 :]))
    passed = Passed()
    assert len(list(read_captures(path, passed))) == 2
    assert "damaged" in passed.damaged[0].reason


@pytest.mark.parametrize("compressed", [True, False])
def test_pages_and_pdfs_of_other_tools_are_captures_and_the_rest_is_counted(tmp_path: Path, compressed: bool) -> None:
    path = tmp_path / "browsertrix.warc.gz"
    tool = foreign(path, compressed)
    tool.write_record(tool.create_warcinfo_record("x.warc.gz", {"software": "other"}))
    add(tool, "https://a.example/page", said={"WARC-Date": "2024-05-06T07:08:09.123456Z"})
    add(tool, "https://a.example/page", kind="request")
    add(tool, "https://a.example/file", b"%PDF-1.7", headers=(("content-type", "application/pdf;x=y"),))
    add(tool, "https://a.example/image", b"GIF", headers=(("Content-Type", "image/gif"),))
    add(tool, "https://a.example/moved", b"", status="301 Moved")
    add(tool, "https://a.example/broken", status="abc")
    add(tool, "https://a.example/page", kind="revisit")
    add(tool, "urn:pageinfo:https://a.example/page", b"{}", kind="resource")
    add(tool, "dns:a.example", b"1.2.3.4", kind="response", headers=())
    tool.out.close()
    passed = Passed()
    read = list(read_captures(path, passed))
    assert [(capture.address, capture.role) for capture, _ in read] == [
        ("https://a.example/page", "article"),
        ("https://a.example/file", "file"),
    ]
    assert {capture.source for capture, _ in read} == {""}
    assert read[0][0].captured_at.replace(microsecond=0) == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert (passed.revisits, passed.others, passed.damaged, passed.unfinished) == (1, 5, [], False)


def test_chunks_that_wget_keeps_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "wget.warc.gz"
    tool = foreign(path)
    squeezed = gzip.compress(b"<p>Two chunks", mtime=0)
    body = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (5, squeezed[:5], len(squeezed) - 5, squeezed[5:])
    add(
        tool,
        "<https://a.example/page>",
        body,
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
    )
    tool.out.close()
    ((capture, _),) = read_captures(path)
    assert capture.address == "https://a.example/page"
    assert capture.body == squeezed
    assert not any(name == "Transfer-Encoding" for name, _ in capture.headers)


def test_notes_of_another_capture_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "notes.warc.gz"
    tool = foreign(path)
    said = {
        "WARC-Concurrent-To": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "Content-Type": notes.CONTENT_TYPE,
    }
    ours = notes.FIELD + b'{"source": "elsewhere", "role": "article"}\r\n'
    add(tool, "https://a.example/page", ours, kind="metadata", said=said)
    add(tool, "https://a.example/page")
    tool.out.close()
    ((capture, _),) = read_captures(path)
    assert (capture.source, capture.hints) == ("", Hints())


def test_a_record_without_a_usable_id_gets_the_same_one_each_time(tmp_path: Path) -> None:
    path = tmp_path / "ids.warc.gz"
    tool = foreign(path)
    add(tool, "https://a.example/page", said={"WARC-Record-ID": "<http://a.example/" + "x" * 100 + ">"})
    tool.out.close()
    first, second = ([capture.record_id for capture, _ in read_captures(path)] for _ in range(2))
    assert first == second
    assert first[0].startswith("urn:uuid:")


def test_a_file_compressed_as_a_whole_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "plain.warc"
    tool = foreign(path, compressed=False)
    add(tool, "https://a.example/1")
    add(tool, "https://a.example/2")
    tool.out.close()
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    with pytest.raises(ArchiveError, match="warcio recompress"):
        list(read_captures(whole))


@pytest.mark.parametrize(
    "content",
    [b"<html>no archive</html>", b"\x1f\x8b\x08 but no gzip", gzip.compress(b"text", mtime=0), b"WARC/1.1\r\n\r\n"],
)
def test_what_is_no_archive_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is no WARC file"):
        list(read_captures(path))


def test_an_empty_or_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.warc.gz"
    path.touch()
    assert list(read_captures(path)) == []
    with pytest.raises(ArchiveError, match="cannot be read"):
        list(read_captures(tmp_path / "none.warc.gz"))


def test_a_record_larger_than_the_limit_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processing.archive.pieces.MAX_RECORD_BYTES", 10_000)
    for compressed in (True, False):
        path = tmp_path / f"large-{compressed}.warc"
        tool = foreign(path, compressed)
        add(tool, "https://a.example/bomb", b"x" * 5_000_000)
        add(tool, "https://a.example/after")
        tool.out.close()
        read = [capture for capture, _ in read_captures(path)]
        assert [(capture.address[-5:], capture.truncated) for capture in read] == [("/bomb", True), ("after", False)]
        assert len(read[0].body) < 10_000
