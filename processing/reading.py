"""Reads one capture: what kind of thing it is, its title, text, date and language; or why it is no article."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from processing.addresses import article_address, canonical
from processing.archive.capture import Capture, RecordPlace
from processing.archive.payload import Payload, decoded, header
from processing.catalogue.articles import ReadArticle
from processing.dates.candidates import hint_candidates, html_candidates
from processing.dates.choice import choose
from processing.dates.dateline import text_candidates
from processing.dates.evidence import ChosenDate, DateCandidate
from processing.judging import Refusal, refused_address, refused_page, refused_text
from processing.languages.vote import LanguageVote
from processing.outcomes import Outcome
from processing.text.blocks import select
from processing.text.contacts import part_contacts
from processing.text.decoding import decode
from processing.text.headings import printed_text
from processing.text.html import extract_text, without_title
from processing.text.kinds import kind_of
from processing.text.layout import PageLayout, SourceReading
from processing.text.metadata import PageMetadata, read_metadata, squeezed
from processing.text.pdf import PdfError, PdfText
from processing.text.pdf_apart import read_pdf_apart
from processing.text.plain import first_sentence, read_plain
from processing.text.site_names import plain
from processing.text.titles import ChosenTitle, choose_title
from processing.text.tree import MAX_CHARACTERS, parse

EVIDENCE_CHARACTERS = 300  # of each candidate that are kept
DATE_LINES = 3  # lines from the top among which a line that is only a date is no text
IN_SENTENCES = ("dateline", "pdf-text")  # dates whose words as found are the sentence around them, which is text
# How a text ends that goes on elsewhere, in the languages of our press offices.
CUT_OFF = (
    "[…]",
    "[...]",
    "[…",
    "(…)",
    " …",
    "read more",
    "continue reading",
    "subscribe to read",
    "keep reading",
    "lire la suite",
    "suite réservée aux abonnés",
    "en savoir plus",
    "leer más",
    "seguir leyendo",
    "sigue leyendo",
    "ler mais",
    "leia mais",
    "continue a ler",
    "continue lendo",
    "saiba mais",
    "leggi tutto",
    "continua a leggere",
    "weiterlesen",
    "mehr lesen",
    "lees meer",
    "lees verder",
    "läs mer",
    "devamını oku",
    "devamı için tıklayın",
    "davamını oxu",
    "ətraflı oxu",
    "читать далее",
    "читать дальше",
    "читать полностью",
    "читати далі",
    "lexo më shumë",
    "lexo më tepër",
    "διαβάστε περισσότερα",
    "citește mai mult",
    "citiți mai mult",
    "czytaj dalej",
    "czytaj więcej",
    "opširnije",
    "pročitaj više",
    "прочитај више",
    "повече",
    "прочети още",
    "اقرأ المزيد",
    "المزيد",
    "للمزيد",
    "ادامه مطلب",
    "مزید پڑھیں",
    "soma zaidi",
    "akhri wax dheeraad ah",
)


@dataclass(frozen=True)
class _Found:
    """What the reader of one kind of file has found."""

    kind: str
    address: str
    title: ChosenTitle
    text: str  # with its contact block
    way: str  # how the text was found
    whole: bool
    dates: Callable[[str, str], list[DateCandidate]]  # of (language, text)
    declared_language: str = ""
    alternates: tuple[tuple[str, str, str], ...] = ()
    images: tuple[str, ...] = ()  # addresses only: pictures are not copied
    paid: bool = False  # the page says that its text is not free to read


@dataclass(frozen=True)
class Reader:
    """Reads the captures of one source."""

    source: SourceReading
    vote: LanguageVote

    def read(self, capture: Capture, place: RecordPlace) -> ReadArticle | Refusal:
        """The article that a capture holds, or how the capture ends instead."""
        payload = decoded(capture)
        content_type = header(capture, "Content-Type")
        kind = kind_of(payload.data, content_type)
        found: _Found | Refusal
        if not payload.data.strip():
            found = Refusal(Outcome.TOO_SHORT, "the answer is empty")
        elif kind == "html":
            found = self._read_html(capture, payload, content_type)
        elif kind == "pdf":
            found = self._read_pdf(capture, payload)
        elif kind == "text":
            found = self._read_text(capture, payload, content_type)
        else:
            named = content_type[:60] or "no type named"
            found = Refusal(Outcome.NOT_AN_ARTICLE, f"it is neither a page nor a PDF nor a text ({named})")
        return found if isinstance(found, Refusal) else self._article(capture, place, found)

    def _read_html(self, capture: Capture, payload: Payload, content_type: str) -> _Found | Refusal:
        page = parse(decode(payload.data, content_type))
        tree = page.tree
        if tree is None:
            return Refusal(Outcome.QUARANTINED, page.trouble)
        said = read_metadata(tree, capture.address)
        address = article_address(capture.address, said.canonical, self.source.ignored_parameters)
        layout = layout_at(self.source, capture.captured_at)
        declared = " ".join(map(printed_text, select(tree, layout.title)[:1]))
        title = choose_title(said, capture.address, declared, capture.hints.title, layout.title_suffixes, tree)
        body = extract_text(tree, layout, title.text)
        refusal = refused_address(capture, address, self.source) or refused_page(
            capture, tree, said, title.text, body.text, body.way == "declared selectors"
        )
        if refusal is not None:
            trouble = refusal.outcome is Outcome.TOO_SHORT and page.trouble
            return Refusal(Outcome.QUARANTINED, page.trouble) if trouble else refusal
        return _Found(
            kind="html",
            address=address,
            title=title,
            text=body.text,
            way=f"{body.way}; {page.trouble}" if page.trouble else body.way,
            whole=payload.whole and page.whole,
            dates=lambda language, text: html_candidates(tree, address, capture.hints, layout, language, text),
            declared_language=squeezed(said.language or capture.hints.language),
            alternates=self._alternates(said, capture),
            paid=said.is_paid,
            images=tuple(address for address in said.images if address),
        )

    def _read_pdf(self, capture: Capture, payload: Payload) -> _Found | Refusal:
        address = self._own(capture.address)
        refusal = refused_address(capture, address, self.source)
        if refusal is not None:
            return refusal
        try:
            pdf = read_pdf_apart(payload.data)
        except PdfError as error:
            return Refusal(Outcome.QUARANTINED, str(error))
        title = _pdf_title(pdf, capture)
        text = without_title(pdf.text, title.text)
        if len(pdf.pages_without_text) == pdf.pages:
            return Refusal(Outcome.QUARANTINED, "the PDF has no text layer: its pages are pictures")
        layout = layout_at(self.source, capture.captured_at)
        made = [] if pdf.made is None else [DateCandidate(pdf.made, "day", "pdf-metadata", f"made on {pdf.made}")]
        return refused_text(text) or _Found(
            kind="pdf",
            address=address,
            title=title,
            text=text,
            way=f"PDF of {pdf.pages} pages"
            + (f", {len(pdf.pages_without_text)} without text" if pdf.pages_without_text else ""),
            whole=payload.whole and pdf.whole and not pdf.pages_without_text,
            dates=lambda language, text: [
                *hint_candidates(capture.hints, language, layout.day_first),
                *text_candidates(pdf.text, language, "pdf-text", layout.day_first),
                *made,
            ],
            declared_language=squeezed(capture.hints.language),
            alternates=self._alternates(PageMetadata(), capture),
        )

    def _read_text(self, capture: Capture, payload: Payload, content_type: str) -> _Found | Refusal:
        address = self._own(capture.address)
        content = decode(payload.data, content_type)
        read = read_plain(content[:MAX_CHARACTERS])
        layout = layout_at(self.source, capture.captured_at)
        candidates = tuple(
            (where, text) for where, text in ((read.where, read.title), ("card", capture.hints.title)) if text
        )
        title = ChosenTitle(
            capture.hints.title or read.title, "card" if capture.hints.title else read.where, candidates
        )
        return (
            refused_address(capture, address, self.source)
            or refused_text(read.text)
            or _Found(
                kind="text",
                address=address,
                title=title,
                text=read.text,
                way="text file",
                whole=payload.whole and len(content) <= MAX_CHARACTERS,
                dates=lambda language, text: [
                    *hint_candidates(capture.hints, language, layout.day_first),
                    *text_candidates(read.first_lines, language, "dateline", layout.day_first),
                ],
                declared_language=squeezed(capture.hints.language),
            )
        )

    def _article(self, capture: Capture, place: RecordPlace, found: _Found) -> ReadArticle:
        parted = part_contacts(found.text)
        title = squeezed(found.title.text) or first_sentence(parted.text)
        decision = self.vote.decide(f"{title}\n{parted.text}", found.declared_language, self.source.languages)
        published = choose(found.dates(decision.language, parted.text), capture.captured_at, parted.text)
        text = _without_date_line(parted.text, published)
        evidence: dict[str, Any] = {
            "title": [_cut({"where": where, "value": text}) for where, text in found.title.candidates],
            "published": [_cut(candidate) for candidate in published.as_evidence()],
            "language": list(decision.evidence),
            "text": [{"where": found.way}],
            **({"images": list(found.images)} if found.images else {}),
        }
        return ReadArticle(
            source=self.source.name,
            address=found.address,
            answered=self._own(capture.address),
            asked=self._own(capture.asked_address),
            kind=found.kind,
            title=title,
            text=text,
            contact=parted.contact,
            language=decision.language,
            language_sure=decision.sure,
            declared_language=found.declared_language,
            languages=decision.parts,
            published=published.published,
            published_precision=published.precision,
            published_uncertain=published.uncertain,
            evidence=evidence,
            text_status=_status(text, found.whole, found.paid),
            captured_at=capture.captured_at,
            place=place,
            quiet=capture.quiet,
            alternates=found.alternates,
        )

    def _own(self, address: str) -> str:
        return canonical(address, self.source.ignored_parameters)

    def _alternates(self, said: PageMetadata, capture: Capture) -> tuple[tuple[str, str, str], ...]:
        """Declared language versions: the page's own, then those that the way in named."""
        page = [(self._own(address), tag, way) for address, (tag, way) in said.alternates.items()]
        hints = [(self._own(address), squeezed(tag), "hint") for tag, address in capture.hints.alternates.items()]
        return tuple(sorted(page, key=lambda one: one[2])) + tuple(hints)


