"""Captures become articles, each in exactly one outcome, whatever happens on the way."""

import gzip
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import func, select

from processing.archive.capture import Capture, Hints
from processing.archive.errors import ArchiveError
from processing.archive.store import path_of
from processing.archive.writer import ArchiveWriter
from processing.catalogue import archive_files, outcomes, runs
from processing.catalogue.articles import versions_of
from processing.catalogue.database import Catalogue
from processing.catalogue.revisions import last_revision
from processing.catalogue.tables import Alternate, ArchiveFile, Article, InputOutcome, Tag, Version
from processing.extract import extract_file
from processing.reading import pages
from processing.settings import Settings
from processing.text.layout import PageLayout, SourceReading

Night = Callable[..., dict[str, int]]
MakePage = Callable[..., bytes]
MakeCapture = Callable[..., Capture]
MOMENT = datetime(2026, 3, 4, 2, tzinfo=UTC)


def only_article(catalogue: Catalogue) -> Article:
    with catalogue.reading() as session:
        return session.scalars(select(Article)).one()


def endings(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    with catalogue.reading() as session:
        return {row.address: (row.outcome, row.detail) for row in session.scalars(select(InputOutcome))}


def test_a_page_becomes_an_article_with_all_that_it_says(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    head = """<link rel="canonical" href="https://advocate.example/en/news/guardians">
    <link rel="alternate" hreflang="fr" href="https://advocate.example/fr/actualites/tuteurs?utm_source=x">
    <meta property="article:published_time" content="2026-03-03T09:00:00Z">"""
    hints = Hints(
        found_by="listing", title="Guardians within five days", alternates={"ar": "https://advocate.example/ar/x"}
    )
    assert night(capture_of(page(head=head), hints=hints)) == {"kept": 1}
    article = only_article(catalogue)
    assert (article.title, article.kind, article.language) == ("Guardians within five days", "html", "en")
    assert article.address == "https://advocate.example/en/news/guardians"
    assert (article.published, article.published_precision, article.published_uncertain) == (
        date(2026, 3, 3),
        "day",
        False,
    )
    assert (article.text_status, article.declared_language, article.quiet) == ("full", "en", False)
    assert {entry["where"] for entry in article.evidence["title"]} >= {"h1", "window title", "card"}
    assert article.evidence["published"]
    json.dumps(article.evidence)
    with catalogue.reading() as session:
        (version,) = versions_of(session, article.id)
        assert version.text.startswith("Rabat – The office of the public advocate")
        assert "Home" not in version.text
        assert version.archive_file.startswith("advocate-crawl-")
        alternates = {(row.address, row.language, row.way) for row in session.scalars(select(Alternate))}
        assert alternates == {
            ("https://advocate.example/fr/actualites/tuteurs", "fr", "hreflang"),
            ("https://advocate.example/ar/x", "ar", "hint"),
        }
        tags = {(tag.kind, tag.value) for tag in session.scalars(select(Tag))}
        assert ("concept", "unaccompanied-child") in tags
        assert ("place", "MA") in tags


def test_every_capture_ends_in_one_outcome_with_its_reason(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    site = "https://advocate.example"
    links = "".join(
        f"<h3><a href='/n/{number}'>A headline of some words {number}</a></h3><p>Teaser.</p>" for number in range(12)
    )
    captures = [
        capture_of(page(), f"{site}/news/a"),
        capture_of(page(), f"{site}/news/a", captured_at=MOMENT + timedelta(hours=1)),
        capture_of(page(title="Changed"), f"{site}/news/a", captured_at=MOMENT + timedelta(hours=2)),
        capture_of(page(), f"{site}/fr"),
        capture_of(f"<html><title>News</title><body>{links}</body></html>".encode(), f"{site}/news"),
        capture_of(page(paragraphs=["Photo gallery."]), f"{site}/news/short"),
        capture_of(page(title="Page not found", paragraphs=["It may have moved. " * 9]), f"{site}/news/gone"),
        capture_of(page(title="Just a moment...", paragraphs=["Checking your browser. " * 9]), f"{site}/news/wall"),
        capture_of(page(), f"{site}/news/missing", status=404),
        capture_of(page(paragraphs=["Write to us, whenever you like, about all there is. " * 9]), f"{site}/contact-us"),
        capture_of(b"GIF89a", f"{site}/picture", headers=(("Content-Type", "image/gif"),), body=b"GIF89a"),
        capture_of(b"", f"{site}/news/empty"),
        capture_of(b"<div " + b"a=1 " * 90_000 + b">", f"{site}/news/hostile"),
        capture_of(b"%PDF-1.7 broken", f"{site}/broken.pdf", role="file"),
        capture_of(page(), f"{site}/list?page=1", role="listing"),
    ]
    counts = night(*captures)
    assert counts == {
        "kept": 1,
        "same text": 1,
        "new version": 1,
        "not an article": 6,
        "too short": 2,
        "quarantined": 3,
    }
    assert sum(counts.values()) == len(captures) - 1, "the listing is no input"
    told = endings(catalogue)
    assert told[f"{site}/fr"] == ("not an article", "it is the site's home page")
    assert "headings are links" in told[f"{site}/news"][1]
    assert "Page not found" in told[f"{site}/news/gone"][1]
    assert "guard against robots" in told[f"{site}/news/wall"][1]
    assert "404" in told[f"{site}/news/missing"][1]
    assert "attributes" in told[f"{site}/news/hostile"][1]
    assert "PDF" in told[f"{site}/broken.pdf"][1]
    with catalogue.reading() as session:
        run = runs.last_run(session)
        assert run is not None
        assert {one.outcome.value: one.inputs for one in outcomes.counts(session, run.id)} == counts


def test_a_page_whose_lines_only_link_on_is_a_list_and_an_article_with_some_such_lines_is_none(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    site = "https://advocate.example"
    links = "".join(
        f"<p><a href='/n/{number}'>Ombudsman visits the reception centre number {number} at the border</a></p>"
        for number in range(12)
    )
    text = "".join(
        f"<p>Guardians were named for the children of group {number}, the office said. </p>" for number in range(12)
    )
    few = "".join(f"<p><a href='/n/{number}'>More on the reception centre {number}</a></p>" for number in range(6))
    counts = night(
        capture_of(f"<html><title>2024</title><main><h1>2024</h1>{links}</main></html>".encode(), f"{site}/years/2024"),
        capture_of(f"<html><title>G</title><main><h1>Guardians</h1>{text}{few}</main></html>".encode(), f"{site}/n/g"),
    )
    assert counts == {"not an article": 1, "kept": 1}
    assert endings(catalogue)[f"{site}/years/2024"][1].endswith("% of its text are lines that only link on")


def test_extracting_a_file_twice_changes_nothing(
    catalogue: Catalogue, settings: Settings, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    night(capture_of(page()), capture_of(page(title="Changed"), captured_at=MOMENT + timedelta(hours=1)))
    with catalogue.reading() as session:
        before = last_revision(session)
        (file,) = session.scalars(select(ArchiveFile)).all()
        assert file.state == "extracted"
        run = runs.last_run(session)
        assert run is not None
    again = extract_file(catalogue, settings, file.name, {}, run.id)
    assert again == {"same text": 2}
    with catalogue.reading() as session:
        assert last_revision(session) == before
        assert len(versions_of(session, session.scalars(select(Article.id)).one())) == 2
        kept = {one.outcome.value: one.inputs for one in outcomes.counts(session, run.id)}
    assert kept == {"kept": 1, "new version": 1}, "the outcomes of the same run stand"


def test_a_process_that_is_ended_between_two_captures_loses_nothing(
    catalogue: Catalogue, settings: Settings, page: MakePage, capture_of: MakeCapture
) -> None:
    run_id = runs.open_run(catalogue, "crawl", MOMENT)
    archive = ArchiveWriter(catalogue, settings, "advocate", run_id)
    for number in range(4):
        archive.write(
            capture_of(page(title=f"Headline of article {number}"), f"https://advocate.example/news/{number}")
        )
    path = path_of(settings, archive.files[0])
    start = path.read_bytes()[:150]
    with path.open("ab") as stream:
        stream.write(start)  # the writer was killed in the middle of the next record

    class Ended(BaseException):
        pass

    def die(capture: Capture, _ending: object) -> None:
        if capture.address.endswith("/1"):
            raise Ended

    with pytest.raises(Ended):
        extract_file(catalogue, settings, archive.files[0], {}, run_id, die)
    with catalogue.reading() as session:
        assert session.scalar(select(func.count()).select_from(Article)) == 4  # a batch is written as a whole
    counts = extract_file(catalogue, settings, archive.files[0], {}, run_id)
    assert counts == {"same text": 4}
    with catalogue.reading() as session:
        file = session.get_one(ArchiveFile, archive.files[0])
        assert (file.state, file.captures, file.bytes) == ("extracted", 4, path.stat().st_size)


def test_a_damaged_record_is_quarantined_and_the_others_are_kept(
    catalogue: Catalogue, settings: Settings, page: MakePage, capture_of: MakeCapture
) -> None:
    run_id = runs.open_run(catalogue, "crawl", MOMENT)
    with ArchiveWriter(catalogue, settings, "advocate", run_id) as archive:
        places = [
            archive.write(
                capture_of(page(title=f"Headline of article {number}"), f"https://advocate.example/news/{number}")
            )
            for number in range(3)
        ]
    path = path_of(settings, archive.files[0])
    content = bytearray(path.read_bytes())
    content[places[1].offset + 200 : places[1].offset + 260] = bytes(60)
    path.write_bytes(content)
    assert extract_file(catalogue, settings, archive.files[0], {}, run_id) == {"kept": 2, "quarantined": 1}
    (told,) = [detail for outcome, detail in endings(catalogue).values() if outcome == "quarantined"]
    assert f"byte {places[1].offset} cannot be read" in told


def test_a_page_that_breaks_the_reader_takes_no_other_with_it(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pages.read_metadata

    def broken(tree: object, address: str) -> object:
        if address.endswith("/bad"):
            raise RuntimeError("nobody thought of this")
        return whole(tree, address)

    monkeypatch.setattr(pages, "read_metadata", broken)
    counts = night(
        capture_of(page(), "https://advocate.example/news/bad"),
        capture_of(page(title="A good headline"), "https://advocate.example/news/good"),
    )
    assert counts == {"quarantined": 1, "kept": 1}
    assert "nobody thought of this" in endings(catalogue)["https://advocate.example/news/bad"][1]


def test_the_declaration_says_what_is_an_article_and_how_it_is_laid_out(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    old = PageLayout(body=(".old",), valid_until=date(2026, 3, 1))
    new = PageLayout(title=("h1",), body=(".body p:first-child",), valid_from=date(2026, 3, 2))
    declared = SourceReading(
        "advocate",
        ("en",),
        (old, new),
        article_patterns=(r"/news/",),
        not_article_patterns=(r"/archive/",),
        ignored_parameters=("from",),
    )
    counts = night(
        capture_of(page(), "https://advocate.example/news/a?from=home"),
        capture_of(page(), "https://advocate.example/news/archive/b"),
        capture_of(page(), "https://advocate.example/events/c"),
        readings={"advocate": declared},
    )
    assert counts == {"kept": 1, "not an article": 2}
    article = only_article(catalogue)
    assert article.address == "https://advocate.example/news/a"
    assert article.evidence["text"] == [{"where": "declared selectors"}]
    with catalogue.reading() as session:
        assert "Most of them" not in versions_of(session, article.id)[0].text


def test_a_pdf_is_an_article_of_its_own(catalogue: Catalogue, night: Night, capture_of: MakeCapture) -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 760, "Advocate asks for guardians")
    canvas.setFont("Helvetica", 11)
    words = ["26 June 2014 - The public advocate asks for guardians for all children", "who arrive alone, and for an end to their detention in the centre.",
             "The ministry has five days to answer, the advocate told the press."]  # fmt: skip
    for number, line in enumerate(words):
        canvas.drawString(72, 720 - 14 * number, line)
    canvas.save()
    capture = capture_of(
        b"", "https://advocate.example/files/release.pdf", role="file", body=file.getvalue(), headers=(("Content-Type", "application/pdf"),),
        hints=Hints(found_by="link", title="Download"),
    )  # fmt: skip
    assert night(capture) == {"kept": 1}
    article = only_article(catalogue)
    assert (article.kind, article.title, article.language) == ("pdf", "Advocate asks for guardians", "en")
    assert article.published == date(2014, 6, 26)


def test_what_was_cut_off_is_called_partial_and_what_breaks_off_a_summary(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    whole = page(
        paragraphs=[*(f"Paragraph {number} has some words about children and guardians. " * 3 for number in range(40))]
    )
    night(
        capture_of(whole, "https://advocate.example/news/cut", body=gzip.compress(whole)[:-60]),
        capture_of(page(title="Another headline", paragraphs=["Words of the beginning of a story. " * 9 + "[…]"]), "https://advocate.example/news/sum"),
        capture_of(page(title="Eine Schlagzeile", paragraphs=["Worte vom Anfang einer Geschichte. " * 9 + "Weiterlesen"], language="de"), "https://advocate.example/news/les"),
        capture_of(page(title="A headline for money", head='<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'), "https://advocate.example/news/pay"),
    )  # fmt: skip
    with catalogue.reading() as session:
        found = {article.address[-3:]: article.text_status for article in session.scalars(select(Article))}
    assert found == {"cut": "partial", "sum": "summary", "les": "summary", "pay": "summary"}


def test_a_contact_block_is_kept_apart(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture
) -> None:
    from_office = ["Media contact:", "Pernille Okonjo, Geneva", "Tel: +41 22 555 01 64, press@advocate.example"]
    night(
        capture_of(
            page(
                paragraphs=[
                    *(f"Paragraph {number} of the story has many words. " * 4 for number in range(5)),
                    *from_office,
                ]
            )
        )
    )
    with catalogue.reading() as session:
        (version,) = versions_of(session, only_article(catalogue).id)
    assert version.contact.split("\n") == from_office
    assert "Okonjo" not in version.text


def test_a_file_that_the_catalogue_does_not_know_is_refused(catalogue: Catalogue, settings: Settings) -> None:
    with pytest.raises(ArchiveError, match="knows no archive file nothing"):
        extract_file(catalogue, settings, "nothing.warc.gz", {}, "run")


@pytest.mark.parametrize("languages", [("fr", "fr-FR", "Les enfants séparés ont été confiés à des tuteurs par le juge du tribunal de la ville. "),
                                       ("ar", "ar", "عين القاضي أوصياء للأطفال المنفصلين عن ذويهم في المدينة خلال خمسة أيام. "),
                                       ("az", "en", "Məhkəmə valideynlərindən ayrı düşmüş uşaqlar üçün qəyyumlar təyin etmişdir. ")])  # fmt: skip
def test_languages_of_our_press_offices(
    catalogue: Catalogue, night: Night, page: MakePage, capture_of: MakeCapture, languages: Sequence[str]
) -> None:
    language, declared, sentence = languages
    night(capture_of(page(title=sentence.strip(" ."), paragraphs=[sentence * 3, sentence * 2], language=declared)))
    article = only_article(catalogue)
    assert (article.language, article.language_sure, article.declared_language) == (language, True, declared)


def test_what_no_database_takes_is_taken_out_on_the_way(
    each_catalogue: Catalogue, settings: Settings, page: MakePage, capture_of: MakeCapture
) -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Guardians \\ud800 within\\u0000 five days",
    "datePublished": "2026-03-03\\u0000"}</script><link rel="alternate" hreflang="f&#0;r" href="/fr/&#xD800;">"""
    hints = Hints(
        found_by="json",
        title="Half \ud83d and \0",
        language="e\0n",
        alternates={"a\0r": "https://advocate.example/\ud800"},
    )
    captures = [
        capture_of(page(title="\0", head=head), hints=hints),
        capture_of(b"", "https://advocate.example/notes", role="file", hints=hints,
                   headers=(("Content-Type", "text/plain"),), body=b"A headline of some words\n\n" + b"Words of the text. " * 20),
    ]  # fmt: skip
    run_id = runs.open_run(each_catalogue, "crawl", MOMENT)
    with ArchiveWriter(each_catalogue, settings, "advocate", run_id) as archive:
        for capture in captures:
            archive.write(capture)
    assert extract_file(each_catalogue, settings, archive.files[0], {}, run_id) == {"kept": 2}
    with each_catalogue.reading() as session:
        titles = {article.title for article in session.scalars(select(Article))}
    assert titles == {"Guardians within five days", "Half ? and"}


def test_a_file_whose_writer_was_ended_before_its_first_byte_is_done(catalogue: Catalogue, settings: Settings) -> None:
    run_id = runs.open_run(catalogue, "crawl", MOMENT)
    with catalogue.session() as session:
        archive_files.register(session, "advocate-x-00000.warc.gz", "advocate", run_id)
    assert extract_file(catalogue, settings, "advocate-x-00000.warc.gz", {}, run_id) == {}
    with catalogue.reading() as session:
        assert archive_files.to_extract(session, run_id) == []


VISIT = (
    "The office of the public advocate visited the reception centre on Tuesday and spoke with forty unaccompanied children.",
    "Most of them had crossed three borders without their parents, and none had been given a guardian on arrival in Morocco.",
    "The office asks the ministry to name guardians within five days, and to end the detention of children at once.",
)


def test_what_a_sources_pages_repeat_is_left_out_of_each(
    night: Night, catalogue: Catalogue, page: Callable[..., bytes], capture_of: Callable[..., Capture]
) -> None:
    box = "Follow the advocate on every network and never miss a visit of the office"
    captures = [
        capture_of(
            page(
                title=f"Visit number {number} to the reception centre",
                paragraphs=(*(f"{text} It was visit {number} of the year." for text in VISIT), box),
            ),
            f"https://advocate.example/news/visit-{number}",
        )
        for number in range(8)
    ]
    night(*captures)
    with catalogue.reading() as session:
        texts = session.scalars(select(Version.text)).all()
        evidence = session.scalars(select(Article.evidence)).all()
    assert len(texts) == 8
    assert not any(box in text for text in texts)
    assert all("visited the reception centre on Tuesday" in text for text in texts)
    assert all(found["text"][-1]["where"] == "frame" for found in evidence)


def test_a_text_that_differs_by_a_frame_learnt_since_is_the_same_text(
    night: Night, catalogue: Catalogue, page: Callable[..., bytes], capture_of: Callable[..., Capture]
) -> None:
    box = "Follow the advocate on every network and never miss a visit of the office"

    def visit(number: int, day: int) -> Capture:
        return capture_of(
            page(
                title=f"Visit number {number} to the reception centre",
                paragraphs=(*(f"{text} It was visit {number} of the year." for text in VISIT), box),
            ),
            f"https://advocate.example/news/visit-{number}",
            captured_at=MOMENT + timedelta(days=day),
        )

    assert night(visit(0, 0)) == {"kept": 1}
    assert night(*(visit(number, 1) for number in range(1, 9))) == {"kept": 8}
    assert night(visit(0, 2)) == {"same text": 1}
