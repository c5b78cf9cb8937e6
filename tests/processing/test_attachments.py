"""A file that belongs to the article that links it: from the archive to the text that is searched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from processing.archive.capture import Capture, Hints
from processing.archive.writer import ArchiveWriter
from processing.catalogue import attachments, outcomes, runs
from processing.catalogue.article_details import article_details
from processing.catalogue.database import Catalogue
from processing.catalogue.indexable import changed_between
from processing.catalogue.revisions import last_revision
from processing.catalogue.tables import Article
from processing.clock import now
from processing.extract import extract_file
from processing.settings import Settings
from processing.text.layout import SourceReading

PAGE = "https://office.example/news/visit"
FILE = "https://office.example/files/report.txt"
TEXT = (
    "<p>The office has visited the reception centre at the border and found that the children sleep in the corridor.</p>"
    "<p>It has asked the ministry to move them to the house by the school within ten days, and to name a guardian.</p>"
)
REPORT = (
    "The annex lists every room. " * 3
    + "The stove in the washroom of the second house has been cold since October. " * 2
)


def page() -> Capture:
    body = f"<html><body><main><h1>The visit to the border centre</h1>{TEXT}</main></body></html>".encode()
    return Capture("office", PAGE, PAGE, now(), 200, (("Content-Type", "text/html; charset=utf-8"),), body)


def file(text: str = REPORT, found_at: str = PAGE) -> Capture:
    hints = Hints(found_by="link", found_at=found_at, title="The annex to the report")
    made = Capture("office", FILE, FILE, now(), 200, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())
    return replace(made, hints=hints, role="attachment")


Extract = Callable[..., dict[str, int]]


@pytest.fixture
def extract(each_catalogue: Catalogue, settings: Settings) -> Extract:
    def extract(*captures: Capture) -> dict[str, int]:
        run_id = runs.open_run(each_catalogue, "import", now())
        with ArchiveWriter(each_catalogue, settings, "office", run_id) as archive:
            archive.write_all(captures)
        counts = extract_file(each_catalogue, settings, archive.files[0], {"office": SourceReading("office")}, run_id)
        with each_catalogue.reading() as session:
            assert sum(one.inputs for one in outcomes.counts(session, run_id)) == len(captures)
        runs.close_run(each_catalogue, run_id)
        return counts

    return extract


def indexed(catalogue: Catalogue) -> list[Any]:
    with catalogue.reading() as session:
        upto = last_revision(session)
    return list(changed_between(catalogue, 0, upto))


def test_its_text_is_searched_with_the_article_and_it_is_none_itself(
    each_catalogue: Catalogue, extract: Extract
) -> None:
    assert extract(page(), file()) == {"kept": 1, "attached": 1}
    (article,) = indexed(each_catalogue)
    assert "corridor" in article.text
    assert "cold since October" in article.text
    assert "The annex to the report" in article.text
    with each_catalogue.reading() as session:
        details = article_details(session, article.article_id)
        assert details is not None
        assert [one.address for one in details.attachments] == [FILE]
        assert "cold since October" not in details.versions[0].text


def test_a_changed_file_takes_a_revision_and_an_unchanged_one_none(each_catalogue: Catalogue, extract: Extract) -> None:
    extract(page(), file())
    (before,) = indexed(each_catalogue)
    assert extract(file()) == {"same text": 1}
    assert indexed(each_catalogue)[0].revision == before.revision
    assert extract(file(REPORT.replace("October", "November"))) == {"attached": 1}
    (after,) = indexed(each_catalogue)
    assert after.revision > before.revision
    assert "cold since November" in after.text
    older = replace(file(), captured_at=now() - timedelta(days=3))
    assert extract(older) == {"same text": 1}, "an older capture changes nothing"
    assert "cold since November" in indexed(each_catalogue)[0].text


def test_a_file_of_a_page_that_is_no_article_is_none_either(each_catalogue: Catalogue, extract: Extract) -> None:
    assert extract(file(found_at="https://office.example/about")) == {"not an article": 1}
    with each_catalogue.reading() as session:
        assert session.query(Article).count() == 0


def test_it_goes_when_its_article_goes(each_catalogue: Catalogue, extract: Extract) -> None:
    extract(page(), file())
    with each_catalogue.session() as session:
        session.delete(session.query(Article).one())
    with each_catalogue.reading() as session:
        assert attachments.texts(session, [article.id for article in session.query(Article)]) == {}
