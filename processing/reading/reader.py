"""Reads one capture: what kind of thing it is, its title, text, date and language; or why it is no article."""

from dataclasses import dataclass
from typing import Any

from processing.archive.capture import Capture, RecordPlace
from processing.archive.payload import decoded, header
from processing.catalogue.articles import ReadArticle
from processing.dates.choice import choose
from processing.dates.evidence import ChosenDate
from processing.judging import Refusal
from processing.languages.vote import LanguageVote
from processing.outcomes import Outcome
from processing.reading.found import Found, own_address
from processing.reading.pages import read_page
from processing.reading.papers import read_paper
from processing.reading.plain_files import read_plain_file
from processing.reading.wholeness import text_status
from processing.text.contacts import part_contacts
from processing.text.kinds import kind_of
from processing.text.layout import SourceReading
from processing.text.metadata import squeezed
from processing.text.plain import first_sentence
from processing.text.site_names import plain

EVIDENCE_CHARACTERS = 300  # of each candidate that are kept
DATE_LINES = 3  # lines from the top among which a line that is only a date is no text
IN_SENTENCES = ("dateline", "pdf-text")  # dates whose words as found are the sentence around them, which is text


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
        found: Found | Refusal
        if not payload.data.strip():
            found = Refusal(Outcome.TOO_SHORT, "the answer is empty")
        elif kind == "html":
            found = read_page(self.source, capture, payload, content_type)
        elif kind == "pdf":
            found = read_paper(self.source, capture, payload)
        elif kind == "text":
            found = read_plain_file(self.source, capture, payload, content_type)
        else:
            named = content_type[:60] or "no type named"
            found = Refusal(Outcome.NOT_AN_ARTICLE, f"it is neither a page nor a PDF nor a text ({named})")
        return found if isinstance(found, Refusal) else self._article(capture, place, found)

    def _article(self, capture: Capture, place: RecordPlace, found: Found) -> ReadArticle:
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
            answered=own_address(self.source, capture.address),
            asked=own_address(self.source, capture.asked_address),
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
            text_status=text_status(text, found.whole, found.paid),
            captured_at=capture.captured_at,
            place=place,
            quiet=capture.quiet,
            alternates=found.alternates,
        )


def _without_date_line(text: str, published: ChosenDate) -> str:
    """The text without the line on top that says nothing but the date, which is told apart."""
    dates = {plain(one.text) for one in published.candidates if one.where not in IN_SENTENCES}
    lines = text.split("\n")
    kept = [line for line in lines[:DATE_LINES] if plain(line) not in dates]
    return "\n".join(kept + lines[DATE_LINES:])


def _cut(candidate: dict[str, Any]) -> dict[str, Any]:
    return {
        name: squeezed(value[:EVIDENCE_CHARACTERS]) if isinstance(value, str) else value
        for name, value in candidate.items()
    }
