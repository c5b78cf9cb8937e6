"""An article taken out for good: from archive and catalogue, out of later nights and imports, with nothing of it left."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from processing import forgetting
from processing.archive.capture import Capture, Earlier
from processing.archive.pieces import pieces
from processing.archive.reader import read_captures
from processing.archive.records import payload_digest
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs, takedowns
from processing.catalogue.articles import versions_of
from processing.catalogue.database import Catalogue, open_catalogue
from processing.catalogue.fetches import NewAddress, note
from processing.catalogue.tables import Address, Article, Fetch, InputOutcome, Tag, Takedown, Version
from processing.extract import extract_file
from processing.forgetting import CannotForgetError, Forgotten, find, forget, remember
from processing.importing import ImportOptions, import_files
from processing.settings import Settings

MakePage = Callable[..., bytes]
MakeCapture = Callable[..., Capture]
Archived = Callable[..., str]

MOMENT = datetime(2026, 3, 4, 2, tzinfo=UTC)
ITS = "https://advocate.example/news/guardians"
OLD = "https://advocate.example/n/17"
OTHER = "https://advocate.example/news/school"
SECRET = ("Guardians within five days", "guardians", "/n/17", "forty unaccompanied", "Forty children")
OTHERS_TEXT = (
    "The school beside the centre takes in all children of the town from the coming term on, whatever papers they have.",
) * 2


@pytest.fixture
def archived(catalogue: Catalogue, settings: Settings, page: MakePage, capture_of: MakeCapture) -> str:
    """A night's file: an article in two versions and once the same, asked by an old address too, a list that names it, and another article."""
    run_id = runs.open_run(catalogue, "crawl", MOMENT)
    first = capture_of(page(), ITS)
    cards = b'<a href="/news/guardians">Guardians within five days</a> <a href="/news/school">A school for all</a>'
    with ArchiveWriter(catalogue, settings, "advocate", run_id) as archive:
        archive.write(capture_of(cards, "https://advocate.example/news", role="listing"))
        place = archive.write(replace(first, asked_address=OLD))
        archive.write(capture_of(page("A school for all", OTHERS_TEXT), OTHER))
        archive.write(replace(first, captured_at=MOMENT + timedelta(days=1)))
        earlier = Earlier(place.record_id, ITS, MOMENT, payload_digest(first.body))
        archive.write_all([], [(first, earlier)])
        changed = page("Forty children need guardians")
        archive.write(capture_of(changed, ITS, captured_at=MOMENT + timedelta(days=2)))
    name = archive.files[0]
    extract_file(catalogue, settings, name, {}, run_id)
    runs.close_run(catalogue, run_id)
    with catalogue.session() as session:
        note(session, "advocate", [NewAddress(ITS, "article", {"title": "Guardians within five days"})], MOMENT)
    return name


def taken_out(catalogue: Catalogue, settings: Settings, name: str = ITS) -> Forgotten:
    return forget(catalogue, settings, find(catalogue, name, {}), "asked by a parent", {})


def unpacked(path: Path) -> str:
    """All of an archive file as text, bodies unpacked."""
    text = "".join(piece.content.decode("latin-1") for piece in pieces(path))
    bodies = (gzip.decompress(capture.body) for capture, _ in read_captures(path))
    return text + "".join(body.decode("utf-8", "replace") for body in bodies)


def test_nothing_of_it_is_left_in_the_archive_and_the_rest_is_as_it_was(
    catalogue: Catalogue, settings: Settings, archived: str
) -> None:
    path = path_of(settings, archived)
    others = [piece.content for piece in pieces(path) if b"/news/school" in piece.content[:2_000]]
    took = taken_out(catalogue, settings)
    assert (took.versions, took.archive_files, took.records) == (2, 1, 14)
    text = unpacked(path)
    assert not [word for word in SECRET if word in text]
    assert "The school beside the centre" in text
    assert [piece.content for piece in pieces(path)][1:] == others
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    with catalogue.reading() as session:
        [version] = session.scalars(select(Version))
        assert version.record_offset in [place.offset for _, place in read_captures(path)]
    assert [entry.name for entry in settings.archive_directory.iterdir() if entry.name.startswith(".")] == []


def test_nothing_of_it_is_left_in_the_catalogues_file(catalogue: Catalogue, settings: Settings, archived: str) -> None:
    taken_out(catalogue, settings)
    with catalogue.reading() as session:
        assert [article.address for article in session.scalars(select(Article))] == [OTHER]
        assert [row.address for row in session.scalars(select(Address))] == [OTHER]
        assert session.scalars(select(Tag)).all() == []
        assert session.scalars(select(Fetch)).all() == []
        rows = session.scalars(select(InputOutcome)).all()
        assert len(rows) == 4
        assert not [row for row in rows if "guardians" in row.address + row.input + row.detail]
        [takedown] = session.scalars(select(Takedown))
        assert (takedown.source, takedown.reason, takedown.done_at is not None) == (
            "advocate",
            "asked by a parent",
            True,
        )
    catalogue.close()
    held = b"".join(
        file.read_bytes() for file in settings.data.rglob("*") if file.is_file() and "catalogue" in file.name
    )
    assert b"The school beside the centre" in held
    assert not [word for word in SECRET if word.encode() in held]