def layout_at(source: SourceReading, moment: datetime) -> PageLayout:
    """The layout in force when a page was captured, the youngest where several are; an empty one where none is."""
    day = moment.date()
    in_force = [
        layout
        for layout in source.layouts
        if (layout.valid_from is None or layout.valid_from <= day)
        and (layout.valid_until is None or day <= layout.valid_until)
    ]
    return max(
        in_force, key=lambda layout: layout.valid_from.toordinal() if layout.valid_from else 0, default=PageLayout()
    )


def _pdf_title(pdf: PdfText, capture: Capture) -> ChosenTitle:
    """The headline of the first page, or the words of the link that led here when they stand in it too."""
    hint = capture.hints.title
    name = (
        unquote(urlsplit(capture.address).path)
        .rpartition("/")[2]
        .rpartition(".")[0]
        .replace("-", " ")
        .replace("_", " ")
    )
    told = (("card", hint), ("largest letters", pdf.headline), ("file data", pdf.title), ("file name", name))
    candidates = tuple((where, squeezed(text)) for where, text in told if plain(text))
    start = plain(pdf.text[:3_000] + pdf.headline)
    for where, text in candidates:
        if len(plain(text).split()) >= 3 and plain(text) in start:
            return ChosenTitle(text, where, candidates)
    for where, text in candidates:
        if where != "file data":
            return ChosenTitle(text, where, candidates)
    return ChosenTitle("", "", candidates)


def _without_date_line(text: str, published: ChosenDate) -> str:
    """The text without the line on top that says nothing but the date, which is told apart."""
    dates = {plain(one.text) for one in published.candidates if one.where not in IN_SENTENCES}
    lines = text.split("\n")
    kept = [line for line in lines[:DATE_LINES] if plain(line) not in dates]
    return "\n".join(kept + lines[DATE_LINES:])


def _status(text: str, whole: bool, paid: bool) -> str:
    """Whether the text is all of it: "full", "partial" (cut by a limit), "summary" (the page breaks off, or shows the rest for money)."""
    if not whole:
        return "partial"
    if paid:
        return "summary"
    return "summary" if text[-30:].rstrip(" .›»→>").lower().endswith(CUT_OFF) else "full"


def _cut(candidate: dict[str, Any]) -> dict[str, Any]:
    return {
        name: squeezed(value[:EVIDENCE_CHARACTERS]) if isinstance(value, str) else value
        for name, value in candidate.items()
    }
