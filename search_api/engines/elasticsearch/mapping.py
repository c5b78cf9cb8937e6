"""What the Elasticsearch index holds of an article: its mapping, the document made of it, and the article read back."""

import hashlib
import json
import unicodedata
from datetime import date
from functools import cache
from typing import Any

from search_api.engines.analysis import STEMMED_LANGUAGES, folded_and_stemmed_text, folded_text, stemmed_language
from search_api.engines.cursor import number_of
from search_api.engines.elasticsearch.language_analysis import PREPARED_LANGUAGES, WORDS, analysis
from search_api.engines.engine import IndexedArticle
from search_api.query.fields import PLACE_FIELDS, TEXT_FIELDS

# Raise it when a document is made differently (other stems, other folding): indexes made before are then built anew.
MAKING = 1

FOLDED = "folded"  # under title and text: the folded words of every text
WRITTEN = "written"  # under title and text: a text that no analyzer of Elasticsearch reads, as it was written
SHOWN_ONLY = {"type": "keyword", "index": False, "doc_values": False}
NAME = {"type": "keyword"}
SINGLE_NAMES = ("language", "source", "publisher_kind", "kind")
SEVERAL_NAMES = ("country", "concept", "organisation", *PLACE_FIELDS)
TRUTH = {"type": "boolean", "doc_values": False}
LONG = 2**63  # its long has a sign, number_of has none


def mapping() -> dict[str, Any]:
    """The mapping: strict, so that a field nobody declared is an error and not a guess. Nothing cuts a text."""
    texts: dict[str, Any] = {
        FOLDED: {"type": "text", "analyzer": WORDS},
        WRITTEN: {"type": "text", "index": False},
    }
    for language in STEMMED_LANGUAGES:
        texts[language] = {"type": "text", "analyzer": WORDS if language in PREPARED_LANGUAGES else language}
    return {
        "dynamic": "strict",
        # Words that were made here are never shown, and can be made again.
        "_source": {"excludes": [f"{name}.{made}" for name in TEXT_FIELDS for made in (FOLDED, *PREPARED_LANGUAGES)]},
        "properties": {
            **{name: {"dynamic": "strict", "properties": texts} for name in TEXT_FIELDS},
            **dict.fromkeys(("story", *SINGLE_NAMES, *SEVERAL_NAMES), NAME),
            "published": {"type": "date", "format": "strict_date"},
            "date_uncertain": TRUTH,
            "withdrawn": TRUTH,
            "number": {"type": "long", "index": False},  # decides between equals; see number_of
            "address": SHOWN_ONLY,
            "published_precision": SHOWN_ONLY,
            "revision": {"type": "long", "index": False, "doc_values": False},
            "first_revision": {"type": "long", "index": False, "doc_values": False},
        },
    }


def schema_name() -> str:
    """A short name of the schema; another name means that the index must be built anew."""
    return name_of(MAKING)


@cache
def name_of(making: int) -> str:
    """The name for one way of making documents; computed once, because every question asks for it."""
    made = json.dumps([making, mapping(), analysis()], sort_keys=True)
    return hashlib.sha256(made.encode()).hexdigest()[:12]


def field_of(name: str, language: str) -> str:
    """The field of `title` or `text` with the stems of a language; empty: with the folded words."""
    return f"{name}.{language or FOLDED}"


def words_for(language: str, text: str) -> str:
    """What is given to a field of `field_of`, of texts and of questions alike."""
    if not language:
        return folded_text(text)
    if language in PREPARED_LANGUAGES:
        return folded_and_stemmed_text(language, text)[1]
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def document_of(article: IndexedArticle) -> dict[str, Any]:
    """The document of one article; its id is the article's."""
    document: dict[str, Any] = {
        "story": article.story_id,
        "country": article.countries,
        "concept": article.concepts,
        "organisation": article.organisations,
        **{name: getattr(article, name) for name in PLACE_FIELDS},
        "date_uncertain": article.date_uncertain or article.published is None,
        "withdrawn": article.withdrawn,
        "number": number_of(article.article_id) - LONG,
        "address": article.address,
        "published_precision": article.published_precision,
        "revision": article.revision,
        "first_revision": article.first_revision,
    }
    # An empty name is none: it would be a value of its facet.
    document |= {name: value for name in SINGLE_NAMES if (value := getattr(article, name))}
    if article.published:
        document["published"] = article.published.isoformat()
    language = stemmed_language(article.language)
    for name, text in (("title", article.title), ("text", article.text)):
        document[name] = {FOLDED: words_for("", text)}
        if language:
            document[name][language] = words_for(language, text)
        if not language or language in PREPARED_LANGUAGES:
            document[name][WRITTEN] = text
    return document


def article_in(article_id: str, source: dict[str, Any]) -> IndexedArticle:
    """The article that a document was made of."""
    published = source.get("published")
    return IndexedArticle(
        article_id=article_id,
        story_id=source["story"],
        revision=source["revision"],
        first_revision=source["first_revision"],
        address=source["address"],
        source=source.get("source", ""),
        publisher_kind=source.get("publisher_kind", ""),
        kind=source.get("kind", ""),
        language=source.get("language", ""),
        title=written(source["title"]),
        text=written(source["text"]),
        published=date.fromisoformat(published) if published else None,
        published_precision=source["published_precision"],
        date_uncertain=source["date_uncertain"],
        countries=tuple(source["country"]),
        concepts=tuple(source["concept"]),
        organisations=tuple(source["organisation"]),
        **{name: tuple(source[name]) for name in PLACE_FIELDS},
        withdrawn=source["withdrawn"],
    )


def written(texts: dict[str, str]) -> str:
    """A text as it was written: the only one of its fields that is kept."""
    return next(iter(texts.values()))
