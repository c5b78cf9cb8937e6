"""Files from elsewhere: archives, pages, PDF, texts."""

import gzip
import io
import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cli import program
from processing.archive.reader import read_captures
from processing.archive.store import path_of
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import ArchiveFile, Article
from processing.clock import now
from processing.importing import ImportFailedError, ImportOptions, ImportReport, files_of, import_files
from processing.settings import Settings

MakePage = Callable[..., bytes]
SHARED = Path(__file__).parents[3] / "shared/data"
TEXT = (
    "Forty children wait for guardians\n\n25 January, 2017\n\n"
    + "The office of the ombudsman spoke with forty children. " * 6
)


def bring(catalogue: Catalogue, settings: Settings, *given: Path, **options: object) -> ImportReport:
    files, _ = files_of([str(path) for path in given])
    run_id = runs.open_run(catalogue, "import", now())
    report = import_files(catalogue, settings, files, ImportOptions(**options), {}, run_id)  # type: ignore[arg-type]
    runs.close_run(catalogue, run_id)
    return report


def command(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(program, ["--data", str(settings.data), *arguments])


@pytest.fixture
def folder(tmp_path: Path, page: MakePage) -> Path:
    """Files of each kind, and one that is none."""
    folder = tmp_path / "given"
    (folder / "deeper").mkdir(parents=True)
    saved = b"<!-- saved from url=(0031)https://advocate.example/news/old -->" + page(title="An older headline")
    (folder / "page.html").write_bytes(page(head='<link rel="canonical" href="https://advocate.example/news/a">'))
    (folder / "deeper/old.htm.gz").write_bytes(gzip.compress(saved))
    (folder / "notes.txt").write_text(TEXT)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    return folder


def test_a_folder_is_taken_in_and_each_file_is_told_of(catalogue: Catalogue, settings: Settings, folder: Path) -> None:
    report = bring(catalogue, settings, folder)
    told = {Path(item.file).name: item for item in report.items}
    assert {name: item.outcome for name, item in told.items()} == {
        "page.html": "kept",
        "old.htm.gz": "kept",
        "notes.txt": "kept",
        "broken.pdf": "quarantined",
    }
    assert told["page.html"].address == "https://advocate.example/news/a"
    assert told["old.htm.gz"].address == "https://advocate.example/news/old"
    assert told["notes.txt"].address.startswith("import:")
    assert (told["notes.txt"].title, told["notes.txt"].published) == ("Forty children wait for guardians", "2017-01-25")
    assert "PDF" in told["broken.pdf"].detail
    assert files_of([str(folder)])[1] == 1, "the picture is counted, not read"
    with catalogue.reading() as session:
        articles = session.scalars(select(Article)).all()
        assert {article.quiet for article in articles} == {True}
        assert {article.source for article in articles} == {"imported"}
        assert all(article.story_id for article in articles), "they are linked"
        assert {article.evidence["text"][0]["where"] for article in articles} == {"generic", "text file"}
        names = session.scalars(select(ArchiveFile)).all()
    captures = [capture for capture, _ in read_captures(path_of(settings, names[0].name))]
    assert {Path(capture.made_from).name for capture in captures} == set(told)


def test_the_same_files_again_are_the_same_articles(catalogue: Catalogue, settings: Settings, folder: Path) -> None:
    bring(catalogue, settings, folder)
    assert bring(catalogue, settings, folder).counts() == {"same text": 3, "quarantined": 1}


def test_what_the_operator_says_goes_first(catalogue: Catalogue, settings: Settings, folder: Path) -> None:
    report = bring(
        catalogue,
        settings,
        folder / "notes.txt",
        source="old-site",
        address="https://old.example/n/1",
        published=date(2016, 5, 4),
    )
    (item,) = report.items
    assert (item.address, item.published) == ("https://old.example/n/1", "2016-05-04")
    with catalogue.reading() as session:
        assert session.scalars(select(Article.source)).one() == "old-site"


def test_an_older_copy_of_a_page_does_not_replace_a_newer_one(
    catalogue: Catalogue, settings: Settings, folder: Path, page: MakePage
) -> None:
    bring(catalogue, settings, folder / "page.html")
    older = folder / "older.html"
    older.write_bytes(
        page(title="The headline before", head='<link rel="canonical" href="https://advocate.example/news/a">')
    )
    os.utime(older, (1_600_000_000, 1_600_000_000))
    bring(catalogue, settings, older)
    with catalogue.reading() as session:
        article = session.scalars(select(Article)).one()
    assert (article.title, article.version) == ("Guardians within five days", 2)
    assert article.first_captured_at == datetime.fromtimestamp(1_600_000_000, UTC)


def test_an_archive_of_another_tool_is_taken_in_quietly_and_once(
    catalogue: Catalogue, settings: Settings, tmp_path: Path, page: MakePage
) -> None:
    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as stream:
        tool = WARCWriter(stream, gzip=True)
        for address, body, content_type in (
            ("https://advocate.example/news/a", page(), "text/html"),
            ("https://advocate.example/", page(title="Home"), "text/html"),
            ("https://advocate.example/logo.png", b"\x89PNG", "image/png"),
        ):
            headers = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
            said = {"WARC-Date": "2024-05-06T07:08:09Z"}
            tool.write_record(
                tool.create_warc_record(
                    address, "response", io.BytesIO(body), len(body), http_headers=headers, warc_headers_dict=said
                )
            )
    report = bring(catalogue, settings, path)
    assert report.counts() == {"kept": 1, "not an article": 1}
    assert report.passed_over == 1
    assert {item.file for item in report.items} == {str(path)}
    with catalogue.reading() as session:
        article = session.scalars(select(Article)).one()
    assert (article.quiet, article.source) == (True, "imported")
    assert article.last_captured_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert bring(catalogue, settings, path).counts() == {"same text": 1, "not an article": 1}


def test_a_cut_or_wrong_archive_is_told_and_the_rest_is_taken(
    catalogue: Catalogue, settings: Settings, tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "wrong.warc.gz").write_bytes(b"<html>no archive</html>")
    report = bring(catalogue, settings, tmp_path / "wrong.warc.gz", folder / "notes.txt")
    assert report.counts() == {"not read": 1, "kept": 1}
    assert "is no WARC file" in next(item.detail for item in report.items if item.outcome == "not read")


def test_names_that_stand_for_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match="no file, folder or match"):
        files_of([str(tmp_path / "nothing*.html")])


