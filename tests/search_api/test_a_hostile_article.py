"""A hostile page on all its way: from the archive to terminal, page, interface, feed and mail nothing of it acts."""

import email.policy
import gzip
import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from email.parser import BytesParser
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import select

from cli import program
from processing.archive.capture import Capture, Hints
from processing.archive.writer import ArchiveWriter
from processing.catalogue import runs
from processing.catalogue.database import Catalogue
from processing.catalogue.tables import Alert, Article, SavedSearch, Version
from processing.extract import extract_file
from processing.settings import Settings
from processing.stories.link import link
from search_api.alerts.message import Envelope, entries, mail
from search_api.alerts.saved_searches import save
from search_api.query.question import Question

MOMENT = datetime(2026, 3, 4, 2, tzinfo=UTC)
ACTS = "\x1b[31m\x1b]0;owned\x07\x9b2J\x08\u202egnp\u2066\u2028"
WORDS = f'Boat <script>alert(1)</script> {ACTS} {{{{7*7}}}} [bold]red[/bold] \r\nBcc: thief@evil.example \ufffe&#x0;&#xD800;" onload="x'
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    """As a page may write it: what acts as references too, because raw bytes of that kind are soon no text to us."""
    plain = text.replace("&#x", "\0KEPT").replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return UNSAFE.sub(lambda sign: f"&#x{ord(sign[0]):x};", plain.replace("\0KEPT", "&#x"))


@pytest.fixture
def hostile(catalogue: Catalogue, settings: Settings, newsroom: Any) -> str:
    """The id of the article that the page became, in the index and told by a saved search."""
    newsroom.index()
    save(catalogue, "boats", Question(text="boat"), ["reader@example.org"])
    title = escaped(WORDS)
    text = "".join(
        f"<p>{title} number {one}: a boat with forty children was found off the coast of the island.</p>"
        for one in range(4)
    )
    html = (
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{WORDS.replace(chr(34), chr(32))}">'
        f'<meta name="author" content="{title}"></head><body><main><h1>{title}</h1><p>3 March 2026</p>{text}'
        f"<p>For more information please contact: {title} press@evil.example</p></main></body></html>"
    )
    run_id = runs.open_run(catalogue, "crawl", MOMENT)
    address = "https://migration.example/news/%3Cscript%3E?q=%22%3E%1b[31m"
    with ArchiveWriter(catalogue, settings, "migration", run_id) as archive:
        archive.write(
            Capture(
                source="migration",
                address=address,
                asked_address=address,
                captured_at=MOMENT,
                status=200,
                headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
                body=gzip.compress(html.encode("utf-8", "surrogatepass")),
                request_headers=(("Host", "migration.example"),),
                hints=Hints(title=WORDS, published=f"3 March 2026 {ACTS}", found_by="listing"),
            )
        )
    assert extract_file(catalogue, settings, archive.files[0], {}, run_id) == {"kept": 1}
    runs.close_run(catalogue, run_id)
    link(catalogue)
    newsroom.notify()
    with catalogue.reading() as session:
        article = session.scalars(select(Article)).one()
        [version] = session.scalars(select(Version))
        for kept in (
            article.title,
            version.title,
            version.text,
            version.contact,
            json.dumps(article.evidence, ensure_ascii=False),
        ):
            assert not UNSAFE.search(kept.replace("\n", ""))
        return article.id


def run(settings: Settings, *words: str) -> str:
    return CliRunner().invoke(program, ["--data", str(settings.data), *words], catch_exceptions=False).output


def test_on_the_terminal(settings: Settings, hostile: str, tmp_path: Any) -> None:
    saved = tmp_path / f"page {ACTS.replace('/', '')}.html".replace("\x00", "")
    saved.write_text("<html><body><p>Too short.</p></body></html>")
    for words in (
        ("search", "boat"),
        ("search", f"boat {ACTS}"),
        ("import", str(saved)),
        ("report",),
        ("searches", "list"),
        ("forget", hostile, "--reason", f"because {ACTS}", "--yes"),
        ("forget", "--list"),
    ):
        output = run(settings, *words)
        assert output.strip()
        assert not UNSAFE.search(output.replace("\n", "")), words
    assert "[bold]red[/bold]" not in output


def test_on_pages_and_in_the_interface(hostile: str, client: TestClient) -> None:
    for path in (
        f"/articles/{hostile}",
        "/?q=boat",
        "/coverage",
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E%22%20onload=%22x",
    ):
        page = client.get(path).text
        assert "<script>alert" not in page, path
        assert 'onload="x' not in page, path
        assert "49" not in re.findall(r"\d+", page) or "{{7*7}}" in page
        assert not UNSAFE.search(page.replace("\n", "").replace("\t", "")), path
    shown = client.get(f"/api/v1/articles/{hostile}")
    assert shown.headers["content-type"] == "application/json"
    assert "<script>alert(1)</script>" in shown.json()["title"]


def test_in_a_feed_and_a_mail(hostile: str, client: TestClient, catalogue: Catalogue, settings: Settings) -> None:
    with catalogue.reading() as session:
        [alert] = session.scalars(select(Alert))
        saved = session.get_one(SavedSearch, alert.saved_search_id)
    feed = client.get(f"/feeds/{saved.feed_key}.atom").content
    root = ET.fromstring(feed)
    assert not UNSAFE.search(feed.decode().replace("\n", ""))
    assert [node for node in root.iter() if node.tag.endswith("script")] == []
    assert "<script>" not in "".join(node.text or "" for node in root.iter() if node.tag.endswith("content"))
    envelope = Envelope("news@example.org", "reader@example.org", "<1@example.org>", MOMENT)
    written = mail(saved.name, entries([alert], settings.address, set()), envelope, settings.address).as_bytes()
    read = BytesParser(policy=email.policy.default).parsebytes(written)
    assert (read["To"], read["Bcc"], len(read.get_all("Subject", []))) == ("reader@example.org", None, 1)
    html, plain = read.get_body(("html",)), read.get_body(("plain",))
    assert html is not None
    assert plain is not None
    assert "<script>" not in html.get_content()
    for part in (html, plain):
        assert not UNSAFE.search(part.get_content().replace("\n", ""))
