"""What the page of one article shows: its text, how we know its date, its story, its versions, its archived copy, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from processing.catalogue.article_details import ArticleDetails, Member
from processing.catalogue.tables import Tag, Version
from search_api.alerts.corrections import changed_passages, correction
from search_api.alerts.telling import Change
from search_api.citation import Citation, citation
from search_api.pages.names import Names
from search_api.story_reasons import member_reason
from search_api.wording import day, language_name

WITNESSES = {
    "given": "given by the import",
    "selector": "printed on the page, where this site prints its dates",
    "card": "printed in the list of news that led here",
    "feed": "the site's feed",
    "json-ld": "the page's structured data",
    "meta": "the page's meta data",
    "time": "the page's time mark",
    "address": "the address of the page",
    "visible": "printed on the page",
    "dateline": "the dateline of the text",
    "meta-date": "the page's meta data, which do not say whether it is the day of publication",
    "elsewhere": "printed on the page, not beside the title",
    "changed": "the last change, as the page says: it was published then or before",
    "pdf-text": "printed in the document",
    "pdf-metadata": "the document's properties",
    "sitemap": "the site map (last change)",
    "htmldate": "guessed from the page",
}
TAG_KINDS = (("concept", "Concepts"), ("place", "Countries"), ("locality", "Places"), ("organisation", "Organisations"))
STATUS = {
    "partial": "Only a part of this text could be read from the page.",
    "summary": "The page gives only a summary; the text itself is elsewhere.",
}
MOST_CHANGES = 30  # that are shown; both versions can be read whole
AS_FOUND = 60  # letters of the words around a date


@dataclass(frozen=True)
class Witness:
    """One thing that says when an article was published."""

    where: str
    day: str
    as_found: str


@dataclass(frozen=True)
class Other:
    """Another article of the story."""

    member: Member
    why: str
    taken_down: bool


@dataclass(frozen=True)
class TagWords:
    """A tag with what it was read from: the words, the rule, the sentence."""

    name: str
    roles: str
    sentence: str
    term: str
    rule: str
    mentions: int
    search: str


@dataclass(frozen=True)
class ArticlePage:
    """Everything on the page."""

    details: ArticleDetails
    version: Version  # the one shown
    paragraphs: Sequence[str]
    published: str
    witnesses: Sequence[Witness]
    others: Sequence[Other]
    apart: Sequence[Other]  # that an operator holds apart from it
    tags: Sequence[tuple[str, Sequence[TagWords]]]
    changes: Sequence[Change]  # what the shown version changed in the one before it
    was_title: str  # the title before, where it changed
    corrects: bool  # another title, or a figure that is said no more
    citation: Citation
    status: str
    languages: str  # shares, where the text has more than one language


def article_page(details: ArticleDetails, names: Names, number: int | None) -> ArticlePage | None:
    """The page of a version (None: the newest); None when there is no such version."""
    version = next((one for one in details.versions if number in (None, one.number)), None)
    if version is None:
        return None
    row = details.article
    before = next((one for one in details.versions if one.number == version.number - 1), None)
    return ArticlePage(
        details=details,
        version=version,
        paragraphs=[line.strip() for line in version.text.splitlines() if line.strip()],
        published=day(row.published, row.published_precision, row.published_uncertain),
        witnesses=[witness(found) for found in row.evidence.get("published", ()) if isinstance(found, dict)],
        others=[_other(member, row.id) for member in details.others],
        apart=[_other(member, row.id) for member in details.apart],
        tags=[(name, tags) for kind, name in TAG_KINDS if (tags := _tags(details.tags, kind, names))],
        changes=changed_passages(before.text, version.text)[:MOST_CHANGES] if before else (),
        was_title=before.title if before and before.title != version.title else "",
        corrects=before is not None and correction(before, version, row.language) is not None,
        citation=citation(details),
        status=STATUS.get(row.text_status, ""),
        languages=_languages(row.languages),
    )


def witness(found: Mapping[str, Any]) -> Witness:
    """A candidate for the date in words."""
    where = str(found.get("where", ""))
    try:
        words = day(date.fromisoformat(str(found.get("value", ""))), str(found.get("precision", "day")))
    except ValueError:
        words = str(found.get("value", ""))
    text = str(found.get("text", ""))
    return Witness(
        WITNESSES.get(where, where), words, text if len(text) <= AS_FOUND else f"{text[:AS_FOUND].rstrip()}…"
    )


def _other(member: Member, article_id: str) -> Other:
    return Other(member, member_reason(member, article_id), member.article.withdrawn_at is not None)


def _tags(tags: Sequence[Tag], kind: str, names: Names) -> list[TagWords]:
    """The tags of one kind, each once; a place's roles together."""
    by_value: dict[str, list[Tag]] = {}
    for tag in tags:
        if tag.kind == kind:
            by_value.setdefault(tag.value, []).append(tag)
    facet = "country" if kind == "place" else kind
    return [
        TagWords(
            names.of(facet, value),
            ", ".join(tag.role.replace("-", " ") for tag in same if tag.role),
            same[0].sentence,
            same[0].term,
            same[0].rule,
            max(tag.mentions for tag in same),
            f"/?{facet}={value}",
        )
        for value, same in by_value.items()
    ]


def _languages(shares: Mapping[str, Any]) -> str:
    """“French 80 %, Arabic 20 %”; empty for a text in one language."""
    if len(shares) < 2:
        return ""
    return ", ".join(f"{language_name(code)} {100 * float(share):.0f} %" for code, share in shares.items())