def test_patterns_and_folders_give_each_file_once(folder: Path) -> None:
    files, _ = files_of([str(folder / "*.html"), str(folder), str(folder / "page.html")])
    assert [file.name for file in files].count("page.html") == 1
    assert len(files) == 4


def test_the_command_says_what_became_of_each(settings: Settings, folder: Path) -> None:
    done = command(settings, "import", str(folder))
    assert done.exit_code == 0, done.output
    assert "Forty children wait for guardians" in done.output
    assert "3 kept, 1 quarantined; 1 other things passed over." in done.output
    assert "protection-news index" in done.output
    again = command(settings, "import", "--json", str(folder))
    said = json.loads(again.stdout)
    assert said["outcomes"] == {"same text": 3, "quarantined": 1}
    assert {item["published"] for item in said["items"]} >= {"2017-01-25", "2026-03-03"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import", "nothing-here.html"], "no file, folder or match"),
        (["import", "--address", "https://a.example/1", "{}"], "--address names one page"),
        (["import", "--address", "a.example", "{}/notes.txt"], "is no address of a page"),
        (["import", "--date", "yesterday", "{}/notes.txt"], "does not match the format"),
        (["extract", "nothing.warc.gz"], "knows no archive file"),
    ],
)
def test_mistakes_are_told_in_words(settings: Settings, folder: Path, arguments: list[str], told: str) -> None:
    done = command(settings, *[argument.format(folder) for argument in arguments])
    assert done.exit_code != 0
    assert told in f"{done.output}{done.exception}"


def test_extract_takes_all_files_that_wait_and_nothing_twice(
    settings: Settings, folder: Path, catalogue: Catalogue
) -> None:
    assert command(settings, "extract").output.strip() == "Nothing to extract."
    command(settings, "import", str(folder))
    with catalogue.session() as session:
        session.scalars(select(ArchiveFile)).one().state = "closed"
    done = command(settings, "extract", "--json")
    assert json.loads(done.stdout) == {"files": 1, "outcomes": {"same text": 3, "quarantined": 1}, "failed": {}}
    assert command(settings, "extract").output.strip() == "Nothing to extract."


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside the checkout")
def test_the_seed_documents_are_read_as_a_careful_reader_does(catalogue: Catalogue, settings: Settings) -> None:
    expected = json.loads((SHARED / "seeds/expected.json").read_text())
    report = bring(catalogue, settings, SHARED / "seeds")
    found = {Path(item.file).name: item for item in report.items}
    assert found.keys() == expected.keys()
    for name, wanted in expected.items():
        item = found[name]
        assert item.outcome == "kept"
        assert item.language == wanted["language"]
        assert item.published == (wanted["published"] or "")
        assert item.title == wanted.get("title", item.title)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside the checkout")
def test_pages_of_real_sites_are_taken_in(catalogue: Catalogue, settings: Settings) -> None:
    """A tenth of the benchmark's pages; all 181 were kept on 2026-11-23."""
    files = sorted((SHARED / "extraction/html").glob("*.html.gz"))[::10]
    assert bring(catalogue, settings, *files).counts() == {"kept": len(files)}