def test_it_is_not_kept_again_under_any_of_its_addresses(
    catalogue: Catalogue, settings: Settings, archived: str, night: Callable[..., dict[str, int]], page: MakePage, capture_of: MakeCapture
) -> None:  # fmt: skip
    taken_out(catalogue, settings, OLD)
    elsewhere = "https://advocate.example/print/guardians"
    declares = page(head=f'<link rel="canonical" href="{ITS}">')
    captures = [capture_of(page(), ITS + "?utm_source=x"), capture_of(page(), OLD), capture_of(declares, elsewhere)]
    assert night(*captures) == {"taken down": 3}
    with catalogue.reading() as session:
        names = [version.archive_file for version in session.scalars(select(Version))]
        assert names == [archived]
    for file in settings.archive_directory.glob(
        "*.warc.gz"
    ):  # what came by an unknown address is out of the archive again
        assert "forty unaccompanied" not in unpacked(file)


def test_an_import_refuses_it_and_archives_nothing(
    catalogue: Catalogue, settings: Settings, archived: str, tmp_path: Path, page: MakePage
) -> None:
    copy = tmp_path / "copy.warc.gz"
    copy.write_bytes(path_of(settings, archived).read_bytes())
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(head=f'<link rel="canonical" href="{ITS}">'))
    taken_out(catalogue, settings)
    run_id = runs.open_run(catalogue, "import", MOMENT)
    report = import_files(catalogue, settings, [copy, saved], ImportOptions(), {}, run_id)
    assert report.counts() == {"same text": 1, "taken down": 4} or report.counts() == {"kept": 1, "taken down": 4}
    assert all(
        "guardians" not in f"{item.address}{item.title}" for item in report.items if item.outcome == "taken down"
    )
    for file in settings.archive_directory.glob("*.warc.gz"):
        assert "forty unaccompanied" not in unpacked(file)


def test_a_catalogue_built_anew_from_the_archive_refuses_it_too(
    catalogue: Catalogue, settings: Settings, archived: str, tmp_path: Path, page: MakePage
) -> None:
    taken_out(catalogue, settings)
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(head=f'<link rel="canonical" href="{ITS}">'))
    fresh = settings.model_copy(update={"catalogue": f"sqlite:///{tmp_path / 'fresh.db'}"})
    with open_catalogue(fresh) as anew:
        assert (remember(anew, fresh), remember(anew, fresh)) == (1, 0)
        run_id = runs.open_run(anew, "import", MOMENT)
        files = [path_of(settings, archived), saved]
        assert import_files(anew, fresh, files, ImportOptions(), {}, run_id).counts() == {"kept": 1, "taken down": 1}
        with anew.reading() as session:
            assert [row.reason for row in takedowns.listed(session)] == ["asked by a parent"]


def test_ended_in_the_middle_it_is_finished_when_it_is_asked_again(
    catalogue: Catalogue, settings: Settings, archived: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(forgetting.takedowns, "erase", killed)
        with pytest.raises(KeyboardInterrupt):
            taken_out(catalogue, settings)
    with catalogue.reading() as session:
        assert [row.done_at for row in takedowns.listed(session)] == [None]
    assert taken_out(catalogue, settings).versions == 2
    with catalogue.reading() as session:
        [row] = takedowns.listed(session)
        assert row.done_at is not None
        assert session.scalar(select(func.count()).select_from(Article)) == 1


def test_a_file_that_is_being_written_stops_it_before_anything_is_done(
    catalogue: Catalogue, settings: Settings, archived: str, page: MakePage, capture_of: MakeCapture
) -> None:
    run_id = runs.open_run(catalogue, "crawl", MOMENT)
    with ArchiveWriter(catalogue, settings, "advocate", run_id) as archive:
        archive.write(capture_of(page(), ITS))
        with pytest.raises(CannotForgetError, match="try again when the run has ended"):
            taken_out(catalogue, settings)
    with catalogue.reading() as session:
        assert takedowns.listed(session) == []


def test_an_address_that_is_no_article_is_refused_from_then_on(
    catalogue: Catalogue, settings: Settings, night: Callable[..., dict[str, int]], page: MakePage, capture_of: MakeCapture
) -> None:  # fmt: skip
    assert taken_out(catalogue, settings).versions == 0
    assert night(capture_of(page(), ITS)) == {"taken down": 1}
    with pytest.raises(CannotForgetError, match="There is no article a0"):
        find(catalogue, "a000", {})


def test_an_article_of_the_other_languages_that_links_it_stays(
    catalogue: Catalogue, settings: Settings, archived: str, night: Callable[..., dict[str, int]], page: MakePage, capture_of: MakeCapture
) -> None:  # fmt: skip
    french = page("Une école", OTHERS_TEXT, head=f'<link rel="alternate" hreflang="en" href="{ITS}">')
    assert night(capture_of(french, "https://advocate.example/fr/ecole")) == {"kept": 1}
    taken_out(catalogue, settings)
    with catalogue.reading() as session:
        left = session.scalars(select(Article).where(Article.address.contains("/fr/"))).one()
        assert len(versions_of(session, left.id)) == 1
