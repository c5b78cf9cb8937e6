"""What the API's answers look like; stable within /api/v1: fields are added, never renamed or given another meaning."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Filled from the attributes of what the rooms below give."""

    model_config = ConfigDict(from_attributes=True)


class TakedownShape(Shape):
    """An article that was taken out for good; nothing of what it said is kept."""

    day: date
    source: str
    reason: str


class GapShape(Shape):
    """A source that the answer cannot wholly rest on."""

    source: str
    publisher: str
    since: datetime | None = Field(description="Last time it was read to its end; null: never.")
    reason: str
    enabled: bool = Field(description="False: declared, but not read; nothing failed.")


class CoverageShape(Shape):
    """What the answer rests on."""

    statement: str = Field(description="All of it in one or two sentences.")
    sources: int
    complete: int = Field(description="Sources that were read to their end when last tried.")
    read_at: datetime | None
    gaps: tuple[GapShape, ...]


class HitShape(Shape):
    """One article that answers, for its story. Highlights are escaped HTML whose only tag is `<mark>`."""

    article_id: str
    story_id: str
    score: float
    address: str = Field(description="Where its publisher has it.")
    title: str
    title_highlighted: str
    snippet: str
    language: str
    source: str
    kind: str
    published: date | None
    published_precision: str = Field(description="day, month or year: how much of `published` is known.")
    date_uncertain: bool
    countries: tuple[str, ...]
    concepts: tuple[str, ...]
    story_articles: int = Field(description="Articles of the story: this one, its copies and language versions.")
    story_languages: tuple[str, ...]
    withdrawn: bool


class FacetValueShape(Shape):
    """One value of a facet, counted as if the facet's own filter were not set."""

    value: str
    count: int
    chosen: bool
    excluded: bool


class TermShape(Shape):
    """A term that a concept was opened to; `articles`: how many it alone would find."""

    term: str
    language: str
    articles: int
    switched_off: bool


class ExpansionShape(Shape):
    """A word of the question that names a protection concept, and what it was opened to."""

    typed: str
    concept: str
    terms: tuple[TermShape, ...]


class SearchShape(BaseModel):
    """The answer to a search."""

    articles: int = Field(description="Articles that answer; exact.")
    stories: int = Field(description="Stories that answer; exact.")
    understood: str = Field(description="The question as it was understood, in words.")
    notices: tuple[str, ...] = Field(description="What was repaired or ignored in what was asked.")
    expansions: tuple[ExpansionShape, ...]
    hits: tuple[HitShape, ...]
    facets: dict[str, tuple[FacetValueShape, ...]]
    next: str = Field(description="`cursor` of the next page; empty at the end.")
    coverage: CoverageShape
    revision: int = Field(description="Catalogue revision that the index has reached, or had a second ago.")
    milliseconds: float


class CitationShape(Shape):
    """What is needed to cite an article."""

    publisher: str
    title: str
    published: date | None
    address: str
    retrieved_at: datetime
    sha256: str = Field(description="Of title and text, as captured.")
    text: str = Field(description="The citation, ready to be copied.")


class RecordShape(BaseModel):
    """Where the capture that a version was made of stands in the archive (WARC)."""

    file: str
    record_id: str
    offset: int


class ChangeShape(Shape):
    """A passage of a version that is another than in the version before."""

    was: str = Field(description="Empty: it was added.")
    now: str = Field(description="Empty: it was taken out.")


class VersionShape(BaseModel):
    """The article's text at one time."""

    number: int
    captured_at: datetime
    title: str
    text: str
    contact: str = Field(description="Contact block, kept apart from the text.")
    sha256: str
    record: RecordShape
    was_title: str = Field(description="The title of the version before, where it was another.")
    changes: tuple[ChangeShape, ...] = Field(
        description="What it changed in the version before, sentence by sentence; the first hundred."
    )
    corrects: bool = Field(
        description="It corrects the version before: another title, or a figure that is said no more."
    )


class AddressShape(Shape):
    """An address under which the article is known."""

    address: str
    role: str = Field(description="canonical, asked or answered.")


