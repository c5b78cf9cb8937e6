"""Archive files extracted by several processes at once."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select

from processing import many_files
from processing.archive.capture import Capture
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import ArchiveFile, Article
from processing.errors import ProtectionNewsError
from processing.many_files import extract_by_name, extract_each
from processing.settings import Settings

MOMENT = datetime(2026, 3, 4, 2, tzinfo=UTC)


@pytest.mark.parametrize("least", [0, 10**9], ids=["two processes", "one"])
def test_many_processes_give_what_one_gives(
    least: int,
    catalogue: Catalogue,
    settings: Settings,
    page: Callable[..., bytes],
    capture_of: Callable[..., Capture],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many_files, "WORTH_A_PROCESS", least)
    names = []
    for number in range(4):
        run_id = runs.open_run(catalogue, f"crawl-{number}", MOMENT)
        with ArchiveWriter(catalogue, settings, "advocate", run_id) as archive:
            html = page(title=f"Headline of article {number}", paragraphs=[f"Paragraph {number}. " * 20])
            archive.write(capture_of(html, f"https://advocate.example/news/{number}"))
        names += archive.files
    two = settings.model_copy(update={"extracts_at_once": 2})
    work = partial(extract_by_name, two, {}, run_id)
    ended = dict(extract_each(two, catalogue, [*names, "unknown.warc.gz"], work))
    assert [ended[name] for name in names] == [{"kept": 1}] * 4
    assert isinstance(ended["unknown.warc.gz"], ProtectionNewsError)
    assert "unknown.warc.gz" in str(ended["unknown.warc.gz"])
    with catalogue.reading() as session:
        assert len(session.scalars(select(Article.id)).all()) == 4
        assert set(session.scalars(select(ArchiveFile.state)).all()) == {"extracted"}