class TagShape(Shape):
    """A concept, place or organisation that the article names, with the words it was read from."""

    kind: str
    value: str
    role: str = Field(description="Places: located-in, origin, transit, destination.")
    mentions: int
    rule: str
    term: str
    sentence: str


class MemberShape(BaseModel):
    """Another article of the same story."""

    article_id: str
    title: str
    language: str
    source: str
    publisher: str
    address: str
    published: date | None
    withdrawn: bool
    reason: str = Field(
        description="Why it is the same story: copy, language version, operator, or joined through another."
    )
    why: str = Field(description="The reason in words.")
    evidence: dict[str, Any]


class AttachmentShape(BaseModel):
    """A file that belongs to the article; its text is searched with it."""

    address: str
    title: str
    text: str
    captured_at: datetime
    sha256: str = Field(description="Of title and text.")
    record: RecordShape


class ArticleShape(BaseModel):
    """Everything that is known of one article."""

    article_id: str
    story_id: str | None
    source: str
    publisher: str
    kind: str
    title: str
    language: str
    language_sure: bool
    declared_language: str
    languages: dict[str, float] = Field(description="Share of the text in each language.")
    published: date | None
    published_precision: str
    date_uncertain: bool
    text_status: str = Field(description="full, partial or summary.")
    text: str
    contact: str
    first_captured_at: datetime
    last_captured_at: datetime
    revision: int
    citation: CitationShape
    evidence: dict[str, Any] = Field(description="Candidates for title, date and language, and where each was found.")
    addresses: tuple[AddressShape, ...]
    versions: tuple[VersionShape, ...] = Field(description="Newest first.")
    attachments: tuple[AttachmentShape, ...] = Field(description="Files that its page links and that belong to it.")
    tags: tuple[TagShape, ...]
    others: tuple[MemberShape, ...] = Field(description="The other articles of its story.")
    held_apart: tuple[MemberShape, ...] = Field(description="Articles that an operator said are other news.")


class StoryArticleShape(BaseModel):
    """One article of a story."""

    article_id: str
    title: str
    language: str
    source: str
    publisher: str
    address: str
    published: date | None
    withdrawn: bool


class LinkShape(BaseModel):
    """Why two articles are the same piece of news."""

    left_id: str
    right_id: str
    reason: str = Field(description="copy, language version or operator.")
    why: str = Field(description="The reason in words.")
    evidence: dict[str, Any]


class StoryShape(BaseModel):
    """One piece of news: an article, its copies and its language versions."""

    story_id: str = Field(description="Its id today; the ids that it had before lead here too.")
    articles: tuple[StoryArticleShape, ...] = Field(description="First published first.")
    links: tuple[LinkShape, ...]


class SourceShape(BaseModel):
    """A declared source and how it is doing."""

    name: str
    publisher: str
    kind: str
    country: str
    site: str
    languages: tuple[str, ...]
    enabled: bool
    last_success: datetime | None = Field(description="Last time it was read to its end.")
    state: str = Field(description="In words.")
    status: str | None = Field(
        description="well, quiet, failing, blocked, gone, layout changed or refused by robots; null: never judged."
    )
    status_since: datetime | None = Field(description="The night that first found it so.")
    status_words: str = Field(description="What it was judged by, in words.")
    figures: dict[str, Any] = Field(description="What it was judged by: its own rhythm and what is missing from it.")


class ConceptShape(Shape):
    """A protection concept; `id` is what the filter `concept` takes."""

    id: str
    kind: str = Field(description="group, right, duty, procedure, movement, place, threat, help, instrument or actor.")
    labels: dict[str, str]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    note: str = Field(description="Where usage differs between countries.")
    terms: dict[str, tuple[str, ...]]


class ReadyShape(BaseModel):
    """Whether questions can be answered."""

    ready: bool
    reasons: tuple[str, ...] = Field(description="In words, why not; or what to know.")
    catalogue_revision: int | None
    index_revision: int | None
    articles_behind: int | None = Field(description="Articles that changed after the index was brought up to date.")
